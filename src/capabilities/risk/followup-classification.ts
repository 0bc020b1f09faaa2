/**
 * How a follow-up visit is classified by the national basic public health service (3rd edition, 2017), and what follows:
 * danger signs mean urgent referral; a first failure or an adverse reaction means two weeks; a second one means referral.
 */
import { z } from 'zod';
import { Text } from '../../kernel/text.ts';
import { reaches } from './blood-pressure.ts';
import { categorical, Clause, dates, flag, inOrder, measured, missingInputs, outcomes, plausible, usedInputs } from './estimate.ts';
import type { Estimate } from './estimate.ts';

const Pair = z.strictObject({ sbp: z.number(), dbp: z.number() });
const groups = ['controlled', 'uncontrolled', 'adr', 'complication'] as const;
export type Group = (typeof groups)[number];
const actions = ['keep', 'adjust', 'refer', 'refer_urgently'] as const;
type Action = (typeof actions)[number];
const dangers = ['pressure', 'glucose', 'symptom', 'pregnancy', 'tachycardia', 'fever', 'vision', 'other_disease'] as const;
type Danger = (typeof dangers)[number];

export const FollowupContent = z.strictObject({
  clause: Clause,
  danger: z.strictObject({ clause: Clause, sbp: z.number(), dbp: z.number(), glucose_from: z.number(), glucose_to: z.number(), heart_rate_above: z.number(), temperature_above: z.number() }),
  pregnancy: z.strictObject({ sbp: z.number(), dbp: z.number(), fpg: z.number() }),
  hypertension: z.strictObject({ uncontrolled_from: Pair, older_from_age: z.number(), older_uncontrolled_from: Pair }),
  diabetes: z.strictObject({ uncontrolled_fpg: z.number() }),
  referral_after: z.int(),
  followup_weeks: z.int(),
  interval_max_months: z.int(),
  titles: z.strictObject({ groups: z.record(z.enum(groups), Text), actions: z.record(z.enum(actions), Text), dangers: z.record(z.enum(dangers), Text) }),
});
export type FollowupContent = z.infer<typeof FollowupContent>;

/** What a visit records beside the measurements. Events that were not recorded count as not reported. */
const course = {
  danger_symptom: flag,
  pregnant: flag,
  lactating: flag,
  other_disease: flag,
  adr: flag,
  refractory_adr: flag,
  new_complication: flag,
  /** Unsatisfactory visits in a row, this one included. */
  uncontrolled_in_row: measured('count'),
  previous_group: z.enum(groups).nullable().default(null),
  dates,
};

export const HypertensionVisit = z.object({ age: measured('age'), sbp: measured('sbp'), dbp: measured('dbp'), ...course });
export type HypertensionVisit = z.infer<typeof HypertensionVisit>;

export const DiabetesVisit = z.object({
  fpg: measured('glucose'),
  glucose_now: measured('glucose'),
  sbp: measured('sbp'),
  dbp: measured('dbp'),
  hr: measured('heartRate'),
  temperature: measured('temperature'),
  vision_loss: flag,
  ...course,
});
export type DiabetesVisit = z.infer<typeof DiabetesVisit>;

export type Classification = Estimate<Group> & {
  readonly danger: readonly Danger[];
  readonly action: Action | null;
  readonly followupWeeks: number | null;
  readonly intervalMaxMonths: number | null;
};

/** By office blood pressure: below 140/90, from 65 years below 150/90. */
export function classifyHypertensionVisit(visit: HypertensionVisit, content: FollowupContent): Classification {
  const { hypertension: by } = content;
  const limitAt = (age: number | null) => (age !== null && age >= by.older_from_age ? by.older_uncontrolled_from : by.uncontrolled_from);
  const box = { age: [plausible.age[0], by.older_from_age], sbp: plausible.sbp, dbp: plausible.dbp };
  const possible = outcomes(visit, box, (complete) => groupOf(complete, reaches(complete, limitAt(complete.age))));
  const danger = [
    ...(reaches(visit, content.danger) ? (['pressure'] as const) : []),
    ...((visit.pregnant === true || visit.lactating === true) && reaches(visit, content.pregnancy) ? (['pregnancy'] as const) : []),
    ...reportedDangers(visit),
  ];
  return conclude(visit, { possible, danger, names: ['age', 'sbp', 'dbp'], content });
}

/** By fasting glucose alone: below 7.0 mmol/L. */
export function classifyDiabetesVisit(visit: DiabetesVisit, content: FollowupContent): Classification {
  const possible = outcomes(visit, { fpg: plausible.glucose }, (complete) => groupOf(complete, complete.fpg !== null && complete.fpg >= content.diabetes.uncontrolled_fpg));
  return conclude(visit, { possible, danger: diabetesDangers(visit, content), names: ['fpg'], content });
}

type Course = Pick<DiabetesVisit, 'danger_symptom' | 'other_disease' | 'adr' | 'refractory_adr' | 'new_complication' | 'uncontrolled_in_row' | 'previous_group' | 'dates'>;

/** The worst that applies names the group. */
function groupOf(visit: Course, uncontrolled: boolean): Group {
  if (visit.new_complication === true) return 'complication';
  if (visit.adr === true || visit.refractory_adr === true) return 'adr';
  return uncontrolled ? 'uncontrolled' : 'controlled';
}

function diabetesDangers(visit: DiabetesVisit, { danger, pregnancy }: FollowupContent): readonly Danger[] {
  const critical = [visit.fpg, visit.glucose_now].some((value) => value !== null && (value >= danger.glucose_from || value <= danger.glucose_to));
  const expecting = visit.pregnant === true || visit.lactating === true;
  return [
    ...(critical ? (['glucose'] as const) : []),
    ...(reaches(visit, danger) ? (['pressure'] as const) : []),
    ...(expecting && visit.fpg !== null && visit.fpg >= pregnancy.fpg ? (['pregnancy'] as const) : []),
    ...(visit.hr !== null && visit.hr > danger.heart_rate_above ? (['tachycardia'] as const) : []),
    ...(visit.temperature !== null && visit.temperature > danger.temperature_above ? (['fever'] as const) : []),
    ...(visit.vision_loss === true ? (['vision'] as const) : []),
    ...reportedDangers(visit),
  ];
}

function reportedDangers(visit: Course): readonly Danger[] {
  return [...(visit.danger_symptom === true ? (['symptom'] as const) : []), ...(visit.other_disease === true ? (['other_disease'] as const) : [])];
}

type Findings = { readonly possible: readonly Group[]; readonly danger: readonly Danger[]; readonly names: readonly string[]; readonly content: FollowupContent };

function conclude(visit: Course, { possible, danger, names, content }: Findings): Classification {
  const decided = inOrder(groups, possible);
  const missing = decided.length === 1 ? [] : missingInputs(visit, names);
  const used = usedInputs(visit, [...names, 'glucose_now', 'hr', 'temperature', 'adr', 'refractory_adr', 'new_complication', 'uncontrolled_in_row', 'previous_group', 'danger_symptom']);
  const estimate = categorical(decided, { used, missing, clause: danger.length > 0 ? content.danger.clause : content.clause });
  const action = danger.length > 0 ? 'refer_urgently' : estimate.value === null ? null : actionFor(estimate.value, visit, content);
  return {
    ...estimate,
    danger,
    action,
    followupWeeks: action === null || action === 'keep' ? null : content.followup_weeks,
    intervalMaxMonths: action === 'keep' ? content.interval_max_months : null,
  };
}

function actionFor(group: Group, visit: Course, content: FollowupContent): Action {
  if (group === 'controlled') return 'keep';
  const again = (visit.uncontrolled_in_row ?? 0) >= content.referral_after || (group === 'uncontrolled' && visit.previous_group === 'uncontrolled');
  return again || group === 'complication' || visit.refractory_adr === true ? 'refer' : 'adjust';
}
