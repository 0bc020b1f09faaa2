import type { IndicatorDefinition, Measure } from '../indicators/indicators.ts';
import type { GoalUnit } from '../plans/plan.ts';
import type { GoalProgress } from './programmes.ts';

/** A goal drawn from its baseline (0) to its target (1); places beyond are cut to `reach`. */
export interface GoalBar {
  /** Where the drawing begins and ends, in shares of the way. */
  readonly from: number;
  readonly to: number;
  readonly current: number | null;
  /** Where the goal should be today, going evenly from start to end. */
  readonly expected: number | null;
  /** The bar begins at nothing, because no baseline is known. */
  readonly fromZero: boolean;
}

/** How far the drawing goes before the baseline and past the target. */
const reach = { before: -0.25, past: 1.25 } as const;

type Drawn = Pick<GoalProgress, 'current' | 'baseline' | 'targetLevel' | 'elapsed'>;

/** Null when there is no level to reach, or when it is the baseline itself: nothing to draw. */
export function goalBar({ current, baseline, targetLevel, elapsed }: Drawn): GoalBar | null {
  const fromZero = baseline === null;
  const start = baseline ?? 0;
  if (targetLevel === null || targetLevel === start) return null;
  const place = (level: number) => Math.min(reach.past, Math.max(reach.before, (level - start) / (targetLevel - start)));
  const at = current === null ? null : place(current);
  return { from: Math.min(0, at ?? 0), to: Math.max(1, at ?? 1), current: at, expected: fromZero ? null : Math.min(1, Math.max(0, elapsed)), fromZero };
}

/** The level that an even way would have reached today; null without a baseline or a target. */
export function expectedLevel({ baseline, targetLevel, elapsed }: Pick<GoalProgress, 'baseline' | 'targetLevel' | 'elapsed'>): number | null {
  return baseline === null || targetLevel === null ? null : baseline + (targetLevel - baseline) * elapsed;
}

/** The share of the drawing's width at which a place stands, 0–1. */
export function widthAt(place: number, { from, to }: Pick<GoalBar, 'from' | 'to'>): number {
  return (place - from) / (to - from);
}

const pointUnits = new Set<string>(['percent', 'percentage-points']);

/** The unit of a goal's levels (baseline, current, target): a change in percentage points is between levels in percent. */
export function levelUnit(goal: Pick<GoalProgress, 'unit' | 'comparator'>, definition: Pick<IndicatorDefinition, 'measure' | 'unit'> | null): GoalUnit | null {
  if (definition?.measure.by === 'paired') return 'percent';
  if (goal.unit === 'percentage-points') return 'percent';
  const isChange = goal.comparator === 'increase' || goal.comparator === 'decrease';
  if (isChange && goal.unit === 'percent' && definition && !pointUnits.has(definition.unit)) return unitsByName[definition.unit] ?? null;
  return goal.unit;
}

const unitsByName: Record<string, GoalUnit> = {
  count: 'count', 'hours-per-day': 'hours-per-day', minutes: 'minutes', 'person-times': 'person-times', persons: 'persons', score: 'score', sessions: 'sessions', 'times-per-month': 'times-per-month', years: 'years',
};

export type Counted = 'of' | 'mean' | 'pairs' | 'number';

/** How a measured value was made: so many of so many, a mean over people, pairs of answers, or simply a number. */
export function countedAs(by: Measure['by']): Counted {
  switch (by) {
    case 'share':
    case 'ratio':
    case 'attendance':
      return 'of';
    case 'mean':
      return 'mean';
    case 'paired':
      return 'pairs';
    case 'count':
    case 'attended':
    case 'sessions':
    case 'none':
      return 'number';
  }
}

/** Whether the change counts as one that the plan wants as a difference, not a level. */
export function isChangeGoal({ comparator }: Pick<GoalProgress, 'comparator'>): boolean {
  return comparator === 'increase' || comparator === 'decrease';
}
