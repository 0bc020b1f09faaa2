import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Day } from '../../kernel/day.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import type { Entry, Resource } from './entries.ts';
import { choicesOf, emptyForm, fieldsOf, formOf, typedEntry, type EntryField } from './entry-fields.ts';
import css from './records.module.css';

interface EntryFormProps {
  readonly resource: Resource;
  /** The version to change; null for a new one. */
  readonly entry: Entry | null;
  readonly busy: boolean;
  readonly submit: string;
  /** The reason for a correction is asked for where this is set. */
  readonly withReason?: boolean;
  readonly onSubmit: (entry: Entry, reason: string) => void;
}

/** The form of one resource, read off its schema. */
export function EntryForm({ resource, entry, busy, submit, withReason = false, onSubmit }: EntryFormProps): ReactElement {
  const { t } = useTranslation('records');
  const [typed, setTyped] = useState(entry === null ? emptyForm(resource, todayInChina()) : formOf(entry));
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const read = typedEntry(resource, typed, entry);
    const lacks = withReason && reason.trim().length < 2 ? ['reason'] : [];
    setWrong('wrong' in read ? [...read.wrong, ...lacks] : lacks);
    if ('entry' in read && lacks.length === 0) onSubmit(read.entry, reason.trim());
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        <div className={css['form']}>
          {fieldsOf(resource).map((field) => (
            <Field key={field.name} field={field} resource={resource} value={typed[field.name] ?? ''} wrong={wrong.includes(field.name)} onChange={(value) => setTyped((before) => ({ ...before, [field.name]: value }))} />
          ))}
          {withReason ? <TextInput className={css['wide'] ?? ''} label={t('correction.reason')} description={t('correction.why')} required value={reason} error={wrong.includes('reason') ? t('form.wrong') : null} onChange={(event) => setReason(event.currentTarget.value)} /> : null}
        </div>
        <Group justify="flex-end">
          <Button type="submit" loading={busy}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Field({ field, resource, value, wrong, onChange }: { field: EntryField; resource: Resource; value: string; wrong: boolean; onChange: (value: string) => void }): ReactElement {
  const { t } = useTranslation('records');
  const { name, required, kind } = field;
  const label = t(`fields.${name}`);
  const common = { label, required, value, error: wrong ? t('form.wrong') : null };
  const none = required ? [] : [{ value: '', label: t('form.unknown') }];
  if (kind === 'day') return <DayField label={label} required={required} value={value === '' ? null : Day.parse(value)} onChange={(day) => onChange(day ?? '')} {...(wrong ? { error: t('form.wrong') } : {})} />;
  if (kind === 'choice') return <NativeSelect {...common} onChange={(event) => onChange(event.currentTarget.value)} data={[...none, ...field.options.map((option) => ({ value: option, label: t(`choices.${choicesOf(resource, name)}.${option}`) }))]} />;
  if (kind === 'truth') return <NativeSelect {...common} onChange={(event) => onChange(event.currentTarget.value)} data={[...none, { value: 'true', label: t('common:yes') }, { value: 'false', label: t('common:no') }]} />;
  if (kind === 'area') return <Textarea {...common} className={css['wide'] ?? ''} autosize minRows={2} onChange={(event) => onChange(event.currentTarget.value)} />;
  return <TextInput {...common} {...(kind === 'number' ? { inputMode: 'decimal' as const } : {})} onChange={(event) => onChange(event.currentTarget.value)} />;
}
