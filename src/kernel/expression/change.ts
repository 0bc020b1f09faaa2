import { partsOf, type Binary, type Expression } from './expression.ts';
import type { FactType, FactTypes } from './check.ts';
import { step } from './decimal.ts';
import { evaluate, type Value, type Values } from './evaluate.ts';

/** Where a fact has to go: a side of a threshold, another answer, or a set of codes with or without one of them. */
export type Goal =
  | { readonly is: 'below' | 'atMost' | 'atLeast' | 'above'; readonly value: number }
  | { readonly is: 'exactly'; readonly value: boolean | number | string }
  | { readonly is: 'with' | 'without'; readonly value: string };
export type Move = { readonly fact: string; readonly from: Value; readonly to: Goal };

export type ChangeQuestion = { readonly facts: FactTypes; readonly values: Values; readonly wanted: boolean };

/**
 * The smallest moves of known facts that would make a criterion `wanted`: one fact if that is enough, otherwise two,
 * nearest first. Each answer was tried on the criterion itself. Facts that nobody can change, and values that cannot be
 * true, are left out. `[[]]` when it is so already, `[]` when two facts are not enough.
 */
export function whatWouldChange(criterion: Expression, question: ChangeQuestion): readonly (readonly Move[])[] {
  const reached = (trials: readonly Trial[]): boolean => {
    const changed = Object.fromEntries(trials.map(({ move, value }) => [move.fact, value]));
    return evaluate(criterion, { ...question.values, ...changed }).value === question.wanted;
  };
  if (reached([])) return [[]];
  const trials = trialsOf(criterion, question);
  const alone = nearestFirst(trials.map((trial) => [trial]).filter(reached), reached);
  if (alone.length > 0) return alone;
  const pairs = trials.flatMap((a, i) => trials.slice(i + 1).flatMap((b) => (a.move.fact === b.move.fact ? [] : [[a, b]])));
  return nearestFirst(pairs.filter(reached), reached);
}

/** A value to try in the place of a fact. `cost` is the distance as a share of the plausible range; another answer costs 1. */
type Trial = { readonly move: Move; readonly value: Value; readonly cost: number; readonly further: Value };

/** The cheapest answer of each set of facts. */
function nearestFirst(answers: readonly (readonly Trial[])[], reached: (trials: readonly Trial[]) => boolean): readonly (readonly Move[])[] {
  const costOf = (trials: readonly Trial[]): number => trials.reduce((sum, { cost }) => sum + cost, 0);
  const best = new Map<string, readonly Trial[]>();
  for (const trials of answers.toSorted((a, b) => costOf(a) - costOf(b))) {
    const key = trials.map(({ move }) => move.fact).join(' ');
    if (!best.has(key)) best.set(key, trials);
  }
  return [...best.values()].map((trials) => trials.map((trial) => settled(trial, trials, reached)));
}

/** A side of a threshold holds beyond it too; where it does not, only the very value helps. */
function settled(trial: Trial, trials: readonly Trial[], reached: (trials: readonly Trial[]) => boolean): Move {
  const beyond = trials.map((other) => (other === trial ? { ...other, value: other.further } : other));
  if (typeof trial.value !== 'number' || reached(beyond)) return trial.move;
  return { ...trial.move, to: { is: 'exactly', value: trial.value } };
}

function trialsOf(criterion: Expression, { facts, values }: ChangeQuestion): readonly Trial[] {
  return Object.entries(facts).flatMap(([name, fact]) => {
    const from = values[name];
    if (from === undefined || from === null || fact.changeable === false || !mentions(criterion, name)) return [];
    return typeof from === 'number'
      ? comparisonsWith(criterion, name)
          .flatMap((comparison) => thresholdsOf(comparison, name, { ...values, [name]: from }))
          .flatMap((threshold) => sidesOf(threshold, { name, from, fact }))
      : answersFor(name, fact, from);
  });
}

function mentions(expression: Expression, fact: string): boolean {
  return (expression.kind === 'fact' && expression.name === fact) || partsOf(expression).some((part) => mentions(part, fact));
}

function comparisonsWith(expression: Expression, fact: string): readonly Binary[] {
  const inner = partsOf(expression).flatMap((part) => comparisonsWith(part, fact));
  const isOne = expression.kind === 'binary' && ['<', '<=', '>', '>=', '=', '!=', 'in', 'contains'].includes(expression.operator);
  return isOne && mentions(expression, fact) ? [expression, ...inner] : inner;
}

/** Where two sides meet, and how far past it a fact has to be for the comparison to see it. */
type Threshold = { readonly value: number; readonly leap: number };

/** Where the two sides of a comparison meet when one fact moves and they run straight; a list has a place for each item. */
function thresholdsOf({ left, right, at }: Binary, fact: string, values: Values): readonly Threshold[] {
  const [one, set] = left.kind === 'list' ? [right, left] : [left, right];
  const others = set.kind === 'list' ? set.items : [set];
  return others.flatMap((other) => {
    const difference: Expression = { kind: 'binary', operator: '-', left: one, right: other, at };
    const from = Number(values[fact]);
    const here = evaluate(difference, values).value;
    const there = evaluate(difference, { ...values, [fact]: from + 1 }).value;
    if (typeof here !== 'number' || typeof there !== 'number' || here === there) return [];
    const slope = there - here;
    return [{ value: atStep(from - here / slope), leap: atStep(smallest * Math.ceil(Math.max(1, 1 / Math.abs(slope)))) }];
  });
}

type Moving = { readonly name: string; readonly from: number; readonly fact: FactType };

/** On the threshold, and just past it. */
function sidesOf({ value, leap }: Threshold, moving: Moving): readonly Trial[] {
  const { from, fact } = moving;
  const [low, high] = fact.plausible ?? [-Infinity, Infinity];
  const directions = value === from ? [-1, 1] : [Math.sign(value - from)];
  return directions.flatMap((direction) => {
    const leaping = direction * leap;
    const on = trialAt(moving, { value, leaping, to: { is: direction < 0 ? 'atMost' : 'atLeast', value } });
    const past = trialAt(moving, { value: atStep(value + leaping), leaping, to: { is: direction < 0 ? 'below' : 'above', value } });
    return [on, past].filter((side) => Number(side.value) >= low && Number(side.value) <= high && side.value !== from);
  });
}

function trialAt({ name, from, fact }: Moving, { value, leaping, to }: { value: number; leaping: number; to: Goal }): Trial {
  const [low, high] = fact.plausible ?? [0, Math.max(1, Math.abs(from))];
  return { move: { fact: name, from, to }, value, further: atStep(value + leaping), cost: Math.abs(value - from) / (high - low) };
}

function answersFor(name: string, fact: FactType, from: Exclude<Value, number | null>): readonly Trial[] {
  const other = (value: Value, to: Goal): Trial => ({ move: { fact: name, from, to }, value, further: value, cost: 1 });
  if (typeof from === 'boolean') return [other(!from, { is: 'exactly', value: !from })];
  const codes = fact.codes ?? [];
  if (typeof from === 'string') return codes.filter((code) => code !== from).map((code) => other(code, { is: 'exactly', value: code }));
  return codes.map((code) =>
    from.includes(code)
      ? other(from.filter((held) => held !== code), { is: 'without', value: code })
      : other([...from, code], { is: 'with', value: code }),
  );
}

const smallest = 10 ** -step;

function atStep(value: number): number {
  return Number(value.toFixed(step));
}
