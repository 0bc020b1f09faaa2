import { Button, SegmentedControl, Select, Switch } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useLive } from '../../platform/events.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { isTyping, useShortcuts } from '../../platform/ui/keys.web.tsx';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, FilteredOut, Loaded } from '../../platform/ui/states.web.tsx';
import { AlarmsSearch } from './addresses.ts';
import { AlarmList, alarmTopic, countAlarms, Level, listAlarms, type AlarmRow } from './alarms.ts';
import { CloseDialog, useAcknowledge, type Which } from './close.web.tsx';
import { LevelBadge, valueOf } from './level.web.tsx';
import css from './monitoring.module.css';

const shortcuts = [
  { keys: 'j ↓', label: 'monitoring:keys.next' },
  { keys: 'k ↑', label: 'monitoring:keys.previous' },
  { keys: 'Enter', label: 'monitoring:keys.open' },
  { keys: 'a', label: 'monitoring:keys.acknowledge' },
  { keys: 'c', label: 'monitoring:keys.close' },
];

/** Alarms of everybody in reach, the worst and the longest waiting first; they come by themselves. */
export function AlarmsPage(): ReactElement {
  const { t } = useTranslation('monitoring');
  const [{ list = 'open', level, mine = false, page = 0 }, setSearch] = useSearchState(AlarmsSearch);
  const query = useAsk(listAlarms, { list, whose: mine ? 'me' : 'all', page, ...(level ? { level } : {}) });
  const counts = useAsk(countAlarms, {});
  useLive([alarmTopic], [listAlarms, countAlarms]);
  const isFiltered = level !== undefined || mine;
  return (
    <Page>
      <PageHeader title={t('list.title')} note={counts.data ? t('list.counts', counts.data) : t('list.note')} />
      <div className={css['bar']}>
        <SegmentedControl aria-label={t('list.title')} value={list} onChange={(value) => setSearch({ list: AlarmList.parse(value), page: undefined })} data={AlarmList.options.map((value) => ({ value, label: t(`list.${value}`) }))} />
        <Select aria-label={t('list.level')} placeholder={t('list.anyLevel')} clearable value={level ?? null} onChange={(value) => setSearch({ level: value === null ? undefined : Level.parse(value), page: undefined })} data={Level.options.toReversed().map((value) => ({ value, label: t(`level.${value}`) }))} w={150} />
        <Switch label={t('list.mine')} checked={mine} onChange={(event) => setSearch({ mine: event.currentTarget.checked || undefined, page: undefined })} mb={8} />
      </div>
      <Loaded query={query}>
        {({ alarms, more }) =>
          alarms.length === 0 ? (
            isFiltered ? <FilteredOut onClear={() => setSearch({ level: undefined, mine: undefined })} /> : <EmptyState title={t('list.empty')}>{t('list.emptyWhy')}</EmptyState>
          ) : (
            <>
              <Card>
                <Rows alarms={alarms} />
              </Card>
              {page > 0 || more ? (
                <div className={css['bar']}>
                  <Button variant="default" disabled={page === 0} onClick={() => setSearch({ page: page - 1 || undefined })}>
                    {t('list.fewer')}
                  </Button>
                  <Button variant="default" disabled={!more} onClick={() => setSearch({ page: page + 1 })}>
                    {t('list.more')}
                  </Button>
                </div>
              ) : null}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

const whichOf = ({ person: { personId }, alarmId }: AlarmRow): Which => ({ personId, alarmId });

function Rows({ alarms }: { alarms: readonly AlarmRow[] }): ReactElement {
  const { t } = useTranslation('monitoring');
  const navigate = useNavigate();
  const mayAct = useMay('monitoring.act');
  const acknowledge = useAcknowledge();
  const [chosen, setChosen] = useState<string | null>(null);
  const [closing, setClosing] = useState<Which | null>(null);
  const at = alarms.findIndex(({ alarmId }) => alarmId === chosen);
  useShortcuts(shortcuts);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || closing) return;
      const alarm = alarms[at];
      if (event.key === 'j' || event.key === 'ArrowDown') setChosen(alarms[Math.min(at + 1, alarms.length - 1)]?.alarmId ?? null);
      else if (event.key === 'k' || event.key === 'ArrowUp') setChosen(alarms[Math.max(at - 1, 0)]?.alarmId ?? null);
      else if (event.key === 'Enter' && alarm && document.activeElement === document.body) void navigate({ to: `/alarms/${alarm.person.personId}/${alarm.alarmId}` });
      else if (event.key === 'a' && alarm?.state === 'open' && mayAct) acknowledge(whichOf(alarm));
      else if (event.key === 'c' && alarm && alarm.state !== 'closed' && mayAct) setClosing(whichOf(alarm));
      else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
  return (
    <>
      <ul className={css['list']}>
        {alarms.map((alarm) => (
          <Row key={alarm.alarmId} alarm={alarm} chosen={alarm.alarmId === chosen} mayAct={mayAct} onAcknowledge={() => acknowledge(whichOf(alarm))} onClose={() => setClosing(whichOf(alarm))} />
        ))}
      </ul>
      <p className={css['dim']}>{t('list.keys')}</p>
      {closing ? <CloseDialog which={closing} onClose={() => setClosing(null)} /> : null}
    </>
  );
}

interface RowProps {
  readonly alarm: AlarmRow;
  readonly chosen: boolean;
  readonly mayAct: boolean;
  readonly onAcknowledge: () => void;
  readonly onClose: () => void;
}

function Row({ alarm, chosen, mayAct, onAcknowledge, onClose }: RowProps): ReactElement {
  const { t } = useTranslation('monitoring');
  const format = useFormat();
  const { person, level, state, rule, readings, dueAt } = alarm;
  const last = readings.at(-1);
  const isLate = state === 'open' && dueAt !== null && Date.parse(dueAt) < Date.now();
  return (
    <li className={css['row']} data-level={level ?? ''} data-chosen={chosen} ref={(element) => void (chosen && element?.scrollIntoView({ block: 'nearest' }))}>
      <LevelBadge level={level} state={state} />
      <div className={css['what']}>
        <Link to={`/alarms/${person.personId}/${alarm.alarmId}`}>
          {person.name} · {format.text(rule.title)} {last ? <span className={css['value']}>{valueOf(last)}</span> : null}
        </Link>
        <div className={css['dim']}>
          {[
            t('alarm.measured', { time: format.moment(alarm.effectiveAt) }),
            ...(alarm.late ? [t('list.late')] : []),
            alarm.responsible === null ? t('list.nobody') : t('list.responsible', { name: alarm.responsible }),
            ...(state === 'open' && dueAt !== null ? [t('list.due', { time: format.moment(dueAt) })] : []),
            ...(alarm.repeatUntil === null ? [] : [t('alarm.repeat', { time: format.moment(alarm.repeatUntil) })]),
          ].join(' · ')}
        </div>
      </div>
      <div className={css['acts']}>
        {isLate ? <StatusBadge tone="bad">{t('list.overdue')}</StatusBadge> : null}
        {state === 'acknowledged' || state === 'closed' ? <StatusBadge tone="neutral">{t(`state.${state}`)}</StatusBadge> : null}
        {mayAct && state === 'open' ? (
          <Button size="xs" variant="light" onClick={onAcknowledge}>
            {t('acknowledge')}
          </Button>
        ) : null}
        {mayAct && state !== 'closed' ? (
          <Button size="xs" variant="default" onClick={onClose}>
            {t('close')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
