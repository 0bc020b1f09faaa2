import { Badge, Button, Group, SegmentedControl, Switch, Text, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import css from './access.module.css';
import { TrailSearch } from './addresses.ts';
import { useActing } from '../../platform/acting.web.ts';
import { auditTrail, type LookView } from './audit.ts';
import { listEmergencies, reviewEmergency, type EmergencyView } from './emergency.ts';

/** For the auditor: emergency access to review, and who did what. */
export function TrailPage(): ReactElement {
  const { t } = useTranslation('access');
  const [{ state, refused }, set] = useSearchState(TrailSearch);
  const emergencies = useAsk(listEmergencies, { state });
  const trail = useAsk(auditTrail, refused ? { refusedOnly: 'true' } : {});
  return (
    <Page>
      <PageHeader title={t('trail.title')} />
      <Section
        title={t('trail.emergencies')}
        actions={<SegmentedControl aria-label={t('trail.emergencies')} value={state} onChange={(next) => set(next === 'reviewed' ? { state: next } : { state: 'open' })} data={[{ value: 'open', label: t('trail.open') }, { value: 'reviewed', label: t('trail.reviewed') }]} />}
      >
        <Loaded query={emergencies} rows={2}>
          {(all) => (all.length === 0 ? <EmptyState title={t(state === 'open' ? 'trail.noneOpen' : 'trail.noneReviewed')} /> : <ul className={css['list']}>{all.map((one) => <EmergencyRow key={one.emergencyId} emergency={one} />)}</ul>)}
        </Loaded>
      </Section>
      <Section title={t('trail.events')} actions={<Switch label={t('trail.refusedOnly')} checked={refused} onChange={(event) => set({ refused: event.currentTarget.checked })} />}>
        <Loaded query={trail}>{(looks) => <Looks looks={looks} />}</Loaded>
      </Section>
    </Page>
  );
}

function EmergencyRow({ emergency }: { emergency: EmergencyView }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const [remark, setRemark] = useState('');
  const review = useActing(reviewEmergency, { said: t('trail.saved'), changes: [listEmergencies] });
  const { emergencyId, accountName, personName, personId, reason, openedAt, expiresAt, outcome, remark: said } = emergency;
  return (
    <li className={css['row']}>
      <div className={css['main']}>
        <Text fw={600}>{t('trail.opened', { who: accountName, person: personName ?? personId, when: format.moment(openedAt), until: format.moment(expiresAt) })}</Text>
        <Text size="sm">{t('trail.because', { reason })}</Text>
        {outcome ? <Text size="sm">{t(`trail.outcome.${outcome}`)}{said ? ` · ${said}` : ''}</Text> : null}
      </div>
      {outcome ? null : (
        <Group gap="xs" align="flex-end">
          <TextInput label={t('trail.remark')} value={remark} onChange={(event) => setRemark(event.currentTarget.value)} />
          <Button size="sm" loading={review.busy} onClick={() => review.run({ emergencyId, outcome: 'justified', remark })}>{t('trail.outcome.justified')}</Button>
          <Button size="sm" variant="default" loading={review.busy} onClick={() => review.run({ emergencyId, outcome: 'unjustified', remark })}>{t('trail.outcome.unjustified')}</Button>
        </Group>
      )}
    </li>
  );
}

/** Who did what, a line each. */
export function Looks({ looks }: { looks: readonly (LookView & { contract?: string })[] }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  if (looks.length === 0) return <EmptyState title={t('looks.none')} />;
  return (
    <ul className={css['list']}>
      {looks.map(({ at, name, roleTitle, organization, purpose, action, outcome, contract }, i) => (
        <li key={`${at} ${i}`} className={css['row']}>
          <div className={css['main']}>
            <Text fw={600}>
              {name} · {format.text(roleTitle)} · {format.text(organization)}
            </Text>
            <Text size="sm" c="dimmed">
              {format.moment(at)} · {t(`looks.action.${action}`, { defaultValue: action })} · {t(`looks.purpose.${purpose}`, { defaultValue: purpose })}
              {contract ? ` · ${contract}` : ''}
            </Text>
          </div>
          {outcome === 'done' ? null : <Badge color="red.8" variant="outline">{t('looks.refused')}</Badge>}
        </li>
      ))}
    </ul>
  );
}
