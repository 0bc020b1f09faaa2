/** Persons by the tier they stand in, by criterion, organisation or movement. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { holds } from './tier-movement.ts';
import { Outcome } from './tier-rules.ts';

const End = z.enum([...Outcome.options, 'none']);
export const listSize = 100;
export const exportSize = 5000;

const flag = z.enum(['true', 'false']).transform((given) => given === 'true').or(z.boolean());

export const TierFilter = z.object({
  tier: Outcome.optional(),
  /** The id of a rule that fires. */
  criterion: z.string().regex(/^\w{1,20}$/).optional(),
  organizationId: z.coerce.number().int().optional(),
  programmeId: z.uuid().optional(),
  provisional: flag.optional(),
  emergency: flag.optional(),
  held: z.enum(holds).optional(),
  overridden: flag.optional(),
  /** Who stood in one tier at the end of one day and in another at the end of a later one. */
  movedFrom: End.optional(),
  movedTo: End.optional(),
  start: Day.optional(),
  end: Day.optional(),
});
export type TierFilter = z.infer<typeof TierFilter>;

export const TieredPerson = z.object({
  personId: z.int(),
  name: z.string(),
  sex: z.enum(['male', 'female']),
  birthDate: Day,
  organization: Text.nullable(),
  tier: Outcome.nullable(),
  computed: Outcome.nullable(),
  tierSince: Day.nullable(),
  provisional: z.boolean(),
  emergency: z.boolean(),
  held: z.enum(holds).nullable(),
  overridden: z.boolean(),
  fires: z.array(z.string()),
});
export type TieredPerson = z.infer<typeof TieredPerson>;

const Listed = z.object({ total: z.int(), persons: z.array(TieredPerson), criteria: z.array(z.object({ id: z.string(), title: Text, tier: Outcome })) });

/** The most urgent first. */
export const listTiered = contract({ method: 'GET', path: '/api/risk/persons', permission: 'risk.read', input: TierFilter.extend({ page: z.coerce.number().int().min(1).max(1000).default(1) }), output: Listed });

export const exportTiered = contract({ method: 'GET', path: '/api/risk/persons/export', permission: 'risk.read', input: TierFilter, output: Listed });

/** How many of a programme's people stand in each tier; `persons` null: too few to be told. */
export const programmeTiers = contract({
  method: 'GET',
  path: '/api/risk/programmes/:programmeId/tiers',
  permission: 'risk.count',
  input: z.object({ programmeId: z.uuid() }),
  output: z.object({ tiers: z.array(z.object({ tier: End, persons: z.int().nullable() })), total: z.int().nullable(), hiddenBelow: z.int().nullable() }),
});
