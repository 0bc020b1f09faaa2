import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../kernel/day.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { todayInChina } from '../../platform/today.web.ts';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { DialogForm } from './dialog-form.web.tsx';
import type { PersonId } from '../people/people.ts';
import { moveAppointment } from './appointments.ts';
import { useRenewing } from './book.web.tsx';
import { FreeSlotField } from './free-slot-field.web.tsx';
import { ScheduleField } from './schedule-field.web.tsx';
import { useWhen } from './schedule-name.web.ts';
import { listSchedules } from './schedules.ts';

/** To another time, of the same or of another schedule. */
export function MoveDialog({ personId, appointmentId, scheduleId: from, onClose }: { personId: PersonId; appointmentId: string; scheduleId: string; onClose: () => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const when = useWhen();
  const renew = useRenewing();
  const schedules = useAsk(listSchedules, {});
  const [scheduleId, setScheduleId] = useState(from);
  const [startsAt, setStartsAt] = useState<Instant | null>(null);
  const move = useAct(moveAppointment, async (moved) => {
    toastDone(t('act.movedDone', { time: when(moved.startsAt) }));
    onClose();
    await renew();
  });
  return (
    <DialogForm act={t('book.move')} title={t('book.moveTitle')} busy={move.isPending} error={move.error} ready={startsAt !== null} onClose={onClose} onSubmit={() => startsAt !== null && move.mutate({ personId, appointmentId, scheduleId, startsAt })}>
      <ScheduleField schedules={schedules.data?.schedules ?? []} value={scheduleId} onChange={(next) => {
        setScheduleId(next);
        setStartsAt(null);
      }} />
      <FreeSlotField scheduleId={scheduleId} first={todayInChina()} value={startsAt} onChange={setStartsAt} />
    </DialogForm>
  );
}
