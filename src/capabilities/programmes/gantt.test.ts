import { describe, expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import { barOf, extentOf, lanesOf, marksOf, monthsOf, placeOf, type Stretch } from './gantt.ts';

const stretch = (startsOn: string, endsOn: string): Stretch => ({ startsOn: Day.parse(startsOn), endsOn: Day.parse(endsOn) });
const axis = stretch('2026-01-01', '2026-12-31');

describe('placeOf', () => {
  test.each([
    ['2026-01-01', 0],
    ['2026-07-02', 182 / 365],
    ['2026-12-31', 364 / 365],
    ['2025-12-31', null],
    ['2027-01-01', null],
  ])('%s stands at %s', (day, place) => expect(placeOf(Day.parse(day), axis)).toBe(place));
});

describe('barOf', () => {
  test.each([
    ['the whole axis', stretch('2026-01-01', '2026-12-31'), { at: 0, width: 1 }],
    ['one day', stretch('2026-12-31', '2026-12-31'), { at: 364 / 365, width: 1 / 365 }],
    ['cut at both ends', stretch('2025-06-01', '2027-06-01'), { at: 0, width: 1 }],
    ['outside', stretch('2027-01-01', '2027-03-31'), null],
  ])('%s', (_what, own, bar) => expect(barOf(own, axis)).toEqual(bar));
});

describe('monthsOf', () => {
  test('a year has twelve that fill it', () => {
    const months = monthsOf(axis);
    expect(months.map(({ month }) => month.slice(0, 7))).toEqual(Array.from({ length: 12 }, (_, i) => `2026-${String(i + 1).padStart(2, '0')}`));
    expect(months.reduce((sum, { width }) => sum + width, 0)).toBeCloseTo(1);
  });

  test('the first and the last are cut to the axis, over the turn of the year', () => {
    const months = monthsOf(stretch('2026-12-22', '2027-01-10'));
    expect(months).toEqual([
      { month: '2026-12-01', at: 0, width: 0.5 },
      { month: '2027-01-01', at: 0.5, width: 0.5 },
    ]);
  });
});

describe('lanesOf', () => {
  test.each([
    ['one after the other share a lane', [stretch('2026-01-01', '2026-03-31'), stretch('2026-04-01', '2026-06-30')], [0, 0]],
    ['the same day is an overlap', [stretch('2026-01-01', '2026-03-31'), stretch('2026-03-31', '2026-06-30')], [0, 1]],
    ['a freed lane is used again', [stretch('2026-01-01', '2026-01-31'), stretch('2026-01-15', '2026-12-31'), stretch('2026-02-01', '2026-02-28')], [0, 1, 0]],
    ['the order given stays', [stretch('2026-05-01', '2026-05-31'), stretch('2026-01-01', '2026-05-01')], [1, 0]],
    ['nothing', [], []],
  ])('%s', (_what, stretches, lanes) => expect(lanesOf(stretches)).toEqual(lanes));
});

test('marksOf puts what falls on one day together, in order, and leaves out what lies outside', () => {
  const tasks = [{ id: 'b', dueOn: Day.parse('2026-03-31') }, { id: 'a', dueOn: Day.parse('2026-01-01') }, { id: 'c', dueOn: Day.parse('2026-03-31') }, { id: 'd', dueOn: Day.parse('2028-01-01') }];
  expect(marksOf(tasks, (task) => task.dueOn, axis).map(({ day, items }) => [day, items.map(({ id }) => id)])).toEqual([
    ['2026-01-01', ['a']],
    ['2026-03-31', ['b', 'c']],
  ]);
});

test.each([
  ['nothing has no extent', [], null],
  ['the earliest start and the latest end', [stretch('2026-02-01', '2026-12-31'), stretch('2026-01-01', '2026-03-01')], axis],
])('extentOf: %s', (_what, stretches, extent) => expect(extentOf(stretches)).toEqual(extent));
