import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import css from './access.module.css';
import { useActing } from '../../platform/acting.web.ts';
import { Sessions } from './sessions.web.tsx';
import { SsoButton } from './sso.web.tsx';
import { changePassword, confirmSecondFactor, dropSecondFactor, enrolSecondFactor, mySecurity, mySessions } from './signing.ts';

/** One's own account: the second factor, the password, and where one is signed in. */
export function SecurityPage(): ReactElement {
  const { t } = useTranslation('access');
  const security = useAsk(mySecurity, {});
  // Kept here: the codes must stay although the factor is on by then.
  const [codes, setCodes] = useState<readonly string[]>([]);
  return (
    <Page>
      <PageHeader title={t('security.title')} />
      <Section title={t('security.factor')} note={t('security.factorWhy')}>
        <Loaded query={security} rows={1}>
          {({ secondFactor, recoveryCodesLeft }) => (codes.length > 0 ? <RecoveryCodes codes={codes} /> : secondFactor ? <FactorOn left={recoveryCodesLeft} /> : <FactorOff onCodes={setCodes} />)}
        </Loaded>
      </Section>
      <Section title={t('security.password')} note={t('security.passwordWhy')}>
        <PasswordForm />
      </Section>
      <SsoButton purpose="link" />
      <Section title={t('security.sessions')}>
        <Sessions />
      </Section>
    </Page>
  );
}

function FactorOff({ onCodes }: { onCodes: (codes: readonly string[]) => void }): ReactElement {
  const { t } = useTranslation('access');
  const [code, setCode] = useState('');
  const [offered, setOffered] = useState<{ secret: string; picture: string } | null>(null);
  const enrol = useActing(enrolSecondFactor, { changes: [], then: setOffered });
  const confirm = useActing(confirmSecondFactor, { said: t('security.factorOn'), changes: [], then: ({ recoveryCodes }) => onCodes(recoveryCodes) });
  if (!offered) {
    return (
      <Button onClick={() => enrol.run({})} loading={enrol.busy}>
        {t('security.enrol')}
      </Button>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirm.run({ code });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        <Text>{t('security.scan')}</Text>
        <img className={css['picture']} alt={t('security.picture')} src={`data:image/svg+xml,${encodeURIComponent(offered.picture)}`} />
        <Text size="sm">
          {t('security.orType')} <code>{offered.secret}</code>
        </Text>
        <TextInput label={t('security.code')} inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={code} onChange={(event) => setCode(event.currentTarget.value)} />
        <Button type="submit" loading={confirm.busy} disabled={!/^\d{6}$/.test(code)}>
          {t('security.confirm')}
        </Button>
      </Stack>
    </form>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }): ReactElement {
  const { t } = useTranslation('access');
  return (
    <Notice tone="warning" icon={IconAlertTriangle} role="alert" title={t('security.recovery')}>
      <p>{t('security.recoveryWhy')}</p>
      <ul className={css['codes']}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Notice>
  );
}

function FactorOn({ left }: { left: number }): ReactElement {
  const { t } = useTranslation('access');
  const [password, setPassword] = useState('');
  const drop = useActing(dropSecondFactor, { said: t('security.factorOff'), changes: [mySecurity] });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    drop.run({ password });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        <Text>{t('security.isOn', { left })}</Text>
        <PasswordInput w="20rem" maw="100%" label={t('security.current')} autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        <Button type="submit" variant="default" loading={drop.busy} disabled={password === ''}>
          {t('security.drop')}
        </Button>
      </Stack>
    </form>
  );
}

function PasswordForm(): ReactElement {
  const { t } = useTranslation('access');
  const [{ current, next }, set] = useState({ current: '', next: '' });
  const change = useActing(changePassword, { said: t('security.changed'), changes: [mySessions], then: () => set({ current: '', next: '' }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.run({ current, next });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        <PasswordInput w="20rem" maw="100%" label={t('security.current')} autoComplete="current-password" value={current} onChange={(event) => set({ current: event.currentTarget.value, next })} />
        <PasswordInput w="20rem" maw="100%" label={t('security.next')} autoComplete="new-password" value={next} onChange={(event) => set({ current, next: event.currentTarget.value })} />
        <Button type="submit" loading={change.busy} disabled={current === '' || next === ''}>
          {t('security.change')}
        </Button>
      </Stack>
    </form>
  );
}
