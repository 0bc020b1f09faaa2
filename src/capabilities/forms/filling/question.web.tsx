import { useId, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../platform/ui/format.web.ts';
import { writtenUnit } from '../../records/entry-units.ts';
import { isAttachment, isQuantity, isText, type Value } from '../answers.ts';
import type { Instance } from '../fill.ts';
import type { Item } from '../form.ts';
import { Amounts, Texts } from './entries.web.tsx';
import { Choices, YesNo } from './choices.web.tsx';
import css from './filling.module.css';
import type { EntryProps } from './entry.web.tsx';
import { Pictures } from './pictures.web.tsx';
import { PlaceField } from './place.web.tsx';
import { Signature } from './signature.web.tsx';

export interface QuestionProps {
  readonly instance: Instance;
  readonly error: string | null;
  /** Alone on the screen: in large words. */
  readonly large?: boolean;
  readonly onChange: (values: readonly Value[]) => void;
}

/** One question: its words, its picture, the field that its type asks for, and what is wrong. */
export function Question({ instance: { item, place, values }, error, large = false, onChange }: QuestionProps): ReactElement {
  const { t } = useTranslation('filling');
  const format = useFormat();
  const id = useId();
  const told = [item.help === null ? null : `${id}-help`, error === null ? null : `${id}-error`].filter((one) => one !== null).join(' ');
  const entry: EntryProps = { item, values, id, labelledBy: `${id}-label`, describedBy: told === '' ? undefined : told, invalid: error !== null, onChange };
  return (
    <div className={css['question']} data-place={place} data-large={large}>
      <p id={`${id}-label`} className={css['label']} {...(large ? { 'data-heading': true, tabIndex: -1 } : {})}>
        {item.prefix === null ? null : <span className={css['prefix']}>{item.prefix} </span>}
        {item.text === null ? item.linkId : format.text(item.text)}
        {item.required ? <span className={css['required']}> {t('required')}</span> : null}
      </p>
      {item.help === null ? null : <p id={`${id}-help`} className={css['help']}>{format.text(item.help)}</p>}
      <Picture item={item} />
      <Entry {...entry} />
      {error === null ? null : <p id={`${id}-error`} className={css['error']} role="alert">{error}</p>}
    </div>
  );
}

function Entry(entry: EntryProps): ReactElement {
  switch (entry.item.type) {
    case 'boolean':
      return <YesNo {...entry} />;
    case 'choice':
    case 'open-choice':
      return <Choices {...entry} />;
    case 'integer':
    case 'decimal':
    case 'quantity':
      return <Amounts {...entry} />;
    case 'attachment':
    case 'camera':
      return <Pictures {...entry} />;
    case 'signature':
      return <Signature {...entry} />;
    case 'place':
      return <PlaceField {...entry} />;
    default:
      return <Texts {...entry} />;
  }
}

function Picture({ item: { picture } }: { item: Item }): ReactElement | null {
  const format = useFormat();
  if (picture === null) return null;
  return <img className={css['picture']} src={picture.url} alt={picture.title === null ? '' : format.text(picture.title)} />;
}

/** Words, or a value that the form works out: nothing is entered. */
export function Reading({ instance: { item, values } }: { instance: Instance }): ReactElement | null {
  const format = useFormat();
  const words = useValueWords();
  const text = item.text === null ? '' : format.text(item.text);
  if (item.type === 'display') {
    return (
      <>
        <Picture item={item} />
        {text === '' ? null : <p className={css['words']}>{text}</p>}
      </>
    );
  }
  if (values.length === 0) return null;
  return (
    <p className={css['words']}>
      {text}: <strong>{values.map((value) => words(item, value)).join('、')}</strong>
    </p>
  );
}

/** An answer as it is read: the option's words, a number with its unit. */
function useValueWords(): (item: Item, value: Value) => string {
  const { t } = useTranslation('filling');
  const format = useFormat();
  return (item, value) => {
    const unit = item.unit === null ? '' : ` ${writtenUnit(item.unit)}`;
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    if (typeof value === 'number') return `${format.number(value)}${unit}`;
    if (typeof value === 'string') {
      const option = item.options.find(({ code }) => code === value);
      return option ? format.text(option.text) : item.type === 'date' ? format.day(value) : value;
    }
    if (isText(value)) return value.text;
    return isQuantity(value) ? `${format.number(value.value)}${unit}` : isAttachment(value) ? (value.title ?? value.contentType) : '';
  };
}
