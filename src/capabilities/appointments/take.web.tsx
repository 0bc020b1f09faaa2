import { IconCalendarTime, IconClockPlus } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, type Day, type Instant } from '../../kernel/day.ts';
import { call, useAsk } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { todayInChina } from '../../platform/today.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Segments, Sheet } from '../../platform/ui/phone/fields.web.tsx';
import { Act, Asked, Note } from '../../platform/ui/phone/parts.web.tsx';
import type { PersonId } from '../people/people.ts';
import { bookMine, moveMine, readMyFreeSlots, waitMine, type AppointmentView, type FreeSlot, type Offer } from './appointments.ts';
import css from './appointments.module.css';
import { useOwnAct } from './own-act.web.ts';
import { useScheduleName, useWhen } from './schedule-name.web.ts';
import { timeOf } from './times.ts';

/** What is taken anew, or the appointment that moves. */
export interface Taking {
  readonly moving: AppointmentView | null;
}

/** What for, which day, which time: three taps. */
export function TakeSheet({ personId, schedules, taking: { moving }, onClose }: { personId: PersonId; schedules: readonly Offer[]; taking: Taking; onClose: () => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const format = useFormat();
  const nameOf = useScheduleName();
  const [schedule, setSchedule] = useState<Offer | null>(moving ? (schedules.find(({ scheduleId }) => scheduleId === moving.scheduleId) ?? null) : null);
  return (
    <Sheet title={t(moving ? 'mine.move' : schedule === null ? 'mine.what' : 'mine.pickTime')} onClose={onClose}>
      {schedule === null ? (
        <div className={css['offers']}>
          {schedules.map((one) => (
            <button key={one.scheduleId} type="button" className={css['offer']} onClick={() => setSchedule(one)}>
              <IconCalendarTime size={24} aria-hidden />
              <span>
                <strong>{nameOf(one)}</strong>
                <small>{format.text(one.organization)}</small>
              </span>
            </button>
          ))}
        </div>
      ) : (
        <Times personId={personId} schedule={schedule} moving={moving} onClose={onClose} />
      )}
    </Sheet>
  );
}

function Times({ personId, schedule, moving, onClose }: { personId: PersonId; schedule: Offer; moving: AppointmentView | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const when = useWhen();
  const nameOf = useScheduleName();
  const { scheduleId } = schedule;
  const free = useAsk(readMyFreeSlots, { personId, scheduleId });
  const [startsAt, setStartsAt] = useState<Instant | null>(null);
  const [appointmentId] = useState(newId);
  const { run, busy, problem } = useOwnAct(onClose);
  const take = (at: Instant) =>
    moving
      ? run(() => call(moveMine, { personId, appointmentId: moving.appointmentId, scheduleId, startsAt: at }), t('mine.moved'))
      : run(() => call(bookMine, { personId, appointmentId, scheduleId, startsAt: at }), t('mine.booked'));
  return (
    <>
      <p>{nameOf(schedule)}</p>
      <Asked query={free} rows={3}>{(slots) => <Days slots={slots} value={startsAt} onChange={setStartsAt} />}</Asked>
      {problem === null ? null : <Note tone="bad" role="alert" title={problem} />}
      {startsAt === null ? null : (
        <>
          <strong>{when(startsAt)}</strong>
          <Act look="main" wide busy={busy} onClick={() => take(startsAt)}>{t(moving ? 'mine.confirmMove' : 'mine.confirm')}</Act>
        </>
      )}
      {moving ? null : <Wait personId={personId} schedule={schedule} onClose={onClose} />}
    </>
  );
}

/** The days that have something free, and the times of the one that is chosen. */
function Days({ slots, value, onChange }: { slots: readonly FreeSlot[]; value: Instant | null; onChange: (startsAt: Instant | null) => void }): ReactElement {
  const { t, i18n } = useTranslation('appointments');
  const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });
  const shown = new Intl.DateTimeFormat(i18n.language, { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric', weekday: 'short' });
  const byDay = Map.groupBy(slots, ({ startsAt }) => dayOf.format(new Date(startsAt)));
  const [chosen, setChosen] = useState<string | null>(null);
  const day = chosen !== null && byDay.has(chosen) ? chosen : ([...byDay.keys()][0] ?? null);
  if (day === null) return <Note tone="info" title={t('mine.noFree')} />;
  return (
    <>
      <div className={css['days']} role="radiogroup" aria-label={t('mine.pickDay')}>
        {[...byDay.keys()].map((one) => (
          <button key={one} type="button" role="radio" aria-checked={one === day} className={css['pick']} onClick={() => {
            setChosen(one);
            onChange(null);
          }}>
            {shown.format(new Date(one))}
          </button>
        ))}
      </div>
      <div className={css['clock']} role="radiogroup" aria-label={t('mine.pickTime')}>
        {(byDay.get(day) ?? []).map(({ startsAt, free }) => (
          <button key={startsAt} type="button" role="radio" aria-checked={startsAt === value} className={css['pick']} onClick={() => onChange(startsAt)}>
            {timeOf(startsAt)}
            {free > 1 ? <small>{t('mine.free', { count: free })}</small> : null}
          </button>
        ))}
      </div>
    </>
  );
}

const windows = [3, 7, 14] as const;

function Wait({ personId, schedule: { scheduleId }, onClose }: { personId: PersonId; schedule: Offer; onClose: () => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const format = useFormat();
  const today: Day = todayInChina();
  const [opened, setOpened] = useState(false);
  const [days, setDays] = useState('7');
  const [entryId] = useState(newId);
  const { run, busy, problem } = useOwnAct(onClose);
  if (!opened) return <Act look="plain" icon={IconClockPlus} onClick={() => setOpened(true)}>{t('mine.wait')}</Act>;
  return (
    <>
      <Note tone="info" title={t('mine.waitWhy')} />
      <p>{t('mine.waitUntil')}</p>
      <Segments label={t('mine.waitUntil')} value={days} onChange={setDays} options={windows.map((n) => ({ value: String(n), label: format.shortDay(addDays(today, n)) }))} />
      {problem === null ? null : <Note tone="bad" role="alert" title={problem} />}
      <Act look="soft" wide busy={busy} onClick={() => run(() => call(waitMine, { personId, entryId, scheduleId, since: today, until: addDays(today, Number(days)) }), t('mine.waited'))}>{t('waitlist.join')}</Act>
    </>
  );
}
