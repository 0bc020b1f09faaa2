import { Checkbox, Group, NativeSelect, NumberInput, Stack, Textarea, TextInput, Title } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { linesOf, optionsFrom } from './building.ts';
import { isChoice, isQuestion, ItemType, type Form, type Item } from './form.ts';
import css from './forms.module.css';

interface EditorProps {
  readonly form: Form;
  readonly item: Item;
  readonly onChange: (item: Item) => void;
}

/** Everything about one question. */
export function ItemEditor({ form, item, onChange }: EditorProps): ReactElement {
  const { t } = useTranslation('forms');
  const set = (patch: Partial<Item>) => onChange({ ...item, ...patch });
  const words = (key: 'text' | 'help', language: 'zh' | 'en', text: string) => {
    const next = { zh: item[key]?.zh ?? '', en: item[key]?.en ?? '', [language]: text };
    set({ [key]: next.zh === '' && next.en === '' ? null : { zh: next.zh || next.en, en: next.en || next.zh } });
  };
  return (
    <Stack>
      <Title order={2}>{t('builder.question', { name: item.linkId })}</Title>
      <Textarea label={t('builder.textZh')} autosize value={item.text?.zh ?? ''} onChange={(event) => words('text', 'zh', event.currentTarget.value)} />
      <Textarea label={t('builder.textEn')} lang="en" autosize value={item.text?.en ?? ''} onChange={(event) => words('text', 'en', event.currentTarget.value)} />
      <NativeSelect label={t('builder.type')} value={item.type} onChange={(event) => onChange(retyped(item, ItemType.parse(event.currentTarget.value)))} data={ItemType.options.map((type) => ({ value: type, label: t(`types.${type}`) }))} />
      {isQuestion(item) ? (
        <Group>
          <Checkbox label={t('builder.required')} checked={item.required} onChange={(event) => set({ required: event.currentTarget.checked })} />
          <Checkbox label={t(isChoice(item) ? 'builder.several' : 'builder.repeats')} checked={item.repeats} onChange={(event) => set({ repeats: event.currentTarget.checked })} />
        </Group>
      ) : item.type === 'group' ? <Checkbox label={t('builder.rows')} checked={item.repeats} onChange={(event) => set({ repeats: event.currentTarget.checked, control: event.currentTarget.checked ? 'gtable' : null })} /> : null}
      {isChoice(item) ? <Options item={item} onChange={onChange} quiz={form.kind === 'quiz'} /> : null}
      <Limits item={item} set={set} />
      {isQuestion(item) ? (
        <>
          <Textarea label={t('builder.helpZh')} autosize value={item.help?.zh ?? ''} onChange={(event) => words('help', 'zh', event.currentTarget.value)} />
          <TextInput label={t('builder.calculated')} description={t('builder.calculatedNote')} value={item.calculated ?? ''} onChange={(event) => set({ calculated: event.currentTarget.value === '' ? null : event.currentTarget.value })} ff="monospace" />
        </>
      ) : null}
      <TextInput label={t('builder.enable')} description={t('builder.enableNote')} value={item.enableExpression ?? ''} onChange={(event) => set({ enableExpression: event.currentTarget.value === '' ? null : event.currentTarget.value })} ff="monospace" />
    </Stack>
  );
}

/** Another type keeps what fits it. */
function retyped(item: Item, type: Item['type']): Item {
  const choice = type === 'choice' || type === 'open-choice';
  const numeric = ['integer', 'decimal', 'quantity'].includes(type);
  return {
    ...item, type, options: choice ? (item.options.length > 0 ? item.options : optionsFrom('选项1 / Option 1\n选项2 / Option 2', [])) : [], correct: choice ? item.correct : [], points: choice ? item.points : null,
    min: numeric ? item.min : null, max: numeric ? item.max : null, unit: type === 'quantity' ? (item.unit ?? 'kg') : numeric ? item.unit : null, initial: [],
    ...(type === 'display' ? { required: false, repeats: false, calculated: null, help: null } : {}),
    items: type === 'group' && item.items.length === 0 ? [{ ...item, linkId: `${item.linkId}-1`, type: 'string', options: [], correct: [], points: null, min: null, max: null, unit: null, items: [], enableWhen: [], enableExpression: null }] : type === 'display' ? [] : item.items,
  };
}

function Options({ item, onChange, quiz }: { item: Item; onChange: (item: Item) => void; quiz: boolean }): ReactElement {
  const { t } = useTranslation('forms');
  const [text, setText] = useState(() => linesOf(item.options));
  const isRight = (code: string) => item.correct.includes(code);
  return (
    <>
      <Textarea
        label={t('builder.options')}
        description={t('builder.optionsNote')}
        autosize
        minRows={3}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          const options = optionsFrom(event.currentTarget.value, item.options);
          onChange({ ...item, options, correct: item.correct.filter((code) => options.some((option) => option.code === code)) });
        }}
      />
      {quiz ? (
        <Checkbox.Group label={t('builder.correct')} value={[...item.correct]} onChange={(correct) => onChange({ ...item, correct, points: correct.length > 0 ? (item.points ?? 1) : null })}>
          <Group mt="xs">{item.options.map(({ code, text: words }) => <Checkbox key={code} value={code} label={words.zh} checked={isRight(code)} />)}</Group>
        </Checkbox.Group>
      ) : null}
    </>
  );
}

function Limits({ item, set }: { item: Item; set: (patch: Partial<Item>) => void }): ReactElement | null {
  const { t } = useTranslation('forms');
  const numeric = ['integer', 'decimal', 'quantity'].includes(item.type);
  const textual = ['string', 'text', 'url'].includes(item.type);
  const limit = (key: 'min' | 'max') => (
    <NumberInput label={t(`builder.${key}`)} value={typeof item[key] === 'number' ? item[key] : ''} onChange={(value) => set({ [key]: typeof value === 'number' ? value : null })} hideControls />
  );
  if (numeric) {
    return (
      <div className={css['fields']}>
        {limit('min')}
        {limit('max')}
        <TextInput label={t('builder.unit')} value={item.unit ?? ''} onChange={(event) => set({ unit: event.currentTarget.value === '' ? null : event.currentTarget.value })} />
      </div>
    );
  }
  if (!textual) return null;
  return (
    <div className={css['fields']}>
      <NumberInput label={t('builder.maxLength')} min={1} value={item.maxLength ?? ''} onChange={(value) => set({ maxLength: typeof value === 'number' && value > 0 ? value : null })} hideControls />
      <TextInput label={t('builder.pattern')} value={item.pattern ?? ''} onChange={(event) => set({ pattern: event.currentTarget.value === '' ? null : event.currentTarget.value })} ff="monospace" />
    </div>
  );
}
