import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { IndicatorDefinition } from '../indicators/indicators.ts';
import type { GoalUnit } from '../plans/plan.ts';
import { countedAs, isChangeGoal, levelUnit } from './goal-bar.ts';
import type { GoalProgress } from './programmes.ts';

export interface GoalWords {
  /** A level of the goal (baseline, current, expected) with its unit; a rough one of what is counted is a whole number. */
  readonly level: (value: number, how?: 'rough') => string;
  /** What is wanted: ≥ 95%, 70 to 80, +10 percentage points → 64.2%. */
  readonly target: string;
  /** What the current value was made of; null where it was made of nothing. */
  readonly made: string | null;
}

/** Units of things that come whole. */
const whole = new Set<GoalUnit>(['persons', 'person-times', 'sessions', 'count']);

export function useGoalWords(goal: GoalProgress, definition: IndicatorDefinition | null): GoalWords {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const amount = (value: number, unit: GoalUnit | null) => {
    if (unit === null) return format.number(value);
    if (unit === 'percent') return format.percent(value);
    if (unit === 'percentage-points') return t('points', { value: format.number(value) });
    return t(`plans:amounts.${unit}`, { value: format.number(value) });
  };
  const level = (value: number, how?: 'rough') => {
    const unit = levelUnit(goal, definition);
    return amount(how === 'rough' && unit !== null && whole.has(unit) ? Math.ceil(value) : value, unit);
  };
  return { level, target: targetWords(), made: madeWords() };

  function targetWords(): string {
    if (goal.target === null) return t('goals.noTarget');
    const wanted = t(`plans:goal.${goal.comparator}`, { value: amount(goal.target, goal.unit), max: goal.targetMax === null ? '' : amount(goal.targetMax, goal.unit) });
    if (!isChangeGoal(goal) || goal.targetLevel === goal.target) return wanted;
    return goal.targetLevel === null ? t('goals.changeWithoutBaseline', { change: wanted }) : t('goals.changeTo', { change: wanted, level: level(goal.targetLevel) });
  }

  function madeWords(): string | null {
    if (goal.current === null || definition === null) return null;
    const [part, all] = [goal.numerator, goal.denominator];
    const counted = countedAs(definition.measure.by);
    if (counted === 'number' || all === null) return null;
    if (counted === 'of') return part === null ? null : t('goals.madeOf', { part: format.number(part), whole: format.number(all) });
    return t(counted === 'mean' ? 'goals.madeAsMean' : 'goals.madeOfPairs', { count: all, people: format.number(all) });
  }
}
