/** What was corrected in one's own record: the old and the new, who changed it, when and why. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';
import { Entry } from './entries.ts';
import { Change } from './records.ts';

const Value = z.object({ effectiveAt: Instant, value: z.number(), value2: z.number().nullable() });

/** `now` is null where it was withdrawn. */
const What = z.discriminatedUnion('kind', [z.object({ kind: z.literal('value'), code: z.string(), was: Value, now: Value.nullable() }), z.object({ kind: z.literal('entry'), was: Entry, now: Entry.nullable() })]);

export const CorrectionView = z.object({ at: Instant, by: z.string().nullable(), change: Change, reason: z.string(), what: What });
export type CorrectionView = z.infer<typeof CorrectionView>;

/** The newest first. */
export const listOwnCorrections = contract({
  method: 'GET',
  path: '/api/me/:personId/record/corrections',
  permission: 'self.read',
  subject: 'personId',
  input: z.object({ personId: z.coerce.number().pipe(PersonId), limit: z.coerce.number().int().min(1).max(200).default(20) }),
  output: z.array(CorrectionView),
});
