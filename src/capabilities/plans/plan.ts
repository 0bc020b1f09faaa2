import { z } from 'zod';

/** Where a piece stands in the normalised text: [start, end) in UTF-16 code units. */
export const Span = z.tuple([z.int().min(0), z.int().min(0)]);
export type Span = z.infer<typeof Span>;

export const settings = ['enterprise', 'community', 'school', 'youth-mental', 'hospital-chronic', 'healthy-city', 'other'] as const;
export const Setting = z.enum(settings);
export type Setting = z.infer<typeof Setting>;

/** `increase`/`decrease`: a change with no level stated; `~`: about; `range`: value to value_max. */
export const comparators = ['>=', '<=', '<', '>', '=', '~', 'increase', 'decrease', 'range'] as const;
export const Comparator = z.enum(comparators);
export type Comparator = z.infer<typeof Comparator>;

export const goalUnits = [
  'percent', 'percentage-points', 'permille', 'per-100k', 'score', 'persons', 'person-times', 'sessions', 'count',
  'times-per-day', 'times-per-week', 'times-per-month', 'times-per-quarter', 'times-per-term', 'times-per-year',
  'hours', 'hours-per-day', 'seconds', 'minutes', 'days', 'class-hours', 'years', 'yuan', 'yuan-per-person', 'ratio',
] as const;
export const GoalUnit = z.enum(goalUnits);
export type GoalUnit = z.infer<typeof GoalUnit>;

export const Period = z.strictObject({ text: z.string(), start: z.iso.date().optional(), end: z.iso.date().optional() });
export type Period = z.infer<typeof Period>;

/** One quantified target: one metric, one population, one year. `text` is the verbatim span. */
export const Goal = z.strictObject({
  text: z.string(),
  metric: z.string(),
  metric_alt: z.array(z.string()).optional(),
  comparator: Comparator,
  comparator_alt: Comparator.optional(),
  value: z.number(),
  value_max: z.number().optional(),
  value_text: z.string().optional(),
  unit: GoalUnit,
  unit_alt: GoalUnit.optional(),
  baseline: z.number().optional(),
  baseline_derived: z.number().optional(),
  target_derived: z.number().optional(),
  reference: z.string().optional(),
  delta: z.strictObject({ comparator: Comparator, value: z.number(), unit: GoalUnit }).optional(),
  deadline: z.string().optional(),
  scope: z.string().optional(),
  group: z.string().optional(),
  scale_max: z.number().optional(),
  definition: z.string().optional(),
  period_per: z.string().optional(),
  at_least: z.boolean().optional(),
  ambiguity: z.string().optional(),
  note: z.string().optional(),
  optional: z.boolean().optional(),
  span: Span,
});
export type Goal = z.infer<typeof Goal>;

/** A target with no number. It never receives one. */
export const QualitativeGoal = z.strictObject({
  text: z.string(),
  metric: z.string().optional(),
  comparator: Comparator.optional(),
  reference: z.string().optional(),
  note: z.string().optional(),
  span: Span,
});
export type QualitativeGoal = z.infer<typeof QualitativeGoal>;

export const Phase = z.strictObject({
  name: z.string(),
  period: z.string().optional(),
  start: z.iso.date().optional(),
  end: z.iso.date().optional(),
  tasks: z.array(z.string()).optional(),
  span: Span,
});
export type Phase = z.infer<typeof Phase>;

export const PlanTask = z.strictObject({
  name: z.string(),
  owner: z.string().optional(),
  deadline: z.string().optional(),
  span: Span,
});
export type PlanTask = z.infer<typeof PlanTask>;

export const cadencePeriods = [
  'hour', 'day', 'week', 'two-weeks', 'month', 'two-months', 'quarter', 'half-year', 'term', 'year', 'two-years', 'once', 'event', 'irregular',
] as const;
export const CadencePeriod = z.enum(cadencePeriods);
export type CadencePeriod = z.infer<typeof CadencePeriod>;

/** `times` is null when the text names none (定期): no number is invented. `on` is a fixed slot (周四晚). */
export const Cadence = z.strictObject({
  text: z.string(),
  times: z.number().nullable(),
  per: CadencePeriod,
  at_least: z.boolean().optional(),
  on: z.string().optional(),
});
export type Cadence = z.infer<typeof Cadence>;

export const PlanActivity = z.strictObject({
  name: z.string(),
  cadence: Cadence.optional(),
  count: z.number().optional(),
  count_comparator: Comparator.optional(),
  capacity: z.number().optional(),
  capacity_comparator: Comparator.optional(),
  duration: z.string().optional(),
  channel: z.string().optional(),
  place: z.string().optional(),
  audience: z.string().optional(),
  span: Span,
});
export type PlanActivity = z.infer<typeof PlanActivity>;

/** Amounts are in yuan; null where the text leaves a blank or names none. */
export const BudgetLine = z.strictObject({
  item: z.string(),
  amount: z.number().nullable(),
  unit: z.string(),
  text: z.string().optional(),
  note: z.string().optional(),
  per: z.string().optional(),
  share: z.number().optional(),
  total: z.boolean().optional(),
  subtotal: z.boolean().optional(),
  income: z.boolean().optional(),
  breakdown: z.string().optional(),
  span: Span,
});
export type BudgetLine = z.infer<typeof BudgetLine>;

export const PlanRisk = z.strictObject({ risk: z.string(), mitigations: z.array(z.string()), span: Span });
export type PlanRisk = z.infer<typeof PlanRisk>;

export const PlanOrganisation = z.strictObject({
  name: z.string(),
  role: z.string().optional(),
  members: z.array(z.string()).optional(),
  count: z.number().nullable().optional(),
  note: z.string().optional(),
  span: Span,
});
export type PlanOrganisation = z.infer<typeof PlanOrganisation>;

export const Distractor = z.strictObject({ text: z.string(), why: z.string() });
export type Distractor = z.infer<typeof Distractor>;

/** One work plan as the reader understands it. */
export const Plan = z.strictObject({
  id: z.string().optional(),
  title: z.string(),
  setting: Setting,
  period: Period,
  target_population: z.array(z.string()),
  goals: z.array(Goal),
  qualitative_goals: z.array(QualitativeGoal),
  phases: z.array(Phase),
  tasks: z.array(PlanTask),
  activities: z.array(PlanActivity),
  budget: z.array(BudgetLine),
  risks: z.array(PlanRisk),
  organisations: z.array(PlanOrganisation),
  safeguards: z.array(z.string()),
  evaluation: z.array(z.string()),
  distractors: z.array(Distractor).optional(),
  consistency_notes: z.array(z.string()),
});
export type Plan = z.infer<typeof Plan>;
