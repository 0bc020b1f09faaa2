import { describe, expect, test } from 'vitest';
import type { IndicatorDefinition } from '../indicators/indicators.ts';
import { countedAs, expectedLevel, goalBar, levelUnit, widthAt } from './goal-bar.ts';

describe('goalBar', () => {
  test.each([
    ['half way', { current: 70, baseline: 50, targetLevel: 90, elapsed: 0.5 }, { from: 0, to: 1, current: 0.5, expected: 0.5, fromZero: false }],
    ['a falling rate goes forward too', { current: 30, baseline: 40, targetLevel: 20, elapsed: 0.25 }, { from: 0, to: 1, current: 0.5, expected: 0.25, fromZero: false }],
    ['past the target the drawing grows', { current: 95, baseline: 50, targetLevel: 90, elapsed: 1 }, { from: 0, to: 1.125, current: 1.125, expected: 1, fromZero: false }],
    ['far past it is cut', { current: 110, baseline: 0, targetLevel: 24, elapsed: 0.9 }, { from: 0, to: 1.25, current: 1.25, expected: 0.9, fromZero: false }],
    ['worse than at the start', { current: 46, baseline: 50, targetLevel: 90, elapsed: 0.5 }, { from: -0.1, to: 1, current: -0.1, expected: 0.5, fromZero: false }],
    ['nothing measured', { current: null, baseline: 50, targetLevel: 90, elapsed: 0.5 }, { from: 0, to: 1, current: null, expected: 0.5, fromZero: false }],
    ['no baseline: from zero, and no place for today', { current: 45, baseline: null, targetLevel: 90, elapsed: 0.5 }, { from: 0, to: 1, current: 0.5, expected: null, fromZero: true }],
    ['no target', { current: 45, baseline: 50, targetLevel: null, elapsed: 0.5 }, null],
    ['the target is the baseline', { current: 45, baseline: 90, targetLevel: 90, elapsed: 0.5 }, null],
  ])('%s', (_what, goal, bar) => expect(goalBar(goal)).toEqual(bar));
});

test.each([
  [{ baseline: 50, targetLevel: 90, elapsed: 0.5 }, 70],
  [{ baseline: 40, targetLevel: 20, elapsed: 0.25 }, 35],
  [{ baseline: null, targetLevel: 90, elapsed: 0.5 }, null],
])('expectedLevel of %o is %s', (goal, level) => expect(expectedLevel(goal)).toBe(level));

test('widthAt maps the drawing to its width', () => {
  expect([-0.25, 0, 1].map((place) => widthAt(place, { from: -0.25, to: 1 }))).toEqual([0, 0.2, 1]);
});

const definition = (unit: string, by: 'share' | 'mean' | 'paired'): IndicatorDefinition => ({
  id: 'x',
  version: 1,
  domain: 'outcome',
  meaning: { zh: '甲', en: 'A' },
  exclusions: null,
  window: 12,
  title: { zh: '甲', en: 'A' },
  synonyms: [],
  numerator: { zh: '甲', en: 'a' },
  denominator: null,
  unit,
  better: 'higher',
  measure: by === 'share' ? { by, numerator: 'true', denominator: 'true' } : by === 'mean' ? { by, of: '%x' } : { by, first: '%x', last: '%y', among: 'true' },
});

describe('levelUnit', () => {
  test.each([
    ['a level keeps its unit', { unit: 'persons', comparator: '>=' } as const, null, 'persons'],
    ['points lie between percents', { unit: 'percentage-points', comparator: 'increase' } as const, null, 'percent'],
    ['a score that rises by 20 % is a score', { unit: 'percent', comparator: 'increase' } as const, definition('score', 'mean'), 'score'],
    ['a rate that rises by 10 % is a rate', { unit: 'percent', comparator: 'increase' } as const, definition('percent', 'share'), 'percent'],
    ['a change that is measured itself is in percent', { unit: 'percent', comparator: 'increase' } as const, definition('score', 'paired'), 'percent'],
    ['no unit', { unit: null, comparator: '>=' } as const, null, null],
  ])('%s', (_what, goal, own, unit) => expect(levelUnit(goal, own)).toBe(unit));
});

test.each([['share', 'of'], ['ratio', 'of'], ['attendance', 'of'], ['mean', 'mean'], ['paired', 'pairs'], ['sessions', 'number']] as const)('%s is counted as %s', (by, counted) =>
  expect(countedAs(by)).toBe(counted),
);
