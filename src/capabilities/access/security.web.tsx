import { Button, PasswordInput, Stack, Text } from '@mantine/core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { useActing } from '../../platform/acting.web.ts';
import { FactorOff, RecoveryCodes } from './second-factor.web.tsx';
import { Sessions } from './sessions.web.tsx';
import { SsoButton } from './sso.web.tsx';
import { changePassword, dropSecondFactor, mySecurity, mySessions } from './signing.ts';

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
