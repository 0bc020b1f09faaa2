import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../platform/ui/format.web.ts';
import { isText, type Value } from '../answers.ts';
import { Several, type EntryProps } from './entry.web.tsx';
import css from './filling.module.css';

/** From here on a list is folded away. */
const manyOptions = 15;

export function YesNo(entry: EntryProps): ReactElement {
  const { t } = useTranslation('filling');
  const [value] = entry.values;
  return (
    <Several entry={entry} role="radiogroup">
      <div className={css['pair']}>
        {[true, false].map((one) => (
          <Option key={String(one)} kind="radio" name={entry.id} checked={value === one} onChange={() => entry.onChange([one])}>
            {t(one ? 'yes' : 'no')}
          </Option>
        ))}
      </div>
    </Several>
  );
}

/** One option or several; an open choice takes one's own words as well. */
export function Choices(entry: EntryProps): ReactElement {
  const { item } = entry;
  if (!item.repeats && item.type === 'choice' && (item.control === 'drop-down' || item.options.length > manyOptions)) return <Folded {...entry} />;
  return item.repeats ? <Many {...entry} /> : <One {...entry} />;
}

function Folded({ item, values, labelledBy, describedBy, invalid, onChange }: EntryProps): ReactElement {
  const { t } = useTranslation('filling');
  const format = useFormat();
  const [value] = values;
  return (
    <select className={css['input']} aria-labelledby={labelledBy} aria-invalid={invalid} {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}>
      <option value="">{t('choose')}</option>
      {item.options.map(({ code, text }) => (
        <option key={code} value={code}>
          {format.text(text)}
        </option>
      ))}
    </select>
  );
}

function ownWords(values: readonly Value[]): string | null {
  const own = values.find((value) => typeof value === 'object' && isText(value));
  return typeof own === 'object' && isText(own) ? own.text : null;
}

function One(entry: EntryProps): ReactElement {
  const { t } = useTranslation('filling');
  const format = useFormat();
  const { item, values, id, onChange } = entry;
  const own = ownWords(values);
  const [writing, setWriting] = useState(own !== null);
  return (
    <Several entry={entry} role="radiogroup">
      {item.options.map(({ code, text }) => (
        <Option
          key={code}
          kind="radio"
          name={id}
          checked={!writing && values.includes(code)}
          onChange={() => {
            setWriting(false);
            onChange([code]);
          }}
        >
          {format.text(text)}
        </Option>
      ))}
      {item.type === 'open-choice' ? (
        <Option
          kind="radio"
          name={id}
          checked={writing}
          onChange={() => {
            setWriting(true);
            onChange([]);
          }}
        >
          {t('other')}
        </Option>
      ) : null}
      {writing ? <OwnWords value={own ?? ''} onChange={(text) => onChange(text === '' ? [] : [{ text }])} /> : null}
    </Several>
  );
}

/** "None of these" takes the others away, and they take it away. */
function Many(entry: EntryProps): ReactElement {
  const { t } = useTranslation('filling');
  const format = useFormat();
  const { item, values, onChange } = entry;
  const own = ownWords(values);
  const [writing, setWriting] = useState(own !== null);
  const alone = new Set(item.options.filter(({ exclusive }) => exclusive).map(({ code }) => code));
  const toggle = (code: string) => {
    if (values.includes(code)) return onChange(values.filter((value) => value !== code));
    if (!alone.has(code)) return onChange([...values.filter((value) => typeof value !== 'string' || !alone.has(value)), code]);
    setWriting(false);
    onChange([code]);
  };
  return (
    <Several entry={entry} role="group">
      <p className={css['help']}>{item.maxOccurs === null ? t('several') : t('severalMost', { count: item.maxOccurs })}</p>
      {item.options.map(({ code, text }) => (
        <Option key={code} kind="checkbox" checked={values.includes(code)} onChange={() => toggle(code)}>
          {format.text(text)}
        </Option>
      ))}
      {item.type === 'open-choice' ? (
        <Option
          kind="checkbox"
          checked={writing}
          onChange={() => {
            setWriting(!writing);
            if (writing) onChange(values.filter((value) => typeof value === 'string'));
          }}
        >
          {t('other')}
        </Option>
      ) : null}
      {writing ? <OwnWords value={own ?? ''} onChange={(text) => onChange([...values.filter((value) => typeof value === 'string' && !alone.has(value)), ...(text === '' ? [] : [{ text }])])} /> : null}
    </Several>
  );
}

function OwnWords({ value, onChange }: { value: string; onChange: (text: string) => void }): ReactElement {
  const { t } = useTranslation('filling');
  return <input className={css['input']} aria-label={t('otherWords')} placeholder={t('otherWords')} maxLength={200} value={value} onChange={(event) => onChange(event.currentTarget.value)} />;
}

interface OptionProps {
  readonly kind: 'radio' | 'checkbox';
  readonly name?: string;
  readonly checked: boolean;
  readonly onChange: () => void;
  readonly children: string;
}

function Option({ kind, name, checked, onChange, children }: OptionProps): ReactElement {
  return (
    <label className={css['option']} data-on={checked}>
      <input type={kind} {...(name === undefined ? {} : { name })} checked={checked} onChange={onChange} />
      <span>{children}</span>
    </label>
  );
}
