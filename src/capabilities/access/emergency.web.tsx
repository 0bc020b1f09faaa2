import { Badge, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle, IconUserSearch } from '@tabler/icons-react';
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
import { lookUpForEmergency, myEmergencies, openEmergency } from './emergency.ts';

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

type Found = ReturnType<typeof lookUpForEmergency.output.parse>;

function EmergencyForm(): ReactElement {
  const { t } = useTranslation('access');
  const navigate = useNavigate();
  const [{ person }] = useSearchState(EmergencySearch);
  const [idNumber, setIdNumber] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [reason, setReason] = useState('');
  const personId = found?.personId ?? person;
  const lookUp = useActing(lookUpForEmergency, { changes: [], then: setFound });
  const open = useActing(openEmergency, { said: t('emergency.opened'), changes: [myEmergencies], then: () => void navigate({ to: '/people/$personId', params: { personId: String(personId) } }) });
  const find = (event: FormEvent) => {
    event.preventDefault();
    setFound(null);
    lookUp.run({ idNumber: idNumber.normalize('NFKC').trim() });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (personId !== undefined) open.run({ personId, reason });
  };
  return (
    <Stack gap="md" maw="36rem">
      <form onSubmit={find}>
        <Group align="flex-end" wrap="nowrap">
          <TextInput flex={1} label={t('emergency.idNumber')} autoComplete="off" value={idNumber} onChange={(event) => setIdNumber(event.currentTarget.value)} />
          <Button type="submit" variant={personId === undefined ? 'filled' : 'default'} loading={lookUp.busy} disabled={idNumber.trim().length < 15}>{t('emergency.find')}</Button>
        </Group>
      </form>
      {personId === undefined ? null : (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <FoundPerson found={found} personId={personId} />
            {found?.inReach ? null : (
              <>
                <Textarea label={t('emergency.reason')} description={t('emergency.reasonHow', { shortest })} minRows={2} autosize maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
                <Group><Button type="submit" loading={open.busy} disabled={reason.trim().length < shortest}>{t('emergency.submit')}</Button></Group>
              </>
            )}
          </Stack>
        </form>
      )}
    </Stack>
  );
}

/** Who was found, to be compared with whoever lies there. */
function FoundPerson({ found, personId }: { found: Found | null; personId: number }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  if (!found) return <Text fw={600}>{t('emergency.file', { personId })}</Text>;
  const { name, sex, birthYear, organization, inReach } = found;
  return (
    <Notice tone={inReach ? 'good' : 'info'} icon={IconUserSearch} role="status" title={`${name} · ${t(`emergency.sex.${sex}`)} · ${t('emergency.born', { year: birthYear })}`}>
      {format.text(organization)}
      {inReach ? <p>{t('emergency.inReach')} <Link to="/people/$personId" params={{ personId: String(personId) }}>{t('emergency.openIt')}</Link></p> : null}
    </Notice>
  );
}
