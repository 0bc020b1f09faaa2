import { daysBetween, type Day } from '../../kernel/day.ts';
import type { IndicatorDefinition, Measured } from '../indicators/indicators.ts';
import type { GoalProgress, ProgrammeGoal, Standing } from './programmes.ts';

export interface Measurement {
  readonly definition: IndicatorDefinition | null;
  /** Values stand behind it that tell of fewer people than this, which the caller is not told; null when there are none. */
  readonly tooFew?: number | null;
  readonly current: Measured | null;
  readonly baseline: Measured | null;
  readonly trend: GoalProgress['trend'];
  readonly elapsed: number;
}

/** Share of the programme's time that has gone, 0–1. */
export function elapsedShare({ startsOn, endsOn }: { startsOn: Day; endsOn: Day }, today: Day): number {
  const share = (daysBetween(startsOn, today) + 1) / (daysBetween(startsOn, endsOn) + 1);
  return Math.min(1, Math.max(0, share));
}

/** How a goal stands: its level to reach, how far it has come, and whether that is in time. */
export function progressOf(goal: ProgrammeGoal, m: Measurement): GoalProgress {
  const { tenantId: _t, programmeId: _p, organizationPos: _o, ...own } = goal;
  const baseline = baselineOf(goal, m);
  const current = m.current?.value ?? null;
  const targetLevel = levelToReach(goal, { baseline: baseline.value, definition: m.definition });
  const progress = wayGone({ goal, definition: m.definition, current, baseline: baseline.value, targetLevel });
  return {
    ...own,
    indicatorTitle: m.definition?.title ?? null,
    current,
    numerator: m.current?.numerator ?? null,
    denominator: m.current?.denominator ?? null,
    baseline: baseline.value,
    baselineIs: baseline.is,
    targetLevel,
    progress,
    elapsed: m.elapsed,
    standing: standingOf({ goal, definition: m.definition, current, progress, elapsed: m.elapsed }),
    needs: m.definition?.measure.by === 'none' ? m.definition.measure.needs : m.tooFew !== undefined && m.tooFew !== null && current === null ? { zh: `涉及人数不足 ${m.tooFew} 人,不显示数值`, en: `values of fewer than ${m.tooFew} people are not shown` } : null,
    trend: m.trend,
  };
}

const counts = new Set(['persons', 'person-times', 'sessions', 'count']);

function baselineOf(goal: ProgrammeGoal, { definition, baseline }: Measurement): { value: number | null; is: GoalProgress['baselineIs'] } {
  if (goal.statedBaseline !== null) return { value: goal.statedBaseline, is: 'stated' };
  if (isPaired(definition)) return { value: 0, is: 'measured' };
  if (goal.unit !== null && counts.has(goal.unit)) return { value: 0, is: 'measured' };
  return baseline?.value === null || baseline === null ? { value: null, is: 'none' } : { value: baseline.value, is: 'measured' };
}

/** The indicator itself is a change from first to last answer: the wanted change is its level. */
function isPaired(definition: IndicatorDefinition | null): boolean {
  return definition?.measure.by === 'paired';
}

function levelToReach(goal: ProgrammeGoal, { baseline, definition }: { baseline: number | null; definition: IndicatorDefinition | null }): number | null {
  if (goal.target === null) return null;
  const sign = goal.comparator === 'increase' ? 1 : goal.comparator === 'decrease' ? -1 : 0;
  if (sign === 0 || isPaired(definition)) return goal.target;
  if (baseline === null) return null;
  // A rate that rises "by 10 %" is read as percentage points where the plan leaves it open: the reader says so beside the goal.
  const relative = goal.unit === 'percent' && definition?.unit !== 'percent';
  return relative ? baseline * (1 + (sign * goal.target) / 100) : baseline + sign * goal.target;
}

type Way = { goal: ProgrammeGoal; definition: IndicatorDefinition | null; current: number | null; baseline: number | null; targetLevel: number | null };

function wayGone({ goal, definition, current, baseline, targetLevel }: Way): number | null {
  if (current === null || targetLevel === null) return null;
  if (isReached({ goal, definition, current, targetLevel })) return 1;
  if (baseline === null) return null;
  if (baseline === targetLevel) return 0;
  return Math.max(0, (current - baseline) / (targetLevel - baseline));
}

function isReached({ goal, definition, current, targetLevel }: { goal: ProgrammeGoal; definition: IndicatorDefinition | null; current: number; targetLevel: number }): boolean {
  switch (goal.comparator) {
    case '>=':
    case '=':
    case 'increase':
      return current >= targetLevel;
    case '>':
      return current > targetLevel;
    case '<=':
    case 'decrease':
      return current <= targetLevel;
    case '<':
      return current < targetLevel;
    case 'range':
      return current >= targetLevel && current <= (goal.targetMax ?? targetLevel);
    case '~':
      return definition?.better === 'lower' ? current <= targetLevel : current >= targetLevel;
  }
}

/** Half a tenth behind the calendar still counts as on track. */
const tolerance = 0.05;

function standingOf({ goal, definition, current, progress, elapsed }: { goal: ProgrammeGoal; definition: IndicatorDefinition | null; current: number | null; progress: number | null; elapsed: number }): Standing {
  if (goal.indicator === null || definition === null) return 'unbound';
  if (definition.measure.by === 'none') return 'not-measurable';
  if (current === null) return 'no-data';
  if (progress === null) return goal.target === null ? 'no-data' : 'behind';
  if (progress >= 1) return 'met';
  return progress >= elapsed - tolerance ? 'on-track' : 'behind';
}
