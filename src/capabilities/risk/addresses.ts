import { z } from 'zod';
import { Day } from '../../kernel/day.ts';

/** The movement between tiers: its period and organisation. */
export const MovementSearch = z.object({
  from: Day.optional().catch(undefined),
  to: Day.optional().catch(undefined),
  at: z.coerce.number().int().optional().catch(undefined),
});

/** The rule desk: the version shown. */
export const DeskSearch = z.object({ version: z.coerce.number().int().optional().catch(undefined) });
