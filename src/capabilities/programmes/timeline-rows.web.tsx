import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { SeriesView, SessionState } from '../activities/activities.ts';
import { barOf, lanesOf, marksOf, placeOf, type Stretch } from './gantt.ts';
import type { ProgrammeView } from './programmes.ts';
import { daysLate } from './task-board.ts';
import css from './timeline.module.css';

type Phase = ProgrammeView['phases'][number];

/** Phases in as few lanes as they need; a bar tells its story when it is focused, pointed at or pressed. */
export function TimelineBars({ programme, axis, series }: { programme: ProgrammeView; axis: Stretch; series: readonly SeriesView[] }): ReactElement | null {
  const { t } = useTranslation('programmes');
  const [shown, setShown] = useState<string | null>(null);
  const lanes = lanesOf(programme.phases);
  const phase = programme.phases.find(({ phaseId }) => phaseId === shown);
  if (programme.phases.length === 0) return null;
  return (
    <>
      <div className={css['row']} role="group" aria-label={t('timeline.phases')}>
        <div className={css['name']}>{t('timeline.phases')}</div>
        <div className={css['lane']} style={{ height: `${(Math.max(...lanes) + 1) * 2.6}rem` }}>
          {programme.phases.map((one, i) => (
            <PhaseBar key={one.phaseId} phase={one} axis={axis} lane={lanes[i] ?? 0} today={programme.today} isShown={one.phaseId === shown} onShow={setShown} />
          ))}
        </div>
      </div>
      <div className={css['details']} aria-live="polite">
        {phase ? <PhaseDetails phase={phase} programme={programme} series={series} /> : <p>{t('timeline.choosePhase')}</p>}
      </div>
    </>
  );
}

interface PhaseBarProps {
  readonly phase: Phase;
  readonly axis: Stretch;
  readonly lane: number;
  readonly today: Day;
  readonly isShown: boolean;
  readonly onShow: (phaseId: string) => void;
}

function PhaseBar({ phase, axis, lane, today, isShown, onShow }: PhaseBarProps): ReactElement | null {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const bar = barOf(phase, axis);
  if (!bar) return null;
  const when = phase.endsOn < today ? 'past' : phase.startsOn > today ? 'ahead' : 'now';
  const show = () => onShow(phase.phaseId);
  return (
    <button
      type="button"
      className={css['phase']}
      data-when={when}
      aria-pressed={isShown}
      aria-label={t(`timeline.phaseIs.${when}`, { name: phase.name, from: format.day(phase.startsOn), to: format.day(phase.endsOn) })}
      style={{ insetInlineStart: `${bar.at * 100}%`, width: `${bar.width * 100}%`, top: `${lane * 2.6}rem` }}
      onClick={show}
      onFocus={show}
      onMouseEnter={show}
    >
      {phase.name}
    </button>
  );
}

function PhaseDetails({ phase, programme, series }: { phase: Phase; programme: ProgrammeView; series: readonly SeriesView[] }): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const tasks = programme.taskList.filter(({ phaseId }) => phaseId === phase.phaseId);
  const sessions = series.flatMap((one) => one.sessions).filter(({ heldOn }) => heldOn >= phase.startsOn && heldOn <= phase.endsOn);
  return (
    <p>
      <strong>{phase.name}</strong>
      <span>{t('period', { from: format.day(phase.startsOn), to: format.day(phase.endsOn) })}</span>
      <span>{t('timeline.phaseTasks', { done: format.number(tasks.filter(({ state }) => state === 'done').length), count: tasks.length, all: format.number(tasks.length) })}</span>
      <span>{t('timeline.phaseSessions', { held: format.number(sessions.filter(({ state }) => state === 'held').length), count: sessions.length, all: format.number(sessions.length) })}</span>
    </p>
  );
}

/** One mark a due day; what is late stands out by form and words. */
export function TimelineTasks({ tasks, axis, today }: { tasks: ProgrammeView['taskList']; axis: Stretch; today: Day }): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const [shown, setShown] = useState<string | null>(null);
  const marks = marksOf(tasks, (task) => task.dueOn, axis);
  const chosen = marks.find(({ day }) => day === shown);
  return (
    <>
      <div className={css['row']} role="group" aria-label={t('timeline.tasks')}>
        <div className={css['name']}>{t('timeline.tasks')}</div>
        <div className={css['lane']}>
          {marks.map(({ day, at, items }) => {
            const late = items.filter((task) => daysLate(task, today) > 0).length;
            const open = items.filter(({ state }) => state !== 'done').length;
            return (
              <button
                key={day}
                type="button"
                className={css['task']}
                data-state={late > 0 ? 'late' : open > 0 ? 'open' : 'done'}
                aria-pressed={day === shown}
                aria-label={t(late > 0 ? 'timeline.tasksLate' : 'timeline.tasksOn', { day: format.day(day), count: items.length, late: format.number(late) })}
                style={{ insetInlineStart: `${at * 100}%` }}
                onClick={() => setShown(day)}
                onFocus={() => setShown(day)}
                onMouseEnter={() => setShown(day)}
              >
                <span>{items.length > 1 ? items.length : ''}</span>
              </button>
            );
          })}
        </div>
      </div>
      {chosen ? (
        <div className={css['details']} aria-live="polite">
          <p>
            <strong>{format.day(chosen.day)}</strong>
            {chosen.items.map((task) => (
              <span key={task.taskId}>{t('timeline.taskIs', { title: task.title, state: t(`tasks.states.${task.state}`) })}</span>
            ))}
          </p>
        </div>
      ) : null}
    </>
  );
}

const states: readonly SessionState[] = ['held', 'planned', 'cancelled'];

/** A series as ticks: full for held, hollow for planned, short for cancelled. */
export function TimelineSessions({ series, axis }: { series: SeriesView; axis: Stretch }): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const count = (state: SessionState) => series.sessions.filter((session) => session.state === state).length;
  return (
    <div className={css['row']}>
      <div className={css['name']} title={series.title}>
        {series.title}
      </div>
      <div className={css['lane']} role="img" aria-label={t('timeline.sessionsAlt', { title: series.title, held: format.number(count('held')), planned: format.number(count('planned')), cancelled: format.number(count('cancelled')) })}>
        {states.map((state) => (
          <Ticks key={state} state={state} days={series.sessions.filter((session) => session.state === state).map(({ heldOn }) => heldOn)} axis={axis} />
        ))}
      </div>
    </div>
  );
}

/** Top and height of a tick, in a lane of 24. */
const tickOf: Record<SessionState, readonly [top: number, height: number]> = { held: [4, 16], planned: [4, 16], cancelled: [16, 4] };

function Ticks({ state, days, axis }: { state: SessionState; days: readonly Day[]; axis: Stretch }): ReactElement {
  const [top, height] = tickOf[state];
  const path = days.flatMap((day) => placeOf(day, axis) ?? []).map((at) => `M${(at * 1000).toFixed(1)} ${top}v${height}`);
  return (
    <svg viewBox="0 0 1000 24" preserveAspectRatio="none" className={css['ticks']} aria-hidden>
      <path d={path.join('')} className={css[`tick-${state}`]} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
