/** Results of many answers: how each question was answered, what numbers and words came, and how two questions go together. */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import { z } from 'zod';
import { suppress, suppressTable } from '../../kernel/suppression.ts';
import { Text } from '../../kernel/text.ts';
import { isText, Value } from './answers.ts';
import { isChoice, isQuestion, itemsWithin, ItemType, type Form, type Item } from './form.ts';
import { scoreOf } from './names.ts';

/** Fewer answers than this show nothing: whoever knows who answered would know what. */
export const fewestAnswers = 5;

/** How often a question was answered with a value, over all respondents. */
export const ValueCount = z.object({ linkId: z.string(), value: Value, count: z.int() });
export type ValueCount = z.infer<typeof ValueCount>;

const Bar = z.object({ code: z.string(), text: Text, count: z.int().nullable() });
export const ItemResult = z.object({
  linkId: z.string(),
  type: ItemType,
  text: Text.nullable(),
  /** Respondents who answered it. */
  answered: z.int(),
  bars: z.array(Bar),
  numbers: z.object({ count: z.int(), mean: z.number(), deviation: z.number().nullable(), least: z.number(), most: z.number() }).nullable(),
  words: z.array(z.object({ word: z.string(), count: z.int() })),
  texts: z.array(z.string()),
});
export type ItemResult = z.infer<typeof ItemResult>;

/** `guarded`: counts of few people are left out, and what people wrote is not shown. */
export type Tallying = { readonly answered: ReadonlyMap<string, number>; readonly guarded: boolean };

export function itemResults(form: Form, counts: readonly ValueCount[], tallying: Tallying): ItemResult[] {
  const byItem = Map.groupBy(counts, ({ linkId }) => linkId);
  return itemsWithin(form.items).map(({ item }) => item).filter(isQuestion).map((item) => resultOf(item, byItem.get(item.linkId) ?? [], tallying));
}

function resultOf(item: Item, counts: readonly ValueCount[], { answered, guarded }: Tallying): ItemResult {
  const { linkId, type, text } = item;
  const texts = guarded ? [] : counts.flatMap(({ value, count }) => wordsIn(item, value).flatMap((one) => Array.from({ length: count }, () => one)));
  return { linkId, type, text, answered: answered.get(linkId) ?? 0, bars: barsOf(item, counts, guarded), numbers: numbersOf(item, counts), words: wordCounts(texts), texts: texts.slice(0, 500) };
}

function barsOf(item: Item, counts: readonly ValueCount[], guarded: boolean): z.infer<typeof Bar>[] {
  const named = optionsOf(item);
  const found = named.map(({ code }) => counts.filter(({ value }) => String(value) === code).reduce((sum, { count }) => sum + count, 0));
  const shown = guarded ? suppress(found, fewestAnswers).cells : found;
  return named.map(({ code, text }, i) => ({ code, text, count: shown[i] ?? null }));
}

/** What can be counted of a question: its options, or yes and no. */
function optionsOf(item: Item): readonly { readonly code: string; readonly text: Text }[] {
  if (item.type === 'boolean') return [{ code: 'true', text: { zh: '是', en: 'Yes' } }, { code: 'false', text: { zh: '否', en: 'No' } }];
  return isChoice(item) ? item.options : [];
}

function numbersOf(item: Item, counts: readonly ValueCount[]): ItemResult['numbers'] {
  if (!['integer', 'decimal', 'quantity'].includes(item.type)) return null;
  const values = counts.flatMap(({ value, count }) => {
    const number = scoreOf(item, value);
    return number === null ? [] : Array.from({ length: count }, () => number);
  });
  if (values.length === 0) return null;
  return { count: values.length, mean: mean(values), deviation: values.length < 2 ? null : sampleStandardDeviation(values), least: Math.min(...values), most: Math.max(...values) };
}

function wordsIn({ type }: Item, value: Value): string[] {
  if (typeof value === 'object') return isText(value) ? [value.text] : [];
  return (type === 'string' || type === 'text') && typeof value === 'string' ? [value] : [];
}

/** Words that say nothing by themselves. */
const stops = new Set('的 了 和 是 在 我 有 也 就 都 不 很 与 及 对 等 能 会 要 给 让 这 那 上 下 个 更 多 可以 没有 希望 一些 我们 你们 他们 the a an and or of to in is it i we for with on be are was that this more'.split(' '));

/** The commonest words, each counted once a text; Chinese is cut where a dictionary cuts it. */
export function wordCounts(texts: readonly string[], most = 40): { word: string; count: number }[] {
  const cutter = new Intl.Segmenter('zh-CN', { granularity: 'word' });
  const counts = new Map<string, number>();
  for (const text of texts) {
    const words = new Set([...cutter.segment(text.normalize('NFKC').toLowerCase())].filter(({ isWordLike }) => isWordLike === true).map(({ segment }) => segment));
    for (const word of words) if (!stops.has(word) && !/^\d+$/.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, count]) => ({ word, count })).toSorted((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1)).slice(0, most);
}

/** Two questions crossed; rows are the first's options. Null where a cell is left out. */
export const Crossing = z.object({ rows: z.array(Text), columns: z.array(Text), cells: z.array(z.array(z.int().nullable())) });
export type Crossing = z.infer<typeof Crossing>;

export type PairCount = { readonly first: Value; readonly second: Value; readonly count: number };

export function crossing(first: Item, second: Item, pairs: readonly PairCount[]): Crossing {
  const [rows, columns] = [optionsOf(first), optionsOf(second)];
  const count = (row: string, column: string) => pairs.filter((pair) => String(pair.first) === row && String(pair.second) === column).reduce((sum, pair) => sum + pair.count, 0);
  const cells = suppressTable(rows.map((row) => columns.map((column) => count(row.code, column.code))), fewestAnswers);
  return { rows: rows.map(({ text }) => text), columns: columns.map(({ text }) => text), cells: cells.map((row) => [...row]) };
}

export function isCrossable(item: Item): boolean {
  return optionsOf(item).length > 0;
}
