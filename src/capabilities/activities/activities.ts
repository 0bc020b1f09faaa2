/** Activities: lectures, workshops, screenings, meetings: a series, its sessions, and who took part. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { Text } from '../../kernel/text.ts';
import { PersonId } from '../people/people.ts';

// Words

/** content/activity-types.yaml: what kinds there are, the words that name them in a plan, and what proves that one took place. */
export const ActivityType = z.strictObject({
  id: z.string(),
  title: Text,
  words: z.array(z.string()),
  evidence: z.array(Text),
});
export type ActivityType = z.infer<typeof ActivityType>;
export const ActivityTypes = z.array(ActivityType);

export const CadencePeriod = z.enum([
  'hour', 'day', 'week', 'two-weeks', 'month', 'two-months', 'quarter', 'half-year', 'term', 'year', 'two-years', 'once', 'event', 'irregular',
]);
export type CadencePeriod = z.infer<typeof CadencePeriod>;

/** How often: `times` in each `per`. Null where nothing says how many (定期): such a series is scheduled by hand. `on`: a fixed slot in words (周四晚). */
export const Recurrence = z.object({
  text: z.string(),
  times: z.number().positive().nullable(),
  per: CadencePeriod,
  on: z.string().nullable(),
});
export type Recurrence = z.infer<typeof Recurrence>;

export const SeriesId = z.uuid().brand('SeriesId');
export type SeriesId = z.infer<typeof SeriesId>;

export const ActivitySeries = z.object({
  tenantId: z.int(),
  seriesId: SeriesId,
  programmeId: z.uuid().nullable(),
  organizationPos: z.int(),
  position: z.int(),
  title: z.string().min(1).max(300),
  activityType: z.string().nullable(),
  recurrence: Recurrence.nullable(),
  capacity: z.int().positive().nullable(),
  place: z.string().nullable(),
  channel: z.string().nullable(),
  audience: z.string().nullable(),
});
export type ActivitySeries = z.infer<typeof ActivitySeries>;

export const SessionState = z.enum(['planned', 'held', 'cancelled']);
export type SessionState = z.infer<typeof SessionState>;

/** One occurrence. `startsAt` is the clock time in China, HH:MM, where the plan fixes one. */
export const ActivitySession = z.object({
  tenantId: z.int(),
  sessionId: z.uuid(),
  seriesId: SeriesId,
  organizationPos: z.int(),
  heldOn: Day,
  startsAt: z.string().regex(/^\d\d:\d\d$/).nullable(),
  state: SessionState,
});
export type ActivitySession = z.infer<typeof ActivitySession>;

export const ParticipationState = z.enum(['registered', 'attended', 'absent']);
export type ParticipationState = z.infer<typeof ParticipationState>;

export const Participation = z.object({
  tenantId: z.int(),
  personId: PersonId,
  sessionId: z.uuid(),
  organizationPos: z.int(),
  state: ParticipationState,
  recordedAt: Instant,
});
export type Participation = z.infer<typeof Participation>;

// Rules

/** The types whose words a name holds, the longest word first: the first is the best guess. */
export function suggestActivityTypes(name: string, types: readonly ActivityType[]): ActivityType[] {
  return types
    .map((type) => ({ type, length: Math.max(0, ...type.words.filter((word) => name.includes(word)).map((word) => word.length)) }))
    .filter(({ length }) => length > 0)
    .toSorted((a, b) => b.length - a.length)
    .map(({ type }) => type);
}

// Contract

export const refuse = problems('activities', { unknownSession: 404, notYetHeld: 422 });

export const SessionView = ActivitySession.omit({ tenantId: true, organizationPos: true }).extend({ attended: z.int(), registered: z.int() });
export type SessionView = z.infer<typeof SessionView>;
export const SeriesView = ActivitySeries.omit({ tenantId: true, organizationPos: true }).extend({ sessions: z.array(SessionView) });
export type SeriesView = z.infer<typeof SeriesView>;

/** A programme's series with their sessions, in the plan's order. */
export const listSeries = contract({
  method: 'GET',
  path: '/api/programmes/:programmeId/series',
  permission: 'activities.read',
  input: z.object({ programmeId: z.uuid() }),
  output: z.array(SeriesView),
});

/** Move a session to another day, cancel it, or note that it was held. */
export const changeSession = contract({
  method: 'PATCH',
  path: '/api/sessions/:sessionId',
  permission: 'activities.change',
  input: z.object({ sessionId: z.uuid(), heldOn: Day.optional(), state: SessionState.optional() }),
  output: ActivitySession.omit({ tenantId: true, organizationPos: true }),
});

export const listActivityTypes = contract({
  method: 'GET',
  path: '/api/activity-types',
  permission: 'signed-in',
  input: z.object({}),
  output: ActivityTypes,
});

export const listHolidays = contract({
  method: 'GET',
  path: '/api/holidays',
  permission: 'signed-in',
  input: z.object({}),
  output: z.object({ years: z.array(z.int()), holidays: z.array(z.object({ day: Day, title: Text })), workdays: z.array(Day) }),
});
