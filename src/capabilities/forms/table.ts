/** Answers as a table: a row a respondent, a column a question and a score. */
import { isAttachment, isQuantity, isText, type Answers, type Value } from './answers.ts';
import { isChoice, isQuestion, itemsWithin, type Form, type Item } from './form.ts';

export type Cell = string | number | null;
export type Sheet = { readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[] };
export type Answered = { readonly answers: Answers; readonly scores: Readonly<Record<string, unknown>>; readonly lead: readonly Cell[] };

/** `lead`: the names of the columns before the answers. */
export function sheetOf(form: Form, answered: readonly Answered[], { lead, language }: { readonly lead: readonly string[]; readonly language: 'zh' | 'en' }): Sheet {
  const items = itemsWithin(form.items).map(({ item }) => item).filter(isQuestion);
  const results = (form.scoring?.results ?? []).filter(({ shown }) => shown);
  const head = [...lead, ...items.map(({ prefix, text, linkId }) => `${prefix === null ? '' : `${prefix} `}${text?.[language] ?? linkId}`), ...results.map(({ title, id }) => title?.[language] ?? id)];
  const rows = answered.map(({ answers, scores, lead: first }) => {
    const values = valuesIn(answers);
    return [...first, ...items.map((item) => cellOf(item, values.get(item.linkId) ?? [], language)), ...results.map(({ id }) => plainCell(scores[id]))];
  });
  return { head, rows };
}

/** The values of every question, wherever it stands; of repeated rows all of them. */
function valuesIn(answers: Answers): ReadonlyMap<string, readonly Value[]> {
  const found = new Map<string, Value[]>();
  const walk = (items: Answers['items']): void => {
    for (const { linkId, answers: given, items: below } of items) {
      if (given.length > 0) found.set(linkId, [...(found.get(linkId) ?? []), ...given.map(({ value }) => value)]);
      walk(below);
      for (const one of given) walk(one.items);
    }
  };
  walk(answers.items);
  return found;
}

function cellOf(item: Item, values: readonly Value[], language: 'zh' | 'en'): Cell {
  const [first, ...more] = values;
  if (first === undefined) return null;
  if (more.length === 0 && typeof first === 'number') return first;
  if (more.length === 0 && typeof first === 'object' && isQuantity(first)) return first.value;
  return values.map((value) => wordOf(item, value, language)).join('; ');
}

function wordOf(item: Item, value: Value, language: 'zh' | 'en'): string {
  if (isChoice(item) && typeof value === 'string') return item.options.find(({ code }) => code === value)?.text[language] ?? value;
  if (typeof value !== 'object') return typeof value === 'boolean' ? (language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no') : String(value);
  if (isText(value)) return value.text;
  return isAttachment(value) ? (value.title ?? value.contentType) : `${value.value} ${value.unit ?? ''}`.trim();
}

function plainCell(score: unknown): Cell {
  if (typeof score === 'number' || typeof score === 'string') return score;
  return typeof score === 'boolean' ? (score ? 1 : 0) : null;
}

/** Text that a spreadsheet would take for a formula is marked as text; lines end as Excel writes them. */
export function csvOf({ head, rows }: Sheet): string {
  const field = (cell: Cell): string => {
    if (cell === null) return '';
    const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\uFEFF${[head, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}
