import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useScheduleName } from './schedule-name.web.ts';
import type { ScheduleView } from './schedules.ts';

/** One of the schedules in reach. */
export function ScheduleField({ schedules, value, onChange }: { schedules: readonly ScheduleView[]; value: string | null; onChange: (scheduleId: string) => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const nameOf = useScheduleName();
  return <Select label={t('walkIn.schedule')} required searchable allowDeselect={false} value={value} onChange={(next) => next !== null && onChange(next)} data={schedules.map((one) => ({ value: one.scheduleId, label: nameOf(one) }))} />;
}
