import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../kernel/day.ts';
import { useAct } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { DialogForm } from './dialog-form.web.tsx';
import { PersonChoice } from './person-choice.web.tsx';
import type { PersonId } from '../people/people.ts';
import { bookAppointment, freeSlots, listWaitlist, personAppointments, readCalendar } from './appointments.ts';
import css from './appointments.module.css';
import { useScheduleName, useWhen } from './schedule-name.web.ts';
import type { ScheduleView } from './schedules.ts';

export interface Chosen {
  readonly schedule: ScheduleView;
  readonly startsAt: Instant;
}

/** What a booking changes on the screens. */
export const changedByBooking = [readCalendar, freeSlots, personAppointments, listWaitlist];

export function useRenewing(): () => Promise<unknown> {
  const queries = useQueryClient();
  return () => Promise.all(changedByBooking.map(({ path }) => queries.invalidateQueries({ queryKey: [path] })));
}

/** Book one slot for somebody who is found as everywhere. */
export function BookDialog({ chosen: { schedule, startsAt }, onClose }: { chosen: Chosen; onClose: () => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const nameOf = useScheduleName();
  const time = useWhen()(startsAt);
  const renew = useRenewing();
  const [appointmentId] = useState(newId);
  const [personId, setPersonId] = useState<PersonId | null>(null);
  const [reason, setReason] = useState('');
  const book = useAct(bookAppointment, async () => {
    toastDone(t('book.done', { time }));
    onClose();
    await renew();
  });
  return (
    <DialogForm act={t('book.act')} title={t('book.title', { time })} busy={book.isPending} error={book.error} ready={personId !== null} onClose={onClose} onSubmit={() => personId !== null && book.mutate({ personId, appointmentId, scheduleId: schedule.scheduleId, startsAt, reason })}>
      <p className={css['quiet']}>{nameOf(schedule)}</p>
      <PersonChoice value={personId} onChange={setPersonId} />
      <TextInput label={t('book.reason')} maxLength={200} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
    </DialogForm>
  );
}
