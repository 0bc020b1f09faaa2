import { Badge, Button, Group, SegmentedControl, Text, Textarea } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useActing } from '../../platform/acting.web.ts';
import { useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import css from './access.module.css';
import { ErasuresSearch } from './addresses.ts';
import { decideErasure, deletedAtOnce, listErasures, type ErasureView } from './erasure.ts';

/** Wishes to be erased, for whoever decides them. */
export function ErasuresPage(): ReactElement {
  const { t } = useTranslation('access');
  const [{ state }, set] = useSearchState(ErasuresSearch);
  const erasures = useAsk(listErasures, { state });
  return (
    <Page>
      <PageHeader title={t('erasures.title')} note={t('erasures.note')} />
      <Section title={t('erasures.list')} actions={<SegmentedControl aria-label={t('erasures.list')} value={state} onChange={(next) => set({ state: next === 'decided' ? 'decided' : 'open' })} data={[{ value: 'open', label: t('erasures.open') }, { value: 'decided', label: t('erasures.decided') }]} />}>
        <Loaded query={erasures} rows={2}>
          {(all) => (all.length === 0 ? <EmptyState title={t(state === 'open' ? 'erasures.noneOpen' : 'erasures.noneDecided')} /> : <ul className={css['list']}>{all.map((one) => <ErasureRow key={one.erasureId} erasure={one} />)}</ul>)}
        </Loaded>
      </Section>
    </Page>
  );
}

function ErasureRow({ erasure }: { erasure: ErasureView & { personName: string } }): ReactElement {
  const { t } = useTranslation('access');
  const format = useFormat();
  const { erasureId, personId, personName, reason, requestedAt, answerBy, state, answer: said } = erasure;
  const [answer, setAnswer] = useState('');
  const [granting, setGranting] = useState<boolean | null>(null);
  const decide = useActing(decideErasure, { said: t('erasures.saved'), changes: [listErasures] });
  return (
    <li className={css['row']}>
      <div className={css['main']}>
        <Group gap="xs">
          <Link to="/people/$personId" params={{ personId: String(personId) }}>{personName}</Link>
          <Badge variant={state === 'open' ? 'light' : 'outline'}>{t(`mine.erasureState.${state}`)}</Badge>
        </Group>
        <Text size="sm" c="dimmed">{t('mine.erasureLine', { when: format.moment(requestedAt), by: format.day(answerBy) })}</Text>
        {reason ? <Text size="sm">{t('trail.because', { reason })}</Text> : null}
        {said ? <Text size="sm">{t('mine.erasureAnswer', { answer: said })}</Text> : null}
        {state === 'open' ? <Textarea mt="xs" maw="36rem" label={t('erasures.answer')} autosize minRows={2} maxLength={500} value={answer} onChange={(event) => setAnswer(event.currentTarget.value)} /> : null}
      </div>
      {state === 'open' ? (
        <Group gap="xs">
          <Button size="sm" color="red.8" loading={decide.busy} disabled={answer.trim().length < 2} onClick={() => setGranting(true)}>{t('erasures.grant')}</Button>
          <Button size="sm" variant="default" loading={decide.busy} disabled={answer.trim().length < 2} onClick={() => setGranting(false)}>{t('erasures.refuse')}</Button>
        </Group>
      ) : null}
      <ConfirmDialog opened={granting !== null} title={t(granting ? 'erasures.grantOf' : 'erasures.refuseOf', { name: personName })} confirm={t(granting ? 'erasures.grant' : 'erasures.refuse')} danger={granting ?? false} onClose={() => setGranting(null)} onConfirm={() => {
        decide.run({ personId, erasureId, grant: granting ?? false, answer });
        setGranting(null);
      }}>
        {granting ? <ul className={css['points']}>{deletedAtOnce.map((one) => <li key={one.en}>{format.text(one)}</li>)}</ul> : t('erasures.refuseSure')}
      </ConfirmDialog>
    </li>
  );
}
