import { z } from 'zod';
import { suggestActivityTypes, type ActivityType } from '../activities/activities.ts';
import { suggestIndicators, type IndicatorDefinition } from '../indicators/indicators.ts';
import { BudgetLine, Goal, Period, Phase, PlanActivity, PlanOrganisation, PlanRisk, PlanTask, QualitativeGoal, Setting, Span, type Plan } from './plan.ts';

/** What a person may correct: every piece of the plan with a key of its own, and where it stands in the document (null when a person added it). */
const own = { key: z.string(), span: Span.nullable() };

export const DraftGoal = Goal.extend({ ...own, indicator: z.string().nullable() });
export type DraftGoal = z.infer<typeof DraftGoal>;
export const DraftQualitativeGoal = QualitativeGoal.extend(own);
export const DraftPhase = Phase.extend(own);
export type DraftPhase = z.infer<typeof DraftPhase>;
export const DraftTask = PlanTask.extend(own);
export type DraftTask = z.infer<typeof DraftTask>;
export const DraftActivity = PlanActivity.extend({ ...own, activityType: z.string().nullable() });
export type DraftActivity = z.infer<typeof DraftActivity>;
export const DraftBudgetLine = BudgetLine.extend(own);
export const DraftRisk = PlanRisk.extend(own);
export const DraftOrganisation = PlanOrganisation.extend(own);

/** A plan under review: what the reader found, bound to indicators and activity types, and what people made of it. */
export const Draft = z.strictObject({
  title: z.string().min(1).max(300),
  setting: Setting,
  period: Period,
  target_population: z.array(z.string()),
  goals: z.array(DraftGoal),
  qualitative_goals: z.array(DraftQualitativeGoal),
  phases: z.array(DraftPhase),
  tasks: z.array(DraftTask),
  activities: z.array(DraftActivity),
  budget: z.array(DraftBudgetLine),
  risks: z.array(DraftRisk),
  organisations: z.array(DraftOrganisation),
  safeguards: z.array(z.string()),
  evaluation: z.array(z.string()),
  consistency_notes: z.array(z.string()),
});
export type Draft = z.infer<typeof Draft>;

/** The lists of a draft whose items stand in the document; the order is that of the review screen. */
export const draftLists = ['goals', 'qualitative_goals', 'phases', 'tasks', 'activities', 'budget', 'risks', 'organisations'] as const;
export type DraftList = (typeof draftLists)[number];
export type DraftItem = Draft[DraftList][number];

/** A plan as read becomes a draft: keys given, goals and activities bound to what they most resemble. */
export function draftOf(plan: Plan, { indicators, activityTypes }: { indicators: readonly IndicatorDefinition[]; activityTypes: readonly ActivityType[] }): Draft {
  const keyed = <T extends object>(kind: string, items: readonly T[]) => items.map((item, i) => ({ ...item, key: `${kind}${i + 1}` }));
  return {
    title: plan.title,
    setting: plan.setting,
    period: plan.period,
    target_population: plan.target_population,
    goals: keyed('g', plan.goals).map((goal) => ({ ...goal, indicator: bestIndicator(goal, indicators) })),
    qualitative_goals: keyed('q', plan.qualitative_goals),
    phases: keyed('p', plan.phases),
    tasks: keyed('t', plan.tasks),
    activities: keyed('a', plan.activities).map((activity) => ({ ...activity, activityType: suggestActivityTypes(activity.name, activityTypes)[0]?.id ?? null })),
    budget: keyed('b', plan.budget),
    risks: keyed('r', plan.risks),
    organisations: keyed('o', plan.organisations),
    safeguards: plan.safeguards,
    evaluation: plan.evaluation,
    consistency_notes: plan.consistency_notes,
  };
}

/** Bound only when the likeness leaves little doubt and both count in the same unit; a weaker one is a suggestion for the reviewer. */
const certain = 0.68;

function bestIndicator({ metric, unit, comparator }: Pick<Goal, 'metric' | 'unit' | 'comparator'>, indicators: readonly IndicatorDefinition[]): string | null {
  // A score or a count may be wanted to rise by so many percent.
  const relative = unit === 'percent' && (comparator === 'increase' || comparator === 'decrease');
  const sameKind = indicators.filter((indicator) => relative || unitKind(indicator.unit) === unitKind(unit));
  const best = suggestIndicators(metric, sameKind)[0];
  return best && best.score >= certain ? best.id : null;
}

/** Percent and percentage points are one kind: a rate and its change. */
function unitKind(unit: string): string {
  return unit === 'percentage-points' ? 'percent' : unit;
}

/** A sentence of the document that no item covers, so that nothing is lost in silence. */
export interface Unread {
  readonly text: string;
  readonly span: Span;
}

/**
 * Sentences inside `range` that no item of the draft stands in or repeats. Headings and scraps without content are passed over.
 */
export function unreadSentences(text: string, range: Span, draft: Draft): Unread[] {
  const covered = draftLists.flatMap((list) => draft[list].flatMap((item) => (item.span ? [item.span] : []))).toSorted((a, b) => a[0] - b[0]);
  const repeated = wordsHeld(draft);
  return sentencesIn(text, range).filter(
    (sentence) => !covered.some(([start, end]) => start < sentence.span[1] && end > sentence.span[0]) && !isRepeated(sentence.text, repeated),
  );
}

/** What the draft holds in words rather than by place: its title, people, safeguards, evaluation, countermeasures, tasks of phases. */
function wordsHeld(draft: Draft): string[] {
  const texts = [draft.title, ...draft.target_population, ...draft.safeguards, ...draft.evaluation, ...draft.risks.flatMap((risk) => risk.mitigations), ...draft.phases.flatMap((phase) => phase.tasks ?? [])];
  return texts.map(bare).filter((text) => text.length >= 4);
}

/** Most of the sentence's characters stand in what the draft holds. */
function isRepeated(sentence: string, held: readonly string[]): boolean {
  const text = bare(sentence);
  const told = held.filter((words) => text.includes(words) || words.includes(text)).reduce((sum, words) => sum + Math.min(words.length, text.length), 0);
  return told * 2 >= text.length;
}

function bare(text: string): string {
  return text.replace(/[\s\p{P}\p{S}]/gu, '');
}

const shortest = 8;

function sentencesIn(text: string, [from, to]: Span): Unread[] {
  const found: Unread[] = [];
  for (const match of text.slice(from, to).matchAll(/[^。!?!?;;\n]+[。!?!?;;]?/g)) {
    const trimmed = match[0].trim();
    const start = from + match.index + match[0].indexOf(trimmed);
    const ends = /[。!?!?;;]$/.test(trimmed);
    if (trimmed.length >= shortest && (ends || trimmed.length > 24)) found.push({ text: trimmed, span: [start, start + trimmed.length] });
  }
  return found;
}
