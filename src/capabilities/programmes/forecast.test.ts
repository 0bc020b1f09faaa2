import { expect, test } from 'vitest';
import { addMonths, Day } from '../../kernel/day.ts';
import { forecastOf, outlookOf } from './forecast.ts';

const start = Day.parse('2026-01-15');
const trend = (values: readonly (number | null)[]) => values.map((value, i) => ({ on: addMonths(start, i), value }));
const end = { endsOn: Day.parse('2026-12-31'), limits: [0, 100] as const };

test('a straight course goes on straight, with no doubt', () => {
  const found = forecastOf(['2026-01-01', '2026-01-11', '2026-01-21', '2026-01-31', '2026-02-10'].map((on, i) => ({ on: Day.parse(on), value: 10 + i })), { ...end, endsOn: Day.parse('2026-03-02') }) ?? expect.fail();
  expect(found).toMatchObject({ from: 5 });
  for (const value of [found.value, found.low, found.high]) expect(value).toBeCloseTo(16, 9);
});

test('the interval is that of a worked regression', () => {
  // y = 2, 4, 5, 4, 5 on x = 1 … 5 (days): line 2.2 + 0.6 x, residual variance 0.8; at x = 6: 5.8 ± 1.6377 · √(0.8 · (1 + 1/5 + 9/10)).
  const found = forecastOf([2, 4, 5, 4, 5].map((value, i) => ({ on: Day.parse(`2026-01-0${i + 1}`), value })), { ...end, endsOn: Day.parse('2026-01-06') }) ?? expect.fail();
  expect([found.value, found.low, found.high].map((value) => Number(value.toFixed(3)))).toEqual([5.8, 3.677, 7.923]);
});

test.each<[string, (number | null)[]]>([
  ['four values', [1, 2, 3, 4]],
  ['gaps', [1, null, 2, null, 3, null, 4]],
])('%s are too few', (_, values) => expect(forecastOf(trend(values), end)).toBeNull());

test('nothing passes its limits', () => expect(forecastOf(trend([60, 70, 80, 90, 99, 99]), end)?.high).toBe(100));

test.each([
  ['all above', 70, 80, 65, false, 'likely'],
  ['all below', 50, 60, 65, false, 'unlikely'],
  ['on both sides', 60, 70, 65, false, 'open'],
  ['a level to fall to', 10, 18, 20, true, 'likely'],
  ['still above it', 21, 30, 20, true, 'unlikely'],
] as const)('%s', (_, low, high, targetLevel, falling, outlook) => expect(outlookOf({ on: start, value: (low + high) / 2, low, high, from: 6 }, { targetLevel, falling })).toBe(outlook));
