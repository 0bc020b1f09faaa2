import { ActionIcon, Button, Checkbox, Group, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths } from '../../kernel/day.ts';
import { useAct } from '../../platform/call.web.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { NumberField } from '../../platform/ui/number-field.web.tsx';
import { Section } from '../../platform/ui/page.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import type { PersonId } from '../people/people.ts';
import css from './care.module.css';
import { listPlans, Part, PlanContent, savePlan, type PlanView } from './plans.ts';

interface EditorProps {
  readonly personId: PersonId;
  readonly start: PlanContent;
  /** What team and review are taken over from. */
  readonly basis: PlanView | null;
  readonly seen: PlanView['changedAt'] | null;
  readonly onClose: () => void;
}

type Edit = <K extends keyof PlanContent>(section: K, value: PlanContent[K]) => void;

/** The plan as a form: one part of the team after the other. */
export function PlanEditor({ personId, start, basis, seen, onClose }: EditorProps): ReactElement {
  const { t } = useTranslation('care');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [content, setContent] = useState(start);
  const [team, setTeam] = useState<readonly Part[]>(basis?.team ?? Part.options);
  const [reviewOn, setReviewOn] = useState(addMonths(todayInChina(), 3));
  const save = useAct(savePlan, () => queries.invalidateQueries({ queryKey: [listPlans.path] }));
  const edit: Edit = (section, value) => setContent((before) => ({ ...before, [section]: value }));
  const whole = PlanContent.safeParse({ ...content, goals: content.goals.filter(({ goal }) => goal !== ''), medication: content.medication.filter(({ drug }) => drug !== ''), exercise: content.exercise.filter(({ kind }) => kind !== '') });
  return (
    <Section title={t('plan.editing')} note={t('plan.editingNote')}>
      <form className={css['stack']} onSubmit={(event) => {
        event.preventDefault();
        if (whole.success) save.mutate({ personId, seen, content: whole.data, team: [...team], reviewOn, note: '' }, { onSuccess: onClose, onError: (error) => toastFailed(wordsFor(error)) });
      }}>
        <Textarea label={t('plan.sections.summary')} autosize minRows={2} maxLength={2000} value={content.summary} onChange={(event) => edit('summary', event.currentTarget.value)} />
        <Goals content={content} edit={edit} />
        <Medication content={content} edit={edit} />
        <Nutrition content={content} edit={edit} />
        <Exercise content={content} edit={edit} />
        <Textarea label={t('plan.sections.psychology')} autosize minRows={2} maxLength={2000} value={content.psychology} onChange={(event) => edit('psychology', event.currentTarget.value)} />
        <Textarea label={t('plan.sections.monitoring')} autosize minRows={2} maxLength={2000} value={content.monitoring} onChange={(event) => edit('monitoring', event.currentTarget.value)} />
        <Checkbox.Group label={t('plan.team')} value={[...team]} onChange={(value) => setTeam(Part.options.filter((part) => value.includes(part)))}>
          <Group gap="md" mt={4}>{Part.options.map((part) => <Checkbox key={part} value={part} label={t(`plan.parts.${part}`)} />)}</Group>
        </Checkbox.Group>
        <DayField label={t('plan.reviewOn')} value={reviewOn} onChange={(day) => day && setReviewOn(day)} required />
        {whole.success ? null : <p role="alert" className={css['high']}>{t('plan.incomplete')}</p>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          <Button type="submit" loading={save.isPending} disabled={!whole.success || team.length === 0}>{t('plan.save')}</Button>
        </Group>
      </form>
    </Section>
  );
}

interface PartProps {
  readonly content: PlanContent;
  readonly edit: Edit;
}

interface RowsProps<T> {
  readonly title: string;
  readonly rows: readonly T[];
  readonly empty: T;
  readonly onRows: (rows: T[]) => void;
  readonly children: (row: T, change: (patch: Partial<T>) => void) => ReactNode;
}

/** Rows that can be added and taken away. */
function Rows<T>({ title, rows, empty, onRows, children }: RowsProps<T>): ReactElement {
  const { t } = useTranslation('care');
  return (
    <fieldset className={css['rows']}>
      <legend>{title}</legend>
      {rows.map((row, i) => (
        <div key={i} className={css['editRow']}>
          {children(row, (patch) => onRows(rows.map((one, n) => (n === i ? { ...one, ...patch } : one))))}
          <ActionIcon variant="subtle" color="gray" mt={28} aria-label={t('plan.dropRow', { title, row: i + 1 })} onClick={() => onRows(rows.filter((_, n) => n !== i))}><IconTrash size={18} aria-hidden /></ActionIcon>
        </div>
      ))}
      <Button size="compact-sm" variant="light" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => onRows([...rows, empty])}>{t('plan.addRow', { title })}</Button>
    </fieldset>
  );
}

function Goals({ content, edit }: PartProps): ReactElement {
  const { t } = useTranslation('care');
  return (
    <Rows title={t('plan.sections.goals')} rows={content.goals} empty={{ goal: '', target: '', by: null }} onRows={(rows) => edit('goals', rows)}>
      {({ goal, target, by }, change) => (
        <>
          <TextInput label={t('plan.fields.goal')} maxLength={200} value={goal} onChange={(event) => change({ goal: event.currentTarget.value })} />
          <TextInput label={t('plan.fields.target')} maxLength={200} value={target} onChange={(event) => change({ target: event.currentTarget.value })} />
          <DayField label={t('plan.fields.by')} value={by} onChange={(day) => change({ by: day })} />
        </>
      )}
    </Rows>
  );
}

function Medication({ content, edit }: PartProps): ReactElement {
  const { t } = useTranslation('care');
  return (
    <Rows title={t('plan.sections.medication')} rows={content.medication} empty={{ drug: '', dose: '', times: '', note: '' }} onRows={(rows) => edit('medication', rows)}>
      {(row, change) => (['drug', 'dose', 'times', 'note'] as const).map((field) => <TextInput key={field} label={t(`plan.fields.${field}`)} maxLength={200} value={row[field]} onChange={(event) => change({ [field]: event.currentTarget.value })} />)}
    </Rows>
  );
}

function Nutrition({ content, edit }: PartProps): ReactElement {
  const { t } = useTranslation('care');
  const { nutrition } = content;
  return (
    <fieldset className={css['rows']}>
      <legend>{t('plan.sections.nutrition')}</legend>
      <div className={css['editRow']}>
        {(['energyKcal', 'saltG', 'oilG'] as const).map((field) => <NumberField key={field} label={t(`plan.fields.${field}`)} value={nutrition[field]} onChange={(value) => edit('nutrition', { ...nutrition, [field]: value })} />)}
      </div>
      <Textarea label={t('plan.fields.advice')} autosize minRows={2} maxLength={2000} value={nutrition.advice} onChange={(event) => edit('nutrition', { ...nutrition, advice: event.currentTarget.value })} />
    </fieldset>
  );
}

function Exercise({ content, edit }: PartProps): ReactElement {
  const { t } = useTranslation('care');
  return (
    <Rows title={t('plan.sections.exercise')} rows={content.exercise} empty={{ kind: '', frequency: 5, intensity: '', minutes: 30, note: '' }} onRows={(rows) => edit('exercise', rows)}>
      {(row, change) => (
        <>
          <TextInput label={t('plan.fields.kind')} maxLength={200} value={row.kind} onChange={(event) => change({ kind: event.currentTarget.value })} />
          <NumberField label={t('plan.fields.frequency')} value={row.frequency} onChange={(value) => change({ frequency: value ?? 1 })} />
          <TextInput label={t('plan.fields.intensity')} maxLength={200} value={row.intensity} onChange={(event) => change({ intensity: event.currentTarget.value })} />
          <NumberField label={t('plan.fields.minutes')} value={row.minutes} onChange={(value) => change({ minutes: value ?? 1 })} />
          <TextInput label={t('plan.fields.note')} maxLength={200} value={row.note} onChange={(event) => change({ note: event.currentTarget.value })} />
        </>
      )}
    </Rows>
  );
}
