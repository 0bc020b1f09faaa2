/** Scores, bands and crisis findings of a filled form. */
import type { Value as FactValue } from '../../kernel/expression/evaluate.ts';
import { add, decimalOfNumber, divide, multiply, numberOf, round, type Decimal } from '../../kernel/expression/decimal.ts';
import type { Filled, Instance } from './fill.ts';
import { markOf, pointsOf } from './marking.ts';
import { scoreOf } from './names.ts';
import type { Band, CrisisRule, Result, Scoring } from './scoring.ts';

/** Null is unknown: answers are missing. */
export type ResultValue = FactValue | readonly ResultValue[];

export type Outcome = {
  /** By result id, in the order of the form; exact, as bands see them. */
  readonly values: ReadonlyMap<string, ResultValue>;
  /** The band or case that a result fell into. */
  readonly bands: ReadonlyMap<string, Band>;
  /** LinkIds of items that were asked, that a result needs, and that are not answered. */
  readonly missing: readonly string[];
  /** Results that answers are too few for. `beyondRule`: too few even for the scale's own rule of missing items. */
  readonly incomplete: readonly string[];
  readonly beyondRule: readonly string[];
  readonly prorated: readonly string[];
  readonly excluded: boolean;
  readonly crisis: readonly CrisisRule[];
};

export function scoreForm(filled: Filled): Outcome {
  const { scoring } = filled.prepared.form;
  const making: Making = { filled, facts: {}, values: new Map(), bands: new Map(), missing: new Set(), incomplete: [], beyondRule: [], prorated: [] };
  for (const result of scoring?.results ?? []) {
    const value = valueOf(result, making);
    making.values.set(result.id, value);
    if (!isList(value)) making.facts[result.id] = value;
  }
  const holds = (text: string): boolean => worthOf(text, making) === true;
  return { ...making, missing: [...making.missing], excluded: scoring?.exclude ? holds(scoring.exclude.when) : false, crisis: (scoring?.crisis ?? []).filter(({ when }) => holds(when)) };
}

/** The value as shown: rounded as the result says. */
export function shownValue(result: Result, outcome: Outcome, scoring: Scoring): ResultValue {
  const value = outcome.values.get(result.id) ?? null;
  if (result.kind === 'list') return result.of.map((id) => scoring.results.find((one) => one.id === id)).map((one) => (one === undefined ? null : shownValue(one, outcome, scoring)));
  return typeof value === 'number' && result.decimals !== null ? rounded(value, result.decimals, result.ties) : value;
}

type Making = {
  readonly filled: Filled;
  readonly facts: Record<string, FactValue>;
  readonly values: Map<string, ResultValue>;
  readonly bands: Map<string, Band>;
  readonly missing: Set<string>;
  readonly incomplete: string[];
  readonly beyondRule: string[];
  readonly prorated: string[];
};

function isList(value: ResultValue): value is readonly ResultValue[] {
  return Array.isArray(value);
}

function worthOf(text: string, { filled, facts }: Making): FactValue {
  const ast = filled.prepared.expressions.get(text);
  return ast === undefined ? null : filled.worth(ast, facts);
}

function valueOf(result: Result, making: Making): ResultValue {
  switch (result.kind) {
    case 'sum':
    case 'mean':
    case 'count':
      return overItems(result, making);
    case 'marks':
      return marksOf(result, making);
    case 'hours':
      return hoursBetween(textOf(result.from, making), textOf(result.to, making));
    case 'expression':
      return worthOf(result.text, making);
    case 'band':
      return bandOf(result, making);
    case 'cases':
      return caseOf(result, making);
    case 'highest':
      return highestOf(result, making);
    case 'list':
      return result.of.map((id) => making.values.get(id) ?? null);
  }
}

type OverItems = Extract<Result, { kind: 'sum' | 'mean' | 'count' }>;

/** Items that were not asked are left out; items that were asked and not answered leave no result, unless the scale has a rule. */
function overItems(result: OverItems, making: Making): number | null {
  const asked = askedOf(result.items, making.filled);
  const blank = asked.filter(({ values }) => values.length === 0);
  for (const { item } of blank) making.missing.add(item.linkId);
  const answered = asked.flatMap((instance) => instance.values.map((value) => ({ linkId: instance.item.linkId, score: scoreOf(instance.item, value) })));
  const scores = answered.flatMap(({ linkId, score }) => (score === null ? [] : [weighed(result, linkId, score)]));
  const prorate = result.kind === 'count' ? null : result.prorate;
  if (blank.length > (prorate?.most ?? 0)) {
    if (prorate !== null) making.beyondRule.push(result.id);
    return unfinished(result, making);
  }
  if (scores.length < answered.length || answered.length === 0) return unfinished(result, making);
  if (blank.length > 0) making.prorated.push(result.id);
  if (result.kind === 'count') return scores.filter((score) => numberOf(score) >= result.from).length;
  const sum = scores.reduce(add, zero);
  if (result.kind === 'mean') return quotient(sum, scores.length);
  const whole = blank.length === 0 ? sum : round(divide(multiply(sum, decimalOfNumber(asked.length)), decimalOfNumber(asked.length - blank.length)) ?? sum, 0);
  return numberOf(multiply(whole, decimalOfNumber(result.times)));
}

const zero: Decimal = { digits: 0n, places: 0 };

/** A count beside a sum does not make the form incomplete by itself. */
function unfinished({ id, kind }: OverItems, making: Making): null {
  if (kind !== 'count') making.incomplete.push(id);
  return null;
}

function quotient(sum: Decimal, count: number): number | null {
  const exact = divide(sum, decimalOfNumber(count));
  return exact === null ? null : numberOf(exact);
}

/** Every row of a repeated group counts. */
function askedOf(linkIds: readonly string[], { all }: Filled): readonly Instance[] {
  const wanted = new Set(linkIds);
  return all.filter(({ item, enabled }) => enabled && wanted.has(item.linkId));
}

function weighed(result: OverItems, linkId: string, score: number): Decimal {
  const reverse = result.kind === 'count' ? null : result.reverse;
  const turned = reverse?.items.includes(linkId) ? add(decimalOfNumber(reverse.from), decimalOfNumber(-score)) : decimalOfNumber(score);
  const weight = result.kind === 'sum' ? result.weights[linkId] : undefined;
  return weight === undefined ? turned : multiply(turned, decimalOfNumber(weight));
}

function marksOf({ items, give }: Extract<Result, { kind: 'marks' }>, { filled }: Making): number | null {
  const asked = askedOf(items, filled);
  const full = asked.reduce((sum, { item }) => add(sum, decimalOfNumber(pointsOf(item))), zero);
  const earned = asked.reduce((sum, { item, values }) => add(sum, decimalOfNumber(markOf(item, values))), zero);
  if (give === 'points') return numberOf(earned);
  const share = divide(multiply(earned, decimalOfNumber(100)), full);
  return share === null ? null : numberOf(share);
}

function textOf(linkId: string, { filled }: Making): string | null {
  const [value] = filled.all.find(({ item, enabled }) => item.linkId === linkId && enabled)?.values ?? [];
  return typeof value === 'string' ? value : null;
}

/** Times of day are HH:MM or HH:MM:SS; the same time twice is no time at all. */
function hoursBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  const seconds = (secondsOf(to) - secondsOf(from) + 86_400) % 86_400;
  return Number((seconds / 3_600).toFixed(8));
}

function secondsOf(time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return hours * 3_600 + minutes * 60 + seconds;
}

function bandOf({ id, of, bands }: Extract<Result, { kind: 'band' }>, making: Making): string | null {
  const value = making.values.get(of) ?? null;
  if (typeof value !== 'number') return null;
  const band = bands.findLast(({ from, above }) => (above === null ? value >= (from ?? -Infinity) : value > above));
  if (band !== undefined) making.bands.set(id, band);
  return band?.code ?? null;
}

function caseOf({ id, cases, otherwise, otherwiseTitle }: Extract<Result, { kind: 'cases' }>, making: Making): string | null {
  for (const { when, give, title } of cases) {
    const holds = worthOf(when, making);
    if (holds === null) return null;
    if (holds === true) return named(id, { code: give, title }, making);
  }
  return named(id, { code: otherwise, title: otherwiseTitle }, making);
}

function named(id: string, { code, title }: Pick<Band, 'code' | 'title'>, { bands }: Making): string {
  bands.set(id, { code, title, from: null, above: null });
  return code;
}

function highestOf({ of, give, codes }: Extract<Result, { kind: 'highest' }>, { values }: Making): FactValue {
  const found = of.map((id) => ({ id, value: values.get(id) ?? null }));
  const numbers = found.flatMap(({ id, value }) => (typeof value === 'number' ? [{ id, value }] : []));
  if (numbers.length < found.length) return null;
  const best = numbers.reduce((most, one) => (one.value > most.value ? one : most));
  return give === 'value' ? best.value : (codes[best.id] ?? best.id);
}

/** The tie is decided on the decimal value, not on its binary neighbour. */
function rounded(value: number, decimals: number, ties: 'away' | 'even'): number {
  const exact = decimalOfNumber(value);
  const away = round(exact, decimals);
  if (ties === 'away' || exact.places <= decimals) return numberOf(away);
  const unit = 10n ** BigInt(exact.places - decimals);
  const rest = exact.digits % unit;
  const isTie = (rest < 0n ? -rest : rest) * 2n === unit;
  if (!isTie || away.digits % 2n === 0n) return numberOf(away);
  return numberOf({ digits: away.digits - (exact.digits < 0n ? -1n : 1n), places: decimals });
}
