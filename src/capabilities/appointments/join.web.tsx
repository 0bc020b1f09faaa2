import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, type Day } from '../../kernel/day.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { todayInChina } from '../../platform/today.web.ts';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { DialogForm } from './dialog-form.web.tsx';
import { PersonChoice } from './person-choice.web.tsx';
import type { PersonId } from '../people/people.ts';
import { joinWaitlist } from './appointments.ts';
import { useRenewing } from './book.web.tsx';
import { ScheduleField } from './schedule-field.web.tsx';
import { useWhen } from './schedule-name.web.ts';
import { listSchedules } from './schedules.ts';

/** Put somebody on the waiting list; who finds something free is booked at once. */
export function JoinDialog({ personId: given, onClose }: { personId: PersonId | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const when = useWhen();
  const renew = useRenewing();
  const schedules = useAsk(listSchedules, {});
  const [entryId] = useState(newId);
  const [personId, setPersonId] = useState(given);
  const [scheduleId, setScheduleId] = useState<string | null>(null);
  const [since, setSince] = useState<Day | null>(todayInChina());
  const [until, setUntil] = useState<Day | null>(addDays(todayInChina(), 14));
  const join = useAct(joinWaitlist, async ({ booked }) => {
    toastDone(booked ? t('waitlist.bookedAtOnce', { time: when(booked.startsAt) }) : t('waitlist.joinedDone'));
    onClose();
    await renew();
  });
  const ready = personId !== null && scheduleId !== null && since !== null && until !== null;
  return (
    <DialogForm act={t('waitlist.join')} title={t('waitlist.join')} busy={join.isPending} error={join.error} ready={ready} onClose={onClose} onSubmit={() => ready && join.mutate({ personId, entryId, scheduleId, since, until })}>
      {given === null ? <PersonChoice value={personId} onChange={setPersonId} /> : null}
      <ScheduleField schedules={schedules.data?.schedules ?? []} value={scheduleId} onChange={setScheduleId} />
      <DayField label={t('waitlist.since')} value={since} onChange={setSince} required />
      <DayField label={t('waitlist.until')} value={until} onChange={setUntil} required />
    </DialogForm>
  );
}
