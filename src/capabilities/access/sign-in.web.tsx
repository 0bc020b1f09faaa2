import { Button, PasswordInput, SegmentedControl, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useRouter } from '@tanstack/react-router';
import { useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { CallProblem, useAct, useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { demoAccounts, signIn } from './access.ts';
import { SignInSearch } from './addresses.ts';
import { useForgetAll } from './session.web.ts';
import { PhoneForm } from './phone-sign-in.web.tsx';
import { SsoButton } from './sso.web.tsx';
import css from './sign-in.module.css';

interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly code?: string;
}

/** The door: an account and a password, or a card of the demo. */
export function SignInPage(): ReactElement {
  const { t } = useTranslation('access');
  const [{ to }] = useSearchState(SignInSearch);
  const router = useRouter();
  const forgetAll = useForgetAll();
  const demo = useAsk(demoAccounts, {});
  const wordsFor = useProblemWords();
  const format = useFormat();
  const [way, setWay] = useState<'password' | 'phone'>('password');
  const [phoneProblem, setPhoneProblem] = useState<unknown>(null);
  const entered = async () => {
    await forgetAll();
    router.history.push(to ?? '/');
  };
  const enter = useAct(signIn, entered);
  const failure = way === 'phone' ? phoneProblem : enter.error;
  const accounts = demo.data ?? [];
  const problem = enter.error instanceof CallProblem ? enter.error.type : '';
  const asksCode = problem === 'access.secondFactorNeeded' || problem === 'access.wrongCode';
  return (
    <main id="main" className={css['page']}>
      <div className={accounts.length > 0 ? `${css['box']} ${css['withDemo']}` : css['box']}>
        <div className={css['brand']}>
          <img src="/icon.svg" alt="" width={40} height={40} />
          <div>
            <Text fw={700} size="lg" component="p" m={0}>
              康程 Kangcheng
            </Text>
            <Text size="sm" c="dimmed" component="p" m={0}>
              {t('common:tagline')}
            </Text>
          </div>
        </div>
        <PageHeader title={t('signIn.title')} />
        {failure ? (
          <Notice role="alert" tone="bad" icon={IconAlertCircle}>
            {wordsFor(failure)}
          </Notice>
        ) : null}
        <div className={css['columns']}>
          <Stack gap="md">
            <SegmentedControl aria-label={t('signIn.way')} value={way} onChange={(next) => setWay(next === 'phone' ? 'phone' : 'password')} data={[{ value: 'password', label: t('signIn.byPassword') }, { value: 'phone', label: t('signIn.byPhone') }]} />
            {way === 'password' ? (
              <SignInForm busy={enter.isPending} asksCode={asksCode} onSubmit={(credentials) => enter.mutate(credentials)} />
            ) : (
              <PhoneForm onDone={() => void entered()} onProblem={setPhoneProblem} phones={accounts.flatMap(({ phone, role }) => (phone === null ? [] : [{ phone, role: format.text(role) }]))} />
            )}
          </Stack>
          {accounts.length > 0 ? <DemoCards accounts={accounts} busy={enter.isPending} onChoose={(credentials) => enter.mutate(credentials)} /> : null}
        </div>
      </div>
    </main>
  );
}

function SignInForm({ busy, asksCode, onSubmit }: { busy: boolean; asksCode: boolean; onSubmit: (credentials: Credentials) => void }): ReactElement {
  const { t } = useTranslation('access');
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [tried, setTried] = useState(false);
  const fields = { login: useRef<HTMLInputElement>(null), password: useRef<HTMLInputElement>(null) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (login.trim() === '') fields.login.current?.focus();
    else if (password === '') fields.password.current?.focus();
    else onSubmit({ login: login.normalize('NFKC').trim(), password, ...(code.trim() === '' ? {} : { code: code.trim() }) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          ref={fields.login}
          label={t('signIn.login')}
          name="login"
          autoComplete="username"
          autoFocus
          value={login}
          onChange={(event) => setLogin(event.currentTarget.value)}
          error={tried && login.trim() === '' ? t('signIn.needLogin') : null}
        />
        <PasswordInput
          ref={fields.password}
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={tried && password === '' ? t('signIn.needPassword') : null}
        />
        {asksCode || code !== '' ? <TextInput label={t('signIn.code')} name="code" autoComplete="one-time-code" autoFocus value={code} onChange={(event) => setCode(event.currentTarget.value)} /> : null}
        <Button type="submit" size="md" loading={busy}>
          {t('signIn.submit')}
        </Button>
        <SsoButton purpose="sign-in" />
      </Stack>
    </form>
  );
}

type DemoAccount = ReturnType<typeof demoAccounts.output.parse>[number];

function DemoCards({ accounts, busy, onChoose }: { accounts: readonly DemoAccount[]; busy: boolean; onChoose: (credentials: Credentials) => void }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  return (
    <Section title={t('signIn.demo')} note={t('signIn.demoWhy')}>
      <ul className={css['demo']}>
        {accounts.map(({ login, password, name, role }) => (
          <li key={login}>
            <UnstyledButton className={css['account'] ?? ''} disabled={busy} onClick={() => onChoose({ login, password })}>
              <Text fw={600} size="sm">
                {format.text(role)}
              </Text>
              <Text size="xs" c="dimmed">
                {format.text(name)} · {login}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </Section>
  );
}
