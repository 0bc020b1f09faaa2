import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { readTier } from '../risk/risk.ts';
import { adviceFor } from './advice.ts';
import css from './care.module.css';
import type { Reading, Sheet, SheetContent } from './followup.ts';
import type { SheetState } from './sheet-state.web.ts';
import { TierBadge } from './tier-badge.web.tsx';

/** What to say, given what was entered. */
export function AdvicePanel({ sheet, content, state }: { sheet: Sheet; content: SheetContent; state: SheetState }): ReactElement | null {
  const { t } = useTranslation('care');
  const format = useFormat();
  const said = adviceFor(state.filled.answers, { rules: content.advice, age: sheet.age });
  return (
    <Section title={t('panels.advice')}>
      {said.length === 0 ? <Text size="sm" c="dimmed">{t('panels.noAdvice')}</Text> : null}
      <ul className={css['plain']}>
        {said.map(({ id, text, source }) => (
          <li key={id} title={source}>
            <Text size="sm">{format.text(text)}</Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** The last six readings with their course; the dotted line is the limit of control. */
export function ReadingsPanel({ sheet, content }: { sheet: Sheet; content: SheetContent }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const { hypertension, diabetes } = content.followup;
  const limit = sheet.age >= hypertension.older_from_age ? hypertension.older_uncontrolled_from : hypertension.uncontrolled_from;
  const newest = (readings: readonly Reading[]) => readings.toReversed().slice(0, 4);
  return (
    <Section title={t('panels.readings')}>
      {sheet.pressures.length === 0 ? <Text size="sm" c="dimmed">{t('panels.noReadings')}</Text> : null}
      {sheet.pressures.length > 1 ? <Trend label={t('panels.trendOf', { what: t('panels.pressure') })} lines={[sheet.pressures.map(({ value }) => value), sheet.pressures.map(({ value2 }) => value2 ?? 0)]} limit={limit.sbp} /> : null}
      <ul className={css['plain']}>
        {newest(sheet.pressures).map(({ at, value, value2, source }) => (
          <li key={at} className={css['line']}>
            <span><strong className={value >= limit.sbp || (value2 ?? 0) >= limit.dbp ? css['high'] : ''}>{value}/{value2}</strong> mmHg</span>
            <span className={css['note']}>{format.shortDay(at)} · {t(`records:sources.${source}`, { defaultValue: source })}</span>
          </li>
        ))}
        {newest(sheet.glucoses).map(({ at, value }) => (
          <li key={at} className={css['line']}>
            <span><strong className={value >= diabetes.uncontrolled_fpg ? css['high'] : ''}>{format.number(value, 1)}</strong> mmol/L</span>
            <span className={css['note']}>{format.shortDay(at)} · {t('panels.fasting')}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const [width, height, margin] = [300, 80, 8];

function Trend({ label, lines, limit }: { label: string; lines: readonly (readonly number[])[]; limit: number }): ReactElement {
  const all = [...lines.flat(), limit];
  const [low, high] = [Math.min(...all) - 4, Math.max(...all) + 4];
  const y = (value: number) => margin + ((high - value) / (high - low)) * (height - 2 * margin);
  const x = (i: number, of: number) => margin + (i / Math.max(1, of - 1)) * (width - 2 * margin);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className={css['trend']} role="img" aria-label={label} preserveAspectRatio="none">
      <line x1={0} x2={width} y1={y(limit)} y2={y(limit)} className={css['limit']} />
      {lines.map((values, n) => (
        <g key={n}>
          <polyline points={values.map((value, i) => `${x(i, values.length)},${y(value)}`).join(' ')} className={css['course']} />
          {values.map((value, i) => <circle key={i} cx={x(i, values.length)} cy={y(value)} r={2.6} className={value >= limit && n === 0 ? css['dotHigh'] : css['dot']} />)}
        </g>
      ))}
    </svg>
  );
}

export function MedicinePanel({ sheet: { medicines } }: { sheet: Sheet }): ReactElement {
  const { t } = useTranslation('care');
  return (
    <Section title={t('panels.medicines')}>
      {medicines.length === 0 ? <Text size="sm" c="dimmed">{t('panels.noMedicines')}</Text> : null}
      <ul className={css['plain']}>
        {medicines.map(({ entryId, drug, dose, timesPerDay }) => (
          <li key={entryId} className={css['line']}>
            <span>{drug}</span>
            <span className={css['note']}>{[dose, timesPerDay === null ? null : t('panels.times', { count: timesPerDay })].filter(Boolean).join(' · ')}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Why the person is in this tier, and what would lead lower. */
export function TierPanel({ sheet }: { sheet: Sheet }): ReactElement | null {
  const { t } = useTranslation('care');
  const format = useFormat();
  const card = useAsk(readTier, { personId: sheet.person.personId }, { enabled: sheet.tier !== null });
  if (sheet.tier === null) return null;
  return (
    <Section title={t('panels.tier')} note={sheet.tierSince === null ? null : t('panels.since', { day: format.day(sheet.tierSince) })} actions={<TierBadge tier={sheet.tier} />}>
      <ul className={css['plain']}>
        {(card.data?.criteria ?? []).slice(0, 5).map(({ id, title }) => (
          <li key={id}><Text size="sm">{format.text(title)}</Text></li>
        ))}
        {(card.data?.improve ?? []).slice(0, 2).map((text, i) => (
          <li key={i}><Text size="sm" c="dimmed">{format.text(text)}</Text></li>
        ))}
      </ul>
      <Anchor size="sm" renderRoot={(props: object) => <Link to={`/people/${sheet.person.personId}?panel=tier`} {...props} />}>{t('panels.wholeRecord')}</Anchor>
    </Section>
  );
}

export function VisitsPanel({ sheet: { visits }, content }: { sheet: Sheet; content: SheetContent }): ReactElement | null {
  const { t } = useTranslation('care');
  const format = useFormat();
  if (visits.length === 0) return null;
  return (
    <Section title={t('panels.visits')}>
      <ul className={css['plain']}>
        {visits.map(({ visitId, visitedOn, way, sbp, dbp, fpg, hypertension, diabetes }) => (
          <li key={visitId} className={css['line']}>
            <span>{[sbp === null ? null : `${sbp}/${dbp}`, fpg === null ? null : format.number(fpg, 1), ...[...new Set([hypertension, diabetes])].map((group) => (group === null ? null : format.text(content.followup.titles.groups[group])))].filter(Boolean).join(' · ')}</span>
            <span className={css['note']}>{format.shortDay(visitedOn)} · {t(`way.${way}`)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
