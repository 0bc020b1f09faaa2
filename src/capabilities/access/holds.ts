/** Holds: a record whose person withdrew the consent to health management, or was erased. It is kept as the law orders, and shown to nobody but the person and an emergency. */
import { z } from 'zod';
import { Instant } from '../../kernel/day.ts';

export const RecordHold = z.object({ tenantId: z.int(), personId: z.int(), since: Instant, reason: z.enum(['consent', 'erasure']), organizationPos: z.int(), positions: z.string().nullable() });
export type RecordHold = z.infer<typeof RecordHold>;
