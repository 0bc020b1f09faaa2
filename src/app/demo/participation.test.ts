import { expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import { generateParticipations } from './participation.ts';

const until = Day.parse('2026-11-22');
const people = Array.from({ length: 4000 }, (_, i) => i * 3);
const session = { id: 'salt-lecture-3', capacity: 5000, audience: 'community', day: Day.parse('2026-10-17') } as const;

test('the same request gives the same people, another session others', () => {
  const first = generateParticipations({ seed: 1, people, session, until });
  expect(generateParticipations({ seed: 1, people, session, until })).toEqual(first);
  const other = generateParticipations({ seed: 1, people, session: { ...session, id: 'salt-lecture-4' }, until });
  expect(other.map(({ index }) => index)).not.toEqual(first.map(({ index }) => index));
});

test.each([
  ['community', 0.24, 0.76],
  ['enterprise', 0.42, 0.86],
  ['school', 0.99, 0.965],
  ['youth', 0.34, 0.71],
] as const)('of %s people %d register and %d of them come', (audience, register, come) => {
  const found = generateParticipations({ seed: 1, people, session: { ...session, audience }, until });
  expect(Math.abs(found.length / people.length - register)).toBeLessThan(0.03);
  const stayed = found.filter(({ status }) => status !== 'cancelled');
  expect(Math.abs(stayed.filter(({ status }) => status === 'checked-in').length / stayed.length - come)).toBeLessThan(0.04);
});

test('some come again and again: two sessions share more people than chance would give', () => {
  const [a, b] = ['first', 'second'].map((id) => new Set(generateParticipations({ seed: 1, people, session: { ...session, id }, until }).map(({ index }) => index)));
  const both = [...(a ?? [])].filter((index) => b?.has(index));
  expect(both.length / people.length).toBeGreaterThan(0.24 * 0.24 * 1.3);
});

test('places go to the first who register, and no more are given than there are', () => {
  const all = generateParticipations({ seed: 1, people, session, until });
  const few = generateParticipations({ seed: 1, people, session: { ...session, capacity: 40 }, until });
  expect(few).toEqual(all.slice(0, few.length));
  expect(few.filter(({ status }) => status !== 'cancelled')).toHaveLength(40);
});

test('who comes registered before; checking in happens around the start', () => {
  for (const { status, registeredAt, checkedInAt } of generateParticipations({ seed: 1, people, session: { ...session, startMinute: 9 * 60 }, until })) {
    expect(checkedInAt !== null).toBe(status === 'checked-in');
    if (checkedInAt === null) continue;
    expect(registeredAt < checkedInAt).toBe(true);
    expect(checkedInAt >= '2026-10-17T00:20' && checkedInAt <= '2026-10-17T01:20:00.000Z').toBe(true);
  }
});

test('a session still to come has registrations up to today and no attendance', () => {
  const found = generateParticipations({ seed: 1, people, session: { ...session, day: Day.parse('2026-11-28') }, until });
  expect(found.length).toBeGreaterThan(100);
  for (const { status, registeredAt } of found) {
    expect(['registered', 'cancelled']).toContain(status);
    expect(String(registeredAt) < until).toBe(true);
  }
});
