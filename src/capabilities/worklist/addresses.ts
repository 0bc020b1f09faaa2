import { z } from 'zod';
import { Outcome } from '../risk/tier-rules.ts';
import { WorkKind, WorkTab } from './worklist.ts';

/** The whole state of the list: whoever copies the address sees the same. */
export const WorkSearch = z.object({
  tab: WorkTab.optional().catch(undefined),
  whose: z.string().optional().catch(undefined),
  tier: Outcome.optional().catch(undefined),
  kind: WorkKind.optional().catch(undefined),
  at: z.coerce.number().int().optional().catch(undefined),
  find: z.string().max(50).optional().catch(undefined),
  page: z.coerce.number().int().min(0).optional().catch(undefined),
});
export type WorkSearch = z.infer<typeof WorkSearch>;
