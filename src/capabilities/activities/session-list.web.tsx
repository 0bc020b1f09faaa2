import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import type { WorkingCalendar } from '../../kernel/working-days.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { EmptyState } from '../../platform/ui/states.web.tsx';
import css from './calendar.module.css';
import { byDay, monthGrid } from './month-grid.ts';
import { DayKind } from './month.web.tsx';
import { stateTones } from './session-details.web.tsx';
import { stateIcons } from './session-mark.web.tsx';
import { useWeekday, type Placed } from './sessions.web.ts';

interface SessionListProps {
  readonly month: Day;
  readonly calendar: WorkingCalendar;
  readonly sessions: readonly Placed[];
  readonly today: Day;
  readonly onOpen: (sessionId: string) => void;
}

/** A month's sessions, day after day. */
export function SessionList({ month, calendar, sessions, today, onOpen }: SessionListProps): ReactElement {
  const { t } = useTranslation('activities');
  const format = useFormat();
  const weekday = useWeekday();
  const days = byDay(sessions, ({ heldOn }) => heldOn);
  const shown = monthGrid(month, calendar).flat().filter(({ inMonth, day }) => inMonth && days.has(day));
  if (shown.length === 0) return <EmptyState title={t('calendar.noSessions', { month: format.month(month) })} />;
  return (
    <ol className={css['days']}>
      {shown.map((day) => (
        <li key={day.day} {...(day.day === today ? { 'aria-current': 'date' } : {})}>
          <h4>
            {format.shortDay(day.day)} <span>{weekday(day.day, 'long')}</span> <DayKind day={day} />
          </h4>
          <ul className={css['entries']}>
            {(days.get(day.day) ?? []).map((session) => (
              <li key={session.sessionId}>
                <button type="button" className={css['entry']} data-session={session.sessionId} onClick={() => onOpen(session.sessionId)}>
                  <span className={css['entryTitle']}>
                    {session.startsAt ? <b>{session.startsAt} </b> : null}
                    {session.series.title}
                  </span>
                  <StatusBadge tone={stateTones[session.state]} icon={stateIcons[session.state]}>
                    {t(`session.states.${session.state}`)}
                  </StatusBadge>
                  {session.attended > 0 ? <span className={css['quiet']}>{t('session.attendedCount', { count: session.attended, people: format.number(session.attended) })}</span> : null}
                </button>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
