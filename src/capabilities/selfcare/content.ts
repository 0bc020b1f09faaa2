/** `content/self-care.yaml`: what may be measured at home and what is said about it; when measuring is asked; which goals there are. */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';

const Range = z.strictObject({ from: z.number().optional(), above: z.number().optional(), to: z.number().optional(), below: z.number().optional() });

/** How something said stands: `danger` needs help now. */
export const Level = z.enum(['good', 'notice', 'low', 'high', 'danger']);
export type Level = z.infer<typeof Level>;

export const FeedbackRow = z.strictObject({
  code: z.string(),
  level: Level,
  /** Not said to somebody below eighteen. */
  adults: z.boolean().default(false),
  /** One of these holds; an empty list always does. */
  any: z.array(z.strictObject({ value: Range.optional(), value2: Range.optional(), bmi: Range.optional() })),
  /** Minutes after which to measure again. */
  again: z.int().positive().nullable().default(null),
  title: Text,
  text: Text,
  /** When to call for help. */
  act: Text.nullable().default(null),
});
export type FeedbackRow = z.infer<typeof FeedbackRow>;

const sources = z.array(z.string().min(1)).min(1);

export const Measure = z.strictObject({ id: z.string(), codes: z.array(z.string()).min(1), source: sources, rows: z.array(FeedbackRow).min(1) });
export type Measure = z.infer<typeof Measure>;

export const GoalKind = z.strictObject({
  id: z.string(),
  unit: Text,
  period: z.enum(['day', 'week', 'once']),
  /** `up`: at least the target; `tick`: done or not; `reach`: a value to arrive at. */
  direction: z.enum(['up', 'tick', 'reach']),
  target: z.number(),
  range: z.tuple([z.number(), z.number()]),
  step: z.number().positive(),
  /** What one tap adds. */
  adds: z.array(z.number()),
  /** The code of the record from which progress comes; null where it is marked. */
  observation: z.string().nullable(),
  title: Text,
  why: Text,
  tip: Text,
  source: sources,
});
export type GoalKind = z.infer<typeof GoalKind>;

const Schedule = z.strictObject({ measure: z.string(), icd10: z.array(z.string()).min(1), days: z.int().positive(), source: sources });

export const SelfCareContent = z.strictObject({ measures: z.array(Measure), schedules: z.array(Schedule), goals: z.array(GoalKind) });
export type SelfCareContent = z.infer<typeof SelfCareContent>;
