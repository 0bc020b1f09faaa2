import { Badge, Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import css from './access.module.css';
import { EmergencySearch } from './addresses.ts';
import { useActing } from '../../platform/acting.web.ts';
import { myEmergencies, openEmergency } from './emergency.ts';

const shortest = 10;

/** Break the glass: one person, for a reason, for three hours; and one's own of late. */
export function EmergencyPage(): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const mine = useAsk(myEmergencies, {});
  return (
    <Page>
      <PageHeader title={t('emergency.title')} />
      <Notice tone="warning" icon={IconAlertTriangle}>{t('emergency.warning')}</Notice>
      <Section title={t('emergency.open')}>
        <EmergencyForm />
      </Section>
      <Section title={t('emergency.mine')}>
        <Loaded query={mine} rows={2}>
          {(all) =>
            all.length === 0 ? <EmptyState title={t('emergency.none')} /> : (
              <ul className={css['list']}>
                {all.map(({ emergencyId, personId, personName, reason, expiresAt, outcome }) => (
                  <li key={emergencyId} className={css['row']}>
                    <div className={css['main']}>
                      <Link to="/people/$personId" params={{ personId: String(personId) }}>{personName ?? personId}</Link>
                      <Text size="sm">{reason}</Text>
                      <Text size="sm" c="dimmed">{t('emergency.until', { when: format.moment(expiresAt) })}</Text>
                    </div>
                    {outcome ? <Badge variant="outline">{t(`trail.outcome.${outcome}`)}</Badge> : null}
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
    </Page>
  );
}

function EmergencyForm(): ReactElement {
  const { t } = useTranslation('access');
  const navigate = useNavigate();
  const [{ person }] = useSearchState(EmergencySearch);
  const [number, setNumber] = useState(person === undefined ? '' : String(person));
  const [reason, setReason] = useState('');
  const open = useActing(openEmergency, { said: t('emergency.opened'), changes: [myEmergencies], then: () => void navigate({ to: '/people/$personId', params: { personId: number } }) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    open.run({ personId: Number(number), reason });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" maw="32rem">
        <TextInput label={t('emergency.person')} inputMode="numeric" value={number} onChange={(event) => setNumber(event.currentTarget.value)} />
        <Textarea label={t('emergency.reason')} description={t('emergency.reasonHow', { shortest })} minRows={2} autosize maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Button type="submit" loading={open.busy} disabled={!/^\d{1,15}$/.test(number) || reason.trim().length < shortest}>{t('emergency.submit')}</Button>
      </Stack>
    </form>
  );
}
