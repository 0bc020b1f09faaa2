import { expect, test } from 'vitest';
import { Day, Instant } from '../../kernel/day.ts';
import { dayInChina, momentInChina, timeInChina } from './moments.ts';

test.each([
  ['2026-11-21T16:00:00.000Z', '2026-11-22', '00:00'],
  ['2026-11-22T15:59:00.000Z', '2026-11-22', '23:59'],
])('%s is %s, %s in China', (at, day, time) => {
  const instant = Instant.parse(at);
  expect([dayInChina(instant), timeInChina(instant)]).toEqual([day, time]);
  expect(momentInChina(Day.parse(day), time)).toBe(at);
});

test.each(['24:00', '8:30', '', '12:60'])('%s is no time of day', (time) => {
  expect(momentInChina(Day.parse('2026-11-22'), time)).toBeNull();
});
