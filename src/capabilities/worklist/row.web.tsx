import { Button, Checkbox, Group } from '@mantine/core';
import { IconAlertOctagon, IconAlertTriangle, IconPhone } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../platform/call.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { ageOn, revealIdentifiers } from '../people/people.ts';
import type { CallOutcome } from './calls.ts';
import { isDoneElsewhere, type WorkRow } from './worklist.ts';
import css from './worklist.module.css';

export interface RowActs {
  open(row: WorkRow): void;
  choose(row: WorkRow): void;
  call(row: WorkRow, outcome: CallOutcome): void;
  done(row: WorkRow): void;
}

interface RowProps {
  readonly row: WorkRow;
  readonly chosen: boolean;
  readonly assignee: string | null;
  readonly href: string;
  readonly acts: RowActs;
}

const outcomes: readonly CallOutcome[] = ['agreed', 'later', 'unreachable', 'removed'];

/** Kinds that end with a call. */
export function isCall({ kind }: Pick<WorkRow, 'kind'>): boolean {
  return kind === 'contact' || kind === 'visit' || kind === 'questionnaire' || kind === 'consultation' || kind === 'referral' || kind === 'appointment';
}

/** Who, why now, the last value, how late, whom to ring; and what came of ringing. */
export function Row({ row, chosen, assignee, href, acts }: RowProps): ReactElement {
  const { t } = useTranslation('worklist');
  const title = useWorkTitle();
  const phone = usePhone(row);
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.nativeEvent.isComposing) return;
    const outcome = outcomes[Number(event.key) - 1];
    const act = outcome && isCall(row) ? () => acts.call(row, outcome) : event.key === 'x' ? () => acts.choose(row) : event.key === 'c' ? phone.show : event.key === 'd' && !isDoneElsewhere(row) ? () => acts.done(row) : null;
    if (act === null) return;
    event.preventDefault();
    act();
  };
  return (
    <li className={`${css['row']} ${row.severity === 'danger' ? css['danger'] : ''} ${chosen ? css['chosen'] : ''}`}>
      <Checkbox className={css['check'] ?? ''} aria-label={t('choose', { name: row.person.name })} checked={chosen} onChange={() => acts.choose(row)} tabIndex={-1} />
      <div className={css['main']}>
        <div className={css['who']}>
          <Link data-row to={href} className={css['name'] ?? ''} onKeyDown={onKey}>{row.person.name}</Link>
          <span className={css['dim']}>{t(`people:sexes.${row.person.sex}`)} · {t('people:years', { count: ageOn(row.person.birthDate, todayInChina()) })}</span>
          <Severity row={row} />
          <Tier tier={row.tier} />
        </div>
        <div className={css['why']}>
          <span>{title(row)}</span>
          <Lateness row={row} />
        </div>
        <Facts row={row} assignee={assignee} phone={phone} />
      </div>
      <Group gap={6} className={css['acts'] ?? ''}>
        {isCall(row) ? outcomes.map((outcome, i) => <Button key={outcome} size="compact-sm" variant="default" onClick={() => acts.call(row, outcome)}><kbd className={css['key']}>{i + 1}</kbd>{t(`outcomes.${outcome}`)}</Button>) : isDoneElsewhere(row) ? <Button size="compact-sm" variant="default" onClick={() => acts.open(row)}><kbd className={css['key']}>Enter</kbd>{t('open')}</Button> : <Button size="compact-sm" variant="default" onClick={() => acts.done(row)}><kbd className={css['key']}>d</kbd>{t('done')}</Button>}
      </Group>
    </li>
  );
}

const tones: Record<string, Tone> = { high: 'bad', mid: 'warning', low: 'good', not_tiered: 'neutral' };

function Tier({ tier }: Pick<WorkRow, 'tier'>): ReactElement | null {
  const { t } = useTranslation('risk');
  return tier === null ? null : <StatusBadge tone={tones[tier] ?? 'neutral'}>{t(`tier.${tier}`)}</StatusBadge>;
}

function Severity({ row: { severity } }: { row: WorkRow }): ReactElement | null {
  const { t } = useTranslation('worklist');
  if (severity === 'routine') return null;
  return <StatusBadge tone={severity === 'danger' ? 'bad' : 'warning'} icon={severity === 'danger' ? IconAlertOctagon : IconAlertTriangle}>{t(`severity.${severity}`)}</StatusBadge>;
}

function Lateness({ row: { daysLate, dueOn, hiddenUntil } }: { row: WorkRow }): ReactElement {
  const { t } = useTranslation('worklist');
  const format = useFormat();
  if (hiddenUntil !== null && hiddenUntil > todayInChina()) return <span className={css['dim']}>{t('hiddenUntil', { day: format.shortDay(hiddenUntil) })}</span>;
  if (daysLate > 0) return <strong className={css['late']}>{t('late', { count: daysLate })}</strong>;
  return <span className={css['dim']}>{daysLate === 0 ? t('today') : t('due', { day: format.shortDay(dueOn) })}</span>;
}

function Facts({ row, assignee, phone }: { row: WorkRow; assignee: string | null; phone: ReturnType<typeof usePhone> }): ReactElement {
  const { t } = useTranslation('worklist');
  const format = useFormat();
  const { person, pressure, calls } = row;
  return (
    <div className={css['facts']}>
      {pressure === null ? null : <span><strong className={pressure.sbp >= 140 || pressure.dbp >= 90 ? css['late'] : ''}>{pressure.sbp}/{pressure.dbp}</strong> <span className={css['unit']}>mmHg</span> {format.shortDay(pressure.on)}</span>}
      {person.phone === null ? <span className={css['late']}>{t('noPhone')}</span> : phone.number === null ? <button type="button" className={css['phone']} aria-label={`${person.phone} ${t('showPhone', { name: person.name })}`} onClick={phone.show}><IconPhone size={14} aria-hidden /> {person.phone}</button> : <a className={css['phone']} href={`tel:${phone.number}`}><IconPhone size={14} aria-hidden /> {phone.number}</a>}
      {calls.count > 0 ? <span>{t('attempts', { count: calls.count, last: t(`outcomes.${calls.last ?? 'later'}`), day: calls.lastOn === null ? '' : format.shortDay(calls.lastOn) })}</span> : null}
      <span>{format.text({ zh: person.organization.nameZh, en: person.organization.nameEn })}</span>
      <span>{assignee ?? (row.assignedTo === null ? t('nobody') : t('colleague'))}</span>
    </div>
  );
}

/** The number in full when somebody is about to ring; the trail keeps who looked. */
function usePhone({ person }: WorkRow): { number: string | null; show: () => void } {
  const [number, setNumber] = useState<string | null>(null);
  const reveal = useAct(revealIdentifiers, ({ numbers }) => setNumber(numbers[0] ?? null));
  return { number, show: () => (person.phone === null || number !== null ? undefined : reveal.mutate({ personId: person.personId, kind: 'phone' })) };
}

/** The words of a piece of work: its title is a key of whoever opened it; names in two languages come along as zh and en. */
export function useWorkTitle(): (row: Pick<WorkRow, 'title' | 'params'>) => string {
  const { t, i18n } = useTranslation();
  return ({ title, params }) => {
    const name = i18n.language === 'en' ? params['en'] : params['zh'];
    const channel = params['channel'];
    return t(title, { ...params, name: name ?? '', channelName: channel === undefined ? '' : t(`care:channel.${channel}`), defaultValue: String(name ?? t('worklist:something')) });
  };
}
