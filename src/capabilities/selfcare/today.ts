/** What a day asks of a person, and how far the goals are: from the plan, the marks, the record's values, diagnoses and medicines. */
import { addDays, weekdayOf, type Day } from '../../kernel/day.ts';
import type { GoalKind, SelfCareContent } from './content.ts';
import { feedbackOn } from './feedback.ts';
import type { GoalView, MarkView } from './selfcare.ts';

export interface KnownValue {
  readonly code: string;
  readonly day: Day;
  readonly value: number;
  readonly value2: number | null;
}

export interface Known {
  readonly goals: readonly GoalView[];
  readonly marks: readonly MarkView[];
  readonly values: readonly KnownValue[];
  /** ICD-10 of the diagnoses that stand. */
  readonly conditions: readonly string[];
  readonly medicines: readonly { readonly entryId: string; readonly title: string }[];
}

export type Ask =
  | { readonly kind: 'measure'; readonly id: string; readonly measure: string; readonly done: boolean; readonly because: 'disease' | 'lastValue' }
  | { readonly kind: 'medicine'; readonly id: string; readonly entryId: string; readonly title: string; readonly done: boolean }
  | { readonly kind: 'goal'; readonly id: string; readonly goal: GoalView; readonly progress: Progress; readonly done: boolean };

export interface Progress {
  /** In the period that the target is for. */
  readonly reached: number;
  readonly target: number;
  /** 0–1; of a value to reach: the share of the way from where it began. Null where nothing is known yet. */
  readonly share: number | null;
  readonly met: boolean;
}

/** Asks of the day: what a disease wants measured, the medicines, the goals. Undone ones come first. */
export function asksOf(known: Known, { schedules, measures, goals: kinds }: SelfCareContent, today: Day): readonly Ask[] {
  const measuring = schedules.flatMap(({ measure, icd10, days }): Ask[] => {
    if (!known.conditions.some((code) => icd10.some((root) => code.startsWith(root)))) return [];
    const found = measures.find(({ id }) => id === measure);
    const values = known.values.filter(({ code }) => found?.codes.includes(code)).toSorted((a, b) => (a.day < b.day ? 1 : -1));
    const [last] = values;
    const outside = found !== undefined && last !== undefined && !['good', 'notice'].includes(feedbackOn(found, { ...last, bmi: null, adult: true })?.level ?? 'good');
    const done = last?.day === today;
    if (!done && last !== undefined && last.day > addDays(today, -(outside ? 1 : days))) return [];
    return [{ kind: 'measure', id: `measure ${measure}`, measure, done, because: outside ? 'lastValue' : 'disease' }];
  });
  const medicines = known.medicines.map(({ entryId, title }): Ask => ({ kind: 'medicine', id: entryId, entryId, title, done: markOn(known.marks, entryId, today) > 0 }));
  const goals = known.goals.flatMap((goal): Ask[] => {
    const kind = kinds.find(({ id }) => id === goal.kind);
    if (!kind) return [];
    const progress = progressOf(goal, kind, { known, today });
    return [{ kind: 'goal', id: goal.goalId, goal, progress, done: progress.met }];
  });
  return [...measuring, ...medicines, ...goals].toSorted((a, b) => Number(a.done) - Number(b.done));
}

function markOn(marks: readonly MarkView[], wanted: string, day: Day): number {
  return marks.find((mark) => mark.about === wanted && mark.day === day)?.value ?? 0;
}

/** Monday of the week of a day. */
function weekStart(day: Day): Day {
  return addDays(day, -((weekdayOf(day) + 6) % 7));
}

/** How far a goal is in its period. */
export function progressOf(goal: GoalView, { period, direction, observation }: Pick<GoalKind, 'period' | 'direction' | 'observation'>, { known, today }: { known: Pick<Known, 'marks' | 'values'>; today: Day }): Progress {
  const { target } = goal;
  const from = period === 'week' ? weekStart(today) : period === 'day' ? today : goal.startedOn;
  const values = observation === null ? [] : known.values.filter(({ code, day }) => code === observation && day >= from && day <= today).toSorted((a, b) => (a.day < b.day ? -1 : 1));
  if (direction === 'reach') {
    const now = values.at(-1)?.value ?? null;
    const start = goal.startValue ?? values[0]?.value ?? null;
    if (now === null || start === null) return { reached: now ?? 0, target, share: null, met: false };
    const way = target - start;
    const met = way === 0 ? now === target : way < 0 ? now <= target : now >= target;
    return { reached: now, target, share: met ? 1 : Math.max(0, Math.min(1, (now - start) / (way || 1))), met };
  }
  const marked = known.marks.filter(({ about, day }) => about === goal.goalId && day >= from && day <= today).reduce((sum, { value }) => sum + value, 0);
  const reached = observation === null ? marked : (values.at(-1)?.value ?? 0);
  return { reached, target, share: Math.min(1, reached / target), met: reached >= target };
}

/** Days in a row, up to today or yesterday, on which something was done: a mark, or a value measured. */
export function streakOf({ marks, values }: Pick<Known, 'marks' | 'values'>, today: Day): number {
  const active = new Set<string>([...marks.filter(({ value }) => value > 0), ...values].map(({ day }) => day));
  const first = active.has(today) ? today : addDays(today, -1);
  let days = 0;
  while (active.has(addDays(first, -days))) days += 1;
  return days;
}

/** The seven days of this week with whether something was done: for the row of dots. */
export function weekOf({ marks, values }: Pick<Known, 'marks' | 'values'>, today: Day): readonly { readonly day: Day; readonly active: boolean }[] {
  const active = new Set<string>([...marks.filter(({ value }) => value > 0), ...values].map(({ day }) => day));
  return Array.from({ length: 7 }, (_, i) => addDays(weekStart(today), i)).map((day) => ({ day, active: active.has(day) }));
}
