import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../platform/ui/format.web.ts';
import { writtenUnit } from '../../records/entry-units.ts';
import { typedNumber } from '../../records/typing.ts';
import { isQuantity, type Value } from '../answers.ts';
import type { Item } from '../form.ts';
import { Several, type EntryProps } from './entry.web.tsx';
import css from './filling.module.css';

interface OneProps extends Omit<EntryProps, 'values' | 'onChange'> {
  readonly value: Value | undefined;
  /** Null: nothing. */
  readonly onChange: (value: Value | null) => void;
}

/** One field, or, where the question repeats, one behind the other. */
function Each({ entry, Field }: { entry: EntryProps; Field: (props: OneProps) => ReactElement }): ReactElement {
  const { t } = useTranslation('filling');
  const { item, values, onChange } = entry;
  const [more, setMore] = useState(0);
  if (!item.repeats) return <Field {...entry} value={values[0]} onChange={(value) => onChange(value === null ? [] : [value])} />;
  const shown = Math.max(1, values.length + more);
  const put = (i: number, value: Value | null) => {
    if (value !== null && i >= values.length) setMore(Math.max(0, more - 1));
    onChange(value === null ? values.filter((_, at) => at !== i) : i < values.length ? values.map((before, at) => (at === i ? value : before)) : [...values, value]);
  };
  return (
    <Several entry={entry} role="group">
      {Array.from({ length: shown }, (_, i) => (
        <div key={i} className={css['repeat']}>
          <Field {...entry} value={values[i]} onChange={(value) => put(i, value)} />
          {i < values.length ? (
            <button type="button" className={css['quietButton']} aria-label={t('removeOne', { number: i + 1 })} onClick={() => put(i, null)}>
              <IconTrash size={22} aria-hidden />
            </button>
          ) : null}
        </div>
      ))}
      {item.maxOccurs !== null && shown >= item.maxOccurs ? null : (
        <button type="button" className={css['plain']} onClick={() => setMore(more + 1)}>
          <IconPlus size={22} aria-hidden />
          {t('addOne')}
        </button>
      )}
    </Several>
  );
}

export function Amounts(entry: EntryProps): ReactElement {
  return <Each entry={entry} Field={entry.item.control === 'slider' ? Slider : Amount} />;
}

export function Texts(entry: EntryProps): ReactElement {
  return <Each entry={entry} Field={Words} />;
}

const described = (describedBy: string | undefined) => (describedBy === undefined ? {} : { 'aria-describedby': describedBy });

function numberOf(value: Value | undefined): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'object' && isQuantity(value) ? value.value : null;
}

function amountOf(item: Item, number: number): Value {
  return item.type === 'quantity' ? { value: number, unit: item.unit } : number;
}

/** What is no number stays as typed: the form says what is wrong with it. */
function Amount({ item, value, labelledBy, describedBy, invalid, onChange }: OneProps): ReactElement {
  const known = numberOf(value);
  const [typed, setTyped] = useState(() => (known === null ? (typeof value === 'string' ? value : '') : String(known)));
  return (
    <div className={css['amount']}>
      <input
        className={css['input']}
        inputMode={item.type === 'integer' && !(typeof item.min === 'number' && item.min < 0) ? 'numeric' : 'decimal'}
        autoComplete="off"
        aria-labelledby={labelledBy}
        aria-invalid={invalid}
        aria-required={item.required}
        {...described(describedBy)}
        value={typed}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          const number = typedNumber(text);
          onChange(number === null ? null : number === undefined ? text : amountOf(item, number));
        }}
      />
      {item.unit === null ? null : <span>{writtenUnit(item.unit)}</span>}
    </div>
  );
}

function Slider({ item, value, labelledBy, describedBy, invalid, onChange }: OneProps): ReactElement {
  const { t } = useTranslation('filling');
  const format = useFormat();
  const known = numberOf(value);
  const [low, high] = [typeof item.min === 'number' ? item.min : 0, typeof item.max === 'number' ? item.max : 10];
  return (
    <div className={css['slider']}>
      <output>{known === null ? t('untouched') : format.number(known)}</output>
      <input type="range" min={low} max={high} step={item.type === 'integer' ? 1 : 10 ** -(item.decimals ?? 1)} value={known ?? (low + high) / 2} aria-labelledby={labelledBy} aria-invalid={invalid} {...described(describedBy)} onChange={(event) => onChange(amountOf(item, Number(event.currentTarget.value)))} />
      <span className={css['ends']}>
        <span>{format.number(low)}</span>
        <span>{format.number(high)}</span>
      </span>
    </div>
  );
}

const inputTypes: Readonly<Record<string, string>> = { date: 'date', time: 'time', dateTime: 'datetime-local', url: 'url' };

function Words({ item, value, labelledBy, describedBy, invalid, onChange }: OneProps): ReactElement {
  const text = typeof value === 'string' ? value : '';
  const take = (next: string) => onChange(next === '' ? null : item.type === 'dateTime' ? `${next.slice(0, 16)}:00+08:00` : next);
  const shared = {
    className: css['input'] ?? '',
    'aria-labelledby': labelledBy,
    'aria-invalid': invalid,
    'aria-required': item.required,
    ...described(describedBy),
    ...(item.maxLength === null ? {} : { maxLength: item.maxLength }),
  };
  if (item.type === 'text') return <textarea {...shared} rows={4} value={text} onChange={(event) => take(event.currentTarget.value)} />;
  const limits = item.type === 'date' || item.type === 'time' ? { ...(typeof item.min === 'string' ? { min: item.min } : {}), ...(typeof item.max === 'string' ? { max: item.max } : {}) } : {};
  return <input {...shared} {...limits} type={inputTypes[item.type] ?? 'text'} value={item.type === 'dateTime' ? text.slice(0, 16) : text} onChange={(event) => take(event.currentTarget.value)} />;
}
