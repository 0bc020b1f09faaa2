import type { z } from 'zod';
import { Draft, draftLists, type DraftItem, type DraftList, type Unread } from './draft.ts';
import type { Mark } from './highlights.ts';
import type { GoalUnit, Span } from './plan.ts';
import { anyNumber, numberOf } from './reading/numbers.ts';

/** What makes an item of a list valid; the form checks with the same schema as the server. */
export function schemaOf(list: DraftList): z.ZodType<DraftItem> {
  return Draft.shape[list].element;
}

/** An item while it is being filled in. */
export type Values = Readonly<Record<string, unknown>>;

function withItems(draft: Draft, list: DraftList, change: (items: readonly DraftItem[]) => readonly DraftItem[]): Draft {
  return { ...draft, [list]: change(draft[list]) };
}

/** Puts an item where its text stands in the document; one without a place comes last. */
export function withItem(draft: Draft, list: DraftList, item: DraftItem): Draft {
  return withItems(draft, list, (items) => {
    const at = item.span ? items.findIndex(({ span }) => span !== null && item.span !== null && span[0] > item.span[0]) : -1;
    return at === -1 ? [...items, item] : items.toSpliced(at, 0, item);
  });
}

export function withChanged(draft: Draft, list: DraftList, item: DraftItem): Draft {
  return withItems(draft, list, (items) => items.map((one) => (one.key === item.key ? item : one)));
}

export function without(draft: Draft, list: DraftList, key: string): Draft {
  return withItems(draft, list, (items) => items.filter((one) => one.key !== key));
}

const prefixes: Record<DraftList, string> = { goals: 'g', qualitative_goals: 'q', phases: 'p', tasks: 't', activities: 'a', budget: 'b', risks: 'r', organisations: 'o' };

export function freshKey(draft: Draft, list: DraftList): string {
  const numbers = draft[list].map(({ key }) => Number(key.replace(/^\D+/, ''))).filter(Number.isFinite);
  return `${prefixes[list]}${Math.max(0, ...numbers) + 1}`;
}

/** The beginning of an item made of a piece of text. A goal takes the first number that stands in the text, and none where none stands. */
export function valuesFrom(list: DraftList, { key, text, span }: { key: string; text: string; span: Span | null }): Values {
  const own = { key, span };
  const name = text.replace(/[。;;,,::]+$/, '');
  switch (list) {
    case 'goals':
      return { ...own, text, metric: metricOf(name), comparator: /[降减下]|不超过|以内|低于/.test(text) ? '<=' : '>=', unit: 'percent', indicator: null, ...quantityOf(text) };
    case 'qualitative_goals':
      return { ...own, text };
    case 'budget':
      return { ...own, item: name, amount: null, unit: 'yuan', text };
    case 'risks':
      return { ...own, risk: name, mitigations: [] };
    case 'activities':
      return { ...own, name, activityType: null };
    default:
      return { ...own, name };
  }
}

function metricOf(name: string): string {
  return (/^(.{2,30}?)(?:达到?|不低于|不超过|提高|提升|上升|增长|增加|降低|下降|减少|控制|保持|≥|≤)/.exec(name)?.[1] ?? name).slice(0, 60);
}

const units: Record<string, GoalUnit> = { 人: 'persons', 名: 'persons', 人次: 'person-times', 场: 'sessions', 次: 'sessions', 期: 'sessions', 分: 'score', 元: 'yuan' };

function quantityOf(text: string): { value: number; unit: GoalUnit } | Record<string, never> {
  const percent = new RegExp(`百分之(${anyNumber})|(${anyNumber})\\s?%`).exec(text);
  if (percent) return { value: numberOf(percent[1] ?? percent[2] ?? ''), unit: 'percent' };
  const points = new RegExp(`(${anyNumber})\\s?个?百分点`).exec(text);
  if (points) return { value: numberOf(points[1] ?? ''), unit: 'percentage-points' };
  const counted = /(\d+(?:\.\d+)?)\s?(人次|人|名|场|次|期|分|元)/.exec(text);
  return counted ? { value: Number(counted[1]), unit: units[counted[2] ?? ''] ?? 'count' } : {};
}

/** The words that name an item in a list. */
export function nameOf(item: DraftItem): string {
  if ('metric' in item && item.metric) return item.metric;
  if ('name' in item) return item.name;
  if ('risk' in item) return item.risk;
  if ('item' in item) return item.item;
  return 'text' in item ? item.text : '';
}

/** Everything of the draft that stands in the document, and the sentences that nothing was made of. */
export function marksOf(draft: Draft, unread: readonly Unread[]): Mark[] {
  const items = draftLists.flatMap((list) => draft[list].flatMap(({ key, span }): Mark[] => (span ? [{ key, kind: list, span }] : [])));
  return [...items, ...unread.map(({ span }): Mark => ({ key: unreadKey(span), kind: 'unread', span }))];
}

export function unreadKey(span: Span): string {
  return `u${span[0]}`;
}

export function findItem(draft: Draft, key: string): { list: DraftList; item: DraftItem } | null {
  for (const list of draftLists) {
    const item = draft[list].find((one) => one.key === key);
    if (item) return { list, item };
  }
  return null;
}
