/** The timeline of a person: observations by the moment they were made, and entries, the latest first. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';
import { Entry, Resource } from './entries.ts';
import { ObservationView } from './observations.ts';
import { ObservationSource } from './records.ts';

// Words

export const TimelineKind = z.enum(['observations', ...Resource.options]);
export type TimelineKind = z.infer<typeof TimelineKind>;

/** A moment of the timeline: what was observed together, or one entry. */
export const TimelineItem = z.object({
  key: z.string(),
  kind: TimelineKind,
  at: Instant,
  source: ObservationSource,
  /** Only the case's team sees it. */
  sealed: z.boolean(),
  observations: z.array(ObservationView),
  entry: z.object({ entryId: z.uuid(), entry: Entry, recordedAt: Instant, earlier: z.int() }).nullable(),
  /** Present when it was entered in error. */
  withdrawn: z.object({ at: Instant, by: z.string().nullable(), reason: z.string() }).nullable(),
});
export type TimelineItem = z.infer<typeof TimelineItem>;

// Rules

/** Where a page of the timeline ended: the next begins after it. */
export interface Cursor {
  readonly at: Instant;
  readonly key: string;
}

export function writeCursor({ at, key }: Cursor): string {
  return `${at}~${key}`;
}

/** Null for what is no cursor. */
export function readCursor(text: string): Cursor | null {
  const [at, key, ...more] = text.split('~');
  const instant = Instant.safeParse(at);
  return instant.success && key !== undefined && more.length === 0 ? { at: instant.data, key } : null;
}

// Contract

export const pageSize = 30;

/** `kinds` and `sources` are lists with commas; `text` is looked for in titles, names and remarks. */
export const readTimeline = contract({
  method: 'GET',
  path: '/api/people/:personId/record/timeline',
  permission: 'records.read',
  subject: 'personId',
  input: z.object({
    personId: z.coerce.number().pipe(PersonId),
    kinds: z.string().optional(),
    sources: z.string().optional(),
    from: Day.optional(),
    to: Day.optional(),
    text: z.string().max(60).optional(),
    withdrawn: z.stringbool().optional(),
    asOf: Day.optional(),
    after: z.string().max(120).optional(),
  }),
  output: z.object({ items: z.array(TimelineItem), next: z.string().nullable() }),
});
