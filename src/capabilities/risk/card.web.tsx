import { Alert, Button, Modal, Select, Stack, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconPencil } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, type Day } from '../../kernel/day.ts';
import { asking, useAct, useAsk } from '../../platform/call.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, ErrorState, LoadingState, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { CallProblem } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import type { PersonView } from '../people/people.ts';
import type { CardCriterion } from './card-parts.ts';
import type { TierCard } from './card.ts';
import css from './card.module.css';
import { Improvements } from './improvements.web.tsx';
import { ModelsSection } from './models.web.tsx';
import { endTierOverride, overrideTier, readTier } from './risk.ts';
import { Gauge, TierLadder } from './picture.web.tsx';
import { writtenUnit } from './plain-words.ts';
import { tierTones } from './tones.web.ts';
import { tiers, type Tier } from './tier-rules.ts';

/** Why the person is in this tier: for the clinician, and in plain words for the person. */
export function TierPanel({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('risk');
  const card = useAsk(readTier, { personId: person.personId });
  if (card.data) return <Card card={card.data} personId={person.personId} />;
  if (card.error instanceof CallProblem && card.error.type === 'risk.notAssessed') return <EmptyState title={t('card.none')}>{t('card.noneWhy')}</EmptyState>;
  return card.error ? <ErrorState error={card.error} onRetry={() => void card.refetch()} /> : <LoadingState />;
}

function Card({ card, personId }: { card: TierCard; personId: number }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const { standing, gate } = card;
  const heldWords = ({ reason, computed, condition, until, rules }: NonNullable<TierCard['held']>) =>
    t(`held.${reason}`, { computed: t(`tier.${computed}`), condition: format.text(condition), until: until ? format.day(until) : '', rules: rules.map(({ id, title }) => `${id} ${format.text(title)}`).join('；') });
  return (
    <Stack gap="lg">
      {card.emergency || card.urgent || card.danger.length > 0 ? (
        <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title={t('card.danger')}>
          {card.danger.map(({ id, title }) => `${id} ${format.text(title)}`).join(' · ') || (gate ? format.text(gate.route) : '')}
        </Alert>
      ) : null}
      <Section title={t('card.title')} note={card.proposal ? t('card.proposal') : null} actions={<OverrideActions card={card} personId={personId} />}>
        <div className={css['head']}>
          <StatusBadge tone={tierTones[standing.tier]}>{t(`tier.${standing.tier}`)}</StatusBadge>
          {card.provisional ? <StatusBadge tone="info">{t('card.provisional')}</StatusBadge> : null}
          <span>{t('card.since', { day: format.day(standing.tierSince), version: standing.version })}</span>
        </div>
        <TierLadder tier={standing.tier} />
        {card.override ? (
          <p className={css['note']}>
            {t('card.overridden', { tier: t(`tier.${card.override.instead}`), who: card.override.madeByName ?? '', day: format.day(card.override.expiresOn), reason: card.override.reason })}
          </p>
        ) : null}
        {card.held ? <p className={css['note']}>{heldWords(card.held)}</p> : null}
        {gate ? <p>{`${gate.id} ${format.text(gate.title)}。${format.text(gate.route)}`}</p> : null}
        {card.cadence ? <p>{t('card.cadence', { cadence: format.text(card.cadence) })}</p> : null}
        {card.cell ? <p>{t('card.cell', { cell: format.text(card.cell.title) })}</p> : null}
      </Section>
      {card.criteria.length > 0 ? <Criteria criteria={card.criteria} /> : null}
      <WhatWouldChange card={card} />
      <Missing card={card} />
      <Section title={t('card.plain')} note={t('card.plainWhy')}>
        {card.plain.map((sentence, i) => (
          <p key={i}>{format.text(sentence)}</p>
        ))}
        <Improvements improve={card.improve} />
      </Section>
      <ModelsSection personId={personId} />
      <History card={card} />
    </Stack>
  );
}

function Criteria({ criteria }: { criteria: readonly CardCriterion[] }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  return (
    <Section title={t('card.criteria')}>
      <ul className={css['list']}>
        {criteria.map((criterion) => (
          <li key={criterion.id}>
            <div className={css['head']}>
              <StatusBadge tone={tierTones[criterion.tier]}>{criterion.id}</StatusBadge>
              <strong>{format.text(criterion.title)}</strong>
              {criterion.clause.proposal || criterion.clause.confidence === 'from-memory-unverified' ? <StatusBadge tone="info">{t('card.unconfirmed')}</StatusBadge> : null}
              {criterion.sticky ? <StatusBadge tone="neutral">{t('card.sticky')}</StatusBadge> : null}
            </div>
            {criterion.because.length === 0 ? <p>{format.text(criterion.text)}</p> : null}
            <ul className={css['reasons']}>
              {criterion.because.map((reason) => (
                <li key={`${reason.fact} ${reason.limit?.zh ?? ''}`}>
                  {format.text(reason.title)} <strong>{format.text(reason.value)}</strong>
                  {reason.limit && reason.operator ? ` ${signs[reason.operator] ?? reason.operator} ${format.text(reason.limit)}` : ''}
                  {writtenUnit(reason.unit)}
                  <Gauge reason={reason} />
                  {reason.on ? <span className={css['day']}>{format.day(reason.on)}</span> : null}
                </li>
              ))}
            </ul>
            <p className={css['clause']}>
              {format.text(criterion.clause.title)} · {criterion.clause.sources.join('；')} · {t(`confidence.${criterion.clause.confidence}`)}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const signs: Readonly<Record<string, string>> = { '>=': '≥', '<=': '≤', '>': '>', '<': '<', '!=': '≠' };

function WhatWouldChange({ card: { next } }: { card: TierCard }): ReactElement | null {
  const { t } = useTranslation('risk');
  const format = useFormat();
  if (next === null) return null;
  return (
    <Section title={t('card.next')}>
      {next.tier === null ? <p>{t('card.blocked', { rules: next.blockedBy.map(({ id, title }) => `${id} ${format.text(title)}`).join('；') })}</p> : <p>{t('card.nextTier', { tier: t(`tier.${next.tier}`) })}</p>}
      <ul className={css['list']}>
        {next.changes.map((change) => (
          <li key={change.fact}>
            {t(`change.${change.kind}`, { fact: format.text(change.title), from: change.from ? format.text(change.from) : '', to: format.text(change.to), unit: writtenUnit(change.unit).trim() })}
          </li>
        ))}
      </ul>
      {next.condition ? <p className={css['note']}>{t('card.condition', { condition: format.text(next.condition) })}</p> : null}
    </Section>
  );
}

function Missing({ card }: { card: TierCard }): ReactElement | null {
  const { t } = useTranslation('risk');
  const format = useFormat();
  if (card.missing.length === 0 && card.undecided.length === 0) return null;
  return (
    <Section title={t('card.missing')} note={t('card.range', { tiers: card.range.map((tier) => t(`tier.${tier}`)).join(' / ') })}>
      {card.missing.length > 0 ? (
        <ul className={css['tags']} aria-label={t('card.missing')}>
          {card.missing.map(({ fact, title, on }) => (
            <li key={fact}>{on ? t('card.stale', { fact: format.text(title), day: format.day(on) }) : format.text(title)}</li>
          ))}
        </ul>
      ) : null}
      {card.undecided.length > 0 ? (
        <details>
          <summary>{t('card.undecided', { count: card.undecided.length })}</summary>
          <ul className={css['list']}>
            {card.undecided.map(({ id, title, awaits }) => (
              <li key={id}>
                {id} {format.text(title)}: {awaits.map(format.text).join('、')}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Section>
  );
}

function History({ card }: { card: TierCard }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  return (
    <Section title={t('card.history')}>
      <ol className={css['list']}>
        {card.history.map((change) => (
          <li key={change.changeNo} className={css['head']}>
            <span className={css['when']}>{format.day(change.changedOn)}</span>
            {change.before ? <span>{t(`tier.${change.before}`)} →</span> : null}
            {change.tier ? <StatusBadge tone={tierTones[change.tier]}>{t(`tier.${change.tier}`)}</StatusBadge> : <span>{t('tier.none')}</span>}
            <span className={css['note']}>
              {t(`cause.${change.cause}`)} · {change.fires.join(' ')}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function OverrideActions({ card, personId }: { card: TierCard; personId: number }): ReactElement | null {
  const { t } = useTranslation('risk');
  const may = useMay('risk.override');
  const [open, setOpen] = useState(false);
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const end = useAct(endTierOverride, (next) => queries.setQueryData(asking(readTier, { personId }).queryKey, next));
  if (!may || card.standing.settled === 'not_tiered') return null;
  return (
    <>
      {card.override ? (
        <Button variant="default" loading={end.isPending} onClick={() => end.mutate({ personId }, { onError: (error) => toastFailed(wordsFor(error)), onSuccess: () => toastDone(t('override.ended')) })}>
          {t('override.end')}
        </Button>
      ) : null}
      <Button variant="light" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setOpen(true)}>
        {t('override.open')}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('override.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <OverrideForm card={card} personId={personId} onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function OverrideForm({ card, personId, onDone }: { card: TierCard; personId: number; onDone: () => void }): ReactElement {
  const { t } = useTranslation('risk');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [tier, setTier] = useState<Tier | null>(null);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState<Day | null>(addDays(todayInChina(), 30));
  const save = useAct(overrideTier, (next) => {
    queries.setQueryData(asking(readTier, { personId }).queryKey, next);
    toastDone(t('override.saved'));
    onDone();
  });
  const isReady = tier !== null && until !== null && reason.trim().length >= 4;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) save.mutate({ personId, tier, reason, expiresOn: until });
      }}
    >
      <Stack gap="md">
        <p className={css['note']}>{t('override.why', { tier: t(`tier.${card.standing.settled}`) })}</p>
        <Select
          label={t('override.tier')}
          required
          allowDeselect={false}
          value={tier}
          onChange={(next) => setTier(tiers.find((one) => one === next) ?? null)}
          data={tiers.filter((one) => one !== card.standing.settled).map((one) => ({ value: one, label: t(`tier.${one}`) }))}
        />
        <Textarea label={t('override.reason')} required minRows={2} autosize value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <DayField label={t('override.until')} required value={until} onChange={setUntil} />
        {save.error ? <Alert color="red">{wordsFor(save.error)}</Alert> : null}
        <Button type="submit" loading={save.isPending} disabled={!isReady}>
          {t('override.save')}
        </Button>
      </Stack>
    </form>
  );
}
