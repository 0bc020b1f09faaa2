import { Modal } from '@mantine/core';
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, partsOf, type Day } from '../../kernel/day.ts';
import type { WorkingCalendar } from '../../kernel/working-days.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useShortcuts } from '../../platform/ui/keys.web.tsx';
import { useMay } from '../../platform/permission.web.ts';
import css from './calendar.module.css';
import { byDay, monthGrid, type GridDay } from './month-grid.ts';
import { SessionMark } from './session-mark.web.tsx';
import { useWeekday, type Placed } from './sessions.web.ts';

interface MonthViewProps {
  readonly month: Day;
  readonly calendar: WorkingCalendar;
  readonly sessions: readonly Placed[];
  readonly today: Day;
  readonly onOpen: (sessionId: string) => void;
  readonly onMove: (session: Placed, heldOn: Day) => void;
}

const shortcuts = [{ keys: 'Shift ←↑↓→', label: 'activities:calendar.moveByKeys' }];
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** How many sessions a day shows before the rest goes behind a button. */
const most = 3;

export function MonthView({ month, calendar, sessions, today, onOpen, onMove }: MonthViewProps): ReactElement {
  const { t } = useTranslation('activities');
  const format = useFormat();
  const weekday = useWeekday();
  const mayChange = useMay('activities.change');
  const [crowded, setCrowded] = useState<Day | null>(null);
  const days = byDay(sessions, ({ heldOn }) => heldOn);
  const weeks = monthGrid(month, calendar);
  const moved = useRef<string | null>(null);
  useShortcuts(shortcuts);
  useEffect(() => {
    if (moved.current) document.querySelector<HTMLElement>(`[data-session="${moved.current}"]`)?.focus();
    moved.current = null;
  }, [sessions]);
  const move = (session: Placed, heldOn: Day) => {
    if (heldOn === session.heldOn) return;
    moved.current = session.sessionId;
    onMove(session, heldOn);
  };
  const onKeyDown = (session: Placed) => (event: KeyboardEvent) => {
    const step = event.shiftKey ? steps[event.key] : undefined;
    if (step === undefined || !mayChange) return;
    event.preventDefault();
    move(session, addDays(session.heldOn, step));
  };
  const cell = (day: GridDay) => (
    <DayCell
      key={day.day}
      day={day}
      isToday={day.day === today}
      sessions={days.get(day.day) ?? []}
      onOpen={onOpen}
      onCrowd={() => setCrowded(day.day)}
      onDrop={(id) => {
        const session = sessions.find(({ sessionId }) => sessionId === id);
        if (session) move(session, day.day);
      }}
      mayChange={mayChange}
      onKeyDown={onKeyDown}
    />
  );
  return (
    <>
      <table className={css['grid']}>
        <caption className={css['hidden']}>{t('calendar.caption', { month: format.month(month) })}</caption>
        <thead>
          <tr>
            {(weeks[0] ?? []).map(({ day }) => (
              <th key={day} scope="col">
                {weekday(day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.day}>{week.map(cell)}</tr>
          ))}
        </tbody>
      </table>
      <Modal opened={crowded !== null} onClose={() => setCrowded(null)} title={crowded ? format.day(crowded) : ''} closeButtonProps={{ 'aria-label': t('common:close') }}>
        <ul className={css['marks']}>
          {(crowded ? (days.get(crowded) ?? []) : []).map((session) => (
            <li key={session.sessionId}>
              <SessionMark
                session={session}
                onOpen={() => {
                  setCrowded(null);
                  onOpen(session.sessionId);
                }}
              />
            </li>
          ))}
        </ul>
      </Modal>
    </>
  );
}

interface DayCellProps {
  readonly day: GridDay;
  readonly isToday: boolean;
  readonly sessions: readonly Placed[];
  readonly mayChange: boolean;
  readonly onOpen: (sessionId: string) => void;
  readonly onCrowd: () => void;
  readonly onDrop: (sessionId: string) => void;
  readonly onKeyDown: (session: Placed) => (event: KeyboardEvent) => void;
}

/** The kind of data that a dragged session carries. */
const dragged = 'application/x-kangcheng-session';

function DayCell({ day, isToday, sessions, mayChange, onOpen, onCrowd, onDrop, onKeyDown }: DayCellProps): ReactElement {
  const { t } = useTranslation('activities');
  const format = useFormat();
  const [over, setOver] = useState(false);
  const shown = sessions.length > most ? sessions.slice(0, most - 1) : sessions;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onDrop(event.dataTransfer.getData(dragged));
  };
  return (
    <td
      className={css['day']}
      data-in-month={day.inMonth}
      data-free={day.free}
      data-today={isToday}
      data-over={over}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragged)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={css['date']}>
        <time dateTime={day.day} aria-label={format.day(day.day)} {...(isToday ? { 'aria-current': 'date' } : {})}>
          {partsOf(day.day)[2]}
        </time>
        <DayKind day={day} />
      </div>
      <ul className={css['marks']}>
        {shown.map((session) => (
          <li key={session.sessionId} draggable={mayChange} onDragStart={(event) => event.dataTransfer.setData(dragged, session.sessionId)}>
            <SessionMark session={session} onOpen={() => onOpen(session.sessionId)} onKeyDown={onKeyDown(session)} />
          </li>
        ))}
        {shown.length < sessions.length ? (
          <li>
            <button type="button" className={css['moreButton']} onClick={onCrowd}>
              {t('calendar.more', { count: sessions.length - shown.length })}
            </button>
          </li>
        ) : null}
      </ul>
    </td>
  );
}

/** A holiday by its name, a weekend that is worked by a word. */
export function DayKind({ day: { holiday, makeUp } }: { day: GridDay }): ReactElement | null {
  const { t } = useTranslation('activities');
  const format = useFormat();
  if (holiday) return <span className={css['holiday']}>{t('calendar.holiday', { name: format.text(holiday) })}</span>;
  if (makeUp) return <span className={css['makeUp']}>{t('calendar.makeUp')}</span>;
  return null;
}
