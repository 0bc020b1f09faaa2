import { Select } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Instant, type Day } from '../../kernel/day.ts';
import { useAsk } from '../../platform/call.web.ts';
import { freeSlots } from './appointments.ts';
import { useWhen } from './schedule-name.web.ts';

interface FreeSlotFieldProps {
  readonly scheduleId: string;
  readonly first: Day;
  readonly value: Instant | null;
  readonly onChange: (startsAt: Instant | null) => void;
}

/** What is free of a schedule in two weeks. */
export function FreeSlotField({ scheduleId, first, value, onChange }: FreeSlotFieldProps): ReactElement {
  const { t } = useTranslation('appointments');
  const when = useWhen();
  const free = useAsk(freeSlots, { scheduleId, first });
  return (
    <Select
      label={t('book.slot')} required searchable value={value} onChange={(next) => onChange(next === null ? null : Instant.parse(next))} nothingFoundMessage={free.data ? t('book.noFree') : null}
      data={(free.data ?? []).map(({ startsAt, free: seats }) => ({ value: startsAt, label: `${when(startsAt)} · ${t('calendar.free', { count: seats })}` }))}
    />
  );
}
