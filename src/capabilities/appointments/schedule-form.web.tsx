import { Select, SimpleGrid, Switch, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { todayInChina } from '../../platform/today.web.ts';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { NumberField } from '../../platform/ui/number-field.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { DialogForm } from './dialog-form.web.tsx';
import { OrganizationChoice } from './organization-choice.web.tsx';
import { readCalendar } from './appointments.ts';
import { appointmentChoices, listSchedules, saveSchedule, type ScheduleView } from './schedules.ts';
import { WeeklyTimes } from './weekly-times.web.tsx';

type Draft = z.input<typeof saveSchedule.input>;

function draftOf(schedule: ScheduleView | null, organizationId: number): Draft {
  if (schedule === null) {
    return {
      scheduleId: newId(), organizationId, service: 'follow-up', actorId: null, place: '', times: [{ weekdays: [1, 2, 3, 4, 5], from: 510, until: 690 }], slotMinutes: 15, capacity: 1, validFrom: todayInChina(), validUntil: null, onHolidays: false,
      opensTo: organizationId, daysAhead: 14,
    };
  }
  const { title: _title, organization: _organization, actorName: _name, ...rest } = schedule;
  return rest;
}

/** Open weekly times, or change them. What is booked stays; who no longer fits is put on the worklist. */
export function ScheduleDialog({ schedule, organizationId, onClose }: { schedule: ScheduleView | null; organizationId: number; onClose: () => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => draftOf(schedule, organizationId));
  const change = (patch: Partial<Draft>) => setDraft((before) => ({ ...before, ...patch }));
  const save = useAct(saveSchedule, async ({ displaced }) => {
    toastDone(displaced > 0 ? t('schedules.displaced', { count: displaced }) : t('schedules.saved'));
    onClose();
    await Promise.all([listSchedules, readCalendar].map(({ path }) => queries.invalidateQueries({ queryKey: [path] })));
  });
  const ready = draft.times.every(({ weekdays, from, until }) => weekdays.length > 0 && from < until) && draft.slotMinutes >= 5 && draft.capacity >= 1;
  return (
    <DialogForm act={t('schedules.save')} title={t(schedule === null ? 'schedules.add' : 'schedules.edit')} busy={save.isPending} error={save.error} ready={ready} onClose={onClose} onSubmit={() => save.mutate(draft)}>
      <What draft={draft} onChange={change} />
      <WeeklyTimes value={draft.times} onChange={(times) => change({ times })} />
      <SimpleGrid cols={2}>
        <NumberField label={t('schedules.slotMinutes')} value={draft.slotMinutes} onChange={(slotMinutes) => slotMinutes !== null && change({ slotMinutes })} required />
        <NumberField label={t('schedules.capacity')} value={draft.capacity} onChange={(capacity) => capacity !== null && change({ capacity })} required />
        <DayField label={t('schedules.validFrom')} value={draft.validFrom as ScheduleView['validFrom']} onChange={(validFrom) => validFrom !== null && change({ validFrom })} required />
        <DayField label={t('schedules.validUntil')} value={draft.validUntil as ScheduleView['validUntil']} onChange={(validUntil) => change({ validUntil })} />
      </SimpleGrid>
      <OrganizationChoice label={t('schedules.opensTo')} value={draft.opensTo} onChange={(opensTo) => change({ opensTo })} none={t('schedules.staffOnly')} />
      {draft.opensTo === null ? null : <NumberField label={t('schedules.daysAhead')} value={draft.daysAhead} onChange={(daysAhead) => daysAhead !== null && change({ daysAhead })} required />}
      <Switch label={t('schedules.onHolidays')} checked={draft.onHolidays} onChange={(event) => change({ onHolidays: event.currentTarget.checked })} />
    </DialogForm>
  );
}

function What({ draft, onChange }: { draft: Draft; onChange: (patch: Partial<Draft>) => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const format = useFormat();
  const choices = useAsk(appointmentChoices, {});
  const { services = [], clinicians = [] } = choices.data ?? {};
  return (
    <>
      <Select label={t('schedules.service')} required allowDeselect={false} value={draft.service} data={services.map(({ id, title }) => ({ value: id, label: format.text(title) }))}
        onChange={(service) => service !== null && onChange({ service, slotMinutes: services.find(({ id }) => id === service)?.minutes ?? draft.slotMinutes })} data-autofocus />
      <OrganizationChoice label={t('schedules.organization')} value={draft.organizationId} onChange={(organizationId) => organizationId !== null && onChange({ organizationId })} />
      <Select label={t('schedules.clinician')} searchable allowDeselect={false} value={draft.actorId ?? ''} onChange={(actorId) => onChange({ actorId: actorId === '' ? null : actorId })}
        data={[{ value: '', label: t('schedules.department') }, ...clinicians.map(({ accountId, name }) => ({ value: accountId, label: name }))]} />
      <TextInput label={t('schedules.place')} maxLength={60} value={draft.place} onChange={(event) => onChange({ place: event.currentTarget.value })} />
    </>
  );
}
