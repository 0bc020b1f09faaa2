/** Tiers: rules, refusals and contracts of what is shown and decided. */
import { z } from 'zod';
import { Day } from '../../kernel/day.ts';
import { contract } from '../../kernel/contract.ts';
import { problems } from '../../kernel/problem.ts';
import { Text } from '../../kernel/text.ts';
import { TierCard } from './card.ts';
import { Outcome, Tier } from './tier-rules.ts';

export const longestOverrideDays = 180;
/** Nobody is put lower within so many days of a danger sign. */
export const dangerDays = 14;

export const refuse = problems('risk', {
  notAssessed: 404,
  overrideTooLong: 422,
  overrideInPast: 422,
  dangerTooRecent: 409,
  noOverride: 404,
  unknownPerson: 404,
  unknownProgramme: 404,
});

// Contracts

const ByPerson = { personId: z.coerce.number().int().positive() };

export const readTier = contract({ method: 'GET', path: '/api/risk/persons/:personId', permission: 'risk.read', input: z.object(ByPerson), output: TierCard, subject: 'personId' });

/** Put a person into another tier than the rules say, for a while. */
export const overrideTier = contract({
  method: 'POST',
  path: '/api/risk/persons/:personId/override',
  permission: 'risk.override',
  input: z.object({ ...ByPerson, tier: Tier, reason: z.string().trim().min(4).max(500), expiresOn: Day }),
  output: TierCard,
  subject: 'personId',
});

export const endTierOverride = contract({ method: 'POST', path: '/api/risk/persons/:personId/override/end', permission: 'risk.override', input: z.object(ByPerson), output: TierCard, subject: 'personId' });

/** One's own tier, or that of one's child, in plain words. */
export const OwnTier = z.object({
  tier: Outcome,
  since: Day,
  provisional: z.boolean(),
  /** Something needs attention at once. */
  urgent: z.boolean(),
  sentences: z.array(Text),
  /** The tier that all of `improve` together lead to; null where nothing that care can change leads lower. */
  towards: Tier.nullable(),
  improve: z.array(Text),
  condition: Text.nullable(),
});
export type OwnTier = z.infer<typeof OwnTier>;

export const readOwnTier = contract({ method: 'GET', path: '/api/me/:personId/tier', permission: 'self.read', input: z.object(ByPerson), output: OwnTier, subject: 'personId' });

/** Persons by their tier at the end of one day (`from`) and of another (`to`); `none` was not followed yet, or no more. */
export const Flow = z.object({ from: z.enum([...Outcome.options, 'none']), to: z.enum([...Outcome.options, 'none']), persons: z.int().nullable() });
export type Flow = z.infer<typeof Flow>;

export const tierMovement = contract({
  method: 'GET',
  path: '/api/risk/movement',
  permission: 'risk.count',
  input: z.object({ organizationId: z.coerce.number().int().optional(), from: Day, to: Day }),
  /** `persons` null: fewer than `hiddenBelow`, or hidden with such a cell; no flow at all where every cell would be. Those who see single persons are told all. */
  output: z.object({ flows: z.array(Flow), hiddenBelow: z.int().nullable(), organization: Text.nullable() }),
});
