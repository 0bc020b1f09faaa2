import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, addMonths, Day, daysBetween, partsOf, weekdayOf } from './day.ts';

const day = (text: string) => Day.parse(text);

test.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-01-01', -1, '2025-12-31'],
])('%s and %i days is %s', (from, n, to) => expect(addDays(day(from), n)).toBe(to));

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2024-01-31', 1, '2024-02-29'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-03-15', -3, '2025-12-15'],
])('%s and %i months is %s', (from, n, to) => expect(addMonths(day(from), n)).toBe(to));

test.each([
  ['2026-11-22', 7],
  ['2026-11-23', 1],
  ['1970-01-01', 4],
  ['1969-12-31', 3],
])('%s is weekday %i', (text, weekday) => expect(weekdayOf(day(text))).toBe(weekday));

const days = fc.integer({ min: -20_000, max: 40_000 }).map((n) => addDays(day('1970-01-01'), n));

test('going and coming back ends on the same day', () => {
  fc.assert(fc.property(days, fc.integer({ min: -5000, max: 5000 }), (from, n) => addDays(addDays(from, n), -n) === from && daysBetween(from, addDays(from, n)) === n));
});

test('a month later is in the next month, never beyond', () => {
  fc.assert(fc.property(days, (from) => {
    const [year, month] = partsOf(from);
    const [laterYear, laterMonth] = partsOf(addMonths(from, 1));
    return laterYear * 12 + laterMonth === year * 12 + month + 1;
  }));
});
