import { expect, test } from 'vitest';
import { readContent } from '../platform/content.ts';
import { Day } from './day.ts';
import { Holidays, isAnnounced, isWorkday, nextWorkday, previousWorkday, unannouncedYears, workingCalendar } from './working-days.ts';

const calendar = workingCalendar(readContent('holidays.yaml', Holidays));
const day = (text: string) => Day.parse(text);

test.each([
  ['2026-10-01', false, 'National Day, a Thursday'],
  ['2026-10-10', true, 'a Saturday worked for the holiday'],
  ['2026-10-11', false, 'an ordinary Sunday'],
  ['2026-10-12', true, 'an ordinary Monday'],
  ['2026-02-14', true, 'a Saturday worked before the Spring Festival'],
  ['2026-02-17', false, 'the first day of the lunar year, a Tuesday'],
])('%s: working day %s (%s)', (text, expected) => expect(isWorkday(day(text), calendar)).toBe(expected));

test('the nearest working days around the National Day holiday', () => {
  expect(nextWorkday(day('2026-10-03'), calendar)).toBe('2026-10-08');
  expect(previousWorkday(day('2026-10-03'), calendar)).toBe('2026-09-30');
});

test('a year whose arrangement is not announced says so, and only its weekends are free', () => {
  expect(isAnnounced(day('2026-05-01'), calendar)).toBe(true);
  expect(isAnnounced(day('2031-05-01'), calendar)).toBe(false);
  expect(isWorkday(day('2031-10-01'), calendar)).toBe(true);
});

test.each([
  ['2026-01-01', '2026-12-31', []],
  ['2031-01-01', '2031-12-31', [2031]],
  ['2026-09-01', '2033-07-31', [2031, 2032, 2033]],
  ['2030-12-31', '2032-01-01', [2031, 2032]],
])('%s to %s: the years not announced are %o, each once, those between included', (first, last, years) => {
  const announced = { ...calendar, years: new Set([2026, 2027, 2028, 2029, 2030]) };
  expect(unannouncedYears(day(first), day(last), announced)).toEqual(years);
});
