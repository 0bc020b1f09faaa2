import { z } from 'zod';
import { Day } from '../../kernel/day.ts';
import { holds } from './tier-movement.ts';
import { Outcome } from './tier-rules.ts';

/** The movement between tiers: its period and organisation. */
export const MovementSearch = z.object({
  from: Day.optional().catch(undefined),
  to: Day.optional().catch(undefined),
  at: z.coerce.number().int().optional().catch(undefined),
});

const flag = z.boolean().optional().catch(undefined);
const end = z.enum(['low', 'mid', 'high', 'not_tiered', 'none']).optional().catch(undefined);

/** Persons by tier: every filter of the list. */
export const TierListSearch = z.object({
  tier: Outcome.optional().catch(undefined),
  criterion: z.coerce.string().regex(/^\w{1,20}$/).optional().catch(undefined),
  at: z.coerce.number().int().optional().catch(undefined),
  programme: z.uuid().optional().catch(undefined),
  provisional: flag,
  emergency: flag,
  overridden: flag,
  held: z.enum(holds).optional().catch(undefined),
  movedFrom: end,
  movedTo: end,
  start: Day.optional().catch(undefined),
  end: Day.optional().catch(undefined),
  page: z.coerce.number().int().min(1).optional().catch(undefined),
});

/** The rule desk: the version shown. */
export const DeskSearch = z.object({ version: z.coerce.number().int().optional().catch(undefined) });
