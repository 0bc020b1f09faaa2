import { Menu, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from '@tanstack/react-router';
import { weekdayOf, type Day } from '../../kernel/day.ts';
import type { Text } from '../../kernel/text.ts';
import { useActing } from '../../platform/acting.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { todayInChina } from '../../platform/today.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { listWaitlist, markAppointment, personAppointments, readCalendar, type AppointmentState, type CalendarSlot } from './appointments.ts';
import css from './appointments.module.css';
import type { Chosen } from './book.web.tsx';
import { MoveDialog } from './move.web.tsx';
import { useScheduleName } from './schedule-name.web.ts';
import type { ScheduleView } from './schedules.ts';
import { timeOf } from './times.ts';

export const stateTones: Readonly<Record<AppointmentState, Tone>> = { booked: 'info', arrived: 'warning', fulfilled: 'good', noshow: 'bad', cancelled: 'neutral' };

interface DayColumnProps {
  readonly day: Day;
  readonly closed: readonly { readonly scheduleId: string; readonly why: Text }[];
  readonly slots: readonly CalendarSlot[];
  readonly schedules: readonly ScheduleView[];
  readonly onBook: ((chosen: Chosen) => void) | null;
}

/** One day, its slots one below the other. */
export function DayColumn({ day, closed, slots, schedules, onBook }: DayColumnProps): ReactElement {
  const { t } = useTranslation('appointments');
  const format = useFormat();
  const known = new Map(schedules.map((one) => [one.scheduleId, one]));
  const reasons = [...new Set(closed.map(({ why }) => format.text(why)))];
  return (
    <section className={css['day']} aria-label={format.day(day)} data-today={day === todayInChina()}>
      <h2>
        {format.shortDay(day)} <small>{t(`schedules.weekday.${weekdayOf(day)}`)}</small>
      </h2>
      {reasons.map((why) => <p key={why} className={css['closed']}>{t('calendar.closed', { why })}</p>)}
      {slots.length === 0 && reasons.length === 0 ? <p className={css['quiet']}>{t('calendar.noSlots')}</p> : null}
      <ul className={css['slots']}>
        {slots.map((slot) => {
          const schedule = known.get(slot.scheduleId);
          return schedule ? <SlotItem key={`${slot.scheduleId} ${slot.startsAt}`} slot={slot} schedule={schedule} many={schedules.length > 1} onBook={onBook} /> : null;
        })}
      </ul>
    </section>
  );
}

function SlotItem({ slot, schedule, many, onBook }: { slot: CalendarSlot; schedule: ScheduleView; many: boolean; onBook: DayColumnProps['onBook'] }): ReactElement {
  const { t } = useTranslation('appointments');
  const nameOf = useScheduleName();
  const { startsAt, endsAt, capacity, taken, open, appointments } = slot;
  const past = Date.parse(endsAt) <= Date.now();
  const free = Math.max(0, capacity - taken);
  const hidden = taken - appointments.filter(({ state }) => state !== 'noshow').length;
  return (
    <li className={css['slot']} data-past={past} data-full={free === 0}>
      <div className={css['slotHead']}>
        <time dateTime={startsAt}>{timeOf(startsAt)}</time>
        <span className={css['quiet']}>{open ? (past ? '' : free === 0 ? t('calendar.full') : t('calendar.free', { count: free })) : ''}</span>
        {open && !past && free > 0 && onBook ? (
          <UnstyledButton className={css['add'] ?? ''} aria-label={`${t('calendar.bookAt', { time: timeOf(startsAt) })} ${nameOf(schedule)}`} onClick={() => onBook({ schedule, startsAt })}>
            <IconPlus size={16} aria-hidden />
          </UnstyledButton>
        ) : null}
      </div>
      {many ? <p className={css['what']}>{nameOf(schedule)}</p> : null}
      {open ? null : <StatusBadge tone="bad">{t('calendar.displaced')}</StatusBadge>}
      {appointments.map((one) => <Booked key={one.appointmentId} one={one} slot={slot} />)}
      {hidden > 0 ? <p className={css['quiet']}>{t('calendar.hidden', { count: hidden })}</p> : null}
    </li>
  );
}

/** What may be done next with an appointment, the usual first. */
const nextOf: Readonly<Record<AppointmentState, readonly AppointmentState[]>> = { booked: ['arrived', 'noshow'], arrived: ['fulfilled', 'booked'], fulfilled: ['arrived'], noshow: ['arrived', 'booked'], cancelled: [] };

function Booked({ one, slot }: { one: CalendarSlot['appointments'][number]; slot: CalendarSlot }): ReactElement {
  const { t } = useTranslation('appointments');
  const mayBook = useMay('appointments.book');
  const [cancelling, setCancelling] = useState(false);
  const [moving, setMoving] = useState(false);
  const mark = useActing(markAppointment, { changes: [readCalendar, listWaitlist, personAppointments] });
  const { appointmentId, state, reason, person: { personId, name } } = one;
  const time = timeOf(slot.startsAt);
  const begun = Date.parse(slot.startsAt) <= Date.now();
  const acts = nextOf[state].filter((next) => (next === 'noshow' ? begun : true));
  const wordOf = (next: AppointmentState) => (next === 'booked' || (state === 'fulfilled' && next === 'arrived') ? t('act.booked') : t(`act.${next}`));
  return (
    <>
      <Menu withinPortal position="bottom-start">
        <Menu.Target>
          <UnstyledButton className={css['booked'] ?? ''} data-state={state}>
            <strong>{name}</strong> <StatusBadge tone={stateTones[state]}>{t(`state.${state}`)}</StatusBadge>
            {reason === '' ? null : <span className={css['quiet']}>{reason}</span>}
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          {mayBook ? acts.map((next) => <Menu.Item key={next} onClick={() => mark.run({ personId, appointmentId, state: next })}>{wordOf(next)}</Menu.Item>) : null}
          {mayBook && (state === 'booked' || state === 'noshow') ? <Menu.Item onClick={() => setMoving(true)}>{t('book.move')}</Menu.Item> : null}
          {mayBook && state === 'booked' ? <Menu.Item color="red.8" onClick={() => setCancelling(true)}>{t('act.cancelled')}</Menu.Item> : null}
          <Menu.Item component={Link} to={`/people/${personId}?panel=appointments`}>{t('act.open')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog opened={cancelling} danger title={t('act.cancelled')} confirm={t('act.cancelled')} onClose={() => setCancelling(false)} onConfirm={() => {
        setCancelling(false);
        mark.run({ personId, appointmentId, state: 'cancelled' });
      }}>
        <p>{t('act.cancelSure', { name, time })}</p>
        <p className={css['quiet']}>{t('act.cancelWhy')}</p>
      </ConfirmDialog>
      {moving ? <MoveDialog personId={personId} appointmentId={appointmentId} scheduleId={slot.scheduleId} onClose={() => setMoving(false)} /> : null}
    </>
  );
}
