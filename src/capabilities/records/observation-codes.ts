import { z } from 'zod';

/** Lower and upper end, both included; null is open. */
export const Interval = z.tuple([z.number().nullable(), z.number().nullable()]);
export type Interval = z.infer<typeof Interval>;

const ClosedInterval = z.tuple([z.number(), z.number()]).refine(([low, high]) => low < high, 'lower end must be below upper end');

const ReferenceBySex = z.union([z.strictObject({ all: Interval }), z.strictObject({ male: Interval, female: Interval })]);

const Title = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });

const Confidence = z.enum(['verified-2-sources', 'one-source', 'from-memory-unverified']);

/** One answer of a coded observation; `value` is what is stored. */
export const ObservationAnswer = z.strictObject({ value: z.int(), code: z.string(), title: Title });
export type ObservationAnswer = z.infer<typeof ObservationAnswer>;

const common = {
  code: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** Stored as int2; never changes and is never reused. */
  id: z.int().min(1).max(32_767),
  title: Title,
  loinc: z.string().regex(/^\d{1,7}-\d$/).nullable(),
  /** UCUM; every value is stored in this unit. */
  unit: z.string().nullable(),
  source: z.array(z.string()),
  confidence: z.strictObject({ loinc: Confidence.optional(), reference: Confidence.optional() }),
  note: z.string().optional(),
};

const measured = {
  decimals: z.int().min(0).max(3),
  /** Outside it a value is refused as a data error. */
  plausible: ClosedInterval,
  /** Outside it somebody must confirm the value. */
  confirm: ClosedInterval.optional(),
  reference: ReferenceBySex.optional(),
};

/** A code under which observations are kept: one number, a pair of one moment (blood pressure), or one answer of a list. */
export const ObservationCode = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('numeric'), ...common, ...measured }),
  z.strictObject({
    kind: z.literal('pair'),
    ...common,
    ...measured,
    components: z.tuple([z.string(), z.string()]),
    plausible2: ClosedInterval,
    confirm2: ClosedInterval.optional(),
    reference2: ReferenceBySex.optional(),
  }),
  z.strictObject({ kind: z.literal('coded'), ...common, answers: z.string(), reference: ReferenceBySex.optional() }),
]);
export type ObservationCode = z.infer<typeof ObservationCode>;

/** `content/observations.yaml` as read: answer lists by name, and the codes. */
export const ObservationCodes = z
  .strictObject({ answers: z.record(z.string(), z.array(ObservationAnswer).min(2)), observations: z.array(ObservationCode) })
  .check(({ value, issues }) => {
    for (const message of faultsOf(value.observations, value.answers)) issues.push({ code: 'custom', message, input: value });
  });
export type ObservationCodes = z.infer<typeof ObservationCodes>;

function faultsOf(codes: readonly ObservationCode[], answers: Readonly<Record<string, unknown>>): string[] {
  const numbers = new Set<number>();
  const slugs = new Set<string>();
  const faults: string[] = [];
  for (const each of codes) {
    if (numbers.has(each.id)) faults.push(`${each.code}: number ${each.id} is taken`);
    if (slugs.has(each.code)) faults.push(`${each.code} stands twice`);
    if (each.kind === 'coded' && answers[each.answers] === undefined) faults.push(`${each.code}: no answer list ${each.answers}`);
    numbers.add(each.id);
    slugs.add(each.code);
  }
  return faults;
}

export type ObservationRegistry = {
  all: readonly ObservationCode[];
  byCode: (code: string) => ObservationCode | undefined;
  byId: (id: number) => ObservationCode | undefined;
  /** The first code that carries this LOINC. */
  byLoinc: (loinc: string) => ObservationCode | undefined;
  answersOf: (code: string) => readonly ObservationAnswer[];
};

/** Look-ups over the codes of `content/observations.yaml`. */
export function observationRegistry({ answers, observations }: ObservationCodes): ObservationRegistry {
  const codes = new Map(observations.map((each) => [each.code, each]));
  const ids = new Map(observations.map((each) => [each.id, each]));
  const loincs = new Map(observations.toReversed().map((each) => [each.loinc, each]));
  return {
    all: observations,
    byCode: (code) => codes.get(code),
    byId: (id) => ids.get(id),
    byLoinc: (loinc) => loincs.get(loinc),
    answersOf: (code) => {
      const found = codes.get(code);
      return found?.kind === 'coded' ? (answers[found.answers] ?? []) : [];
    },
  };
}

export type Plausibility = 'plausible' | 'confirm' | 'refused';

/** Whether a value can be believed. A pair needs both values; of a blood pressure the second must be below the first. */
export function plausibilityOf(code: ObservationCode, value: number, value2: number | null = null): Plausibility {
  if (code.kind === 'coded') return Number.isInteger(value) && value2 === null ? 'plausible' : 'refused';
  const first = judge(value, code.plausible, code.confirm);
  if (code.kind === 'numeric') return value2 === null ? first : 'refused';
  if (value2 === null || (isBloodPressure(code.components) && value2 >= value)) return 'refused';
  const second = judge(value2, code.plausible2, code.confirm2);
  return first === 'refused' || second === 'refused' ? 'refused' : first === 'confirm' ? first : second;
}

function isBloodPressure([first]: readonly [string, string]): boolean {
  return first === 'systolic-blood-pressure';
}

function judge(value: number, plausible: readonly [number, number], confirm: readonly [number, number] = plausible): Plausibility {
  if (!(value >= plausible[0] && value <= plausible[1])) return 'refused';
  return value >= confirm[0] && value <= confirm[1] ? 'plausible' : 'confirm';
}

/** The usual interval for one sex, null where none is given. `part` 2 is the second value of a pair. */
export function referenceFor(code: ObservationCode, sex: 'male' | 'female', part: 1 | 2 = 1): Interval | null {
  const found = part === 1 ? code.reference : code.kind === 'pair' ? code.reference2 : undefined;
  if (found === undefined) return null;
  return 'all' in found ? found.all : found[sex];
}
