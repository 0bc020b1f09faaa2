import { expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import type { IndicatorDefinition } from '../indicators/indicators.ts';
import { ProgrammeGoal } from './programmes.ts';
import { elapsedShare, progressOf } from './progress.ts';

const rate: IndicatorDefinition = {
  id: 'bp-control', version: 1, domain: 'outcome', meaning: { zh: '达标', en: 'controlled' }, exclusions: null, window: 3, title: { zh: '血压控制率', en: 'Blood-pressure control rate' }, synonyms: [], numerator: { zh: '达标', en: 'controlled' }, denominator: null,
  unit: 'percent', better: 'higher', measure: { by: 'share', numerator: '%sbp < 140 and %dbp < 90', denominator: '%htn' },
};
const lower: IndicatorDefinition = { ...rate, id: 'smoke', better: 'lower' };
const missing: IndicatorDefinition = { ...rate, measure: { by: 'none', needs: { zh: '转介记录', en: 'referrals' } } };
const paired: IndicatorDefinition = { ...rate, unit: 'score', measure: { by: 'paired', first: '%a', last: '%b', among: 'true' } };

const goal = (given: Partial<ProgrammeGoal>): ProgrammeGoal => ProgrammeGoal.parse({
  tenantId: 1, programmeId: crypto.randomUUID(), organizationPos: 1, position: 0, goalId: crypto.randomUUID(), text: '', metric: '', comparator: '>=', target: 90,
  targetMax: null, unit: 'percent', statedBaseline: null, scaleMax: null, indicator: 'x', seriesId: null, deadline: null, spanStart: null, spanEnd: null, ...given,
});
const value = (v: number | null) => ({ value: v, numerator: null, denominator: null });
const stand = (g: Partial<ProgrammeGoal>, m: { definition?: IndicatorDefinition | null; current: number | null; baseline?: number | null; elapsed?: number }) =>
  progressOf(goal(g), { definition: m.definition === undefined ? rate : m.definition, current: value(m.current), baseline: value(m.baseline ?? null), trend: [], elapsed: m.elapsed ?? 0.5 });

test.each([
  ['reached exactly', { target: 85 }, { current: 85 }, 'met'],
  ['a hair below', { target: 85 }, { current: 84.9, baseline: 60 }, 'on-track'],
  ['half the way in half the time', { target: 80 }, { current: 70, baseline: 60, elapsed: 0.5 }, 'on-track'],
  ['half a tenth behind is forgiven', { target: 80 }, { current: 69, baseline: 60, elapsed: 0.5 }, 'on-track'],
  ['more is not', { target: 80 }, { current: 68.9, baseline: 60, elapsed: 0.5 }, 'behind'],
  ['strictly above', { comparator: '>', target: 80 }, { current: 80, baseline: 80 }, 'behind'],
  ['an upper bound', { comparator: '<=', target: 20 }, { definition: lower, current: 20 }, 'met'],
  ['an upper bound not yet reached', { comparator: '<=', target: 20 }, { definition: lower, current: 26, baseline: 28, elapsed: 0.9 }, 'behind'],
  ['a change of ten points', { comparator: 'increase', target: 10, unit: 'percentage-points' }, { current: 54, baseline: 44 }, 'met'],
  ['a change without a baseline', { comparator: 'increase', target: 10, unit: 'percentage-points' }, { current: 54 }, 'behind'],
  ['a paired change', { comparator: 'increase', target: 20 }, { definition: paired, current: 21 }, 'met'],
  ['nothing measured', {}, { current: null }, 'no-data'],
  ['not measurable', {}, { definition: missing, current: null }, 'not-measurable'],
  ['bound to nothing', { indicator: null }, { definition: null, current: null }, 'unbound'],
] as const)('%s', (_name, g, m, standing) => expect(stand(g, m).standing).toBe(standing));

test('a change goal is added to its baseline: points to a percentage, a share of any other unit', () => {
  expect(stand({ comparator: 'increase', target: 10, unit: 'percent' }, { current: 50, baseline: 44 }).targetLevel).toBe(54);
  const score = { ...rate, unit: 'score' };
  expect(stand({ comparator: 'increase', target: 10, unit: 'percent' }, { definition: score, current: 50, baseline: 44 }).targetLevel).toBeCloseTo(48.4);
  expect(stand({ comparator: 'decrease', target: 3, unit: 'percentage-points' }, { definition: lower, current: 25, baseline: 27 }).targetLevel).toBe(24);
});

test('a stated baseline wins over a measured one; counts start at zero', () => {
  expect(stand({ statedBaseline: 61 }, { current: 65, baseline: 58 })).toMatchObject({ baseline: 61, baselineIs: 'stated' });
  expect(stand({ unit: 'sessions', target: 24 }, { current: 12, elapsed: 0.5 })).toMatchObject({ baseline: 0, progress: 0.5, standing: 'on-track' });
});

test('time gone counts both ends of the programme', () => {
  const year = { startsOn: Day.parse('2026-01-01'), endsOn: Day.parse('2026-12-31') };
  expect(elapsedShare(year, Day.parse('2025-12-01'))).toBe(0);
  expect(elapsedShare(year, Day.parse('2026-12-31'))).toBe(1);
  expect(elapsedShare(year, Day.parse('2027-03-01'))).toBe(1);
});
