/** Work that staff owe single persons: calls, visits, alarms, replies, re-assessments. Whoever knows that something is to be done opens an item here. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { PersonId, PersonRow } from '../people/people.ts';
import { Outcome } from '../risk/tier-rules.ts';

// Words

/** What is to be done; each kind has a name in the locales (`worklist:kinds.…`). */
export const WorkKind = z.enum(['contact', 'visit', 'questionnaire', 'alarm', 'reply', 'reassessment', 'referral', 'consultation', 'plan', 'review', 'appointment']);
export type WorkKind = z.infer<typeof WorkKind>;

export const Severity = z.enum(['routine', 'urgent', 'danger']);
export type Severity = z.infer<typeof Severity>;

/** Who of the staff a piece of work is for; it goes to the person's own doctor or nurse where there is one. */
export const WorkRole = z.enum(['doctor', 'nurse', 'health-manager', 'mdt']);
export type WorkRole = z.infer<typeof WorkRole>;

export const WorkState = z.enum(['open', 'done', 'cancelled']);
export type WorkState = z.infer<typeof WorkState>;

/** Names and numbers that fill the words of `title`. */
export const WorkParams = z.record(z.string(), z.union([z.string(), z.number()]));

/**
 * One piece of work about one person. `source` says who opened it and for what: the same source opens it once. `title` is a key of the
 * locales (`monitoring:work.pressure`). `rank` orders a list: severity first, then the tier. `hiddenUntil`: not shown before that day.
 */
export const WorkItem = z.object({
  tenantId: z.int(),
  personId: PersonId,
  itemId: z.uuid(),
  kind: WorkKind,
  title: z.string().min(1),
  params: WorkParams,
  dueOn: Day,
  severity: Severity,
  tier: Outcome.nullable(),
  rank: z.int(),
  role: WorkRole,
  assignedTo: z.uuid().nullable(),
  sourceCapability: z.string().min(1),
  sourceId: z.string().min(1),
  state: WorkState,
  hiddenUntil: Day.nullable(),
  openedAt: Instant,
  closedAt: Instant.nullable(),
  closedBy: z.uuid().nullable(),
  outcome: z.string().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type WorkItem = z.infer<typeof WorkItem>;

/** What a capability says to open an item; the rest follows from the person. `assignedTo` left out: the person's own doctor or nurse. */
export const NewWork = WorkItem.pick({ personId: true, kind: true, title: true, params: true, dueOn: true, severity: true, role: true }).extend({
  source: z.object({ capability: z.string().min(1), id: z.string().min(1) }),
  assignedTo: z.uuid().nullable().optional(),
  hiddenUntil: Day.nullable().optional(),
  /** 1 (health data) unless said otherwise. */
  label: z.int().optional(),
});
export type NewWork = z.infer<typeof NewWork>;

// Rules

/** Who is later than this has long been lost, and stands apart (twelve months). */
export const lostAfterDays = 365;

/** The tabs of the list. `now` is everything that is to be done today; the others are its parts, and what lies beside it. */
export const WorkTab = z.enum(['now', 'due', 'overdue', 'alarms', 'replies', 'reassessments', 'referrals', 'reviews', 'upcoming', 'lost']);
export type WorkTab = z.infer<typeof WorkTab>;

/** Kinds that have a tab of their own, where they stand before they are due too. */
export const kindsOfTab: Partial<Record<WorkTab, readonly WorkKind[]>> = {
  alarms: ['alarm'],
  replies: ['reply'],
  reassessments: ['reassessment'],
  referrals: ['referral'],
  reviews: ['review', 'plan'],
};

/** What is done where it came from: an alarm is acknowledged and closed with what was done, a message is answered. Nobody ticks it off a list. */
const elsewhere: readonly WorkKind[] = ['alarm', 'reply', 'plan'];

export function isDoneElsewhere({ kind }: Pick<WorkItem, 'kind'>): boolean {
  return elsewhere.includes(kind);
}

export const refuse = problems('worklist', { unknownItem: 404, doneElsewhere: 409, unknownAccount: 404, inPast: 422, unknownView: 404 });

// Contracts

export const WorkRow = WorkItem.pick({ itemId: true, kind: true, title: true, params: true, dueOn: true, severity: true, tier: true, role: true, assignedTo: true, hiddenUntil: true, sourceCapability: true, sourceId: true }).extend({
  person: PersonRow,
  /** The last blood pressure that is known. */
  pressure: z.object({ sbp: z.number(), dbp: z.number(), on: Day }).nullable(),
  /** Calls that were made about it. */
  calls: z.object({ count: z.int(), last: z.string().nullable(), lastOn: Day.nullable() }),
  /** Days after the due day; negative before it. */
  daysLate: z.int(),
});
export type WorkRow = z.infer<typeof WorkRow>;

export const pageSize = 50;

/** Whose work: one's own, nobody's, everybody's, or one colleague's. */
const Whose = z.union([z.enum(['me', 'nobody', 'all']), z.uuid()]);

const Filters = {
  whose: Whose.default('me'),
  tier: Outcome.optional(),
  kind: WorkKind.optional(),
  organizationId: z.coerce.number().int().optional(),
  /** Part of a name or its pinyin. */
  find: z.string().trim().max(50).optional(),
};

export const listWork = contract({
  method: 'GET',
  path: '/api/worklist',
  permission: 'worklist.read',
  input: z.object({ ...Filters, tab: WorkTab.default('now'), page: z.coerce.number().int().min(0).max(2000).default(0) }),
  output: z.object({ items: z.array(WorkRow), more: z.boolean() }),
});

/** How many stand in each tab. */
export const countWork = contract({
  method: 'GET',
  path: '/api/worklist/counts',
  permission: 'worklist.read',
  input: z.object(Filters),
  output: z.record(WorkTab, z.int()),
});

const Items = z.array(z.object({ personId: PersonId, itemId: z.uuid() })).min(1).max(500);
const Done = z.object({ changed: z.int() });

/** Hand work to a colleague, or (null) to nobody. */
export const assignWork = contract({ method: 'POST', path: '/api/worklist/assign', permission: 'worklist.assign', input: z.object({ items: Items, accountId: z.uuid().nullable() }), output: Done });

/** Not before this day; null shows it again. */
export const hideWork = contract({ method: 'POST', path: '/api/worklist/hide', permission: 'worklist.read', input: z.object({ items: Items, until: Day.nullable() }), output: Done });

/** Say that something was done otherwise. */
export const finishWork = contract({ method: 'POST', path: '/api/worklist/finish', permission: 'worklist.read', input: z.object({ items: Items, outcome: z.string().trim().min(1).max(200) }), output: Done });

/** Take a finishing back. */
export const reopenWork = contract({ method: 'POST', path: '/api/worklist/reopen', permission: 'worklist.read', input: z.object({ items: Items }), output: Done });

/** Colleagues who can be handed work. */
export const listColleagues = contract({ method: 'GET', path: '/api/worklist/colleagues', permission: 'worklist.read', input: z.object({}), output: z.array(z.object({ accountId: z.uuid(), name: z.string(), role: z.string() })) });
