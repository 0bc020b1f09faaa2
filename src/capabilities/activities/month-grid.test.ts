import { describe, expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import { byDay, calendarOf, monthGrid, unannouncedYear } from './month-grid.ts';

const calendar = calendarOf({
  years: [2026],
  holidays: [{ day: Day.parse('2026-10-01'), title: { zh: '国庆节', en: 'National Day' } }],
  workdays: [Day.parse('2026-10-10')],
});

describe('monthGrid', () => {
  test.each([
    ['2026-11-23', 6, '2026-10-26', '2026-12-06'],
    ['2027-02-01', 4, '2027-02-01', '2027-02-28'],
    ['2026-12-01', 5, '2026-11-30', '2027-01-03'],
  ])('%s has %i weeks, from Monday %s to Sunday %s', (month, weeks, first, last) => {
    const grid = monthGrid(Day.parse(month), calendar);
    expect(grid.length).toBe(weeks);
    expect(grid.every((week) => week.length === 7)).toBe(true);
    expect([grid[0]?.[0]?.day, grid.at(-1)?.at(-1)?.day]).toEqual([first, last]);
  });

  test('names holidays, and knows weekends that are worked', () => {
    const days = new Map(monthGrid(Day.parse('2026-10-15'), calendar).flat().map((day) => [String(day.day), day]));
    expect(days.get('2026-10-01')).toMatchObject({ holiday: { en: 'National Day' }, free: true, makeUp: false, inMonth: true });
    expect(days.get('2026-10-10')).toMatchObject({ holiday: null, free: false, makeUp: true });
    expect(days.get('2026-10-11')).toMatchObject({ free: true, makeUp: false });
    expect(days.get('2026-09-30')).toMatchObject({ free: false, inMonth: false });
  });
});

test.each([['2026-11-01', null], ['2027-01-01', 2027]])('the arrangement of %s is missing for %s', (month, year) => expect(unannouncedYear(Day.parse(month), calendar)).toBe(year));

test('byDay keeps the order of each day', () => {
  const days = byDay([{ on: '2026-11-02', n: 1 }, { on: '2026-11-01', n: 2 }, { on: '2026-11-02', n: 3 }], ({ on }) => Day.parse(on));
  expect([...days].map(([day, items]) => [day, items.map(({ n }) => n)])).toEqual([['2026-11-02', [1, 3]], ['2026-11-01', [2]]]);
});
