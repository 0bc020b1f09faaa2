/**
 * What every risk model answers: a value, its category, the inputs behind it, the inputs missing, and, where some are
 * missing, the range of the results that are still possible instead of a guess.
 */
import { z } from 'zod';
import { Day } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';

/** How well a number is attested. Only the first two may decide about a person without a visible reservation. */
export const Confidence = z.enum(['verified-2-sources', 'one-source', 'from-memory-unverified']);
export type Confidence = z.infer<typeof Confidence>;

/** The passage of a guideline that a rule or a table rests on. A proposal is a product decision that clinicians have yet to approve. */
export const Clause = z.strictObject({
  title: Text,
  sources: z.array(z.string().min(1)).min(1),
  confidence: Confidence,
  proposal: z.boolean().default(false),
  note: Text.optional(),
});
export type Clause = z.infer<typeof Clause>;

/** A half-open class [from, below) of a number; an absent bound is open. */
export const Band = z.strictObject({
  code: z.string().min(1),
  title: Text,
  from: z.number().nullable().default(null),
  below: z.number().nullable().default(null),
});
export type Band = z.infer<typeof Band>;

export type Note = { readonly code: string; readonly title: Text };
export type InputValue = number | boolean | string | null | readonly (string | number | null)[];
export type Used = { readonly name: string; readonly value: InputValue; readonly date: Day | null };

export type Estimate<V> = {
  readonly value: V | null;
  readonly category: string | null;
  /** Lowest and highest result still possible; equal when nothing is missing; null when the model does not apply. */
  readonly range: readonly [V, V] | null;
  /** The categories still possible, mildest first. */
  readonly categories: readonly string[];
  readonly used: readonly Used[];
  readonly missing: readonly string[];
  readonly clause: Clause;
  /** Why the model gives no value although nothing is missing. */
  readonly reason: Note | null;
  readonly notes: readonly Note[];
};

/** Optional dates of the inputs, carried through to `used`. */
export const dates = z.preprocess((given) => given ?? {}, z.record(z.string(), Day));
type Dates = Readonly<Record<string, Day>>;

/** A number within what is physically plausible; absent and null both mean unknown. */
export const quantity = (min: number, max: number) => z.number().min(min).max(max).nullable().default(null);
export const flag = z.boolean().nullable().default(null);
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values).nullable().default(null);

const sexWords: Readonly<Record<string, string>> = { male: 'M', female: 'F', m: 'M', f: 'F', 男: 'M', 女: 'F' };

const Sex = z.enum(['M', 'F']);
export type Sex = z.infer<typeof Sex>;
/** M or F; the words male, female, 男 and 女 are understood. */
export const sex = z.preprocess((given) => (typeof given === 'string' ? (sexWords[given.toLowerCase()] ?? given) : (given ?? null)), Sex.nullable());

/** Plausible bounds, the product's own: outside them a value is an error of entry, not a finding. */
export const plausible = {
  age: [0, 130],
  sbp: [40, 300],
  dbp: [20, 200],
  heartRate: [20, 300],
  temperature: [25, 45],
  height: [40, 250],
  weight: [1, 400],
  bmi: [8, 90],
  waist: [30, 220],
  glucose: [0.3, 80],
  hba1c: [2, 25],
  tc: [0.5, 40],
  tg: [0.05, 150],
  hdl: [0.05, 6],
  ldl: [0.05, 30],
  nonHdl: [0.1, 38],
  creatinine: [5, 3000],
  egfr: [1, 250],
  uacr: [0, 30_000],
  uricAcid: [10, 2000],
  homocysteine: [0.5, 500],
  days: [0, 60_000],
  count: [0, 1000],
} as const satisfies Record<string, readonly [number, number]>;

/** An input of one of the known kinds, with its plausible bounds. */
export const measured = (kind: keyof typeof plausible) => quantity(plausible[kind][0], plausible[kind][1]);

export function bandOf(bands: readonly Band[], value: number): Band | null {
  return bands.find((band) => (band.from === null || value >= band.from) && (band.below === null || value < band.below)) ?? null;
}

/** One value inside each band: enough to meet every class when the number is unknown. */
export function representatives(bands: readonly Pick<Band, 'from' | 'below'>[], within: readonly [number, number]): readonly number[] {
  return bands.map((band) => Math.max(band.from ?? within[0], within[0]));
}

export function usedInputs(input: object & { readonly dates?: Dates }, names: readonly string[]): readonly Used[] {
  return names.flatMap((name) => {
    const value: unknown = Reflect.get(input, name);
    return isInputValue(value) && value !== null ? [{ name, value, date: input.dates?.[name] ?? null }] : [];
  });
}

export function missingInputs(input: object, names: readonly string[]): readonly string[] {
  return names.filter((name) => (Reflect.get(input, name) ?? null) === null);
}

/**
 * The results for every completion of the missing inputs by their admissible values. Give the ends of the plausible
 * interval where the model is monotone in the number, or one value a class where it is stepwise.
 */
export function outcomes<I extends object, R>(input: I, admissible: Admissible<I>, model: (input: I) => R): readonly R[] {
  const [name, ...rest] = (Object.keys(admissible) as (keyof I)[]).filter((key) => (input[key] ?? null) === null && admissible[key] !== undefined);
  if (name === undefined) return [model(input)];
  const remaining: Admissible<I> = {};
  for (const key of rest) remaining[key] = admissible[key];
  return (admissible[name] ?? []).flatMap((value) => outcomes({ ...input, [name]: value }, remaining, model));
}
export type Admissible<I> = { [K in keyof I]?: readonly I[K][] | undefined };

/** Lowest and highest of numbers; null of none. */
export function envelope(values: readonly number[]): readonly [number, number] | null {
  return values.length === 0 ? null : [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** The codes that occur, in the given order. */
export function inOrder<C extends string>(order: readonly C[], found: Iterable<C | null>): readonly C[] {
  const present = new Set(found);
  return order.filter((code) => present.has(code));
}

/** First and last of an ordered list of what is possible. */
export function ends<V>(possible: readonly V[]): readonly [V, V] | null {
  const first = possible[0];
  const last = possible.at(-1);
  return first === undefined || last === undefined ? null : [first, last];
}

/** An estimate whose value is its category, from the categories still possible. */
export function categorical<C extends string>(possible: readonly C[], rest: Pick<Estimate<C>, 'used' | 'missing' | 'clause'> & { notes?: readonly Note[] }): Estimate<C> {
  const only = possible.length === 1 ? (possible[0] ?? null) : null;
  return { value: only, category: only, range: ends(possible), categories: possible, reason: null, notes: [], ...rest };
}

/** The model says nothing about this person, for a reason. */
export function inapplicable(reason: Note, rest: Pick<Estimate<never>, 'used' | 'missing' | 'clause'>): Estimate<never> {
  return { value: null, category: null, range: null, categories: [], reason, notes: [], ...rest };
}

export function roundTo(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round((value + Number.EPSILON) * scale) / scale;
}

function isInputValue(value: unknown): value is InputValue {
  return value === null || ['number', 'boolean', 'string'].includes(typeof value) || Array.isArray(value);
}
