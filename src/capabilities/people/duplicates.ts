/** Duplicates: two records that may be one person, how likely and why; merged and parted again without loss. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import type { Day} from '../../kernel/day.ts';
import { Instant, partsOf } from '../../kernel/day.ts';
import { PersonId, PersonRow } from './people.ts';
import type { Sex } from './identifiers.ts';

// Words

export const Evidence = z.enum(['same-id-card', 'other-id-card', 'same-name', 'same-sound', 'other-name', 'same-birth-date', 'near-birth-date', 'other-birth-date', 'same-phone', 'same-address', 'same-household', 'other-sex']);
export type Evidence = z.infer<typeof Evidence>;

/** Two records that somebody should look at; `personId` is the smaller number. */
export const DuplicateCandidate = z.object({
  tenantId: z.int(),
  personId: PersonId,
  otherPersonId: PersonId,
  score: z.number(),
  evidence: z.array(Evidence),
  foundAt: Instant,
  state: z.enum(['open', 'different', 'merged']),
  decidedBy: z.uuid().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
});
export type DuplicateCandidate = z.infer<typeof DuplicateCandidate>;

/** A merge: `mergedPersonId` went into `personId`; so many rows moved, so many were there already and are kept here alone. */
export const Merge = z.object({
  tenantId: z.int(),
  personId: PersonId,
  mergeId: z.uuid(),
  mergedPersonId: PersonId,
  mergedName: z.string(),
  moved: z.int(),
  kept: z.int(),
  mergedAt: Instant,
  mergedBy: z.uuid(),
  undoneAt: Instant.nullable(),
  undoneBy: z.uuid().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
});
export type Merge = z.infer<typeof Merge>;

/** A row of the merged person as it was before, and as it became; `moved` is false where the other person had such a row already. */
export const MergedRow = z.object({
  tenantId: z.int(),
  personId: PersonId,
  mergeId: z.uuid(),
  seq: z.int(),
  tableName: z.string(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
  moved: z.boolean(),
  label: z.int(),
  /** The team of a sealed row: what a merge keeps of it is as sealed. */
  teamId: z.uuid().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
});
export type MergedRow = z.infer<typeof MergedRow>;

// Rules

/**
 * Fellegi and Sunter (1969): each agreement weighs log2(m/u), each disagreement log2((1−m)/(1−u)); m is how often it holds for one
 * person recorded twice, u how often for two different people. m and u are estimates of ours for one district: an ID card is
 * mistyped once in 300 and its check digit lets one such slip in eleven pass, a birthday is one of some 25,000, the commonest full names are borne by one in 3,000.
 */
export const weights: Readonly<Record<Evidence, number>> = {
  'same-id-card': 20,
  'other-id-card': -12,
  'same-name': 9,
  'same-sound': 6.5,
  'other-name': -4,
  'same-birth-date': 13,
  'near-birth-date': 4,
  'other-birth-date': -6,
  'same-phone': 7,
  'same-address': 5,
  'same-household': 3,
  'other-sex': -6,
};

/** From here on a pair is shown; from `sure` on it is called very likely. */
export const thresholds = { likely: 12, sure: 20 } as const;

/** What is compared of a person. Numbers are compared blind: equal blind numbers are equal numbers. */
export interface Comparable {
  readonly name: string;
  readonly pinyin: string;
  readonly sex: Sex;
  readonly birthDate: Day;
  readonly idCards: readonly number[];
  readonly phones: readonly number[];
  readonly address: string | null;
  readonly householdId: number | null;
}

/** How two records agree and differ. */
export function evidenceOf(a: Comparable, b: Comparable): Evidence[] {
  const share = <T>(these: readonly T[], those: readonly T[]) => these.some((one) => those.includes(one));
  return [
    ...(a.idCards.length > 0 && b.idCards.length > 0 ? [share(a.idCards, b.idCards) ? ('same-id-card' as const) : ('other-id-card' as const)] : []),
    a.name === b.name ? 'same-name' : a.pinyin === b.pinyin ? 'same-sound' : 'other-name',
    a.birthDate === b.birthDate ? 'same-birth-date' : isNear(a.birthDate, b.birthDate) ? 'near-birth-date' : 'other-birth-date',
    ...(share(a.phones, b.phones) ? ['same-phone' as const] : []),
    ...(a.address !== null && a.address === b.address ? ['same-address' as const] : []),
    ...(a.householdId !== null && a.householdId === b.householdId ? ['same-household' as const] : []),
    ...(a.sex === b.sex ? [] : ['other-sex' as const]),
  ];
}

export function scoreOf(evidence: readonly Evidence[]): number {
  return evidence.reduce((sum, one) => sum + weights[one], 0);
}

/** One of year, month and date differs, or month and date are exchanged: what a slip of the hand does. */
function isNear(a: Day, b: Day): boolean {
  const [x, y] = [partsOf(a), partsOf(b)];
  const alike = x.filter((part, i) => part === y[i]).length;
  return alike === 2 || (x[0] === y[0] && x[1] === y[2] && x[2] === y[1]);
}

// Contract

export const CandidateView = z.object({ a: PersonRow, b: PersonRow, score: z.number(), sure: z.boolean(), evidence: z.array(Evidence) });
export type CandidateView = z.infer<typeof CandidateView>;

/** Open pairs, the likeliest first; with `personId` those of one person. */
export const listDuplicates = contract({
  method: 'GET',
  path: '/api/people/duplicates',
  permission: 'people.merge',
  input: z.object({ personId: z.coerce.number().pipe(PersonId).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({ pairs: z.array(CandidateView) }),
});

/** Look for pairs now, within the caller's reach; the same is done for everybody every night. */
export const findDuplicates = contract({ method: 'POST', path: '/api/people/duplicates/find', permission: 'people.merge', input: z.object({}), output: z.object({ found: z.int() }) });

/** They are two people: the pair is not shown again. */
export const partCandidates = contract({
  method: 'POST',
  path: '/api/people/:personId/duplicates/different',
  permission: 'people.merge',
  input: z.object({ personId: z.coerce.number().pipe(PersonId), otherPersonId: PersonId }),
  output: z.object({ done: z.literal(true) }),
  subject: 'personId',
});

/** Move everything of `mergedPersonId` to `personId`. */
export const mergePeople = contract({
  method: 'POST',
  path: '/api/people/:personId/merge',
  permission: 'people.merge',
  input: z.object({ personId: z.coerce.number().pipe(PersonId), mergedPersonId: PersonId }),
  output: z.object({ mergeId: z.uuid(), moved: z.int(), kept: z.int() }),
  subject: 'personId',
});

export const undoMerge = contract({
  method: 'POST',
  path: '/api/people/:personId/merges/undo',
  permission: 'people.merge',
  input: z.object({ personId: z.coerce.number().pipe(PersonId), mergeId: z.uuid() }),
  output: z.object({ personId: PersonId, mergedPersonId: PersonId }),
  subject: 'personId',
});

export const MergeView = Merge.pick({ mergeId: true, personId: true, mergedPersonId: true, mergedName: true, mergedAt: true, moved: true, kept: true });
export type MergeView = z.infer<typeof MergeView>;

/** Merges that can still be undone, newest first. */
export const listMerges = contract({ method: 'GET', path: '/api/people/merges', permission: 'people.merge', input: z.object({}), output: z.array(MergeView) });
