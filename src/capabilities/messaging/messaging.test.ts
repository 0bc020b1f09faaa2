import { expect, test } from 'vitest';
import { Instant } from '../../kernel/day.ts';
import { filled, quietUntil, waitAfter } from './messaging.ts';

const at = (time: string) => Instant.parse(new Date(`2026-11-22T${time}:00+08:00`).toISOString());

test.each<[string, number, number, string | null]>([
  ['21:59', 22 * 60, 7 * 60, null],
  ['22:00', 22 * 60, 7 * 60, '2026-11-22T23:00:00.000Z'],
  ['06:59', 22 * 60, 7 * 60, '2026-11-21T23:00:00.000Z'],
  ['07:00', 22 * 60, 7 * 60, null],
  ['12:30', 12 * 60, 14 * 60, '2026-11-22T06:00:00.000Z'],
  ['03:00', 0, 0, null],
])('at %s with quiet hours %i–%i a message waits until %s', (time, quietFrom, quietTo, until) => {
  expect(quietUntil(at(time), { quietFrom, quietTo })).toBe(until);
});

test('attempts are further and further apart, as far as the provider asks, and end', () => {
  expect([1, 2, 3, 7].map((n) => waitAfter(n, undefined))).toEqual([30, 60, 120, 1920]);
  expect(waitAfter(1, 300)).toBe(300);
  expect(waitAfter(8, undefined)).toBeNull();
});

test('words are filled in; a name that is not known stays to be seen', () => {
  expect(filled('{person}: {rule}', { person: '王秀英' })).toBe('王秀英: {rule}');
});
