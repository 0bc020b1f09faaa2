import { ActionIcon, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { typedDay } from '../../kernel/typed-day.ts';
import { todayInChina } from '../today.web.ts';

export { todayInChina };

interface DayFieldProps {
  readonly label: string;
  readonly value: Day | null;
  readonly onChange: (day: Day | null) => void;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly description?: string;
  readonly error?: string;
}

/** A day to be typed (1122, +7, 下周三); the calendar is the browser's own, for those who want one. */
export function DayField({ label, value, onChange, required = false, disabled = false, description, error }: DayFieldProps): ReactElement {
  const { t } = useTranslation('common');
  const [typed, setTyped] = useState<string>(value ?? '');
  const [wrong, setWrong] = useState(false);
  const calendar = useRef<HTMLInputElement>(null);
  const id = useId();
  useEffect(() => {
    setTyped(value ?? '');
    setWrong(false);
  }, [value]);
  const settle = () => {
    const day = typedDay(typed, todayInChina());
    setWrong(day === null && (typed.trim() !== '' || required));
    if (day !== null) setTyped(day);
    if (day !== value && (day !== null || typed.trim() === '')) onChange(day);
  };
  return (
    <TextInput
      id={id}
      label={label}
      required={required}
      disabled={disabled}
      value={typed}
      placeholder={t('dayField.placeholder')}
      autoComplete="off"
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) settle();
      }}
      error={wrong ? t('dayField.wrong') : (error ?? null)}
      {...(description === undefined ? {} : { description })}
      rightSection={
        <>
          <ActionIcon variant="subtle" color="gray" disabled={disabled} aria-label={t('dayField.calendar', { label })} onClick={() => showCalendar(calendar.current)}>
            <IconCalendar size={18} aria-hidden />
          </ActionIcon>
          <input
            ref={calendar}
            type="date"
            tabIndex={-1}
            aria-hidden
            value={value ?? ''}
            onChange={(event) => onChange(typedDay(event.currentTarget.value, todayInChina()))}
            style={{ position: 'absolute', right: 0, bottom: 0, width: 1, height: 1, opacity: 0, border: 0, padding: 0, pointerEvents: 'none' }}
          />
        </>
      }
    />
  );
}

/** Older browsers have no showPicker; a click on the field opens theirs. */
function showCalendar(input: HTMLInputElement | null): void {
  if (!input) return;
  if (typeof input.showPicker === 'function') input.showPicker();
  else input.click();
}
