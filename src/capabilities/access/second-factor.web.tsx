import { Button, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useActing } from '../../platform/acting.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { whoAmI } from './access.ts';
import css from './access.module.css';
import { confirmSecondFactor, enrolSecondFactor } from './signing.ts';

/** The first sign-in in a role that asks for the second factor leads through setting it up. */
export function Enrolment(): ReactElement {
  const { t } = useTranslation('access');
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[]>([]);
  return (
    <Page>
      <PageHeader title={t('enrolment.title')} note={t('enrolment.note')} />
      <Card>
        {codes.length === 0 ? <FactorOff onCodes={setCodes} /> : (
          <Stack gap="md" align="flex-start">
            <RecoveryCodes codes={codes} />
            <Button onClick={() => void queries.invalidateQueries({ queryKey: [whoAmI.path] })}>{t('enrolment.saved')}</Button>
          </Stack>
        )}
      </Card>
    </Page>
  );
}

/** Scan the picture, type the code: the factor is on from then. */
export function FactorOff({ onCodes }: { onCodes: (codes: readonly string[]) => void }): ReactElement {
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

/** Told this once. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }): ReactElement {
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
