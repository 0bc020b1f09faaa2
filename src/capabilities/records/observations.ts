/** Observations: measured, scored or coded values of a person, each with its history. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { TeamId } from '../access/teams.ts';
import { PersonId } from '../people/people.ts';
import { plausibilityOf, referenceFor, type ObservationAnswer, type ObservationCode } from './observation-codes.ts';
import { storedValue, unitsOf } from './entry-units.ts';
import { Change, ObservationSource, Reason } from './records.ts';

// Words

/**
 * One measured or scored value as it stands. `code` is the number of its entry in content/observations.yaml, which names unit, LOINC and
 * plausibility; a pair such as a blood pressure is one row with `value` (systolic) and `value2` (diastolic). `recordedAt` is when this
 * version came to be known. `implausible`: nobody can have this value; it is kept and shown, and no decision or indicator reads it.
 * `recordedBy` is null for what a machine brought; `teamId` names the team of a sealed value, and is null for every other.
 * `typedUnit` is the UCUM unit in which it was typed, where that is another than the code's; `typedValue` is then the number as it stood there.
 */
export const Observation = z.object({
  tenantId: z.int(),
  personId: PersonId,
  code: z.int(),
  effectiveAt: Instant,
  sourceId: z.int(),
  recordedAt: Instant,
  value: z.number(),
  value2: z.number().nullable(),
  recordedBy: z.uuid().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
  implausible: z.boolean(),
  teamId: TeamId.nullable(),
  typedValue: z.number().nullable(),
  typedValue2: z.number().nullable(),
  typedUnit: z.string().nullable(),
});
export type Observation = z.infer<typeof Observation>;

/** One to add: not sealed without a team, and typed in the code's own unit where nothing else is said. */
export type NewObservation = Omit<Observation, 'teamId' | keyof AsTyped> & Partial<Pick<Observation, 'teamId'> & AsTyped>;

/** A value as it was typed, in another unit than the stored one; all null where it was not. */
export type AsTyped = Pick<Observation, 'typedValue' | 'typedValue2' | 'typedUnit'>;

/** A version that stands no more: known from `recordedAt` until `supersededAt`. `movedTo` is the moment to which a correction moved it. */
export const ObservationHistory = Observation.extend({
  changeNo: z.int(),
  supersededAt: Instant,
  changedBy: z.uuid().nullable(),
  change: Change,
  reason: z.string(),
  movedTo: Instant.nullable(),
});
export type ObservationHistory = z.infer<typeof ObservationHistory>;

// Rules

/** What is typed for one code: `unit` is UCUM, null for the code's own. `confirmed`: an unlikely value was looked at again. */
export const TypedValue = z.strictObject({
  code: z.string(),
  value: z.number(),
  value2: z.number().nullable().default(null),
  unit: z.string().nullable().default(null),
  confirmed: z.boolean().default(false),
});
export type TypedValue = z.output<typeof TypedValue>;

export type Judged =
  | { readonly kind: 'kept'; readonly value: number; readonly value2: number | null; readonly typed: AsTyped }
  | { readonly kind: 'wrongUnit' | 'wrongAnswer' | 'impossible' | 'unlikely' };

/** What becomes of a typed value: in its stored unit, or why not. `answers` are the numbers that a coded observation allows. */
export function judgeTyped(code: ObservationCode, typed: TypedValue, answers: readonly number[]): Judged {
  const value = storedValue(code, typed.value, typed.unit);
  const value2 = typed.value2 === null ? null : storedValue(code, typed.value2, typed.unit);
  if (value === null || (typed.value2 !== null && value2 === null)) return { kind: 'wrongUnit' };
  if (code.kind === 'coded' && (value2 !== null || !answers.includes(value))) return { kind: 'wrongAnswer' };
  const judged = plausibilityOf(code, value, value2);
  if (judged === 'refused') return { kind: 'impossible' };
  return judged === 'confirm' && !typed.confirmed ? { kind: 'unlikely' } : { kind: 'kept', value, value2, typed: asTyped(code, typed) };
}

function asTyped({ unit: own }: ObservationCode, { value, value2, unit }: TypedValue): AsTyped {
  const other = unit !== null && unit !== own;
  return { typedValue: other ? value : null, typedValue2: other ? value2 : null, typedUnit: other ? unit : null };
}

/** Whether a value that was brought, not typed, is to be flagged: it is kept, and believed by nobody. */
export function isImplausible(code: ObservationCode, { value, value2 }: { value: number; value2: number | null }): boolean {
  return plausibilityOf(code, value, value2) === 'refused';
}

// Contract

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };

/** What names one observation of a person. */
export const ObservationKey = z.object({ code: z.string(), effectiveAt: Instant, source: ObservationSource });
export type ObservationKey = z.infer<typeof ObservationKey>;

const TypedIn = z.object({ value: z.number(), value2: z.number().nullable(), unit: z.string() }).nullable();

/** What was typed, for a screen. */
export function typedIn({ typedValue, typedValue2, typedUnit }: AsTyped): z.infer<typeof TypedIn> {
  return typedValue === null || typedUnit === null ? null : { value: typedValue, value2: typedValue2, unit: typedUnit };
}

/** A value as screens show it. */
export const ObservationView = ObservationKey.extend({
  value: z.number(),
  value2: z.number().nullable(),
  recordedAt: Instant,
  implausible: z.boolean(),
  /** As it was typed, in another unit than the code's. */
  typed: TypedIn,
  /** Only the case's team sees it. */
  sealed: z.boolean(),
  /** Versions before this one. */
  earlier: z.int(),
});
export type ObservationView = z.infer<typeof ObservationView>;

const ObservationVersion = z.object({
  effectiveAt: Instant,
  value: z.number(),
  value2: z.number().nullable(),
  implausible: z.boolean(),
  typed: TypedIn,
  recordedAt: Instant,
  recordedBy: z.string().nullable(),
  /** Null for the version that stands. */
  ended: z.object({ at: Instant, by: z.string().nullable(), change: Change, reason: z.string() }).nullable(),
});
export type ObservationVersion = z.infer<typeof ObservationVersion>;

/** Values of some codes, oldest first: for trends. `codes` is a list with commas; all codes when absent. */
export const listObservations = contract({
  method: 'GET',
  path: '/api/people/:personId/record/observations',
  permission: 'records.read',
  subject: 'personId',
  input: z.object({ ...ofPerson, codes: z.string().optional(), from: Day.optional(), to: Day.optional(), asOf: Day.optional() }),
  output: z.array(ObservationView),
});

/** The newest believable value of every code that the person has. */
export const listLatest = contract({
  method: 'GET',
  path: '/api/people/:personId/record/latest',
  permission: 'records.read',
  subject: 'personId',
  input: z.object({ ...ofPerson, asOf: Day.optional() }),
  output: z.array(ObservationView),
});

/** Record what was measured at one moment. All or nothing. With `teamId`, sealed for that team of the caller's. */
export const enterObservations = contract({
  method: 'POST',
  path: '/api/people/:personId/record/observations',
  permission: 'records.write',
  subject: 'personId',
  input: z.object({ ...ofPerson, effectiveAt: Instant, source: ObservationSource.exclude(['import', 'counselling']), teamId: TeamId.nullable().default(null), values: z.array(TypedValue).min(1).max(100) }),
  output: z.object({ recorded: z.int() }),
});

/** Put another value, or another moment, in the place of one on record. `seen` is the `recordedAt` of the version that was corrected. */
export const correctObservation = contract({
  method: 'POST',
  path: '/api/people/:personId/record/observations/correct',
  permission: 'records.correct',
  subject: 'personId',
  input: z.object({ ...ofPerson, key: ObservationKey, seen: Instant, to: TypedValue.omit({ code: true }), effectiveAt: Instant, reason: Reason }),
  output: z.object({ corrected: z.literal(true) }),
});

/** Mark as entered in error: it leaves the record, and stays in its history. */
export const withdrawObservation = contract({
  method: 'POST',
  path: '/api/people/:personId/record/observations/withdraw',
  permission: 'records.correct',
  subject: 'personId',
  input: z.object({ ...ofPerson, key: ObservationKey, seen: Instant, reason: Reason }),
  output: z.object({ withdrawn: z.literal(true) }),
});

/** Every version of one observation, newest first. */
export const observationVersions = contract({
  method: 'GET',
  path: '/api/people/:personId/record/observations/versions',
  permission: 'records.read',
  subject: 'personId',
  input: ObservationKey.extend(ofPerson),
  output: z.array(ObservationVersion),
});

export const CodeView = z.object({
  code: z.string(),
  title: z.object({ zh: z.string(), en: z.string() }),
  kind: z.enum(['numeric', 'pair', 'coded']),
  unit: z.string().nullable(),
  units: z.array(z.object({ ucum: z.string(), scale: z.number(), offset: z.number() })),
  decimals: z.int(),
  components: z.array(z.string()),
  plausible: z.array(z.tuple([z.number(), z.number()])),
  confirm: z.array(z.tuple([z.number(), z.number()])),
  reference: z.object({ male: z.array(z.tuple([z.number().nullable(), z.number().nullable()])), female: z.array(z.tuple([z.number().nullable(), z.number().nullable()])) }),
  answers: z.array(z.object({ value: z.int(), title: z.object({ zh: z.string(), en: z.string() }) })),
});
export type CodeView = z.infer<typeof CodeView>;

/** A code as the screens need it. */
export function codeView(code: ObservationCode, answers: readonly ObservationAnswer[]): CodeView {
  const measured = code.kind !== 'coded';
  const bySex = (sex: 'male' | 'female') => ([1, 2] as const).map((part) => referenceFor(code, sex, part)).filter((interval) => interval !== null);
  return {
    code: code.code,
    title: code.title,
    kind: code.kind,
    unit: code.unit,
    units: unitsOf(code).map(({ ucum, scale, offset = 0 }) => ({ ucum, scale, offset })),
    decimals: measured ? code.decimals : 0,
    components: code.kind === 'pair' ? [...code.components] : [],
    plausible: measured ? [code.plausible, ...(code.kind === 'pair' ? [code.plausible2] : [])] : [],
    confirm: measured ? [code.confirm ?? code.plausible, ...(code.kind === 'pair' ? [code.confirm2 ?? code.plausible2] : [])] : [],
    reference: { male: bySex('male'), female: bySex('female') },
    answers: answers.map(({ value, title }) => ({ value, title })),
  };
}

/** Every code that may be typed, with its units, ranges and answers. */
export const listObservationCodes = contract({
  method: 'GET',
  path: '/api/records/codes',
  permission: 'signed-in',
  input: z.object({}),
  output: z.array(CodeView),
});
