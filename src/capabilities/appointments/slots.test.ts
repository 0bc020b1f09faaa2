import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, weekdayOf, type Day } from '../../kernel/day.ts';
import { Holidays, workingCalendar } from '../../kernel/working-days.ts';
import { readContent } from '../../platform/content.ts';
import { closedWhy, slotsBetween, slotsOn, type Around, type Recurrence } from './slots.ts';

const calendar = workingCalendar(readContent('holidays.yaml', Holidays));
const none: Around = { calendar, exceptions: [] };
const schedule: Recurrence = {
  scheduleId: 's', actorId: 'a', times: [{ weekdays: [1, 2, 3, 4, 5], from: 480, until: 570 }], slotMinutes: 30, validFrom: '2026-01-01' as Day, validUntil: null, onHolidays: false,
};
const day = (text: string) => text as Day;
const starts = (on: string, around = none, changed: Partial<Recurrence> = {}) => slotsOn({ ...schedule, ...changed }, day(on), around).map(({ startsAt }) => startsAt.slice(0, 16));
const exception = (more: Partial<Around['exceptions'][number]>) => ({ scheduleId: 's', actorId: null, kind: 'closed' as const, since: day('2026-11-23'), until: day('2026-11-23'), fromMinute: null, untilMinute: null, reason: '培训', ...more });

test.each([
  ['a working day', '2026-11-23', none, {}, ['2026-11-23T00:00', '2026-11-23T00:30', '2026-11-23T01:00']],
  ['a Sunday', '2026-11-22', none, {}, []],
  ['a public holiday', '2026-10-01', none, {}, []],
  ['a public holiday on which the place is open', '2026-10-01', none, { onHolidays: true }, ['2026-10-01T00:00', '2026-10-01T00:30', '2026-10-01T01:00']],
  ['before it is valid', '2025-12-31', none, {}, []],
  ['after it was valid', '2026-11-24', none, { validUntil: day('2026-11-23') }, []],
  ['a rest that fits no slot', '2026-11-23', none, { slotMinutes: 40 }, ['2026-11-23T00:00', '2026-11-23T00:40']],
  ['a closed day', '2026-11-23', { calendar, exceptions: [exception({})] }, {}, []],
  ['closed for part of it', '2026-11-23', { calendar, exceptions: [exception({ fromMinute: 500, untilMinute: 520 })] }, {}, ['2026-11-23T01:00']],
  ['leave of whoever holds it', '2026-11-23', { calendar, exceptions: [exception({ scheduleId: null, actorId: 'a', kind: 'leave' })] }, {}, []],
  ['leave of another', '2026-11-23', { calendar, exceptions: [exception({ scheduleId: null, actorId: 'b', kind: 'leave' })] }, {}, ['2026-11-23T00:00', '2026-11-23T00:30', '2026-11-23T01:00']],
  ['extra times on a Sunday', '2026-11-22', { calendar, exceptions: [exception({ kind: 'extra', since: day('2026-11-22'), until: day('2026-11-22'), fromMinute: 540, untilMinute: 600 })] }, {}, ['2026-11-22T01:00', '2026-11-22T01:30']],
  ['extra times that overlap the usual ones', '2026-11-23', { calendar, exceptions: [exception({ kind: 'extra', fromMinute: 550, untilMinute: 610 })] }, {}, ['2026-11-23T00:00', '2026-11-23T00:30', '2026-11-23T01:00', '2026-11-23T01:30']],
])('%s', (_name, on, around, changed, expected) => {
  expect(starts(on, around, changed)).toEqual(expected);
});

test('a closed day says why', () => {
  expect(closedWhy(schedule, day('2026-10-01'), none)?.zh).toBe('国庆节');
  expect(closedWhy(schedule, day('2026-11-23'), { calendar, exceptions: [exception({})] })?.zh).toBe('培训');
  expect(closedWhy(schedule, day('2026-11-22'), none)).toBeNull();
});

const minute = fc.integer({ min: 0, max: 1440 });
const times = fc.array(fc.record({ weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }), from: minute, until: minute }), { minLength: 1, maxLength: 5 });
const spans = fc.array(fc.record({ kind: fc.constantFrom('leave' as const, 'closed' as const, 'extra' as const), offset: fc.integer({ min: -3, max: 20 }), days: fc.integer({ min: 0, max: 5 }), from: minute, until: minute }), { maxLength: 4 });

test('slots are of one length, in order, apart, inside the days, on open weekdays, and never in what is closed', () => {
  fc.assert(
    fc.property(times, spans, fc.integer({ min: 5, max: 480 }), (given, exceptions, slotMinutes) => {
      const first = day('2026-09-25');
      const around = { calendar, exceptions: exceptions.map(({ kind, offset, days, from, until }) => exception({ kind, since: addDays(first, offset), until: addDays(first, offset + days), fromMinute: Math.min(from, until), untilMinute: Math.max(from, until) })) };
      const slots = slotsBetween({ ...schedule, times: given, slotMinutes }, [first, addDays(first, 20)], around);
      for (const [i, slot] of slots.entries()) {
        expect(Date.parse(slot.endsAt) - Date.parse(slot.startsAt)).toBe(slotMinutes * 60_000);
        const before = slots[i - 1];
        if (before) expect(slot.startsAt >= before.endsAt).toBe(true);
        const from = (Date.parse(slot.startsAt) - Date.parse(`${slot.day}T00:00:00+08:00`)) / 60_000;
        expect(from >= 0 && from + slotMinutes <= 1440).toBe(true);
        const today = around.exceptions.filter(({ since, until }) => since <= slot.day && slot.day <= until);
        expect(today.some((one) => one.kind !== 'extra' && (one.fromMinute ?? 0) < from + slotMinutes && (one.untilMinute ?? 1440) > from)).toBe(false);
        const usual = !calendar.holidays.has(slot.day) && given.some(({ weekdays }) => weekdays.includes(weekdayOf(slot.day)));
        expect(usual || today.some(({ kind }) => kind === 'extra')).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
