import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Day } from '../../kernel/day.ts';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { NumberField } from '../../platform/ui/number-field.web.tsx';
import type { Values } from './editing.ts';
import { valueAt, type Field } from './fields.ts';
import { cadencePeriods, comparators, goalUnits } from './plan.ts';
import { ActivityTypeField, IndicatorField } from './review-binding.web.tsx';
import { useReviewing } from './reviewing.web.tsx';

interface FieldProps {
  readonly field: Field;
  readonly values: Values;
  readonly fault: 'needed' | 'invalid' | undefined;
  readonly onChange: (path: string, value: unknown) => void;
}

/** One field of an item's form, by its kind. Emptied fields go away, or become null where the item wants that. */
export function FieldInput({ field, values, fault, onChange }: FieldProps): ReactElement {
  const { t } = useTranslation('plans');
  const { readOnly } = useReviewing();
  const { path, kind, required = false, nullable = false } = field;
  const value = valueAt(values, path);
  const emptied = required ? '' : nullable ? null : undefined;
  const set = (next: unknown) => onChange(path, next === '' ? emptied : next === null && !nullable ? undefined : next);
  const shared = { label: t(`fields.${field.label ?? path}`), required, disabled: readOnly, error: fault ? t(`fields.${fault}`) : null };
  switch (kind) {
    case 'number':
      return <NumberField {...shared} value={typeof value === 'number' ? value : null} onChange={set} />;
    case 'lines':
      return <LinesField {...shared} value={Array.isArray(value) ? value.map(String) : []} onChange={(lines) => set(lines.length > 0 || required ? lines : null)} />;
    case 'flag':
      return <Checkbox mt="lg" label={shared.label} disabled={readOnly} checked={value === true} onChange={(event) => set(event.currentTarget.checked ? true : null)} />;
    case 'day':
      return <DayField label={shared.label} disabled={readOnly} value={Day.safeParse(value).data ?? null} onChange={set} />;
    case 'long':
      return <Textarea {...shared} autosize minRows={1} maxRows={8} value={wordsIn(value)} onChange={(event) => set(event.currentTarget.value)} />;
    case 'text':
      return <TextInput {...shared} value={wordsIn(value)} onChange={(event) => set(event.currentTarget.value)} />;
    default:
      return <ChosenField kind={kind} values={values} value={wordsIn(value)} shared={shared} onChange={set} />;
  }
}

interface ChosenProps {
  readonly kind: 'comparator' | 'unit' | 'cadence' | 'indicator' | 'activityType';
  readonly values: Values;
  readonly value: string;
  readonly shared: Shared;
  readonly onChange: (value: string | null) => void;
}

/** A field whose value is one of a list. */
function ChosenField({ kind, values, value, shared, onChange }: ChosenProps): ReactElement {
  const { t } = useTranslation('plans');
  const { readOnly, indicators, activityTypes } = useReviewing();
  const binding = { name: wordsIn(values['metric'] ?? values['name']), value: value === '' ? null : value, disabled: readOnly, onChange };
  switch (kind) {
    case 'comparator':
      return <Choice {...shared} value={value} options={comparators.map((one) => [one, t(`comparators.${one}`)])} onChange={onChange} />;
    case 'unit':
      return <Choice {...shared} value={value} options={goalUnits.map((one) => [one, t(`units.${one}`)])} onChange={onChange} />;
    case 'cadence':
      return <Choice {...shared} value={value} options={cadencePeriods.map((one) => [one, t(`cadences.${one}`)])} onChange={onChange} />;
    case 'indicator':
      return <IndicatorField {...binding} choices={indicators} />;
    case 'activityType':
      return <ActivityTypeField {...binding} choices={activityTypes} />;
  }
}

function wordsIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

interface Shared {
  readonly label: string;
  readonly required: boolean;
  readonly disabled: boolean;
  readonly error: string | null;
}

function Choice({ options, value, onChange, required, ...shared }: Shared & { value: string; options: readonly (readonly [string, string])[]; onChange: (value: string) => void }): ReactElement {
  const data = options.map(([one, label]) => ({ value: one, label }));
  return <NativeSelect {...shared} required={required} value={value} data={required && value !== '' ? data : [{ value: '', label: '—' }, ...data]} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** A list of short texts, one a line; empty lines do not count. */
export function LinesField({ value, onChange, ...shared }: Shared & { value: readonly string[]; onChange: (lines: string[]) => void }): ReactElement {
  const [typed, setTyped] = useState(value.join('\n'));
  useEffect(() => {
    setTyped((before) => (linesIn(before).join('\n') === value.join('\n') ? before : value.join('\n')));
  }, [value]);
  return (
    <Textarea
      {...shared}
      autosize
      minRows={2}
      maxRows={10}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(linesIn(event.currentTarget.value));
      }}
    />
  );
}

function linesIn(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}
