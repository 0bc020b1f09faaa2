import { TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { itemsWithin, type Item } from '../forms/form.ts';
import { typedNumber } from '../records/typing.ts';
import css from './care.module.css';
import type { Sheet, SheetContent } from './followup.ts';
import { ChoiceStep, NumberStep, onStepKey } from './sheet-fields.web.tsx';
import type { SheetState } from './sheet-state.web.ts';

/** What the quick fields ask, what is worked out, and what the visit itself states. */
const elsewhere = new Set(['visit-date', 'way', 'symptoms', 'danger-symptom', 'systolic', 'diastolic', 'fasting-glucose', 'adherence', 'adverse-reaction', 'class', 'referral', 'referral-reason', 'referral-place', 'next-visit', 'signature', 'bmi', 'exercise-week', 'antihypertensive', 'glucose-lowering']);

/** The other items of the national sheets, each once where both ask it. What stands as last time is dashed until it is touched. */
export function OtherItems({ sheet, content, state }: { sheet: Sheet; content: SheetContent; state: SheetState }): ReactElement {
  const repeated = new Set(sheet.diseases.flatMap((disease) => itemsWithin(content.forms[disease].items).flatMap(({ item, above }) => ([item, ...above].some(({ repeats, type }) => repeats && type === 'group') ? [item.linkId] : []))));
  const items = new Map(sheet.diseases.flatMap((disease) => itemsWithin(content.forms[disease].items)).filter(({ item }) => item.type !== 'group' && item.type !== 'display' && !elsewhere.has(item.linkId) && !repeated.has(item.linkId)).map(({ item }) => [item.linkId, item]));
  const shown = [...items.values()].filter((item) => item.enableWhen.length === 0 || item.enableWhen.every(({ question, answer }) => (state.filled.answers[question] ?? []).includes(answer) || answer === 0 || answer === true));
  return (
    <div className={css['items']}>
      {shown.map((item) => (
        <SheetItem key={item.linkId} item={item} state={state} />
      ))}
    </div>
  );
}

function SheetItem({ item, state }: { item: Item; state: SheetState }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const { linkId, type } = item;
  const label = item.text === null ? linkId : format.text(item.text);
  const values = state.filled.answers[linkId] ?? [];
  const carried = state.filled.carried.includes(linkId) && values.length > 0;
  const note = carried ? t('entry.asLast') : null;
  if (type === 'boolean') {
    return <ChoiceStep label={label} note={note} carried={carried} choices={[{ key: 'false', label: t('no') }, { key: 'true', label: t('yes') }]} chosen={values.map(String)} onEmpty={() => {}} onChoose={([key]) => state.set(linkId, [key === 'true'])} />;
  }
  if (type === 'choice') {
    const choices = item.options.map(({ code, text }) => ({ key: code, label: text === null ? code : format.text(text) }));
    return <ChoiceStep label={label} note={note} carried={carried} several={item.repeats} choices={choices} chosen={values.map(String)} onEmpty={() => {}} onChoose={(keys) => state.set(linkId, [...keys])} />;
  }
  return type === 'integer' || type === 'decimal' ? <NumberItem item={item} label={label} note={note} state={state} /> : <TextItem item={item} label={label} state={state} />;
}

function NumberItem({ item: { linkId, unit, min, max }, label, note, state }: { item: Item; label: string; note: string | null; state: SheetState }): ReactElement {
  const { t } = useTranslation('care');
  const [value] = state.filled.answers[linkId] ?? [];
  const [text, setText] = useState(typeof value === 'number' ? String(value) : '');
  const number = typedNumber(text);
  const wrong = number === undefined || (typeof number === 'number' && ((typeof min === 'number' && number < min) || (typeof max === 'number' && number > max)));
  const unitWords = unit === null ? '' : t(`units.${unit}`, { defaultValue: unit.replace(/[{}]/g, '') });
  return (
    <NumberStep label={note === null ? label : `${label} (${note})`} unit={unitWords} width="100%" text={text} error={wrong ? t('entry.impossible') : null}
      onText={(typed) => {
        setText(typed);
        const next = typedNumber(typed);
        state.set(linkId, typeof next === 'number' ? [next] : []);
      }} />
  );
}

function TextItem({ item: { linkId, maxLength, type }, label, state }: { item: Item; label: string; state: SheetState }): ReactElement {
  const [value] = state.filled.answers[linkId] ?? [];
  return (
    <TextInput data-step label={label} {...(maxLength === null ? {} : { maxLength })} type={type === 'date' ? 'date' : 'text'} value={typeof value === 'string' ? value : ''}
      onChange={(event) => state.set(linkId, event.currentTarget.value === '' ? [] : [event.currentTarget.value])} onKeyDown={(event) => onStepKey(event)} />
  );
}
