import { Button, Text } from '@mantine/core';
import { IconMapPin, IconTrash } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftItem, DraftList } from './draft.ts';
import { nameOf, schemaOf, type Values } from './editing.ts';
import { faultsOf, fieldsOf, valueAt, withValue, type Field } from './fields.ts';
import css from './review.module.css';
import { FieldInput } from './review-fields.web.tsx';
import { ItemFacts } from './review-facts.web.tsx';
import { useReviewing, type Pending } from './reviewing.web.tsx';

/** One piece of the plan: a line that says what it is, and its form once opened. */
export const ItemRow = memo(function ItemRow({ list, item, opened }: { list: DraftList; item: DraftItem; opened: boolean }): ReactElement {
  const { t } = useTranslation('plans');
  const { open } = useReviewing();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!opened) return;
    row.current?.scrollIntoView({ block: 'nearest' });
    row.current?.querySelector('button')?.focus({ preventScroll: true });
  }, [opened]);
  return (
    <li ref={row} className={`${css['item']} ${css[list]}`} data-keys={item.key}>
      <button type="button" className={css['head']} aria-expanded={opened} data-row onClick={() => open(opened ? null : item.key)}>
        <span className={css['name']}>{nameOf(item) || t('review.untitled')}</span>
        <ItemFacts item={item} />
      </button>
      {opened ? <ItemForm list={list} item={item} /> : null}
    </li>
  );
});

/** The fields of an item. What is valid goes into the draft at once; what is not stays here and says why. */
function ItemForm({ list, item }: { list: DraftList; item: DraftItem }): ReactElement {
  const { t } = useTranslation('plans');
  const { change, remove, open, locate, readOnly } = useReviewing();
  const [values, setValues] = useState<Values>(item);
  const given = useRef<DraftItem>(item);
  useEffect(() => {
    if (item !== given.current) setValues(item);
    given.current = item;
  }, [item]);
  const set = (path: string, value: unknown) => {
    const next = withValue(values, path, value);
    setValues(next);
    const made = schemaOf(list).safeParse(next);
    if (!made.success || faultsOf(list, next).size > 0) return;
    given.current = made.data;
    change(list, made.data, path);
  };
  return (
    <div className={css['form']}>
      {'text' in item && item.text ? <blockquote className={css['quote']}>{item.text}</blockquote> : null}
      <Fields list={list} values={values} onChange={set} />
      <div className={`${css['whole']} ${css['spread']}`}>
        {item.span ? (
          <Button size="compact-md" variant="light" leftSection={<IconMapPin size={16} aria-hidden />} onClick={() => locate(item.key)}>
            {t('review.locate')}
          </Button>
        ) : (
          <Text size="sm" c="dimmed">
            {t('review.notInDocument')}
          </Text>
        )}
        <span className={css['bar']}>
          {readOnly ? null : (
            <Button size="compact-md" variant="default" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => remove(list, item.key)}>
              {t('review.remove')}
            </Button>
          )}
          <Button size="compact-md" onClick={() => open(null)}>
            {t('review.done')}
          </Button>
        </span>
      </div>
    </div>
  );
}

function Fields({ list, values, onChange }: { list: DraftList; values: Values; onChange: (path: string, value: unknown) => void }): ReactElement {
  const { t } = useTranslation('plans');
  const [more, setMore] = useState(false);
  const faults = faultsOf(list, values);
  const shown = fieldsOf[list].filter((field) => isShown(field, values) || more || faults.has(field.path));
  return (
    <>
      {shown.map((field) => (
        <div key={field.path} className={/long|lines|indicator|activityType/.test(field.kind) ? css['whole'] : undefined}>
          <FieldInput field={field} values={values} fault={faults.get(field.path)} onChange={onChange} />
        </div>
      ))}
      {fieldsOf[list].some((field) => field.more) ? (
        <div className={css['whole']}>
          <Button size="compact-sm" variant="subtle" aria-expanded={more} onClick={() => setMore(!more)}>
            {t(more ? 'review.fewerFields' : 'review.moreFields')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** A seldom field shows when the plan fills it, but for the quotation, which stands above the form; an upper value belongs to a range. */
function isShown({ path, more }: Field, values: Values): boolean {
  const value = valueAt(values, path);
  const filled = value !== undefined && value !== null && value !== '';
  if (path === 'value_max') return filled || values['comparator'] === 'range';
  return more !== true || (filled && !['text', 'cadence.text', 'unit'].includes(path));
}

/** An item that cannot be kept yet because something is missing. */
export function PendingItem({ pending }: { pending: Pending }): ReactElement {
  const { t } = useTranslation('plans');
  const { setPending, complete } = useReviewing();
  const box = useRef<HTMLFormElement>(null);
  const { list, values } = pending;
  const ready = faultsOf(list, values).size === 0;
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
    const first = box.current?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? box.current?.querySelector<HTMLElement>('input, textarea');
    first?.focus({ preventScroll: true });
  }, []);
  return (
    <form
      ref={box}
      className={`${css['item']} ${css[list]}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) complete(pending);
      }}
    >
      <Text size="sm" px="sm" pt="sm" fw={600}>
        {t('review.incomplete')}
      </Text>
      <div className={css['form']}>
        <Fields list={list} values={values} onChange={(path, value) => setPending({ list, values: withValue(values, path, value) })} />
        <span className={`${css['whole']} ${css['bar']}`}>
          <Button type="submit" disabled={!ready}>
            {t('review.addItem')}
          </Button>
          <Button variant="default" onClick={() => setPending(null)}>
            {t('review.discard')}
          </Button>
        </span>
      </div>
    </form>
  );
}
