/** When a schedule can be booked, worked out from its weekly times: slots are never stored. */
import type { WorkingCalendar } from '../../kernel/working-days.ts';
import { addDays, daysBetween, Instant, weekdayOf, type Day } from '../../kernel/day.ts';
import type { Text } from '../../kernel/text.ts';
import type { Schedule, ScheduleException } from './schedules.ts';

export interface Slot {
  readonly day: Day;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
}

/** From one minute of the day in China to another, the end not included. */
interface Span {
  readonly from: number;
  readonly until: number;
}

const wholeDay: Span = { from: 0, until: 1440 };

export type Recurrence = Pick<Schedule, 'scheduleId' | 'actorId' | 'times' | 'slotMinutes' | 'validFrom' | 'validUntil' | 'onHolidays'>;
type Exception = Pick<ScheduleException, 'scheduleId' | 'actorId' | 'kind' | 'since' | 'until' | 'fromMinute' | 'untilMinute' | 'reason'>;

export interface Around {
  readonly calendar: WorkingCalendar;
  readonly exceptions: readonly Exception[];
}

export function instantAt(day: Day, minute: number): Instant {
  return Instant.parse(new Date(Date.parse(`${day}T00:00:00+08:00`) + minute * 60_000).toISOString());
}

/** The exceptions of a day that concern the schedule: its own, and the leave of whoever holds it. */
function exceptionsOn(schedule: Recurrence, day: Day, { exceptions }: Around): Exception[] {
  return exceptions.filter((one) => one.since <= day && day <= one.until && (one.scheduleId === null ? one.actorId !== null && one.actorId === schedule.actorId : one.scheduleId === schedule.scheduleId));
}

/** Why there is nothing on a day that the weekly times would open: a public holiday, or what an exception of the whole day says. */
export function closedWhy(schedule: Recurrence, day: Day, around: Around): Text | null {
  if (!weekly(schedule, day)) return null;
  const holiday = around.calendar.holidays.get(day);
  if (holiday && !schedule.onHolidays) return holiday;
  const closed = exceptionsOn(schedule, day, around).find(({ kind, fromMinute }) => kind !== 'extra' && fromMinute === null);
  return closed ? { zh: closed.reason, en: closed.reason } : null;
}

function weekly({ times, validFrom, validUntil }: Recurrence, day: Day): boolean {
  return validFrom <= day && (validUntil === null || day <= validUntil) && times.some(({ weekdays }) => weekdays.includes(weekdayOf(day)));
}

/** The slots of one day, in order, none overlapping another. Make-up working days (调休) open by an extra exception alone. */
export function slotsOn(schedule: Recurrence, day: Day, around: Around): Slot[] {
  const { times, slotMinutes, validFrom, validUntil, onHolidays } = schedule;
  if (day < validFrom || (validUntil !== null && day > validUntil)) return [];
  const special = exceptionsOn(schedule, day, around);
  const spanOf = ({ fromMinute, untilMinute }: Exception): Span => ({ from: fromMinute ?? wholeDay.from, until: untilMinute ?? wholeDay.until });
  const usual = around.calendar.holidays.has(day) && !onHolidays ? [] : times.filter(({ weekdays }) => weekdays.includes(weekdayOf(day)));
  const closed = special.filter(({ kind }) => kind !== 'extra').map(spanOf);
  return joined([...usual, ...special.filter(({ kind }) => kind === 'extra').map(spanOf)])
    .flatMap((span) => cut(span, slotMinutes))
    .filter((slot) => !closed.some((span) => slot.from < span.until && slot.until > span.from))
    .map(({ from, until }) => ({ day, startsAt: instantAt(day, from), endsAt: instantAt(day, until) }));
}

/** The slots of the days from `first` to `last`. */
export function slotsBetween(schedule: Recurrence, [first, last]: readonly [Day, Day], around: Around): Slot[] {
  return Array.from({ length: Math.max(0, daysBetween(first, last) + 1) }, (_, i) => addDays(first, i)).flatMap((day) => slotsOn(schedule, day, around));
}

/** Spans that overlap become one, so that no minute is offered twice. */
function joined(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from < last.until) merged[merged.length - 1] = { from: last.from, until: Math.max(last.until, until) };
    else merged.push({ from, until });
  }
  return merged;
}

function cut({ from, until }: Span, minutes: number): Span[] {
  return Array.from({ length: Math.max(0, Math.floor((until - from) / minutes)) }, (_, i) => ({ from: from + i * minutes, until: from + (i + 1) * minutes }));
}
