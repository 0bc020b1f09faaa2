import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { demoAccounts, signIn } from '../../capabilities/access/access.ts';
import { signInByPhone } from '../../capabilities/access/residents.ts';
import { sendPhoneCode } from '../../capabilities/access/signing.ts';
import { locales, type Locale } from '../../kernel/text.ts';
import { call, CallProblem, useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useProblemWords } from '../../platform/ui/problem-words.web.ts';
import { Field, Segments } from '../../platform/ui/phone/fields.web.tsx';
import { Act, Card, Note } from '../../platform/ui/phone/parts.web.tsx';
import { setTypeSize, typeSizes, useTypeSize } from '../../platform/ui/phone/type-size.web.ts';
import { speak } from './language.web.ts';
import css from './me.module.css';

/** The door of the person's app: by a code sent to the phone, or by a password; the size of words and the language first of all. */
export function Door(): ReactElement {
  const { t } = useTranslation('me');
  const [way, setWay] = useState<'phone' | 'password'>('phone');
  const [problem, setProblem] = useState<unknown>(null);
  const wordsFor = useProblemWords();
  const entering = useEntering(setProblem);
  return (
    <main id="main" className={css['door']}>
      <div className={css['brand']}>
        <img src="/icon.svg" alt="" />
        <h1>{t('door.title')}</h1>
        <p className={css['quiet']}>{t('door.why')}</p>
      </div>
      {problem ? <Note tone="bad" role="alert" title={wordsFor(problem)} /> : null}
      <Card>
        <Segments label={t('door.way')} value={way} onChange={setWay} options={(['phone', 'password'] as const).map((value) => ({ value, label: t(`door.by.${value}`) }))} />
        {way === 'phone' ? <ByPhone entering={entering} problem={problem} onProblem={setProblem} /> : <ByPassword entering={entering} />}
      </Card>
      <Demo entering={entering} />
      <Comfort />
    </main>
  );
}

interface Entering {
  readonly busy: boolean;
  readonly enter: (work: () => Promise<unknown>) => void;
}

function useEntering(onProblem: (problem: unknown) => void): Entering {
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [busy, setBusy] = useState(false);
  const enter = (work: () => Promise<unknown>) => {
    setBusy(true);
    onProblem(null);
    void work()
      .then(() => {
        queries.clear();
        const to = new URLSearchParams(window.location.search).get('to');
        navigate(to?.startsWith('/me') && !to.startsWith('/me/sign-in') ? to : '/me', { replace: true });
      })
      .catch(onProblem)
      .finally(() => setBusy(false));
  };
  return { busy, enter };
}

function ByPhone({ entering, problem, onProblem }: { entering: Entering; problem: unknown; onProblem: (problem: unknown) => void }): ReactElement {
  const { t } = useTranslation('me');
  const [phone, setPhone] = useState('');
  const [code, setCode] = useState('');
  const [idTail, setIdTail] = useState('');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const plain = phone.normalize('NFKC').replace(/\D/g, '');
  const asksId = problem instanceof CallProblem && (problem.type === 'access.activationNeeded' || problem.type === 'access.notOnFile');
  const send = () => {
    onProblem(null);
    void call(sendPhoneCode, { phone: plain }).then(() => setSentTo(plain), onProblem);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entering.enter(() => call(signInByPhone, { phone: plain, code: code.trim(), ...(idTail === '' ? {} : { idTail: idTail.trim() }) }));
  };
  return (
    <form className={css['form']} noValidate onSubmit={submit}>
      <Field label={t('door.phone')} type="tel" autoComplete="tel-national" inputMode="numeric" value={phone} onChange={setPhone} />
      <Act look="soft" wide disabled={plain.length !== 11} onClick={send}>
        {t(sentTo === null ? 'door.sendCode' : 'door.sendAgain')}
      </Act>
      {sentTo === null ? null : (
        <>
          <p role="status">{t('door.codeSent', { tail: sentTo.slice(-4) })}</p>
          <Field label={t('door.code')} inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={code} onChange={setCode} />
          {asksId || idTail !== '' ? <Field label={t('door.idTail')} hint={t('door.idTailWhy')} maxLength={6} value={idTail} onChange={setIdTail} /> : null}
          <Act submit look="main" wide busy={entering.busy} disabled={code.trim().length !== 6}>
            {t('door.enter')}
          </Act>
        </>
      )}
    </form>
  );
}

function ByPassword({ entering }: { entering: Entering }): ReactElement {
  const { t } = useTranslation('me');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    entering.enter(() => call(signIn, { login: login.normalize('NFKC').trim(), password }));
  };
  return (
    <form className={css['form']} noValidate onSubmit={submit}>
      <Field label={t('door.login')} autoComplete="username" autoCapitalize="none" value={login} onChange={setLogin} />
      <Field label={t('door.password')} type="password" autoComplete="current-password" value={password} onChange={setPassword} />
      <Act submit look="main" wide busy={entering.busy} disabled={login.trim() === '' || password === ''}>
        {t('door.enter')}
      </Act>
    </form>
  );
}

const residentRoles = new Set(['Resident', 'Parent']);

/** A demo lets its residents in with one tap. */
function Demo({ entering }: { entering: Entering }): ReactElement | null {
  const { t } = useTranslation('me');
  const format = useFormat();
  const demo = useAsk(demoAccounts, {});
  const residents = (demo.data ?? []).filter(({ role }) => residentRoles.has(role.en));
  if (residents.length === 0) return null;
  return (
    <Card title={t('door.demo')}>
      {residents.map(({ login, password, name, role }) => (
        <Act key={login} look="soft" wide busy={entering.busy} onClick={() => entering.enter(() => call(signIn, { login, password }))}>
          {format.text(name)} · {format.text(role)}
        </Act>
      ))}
    </Card>
  );
}

function Comfort(): ReactElement {
  const { t, i18n } = useTranslation('me');
  const size = useTypeSize();
  const language: Locale = locales.find((locale) => locale === i18n.language) ?? locales[0];
  return (
    <Card>
      <Segments label={t('mine.type')} value={size} onChange={setTypeSize} options={typeSizes.map((value) => ({ value, label: t(`mine.size.${value}`) }))} />
      <Segments label={t('common:shell.language')} value={language} onChange={(next) => void speak(next)} options={locales.map((value) => ({ value, label: t(`common:shell.languages.${value}`) }))} />
    </Card>
  );
}
