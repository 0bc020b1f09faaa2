import { ActionIcon, Button, Chip, Group, Stack, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import css from './appointments.module.css';
import type { WeeklyTime } from './schedules.ts';
import { clockOf, minuteOf } from './times.ts';

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
const usual: WeeklyTime = { weekdays: [1, 2, 3, 4, 5], from: 840, until: 1020 };

/** The times of a week: any number of stretches, each on some weekdays. */
export function WeeklyTimes({ value, onChange }: { value: readonly WeeklyTime[]; onChange: (times: WeeklyTime[]) => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const change = (at: number, patch: Partial<WeeklyTime>) => onChange(value.map((one, i) => (i === at ? { ...one, ...patch } : one)));
  return (
    <fieldset className={css['times']}>
      <legend>{t('schedules.times')}</legend>
      <Stack gap="sm">
        {value.map((one, i) => (
          <div key={i} className={css['time']} role="group" aria-label={`${t('schedules.times')} ${i + 1}`}>
            <Chip.Group multiple value={one.weekdays.map(String)} onChange={(next: string[]) => change(i, { weekdays: next.map(Number) })}>
              <Group gap={4}>{weekdays.map((day) => <Chip key={day} size="xs" value={String(day)}>{t(`schedules.weekday.${day}`)}</Chip>)}</Group>
            </Chip.Group>
            <Group gap="xs" align="end" wrap="nowrap">
              <ClockField label={t('schedules.from')} value={one.from} onChange={(from) => change(i, { from })} />
              <ClockField label={t('schedules.until')} value={one.until} onChange={(until) => change(i, { until })} />
              <ActionIcon variant="default" size="lg" aria-label={t('schedules.removeTime')} disabled={value.length === 1} onClick={() => onChange(value.filter((_, at) => at !== i))}>
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Group>
          </div>
        ))}
        <Button variant="subtle" leftSection={<IconPlus size={16} aria-hidden />} style={{ alignSelf: 'start' }} onClick={() => onChange([...value, usual])}>{t('schedules.addTime')}</Button>
      </Stack>
    </fieldset>
  );
}

/** A time of day to be typed: 830, 8:30, 0830. */
export function ClockField({ label, value, onChange }: { label: string; value: number; onChange: (minute: number) => void }): ReactElement {
  const [typed, setTyped] = useState(clockOf(value));
  useEffect(() => setTyped(clockOf(value)), [value]);
  const settle = () => {
    const minute = minuteOf(typed);
    setTyped(clockOf(minute ?? value));
    if (minute !== null) onChange(minute);
  };
  return <TextInput label={label} value={typed} inputMode="numeric" w={90} error={minuteOf(typed) === null} onChange={(event) => setTyped(event.currentTarget.value)} onBlur={settle} />;
}
