/** What is kept of tiers: one entity a table. */
import { z } from 'zod';
import { Day, Instant } from '../../kernel/day.ts';
import { holds } from './tier-movement.ts';
import { Outcome, TiersContent } from './tier-rules.ts';

const place = { organizationPos: z.int(), positions: z.string().nullable(), label: z.int() };
const codes = z.array(z.string());

/** The tier as it stands. `computed` is what the rules say, `settled` what the movement between tiers makes of it; `tier` is that, or a clinician's override. */
export const PersonTier = z.object({
  tenantId: z.int(),
  personId: z.int(),
  version: z.int(),
  tier: Outcome,
  computed: Outcome,
  gate: z.string().nullable(),
  provisional: z.boolean(),
  emergency: z.boolean(),
  urgent: z.boolean(),
  danger: codes,
  fires: codes,
  undecided: codes,
  /** Core data absent or out of date. */
  missing: codes,
  /** Whatever could still decide an undecided rule. */
  awaited: codes,
  cell: z.string().nullable(),
  assessedOn: Day,
  tierSince: Day,
  settled: Outcome,
  settledSince: Day,
  /** Why `settled` stays above `computed`. */
  held: z.enum(holds).nullable(),
  /** Criteria that fired once and do not fade. */
  lasting: codes,
  /** The last day on which there was a danger sign. */
  dangerOn: Day.nullable(),
  ...place,
});
export type PersonTier = z.infer<typeof PersonTier>;

const causes = ['records', 'rules', 'override', 'override-ended', 'left'] as const;
export const Cause = z.enum(causes);
export type Cause = z.infer<typeof Cause>;

/** A change of the tier; `tier` null when the person is followed no more. */
export const TierHistory = z.object({
  tenantId: z.int(),
  personId: z.int(),
  changeNo: z.int(),
  changedOn: Day,
  tier: Outcome.nullable(),
  before: Outcome.nullable(),
  computed: Outcome.nullable(),
  version: z.int(),
  cause: Cause,
  fires: codes,
  ...place,
});
export type TierHistory = z.infer<typeof TierHistory>;

export const TierOverride = z.object({
  tenantId: z.int(),
  personId: z.int(),
  overrideId: z.uuid(),
  tier: z.enum(['low', 'mid', 'high']),
  instead: Outcome,
  reason: z.string(),
  startsOn: Day,
  expiresOn: Day,
  madeAt: Instant,
  madeBy: z.uuid(),
  endedAt: Instant.nullable(),
  endedBy: z.uuid().nullable(),
  ...place,
});
export type TierOverride = z.infer<typeof TierOverride>;

const versionStates = ['draft', 'published', 'withdrawn'] as const;

/** A version of the tier rules. Results name the version that made them, so none is ever changed once published. */
export const RuleSetVersion = z.object({
  tenantId: z.int(),
  version: z.int(),
  state: z.enum(versionStates),
  basedOn: z.int().nullable(),
  note: z.string(),
  validFrom: Day.nullable(),
  content: TiersContent,
  changedAt: Instant,
  changedBy: z.uuid().nullable(),
  publishedAt: Instant.nullable(),
  publishedBy: z.uuid().nullable(),
});
export type RuleSetVersion = z.infer<typeof RuleSetVersion>;

/** A full pass over everybody: how many rows of facts were not what the records say, and how many tiers changed. */
export const RiskPass = z.object({ tenantId: z.int(), passNo: z.int(), ranOn: Day, persons: z.int(), factsDrift: z.int(), tiersChanged: z.int(), seconds: z.number() });
export type RiskPass = z.infer<typeof RiskPass>;
