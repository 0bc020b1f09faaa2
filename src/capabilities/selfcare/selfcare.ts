/** Self-care: what a person does for their own health day by day: goals, marks of what was done, measuring at home. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { SelfCareContent } from './content.ts';

// Words

const owned = { tenantId: z.int(), personId: z.int() };
const placed = { organizationPos: z.int(), positions: z.string().nullable(), label: z.int() };

/** A goal of the person's own plan. `kind` names a goal of content/self-care.yaml; `remindAt` is a time of day in China. */
export const SelfGoal = z.object({
  ...owned,
  goalId: z.uuid(),
  kind: z.string(),
  target: z.number(),
  remindAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/).nullable(),
  startedOn: Day,
  endedOn: Day.nullable(),
  /** Of a weight to reach: where it began. */
  startValue: z.number().nullable(),
  madeBy: z.uuid(),
  ...placed,
});
export type SelfGoal = z.infer<typeof SelfGoal>;

/** Something done on a day: towards a goal, or a medicine taken. `about` is the goal's id or that of the medicine in the record. */
export const SelfMark = z.object({ ...owned, about: z.uuid(), day: Day, value: z.number(), markedAt: Instant, markedBy: z.uuid(), ...placed });
export type SelfMark = z.infer<typeof SelfMark>;

// Contract

export const refuse = problems('selfcare', { noSuchPerson: 404, unknownGoal: 422, targetOutOfRange: 422, goalThere: 409, noSuchGoal: 404, inTheFuture: 422, tooLongAgo: 422, nothingToMark: 404 });

/** How many days back something may still be marked, and how many of marks and of values a day's answer holds. */
export const daysBack = { mark: 7, shown: 35, values: 365 } as const;

const ofPerson = { personId: z.coerce.number().int().positive() };

export const GoalView = SelfGoal.pick({ goalId: true, kind: true, target: true, remindAt: true, startedOn: true, startValue: true });
export type GoalView = z.infer<typeof GoalView>;
export const MarkView = SelfMark.pick({ about: true, day: true, value: true });
export type MarkView = z.infer<typeof MarkView>;

/** What is measured at home, and the height that the weight is judged by. */
export const measuredCodes = ['blood-pressure', 'heart-rate', 'fasting-glucose', 'glucose-2h-after-meal', 'random-glucose', 'body-weight', 'body-height', 'daily-steps', 'sleep-duration'] as const;

/** What a day asks is worked out from this: the goals that stand, what was marked and measured, the diagnoses (ICD-10) and medicines. */
export const OwnDay = z.object({
  goals: z.array(GoalView),
  marks: z.array(MarkView),
  values: z.array(z.object({ code: z.string(), at: Instant, value: z.number(), value2: z.number().nullable() })),
  conditions: z.array(z.string()),
  medicines: z.array(z.object({ entryId: z.uuid(), title: z.string() })),
});
export type OwnDay = z.infer<typeof OwnDay>;

/** What may be measured and aimed at, with the words about it. */
export const readSelfCare = contract({ method: 'GET', path: '/api/me/self-care', permission: 'self.read', input: z.object({}), output: SelfCareContent });

/** In one answer, for a bad network: marks of the last five weeks, values of the last year. */
export const readOwnDay = contract({ method: 'GET', path: '/api/me/:personId/day', permission: 'self.read', subject: 'personId', input: z.object(ofPerson), output: OwnDay });

/** Set a goal, or change one: its id was made where it was set, so that sending it again changes nothing. One goal of a kind stands at a time. */
export const setGoal = contract({
  method: 'PUT',
  path: '/api/me/:personId/plan/goals/:goalId',
  permission: 'self.write',
  subject: 'personId',
  input: z.object({ ...ofPerson, goalId: z.uuid(), kind: z.string().max(40), target: z.number(), remindAt: SelfGoal.shape.remindAt, startValue: z.number().nullable().default(null) }),
  output: z.object({ goalId: z.uuid() }),
});

export const endGoal = contract({
  method: 'POST',
  path: '/api/me/:personId/plan/goals/:goalId/end',
  permission: 'self.write',
  subject: 'personId',
  input: z.object({ ...ofPerson, goalId: z.uuid(), ended: z.boolean().default(true) }),
  output: z.object({ ended: z.boolean() }),
});

/** What was done towards a goal on a day, or a medicine taken; 0 takes it back. Of two marks for one day the later one, by `at`, stands. */
export const markDone = contract({
  method: 'POST',
  path: '/api/me/:personId/plan/marks',
  permission: 'self.write',
  subject: 'personId',
  input: z.object({ ...ofPerson, about: z.uuid(), day: Day, value: z.number().min(0).max(100_000), at: Instant }),
  output: MarkView,
});
