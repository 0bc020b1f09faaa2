import { Button, Group } from '@mantine/core';
import { IconCalendarPlus, IconClockPlus } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../kernel/day.ts';
import { useActing } from '../../platform/acting.web.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { todayInChina } from '../../platform/today.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { DialogForm } from './dialog-form.web.tsx';
import type { PersonId, PersonView } from '../people/people.ts';
import { bookAppointment, markAppointment, personAppointments, type AppointmentView } from './appointments.ts';
import css from './appointments.module.css';
import { changedByBooking, useRenewing } from './book.web.tsx';
import { stateTones } from './day-column.web.tsx';
import { FreeSlotField } from './free-slot-field.web.tsx';
import { JoinDialog } from './join.web.tsx';
import { MoveDialog } from './move.web.tsx';
import { ScheduleField } from './schedule-field.web.tsx';
import { useScheduleName, useWhen } from './schedule-name.web.ts';
import { listSchedules } from './schedules.ts';

/** Somebody's appointments: those to come, what they wait for, and how it went before. */
export function PersonAppointmentsPanel({ person: { personId, left, name } }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('appointments');
  const format = useFormat();
  const nameOf = useScheduleName();
  const known = useAsk(personAppointments, { personId });
  const mayBook = useMay('appointments.book') && left === null;
  const [adding, setAdding] = useState<'book' | 'wait' | null>(null);
  const actions = mayBook ? (
    <Group gap="xs">
      <Button leftSection={<IconCalendarPlus size={18} aria-hidden />} onClick={() => setAdding('book')}>{t('person.book')}</Button>
      <Button variant="default" leftSection={<IconClockPlus size={18} aria-hidden />} onClick={() => setAdding('wait')}>{t('waitlist.join')}</Button>
    </Group>
  ) : null;
  return (
    <>
      <Loaded query={known} rows={3}>
        {({ appointments, waiting, noShows }) => {
          const coming = appointments.filter(({ state }) => state === 'booked' || state === 'arrived').toReversed();
          const past = appointments.filter(({ state }) => state !== 'booked' && state !== 'arrived');
          return (
            <div className={css['stack']}>
              <Section title={t('person.upcoming')} actions={actions}>
                {noShows > 0 ? <StatusBadge tone="warning">{t('person.noShows', { count: noShows })}</StatusBadge> : null}
                {coming.length === 0 ? <p className={css['quiet']}>{t('person.noUpcoming')}</p> : <ul className={css['plain']}>{coming.map((one) => <Coming key={one.appointmentId} one={one} personId={personId} name={name} mayBook={mayBook} />)}</ul>}
                {waiting.map((one) => <p key={one.entryId}><StatusBadge tone="info">{t('person.waiting')}</StatusBadge> {nameOf({ ...one, place: '' })} <span className={css['quiet']}>{t('waitlist.window', { since: format.shortDay(one.since), until: format.shortDay(one.until) })}</span></p>)}
              </Section>
              {past.length > 0 ? <Section title={t('person.past')}><ul className={css['plain']}>{past.map((one) => <Line key={one.appointmentId} one={one} />)}</ul></Section> : null}
            </div>
          );
        }}
      </Loaded>
      {adding === 'book' ? <BookPersonDialog personId={personId} onClose={() => setAdding(null)} /> : null}
      {adding === 'wait' ? <JoinDialog personId={personId} onClose={() => setAdding(null)} /> : null}
    </>
  );
}

function Line({ one, children }: { one: AppointmentView; children?: React.ReactNode }): ReactElement {
  const { t } = useTranslation('appointments');
  const when = useWhen();
  const nameOf = useScheduleName();
  return (
    <li className={css['line']}>
      <span>
        <span><strong>{when(one.startsAt)}</strong> <StatusBadge tone={stateTones[one.state]}>{t(`state.${one.state}`)}</StatusBadge></span>
        <small className={css['quiet']}>{[nameOf(one), t(`way.${one.way}`), one.reason].filter((part) => part !== '').join(' · ')}</small>
      </span>
      {children}
    </li>
  );
}

function Coming({ one, personId, name, mayBook }: { one: AppointmentView; personId: PersonId; name: string; mayBook: boolean }): ReactElement {
  const { t } = useTranslation('appointments');
  const time = useWhen()(one.startsAt);
  const [asking, setAsking] = useState<'cancel' | 'move' | null>(null);
  const mark = useActing(markAppointment, { said: t('act.cancelledDone'), changes: changedByBooking });
  if (!mayBook || one.state !== 'booked') return <Line one={one} />;
  return (
    <Line one={one}>
      <Group gap="xs">
        <Button size="compact-md" variant="default" onClick={() => setAsking('move')}>{t('book.move')}</Button>
        <Button size="compact-md" variant="default" onClick={() => setAsking('cancel')}>{t('act.cancelled')}</Button>
      </Group>
      <ConfirmDialog opened={asking === 'cancel'} danger title={t('act.cancelled')} confirm={t('act.cancelled')} onClose={() => setAsking(null)} onConfirm={() => {
        setAsking(null);
        mark.run({ personId, appointmentId: one.appointmentId, state: 'cancelled' });
      }}>
        <p>{t('act.cancelSure', { name, time })}</p>
        <p className={css['quiet']}>{t('act.cancelWhy')}</p>
      </ConfirmDialog>
      {asking === 'move' ? <MoveDialog personId={personId} appointmentId={one.appointmentId} scheduleId={one.scheduleId} onClose={() => setAsking(null)} /> : null}
    </Line>
  );
}

function BookPersonDialog({ personId, onClose }: { personId: PersonId; onClose: () => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const when = useWhen();
  const renew = useRenewing();
  const schedules = useAsk(listSchedules, {});
  const [appointmentId] = useState(newId);
  const [scheduleId, setScheduleId] = useState<string | null>(null);
  const [startsAt, setStartsAt] = useState<Instant | null>(null);
  const book = useAct(bookAppointment, async (made) => {
    toastDone(t('book.done', { time: when(made.startsAt) }));
    onClose();
    await renew();
  });
  return (
    <DialogForm act={t('book.act')} title={t('person.book')} busy={book.isPending} error={book.error} ready={startsAt !== null} onClose={onClose} onSubmit={() => scheduleId !== null && startsAt !== null && book.mutate({ personId, appointmentId, scheduleId, startsAt })}>
      <ScheduleField schedules={schedules.data?.schedules ?? []} value={scheduleId} onChange={(next) => {
        setScheduleId(next);
        setStartsAt(null);
      }} />
      {scheduleId === null ? null : <FreeSlotField scheduleId={scheduleId} first={todayInChina()} value={startsAt} onChange={setStartsAt} />}
    </DialogForm>
  );
}
