import { TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { DialogForm } from './dialog-form.web.tsx';
import { PersonChoice } from './person-choice.web.tsx';
import type { PersonId } from '../people/people.ts';
import { walkIn } from './appointments.ts';
import css from './appointments.module.css';
import { useRenewing } from './book.web.tsx';
import { ScheduleField } from './schedule-field.web.tsx';
import type { ScheduleView } from './schedules.ts';

/** Somebody stands at the desk. */
export function WalkInDialog({ schedules, scheduleId: first, onClose }: { schedules: readonly ScheduleView[]; scheduleId: string | null; onClose: () => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const renew = useRenewing();
  const [appointmentId] = useState(newId);
  const [personId, setPersonId] = useState<PersonId | null>(null);
  const [scheduleId, setScheduleId] = useState(first ?? schedules[0]?.scheduleId ?? null);
  const [reason, setReason] = useState('');
  const admit = useAct(walkIn, async () => {
    toastDone(t('walkIn.done'));
    onClose();
    await renew();
  });
  return (
    <DialogForm act={t('walkIn.act')} title={t('walkIn.title')} busy={admit.isPending} error={admit.error} ready={personId !== null && scheduleId !== null} onClose={onClose} onSubmit={() => personId !== null && scheduleId !== null && admit.mutate({ personId, appointmentId, scheduleId, reason })}>
      <p className={css['quiet']}>{t('walkIn.why')}</p>
      <PersonChoice value={personId} onChange={setPersonId} />
      <ScheduleField schedules={schedules} value={scheduleId} onChange={setScheduleId} />
      <TextInput label={t('book.reason')} maxLength={200} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
    </DialogForm>
  );
}
