/** Accuracy of the tiers: samples of the real population, judged blind by a clinician, held against the rules. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { Text } from '../../kernel/text.ts';
import { cohensKappa, weightedShare, wilson, type Kappa, type Share } from './agreement.ts';
import { Outcome, Tier, tiers } from './tier-rules.ts';

export const refuse = problems('reviews', { unknownSample: 404, nothingToDraw: 409, nothingOpen: 409, notClaimed: 409, alreadyJudged: 409, blind: 409 });

/** How a sample is spread: over everybody alike, or evenly over tiers, organisations, or the guideline's cardiovascular risk. */
export const Strata = z.enum(['none', 'tier', 'organization', 'cell']);
export type Strata = z.infer<typeof Strata>;

const StratumCount = z.object({ stratum: z.string(), persons: z.int(), drawn: z.int() });

export const ReviewSample = z.object({
  tenantId: z.int(),
  sampleId: z.uuid(),
  title: z.string(),
  strata: Strata,
  wanted: z.int(),
  /** The same seed on the same population draws the same persons. */
  seed: z.int(),
  version: z.int(),
  organizationId: z.int(),
  organizationPos: z.int(),
  strataCounts: z.array(StratumCount),
  drawnOn: Day,
  drawnAt: Instant,
  drawnBy: z.uuid().nullable(),
  closedAt: Instant.nullable(),
});
export type ReviewSample = z.infer<typeof ReviewSample>;

/** A person of a sample. `computed` is what the rules said when it was drawn; the reviewer sees it after the verdict alone. */
export const ReviewItem = z.object({
  tenantId: z.int(),
  sampleId: z.uuid(),
  personId: z.int(),
  ordinal: z.int(),
  stratum: z.string(),
  computed: Tier,
  fires: z.array(z.string()),
  claimedBy: z.uuid().nullable(),
  claimedAt: Instant.nullable(),
  verdict: Outcome.nullable(),
  sure: z.boolean().nullable(),
  comment: z.string().nullable(),
  judgedAt: Instant.nullable(),
  judgedBy: z.uuid().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type ReviewItem = z.infer<typeof ReviewItem>;

// What a sample comes to

/** The reviewer may also find that somebody should not be tiered at all. */
export const verdicts = [...tiers, 'not_tiered'] as const;

export type Judged = { readonly computed: Tier; readonly verdict: Outcome };
export type Pair = { readonly computed: Tier; readonly verdict: Outcome; readonly persons: number };

export type Accuracy = {
  readonly reviewed: number;
  readonly agreed: number;
  readonly accuracy: Share | null;
  /** Where strata were drawn unevenly: the accuracy over the whole population. */
  readonly weighted: Share | null;
  readonly kappa: Kappa | null;
  /** Over the three tiers in their order: a neighbour counts half, and by the square of the distance. */
  readonly linear: Kappa | null;
  readonly quadratic: Kappa | null;
};

type Counted = { readonly stratum: string; readonly persons: number; readonly reviewed: number; readonly agreed: number };

export function accuracyOf(pairs: readonly Pair[], strata: readonly Counted[]): Accuracy {
  const count = (computed: Outcome, verdict: Outcome) => pairs.filter((pair) => pair.computed === computed && pair.verdict === verdict).reduce((sum, { persons }) => sum + persons, 0);
  const reviewed = pairs.reduce((sum, { persons }) => sum + persons, 0);
  const agreed = tiers.reduce((sum, tier) => sum + count(tier, tier), 0);
  const all = verdicts.map((row) => verdicts.map((column) => count(row, column)));
  const ordered = tiers.map((row) => tiers.map((column) => count(row, column)));
  return {
    reviewed,
    agreed,
    accuracy: wilson(agreed, reviewed),
    weighted: strata.length < 2 ? null : weightedShare(strata),
    kappa: cohensKappa(all),
    linear: cohensKappa(ordered, 'linear'),
    quadratic: cohensKappa(ordered, 'quadratic'),
  };
}

// Contracts

const ShareView = z.object({ share: z.number(), interval: z.tuple([z.number(), z.number()]).readonly() });
const KappaView = z.object({ kappa: z.number(), error: z.number(), interval: z.tuple([z.number(), z.number()]).readonly() });
const BySample = { sampleId: z.uuid() };

const SampleSummary = ReviewSample.pick({ sampleId: true, title: true, strata: true, seed: true, version: true, drawnOn: true, closedAt: true }).extend({
  organization: Text.nullable(),
  drawnByName: z.string().nullable(),
  persons: z.int(),
  reviewed: z.int(),
  agreed: z.int(),
});
export type SampleSummary = z.infer<typeof SampleSummary>;

export const listReviewSamples = contract({ method: 'GET', path: '/api/risk/reviews', permission: 'risk.review', input: z.object({}), output: z.array(SampleSummary) });

export const largestSample = 500;

export const drawReviewSample = contract({
  method: 'POST',
  path: '/api/risk/reviews',
  permission: 'risk.review',
  input: z.object({ title: z.string().trim().min(1).max(100), strata: Strata, size: z.int().min(1).max(largestSample), organizationId: z.int().optional(), seed: z.int().min(0).max(2_147_483_647).optional() }),
  output: z.object({ sampleId: z.uuid(), persons: z.int() }),
});

const Disagreement = z.object({ personId: z.int(), name: z.string(), computed: Tier, verdict: Outcome, fires: z.array(z.string()), sure: z.boolean(), comment: z.string().nullable(), judgedByName: z.string().nullable(), judgedAt: Instant });
export type Disagreement = z.infer<typeof Disagreement>;

const SampleView = SampleSummary.extend({
  strataView: z.array(z.object({ stratum: z.string(), title: Text.nullable(), persons: z.int(), drawn: z.int(), reviewed: z.int(), agreed: z.int() })),
  pairs: z.array(z.object({ computed: Tier, verdict: Outcome, persons: z.int() })),
  accuracy: ShareView.nullable(),
  weighted: ShareView.nullable(),
  kappa: KappaView.nullable(),
  linear: KappaView.nullable(),
  quadratic: KappaView.nullable(),
  disagreements: z.array(Disagreement),
});
export type SampleView = z.infer<typeof SampleView>;

export const readReviewSample = contract({ method: 'GET', path: '/api/risk/reviews/:sampleId', permission: 'risk.review', input: z.object(BySample), output: SampleView });

/** The record as the reviewer sees it: what is known, with its day, and nothing that the rules make of it. */
const BlindFact = z.object({ fact: z.string(), group: z.string(), title: Text, value: Text, unit: z.string().nullable(), on: Day.nullable() });
const BlindRecord = z.object({ personId: z.int(), name: z.string(), sex: z.enum(['male', 'female']), birthDate: Day, ordinal: z.int(), persons: z.int(), reviewed: z.int(), facts: z.array(BlindFact), conditions: z.array(z.object({ title: z.string(), code: z.string(), onsetOn: Day.nullable() })) });
export type BlindRecord = z.infer<typeof BlindRecord>;

/** Take the next person of the sample, or the one taken before and not yet judged. Until the verdict the tier of that person is closed to the reviewer. */
export const takeReview = contract({ method: 'POST', path: '/api/risk/reviews/:sampleId/next', permission: 'risk.review', input: z.object(BySample), output: BlindRecord });

export const judgeReview = contract({
  method: 'POST',
  path: '/api/risk/reviews/:sampleId/persons/:personId',
  permission: 'risk.review',
  input: z.object({ ...BySample, personId: z.coerce.number().int().positive(), verdict: Outcome, sure: z.boolean(), comment: z.string().trim().max(500).nullable() }),
  output: z.object({ computed: Tier, verdict: Outcome, remaining: z.int() }),
  subject: 'personId',
});

/** Put a person taken but not judged back into the sample. */
export const returnReview = contract({ method: 'POST', path: '/api/risk/reviews/:sampleId/return', permission: 'risk.review', input: z.object(BySample), output: z.object({ returned: z.int() }) });

/** Who was judged how: everything but who is still open. */
export const exportReviewSample = contract({
  method: 'GET',
  path: '/api/risk/reviews/:sampleId/export',
  permission: 'risk.review',
  input: z.object(BySample),
  output: z.object({ rows: z.array(z.object({ personId: z.int(), stratum: z.string(), computed: Tier, verdict: Outcome, sure: z.boolean(), comment: z.string().nullable(), fires: z.array(z.string()), judgedAt: Instant, judgedByName: z.string().nullable() })) }),
});
