import { z } from 'zod';

/** A calendar day without a time zone, written 2026-11-22. Days compare correctly as strings. */
export const Day = z.iso.date().brand('Day');
export type Day = z.infer<typeof Day>;

/** An instant in UTC, written 2026-11-22T08:30:00.000Z. Instants compare correctly as strings. */
export const Instant = z.iso.datetime().brand('Instant');
export type Instant = z.infer<typeof Instant>;

const msPerDay = 86_400_000;

/** The day `n` days after `day` (before, when negative). */
export function addDays(day: Day, n: number): Day {
  return dayOf(Date.parse(day) + n * msPerDay);
}

/** The same date `n` months later; the 31st becomes the last day of a shorter month. */
export function addMonths(day: Day, n: number): Day {
  const [year, month, date] = partsOf(day);
  const months = year * 12 + (month - 1) + n;
  const last = daysInMonth(Math.floor(months / 12), (months % 12) + 1);
  return makeDay(Math.floor(months / 12), (months % 12) + 1, Math.min(date, last));
}

/** Days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return Math.round((Date.parse(b) - Date.parse(a)) / msPerDay);
}

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export function weekdayOf(day: Day): number {
  return ((Math.floor(Date.parse(day) / msPerDay) + 3) % 7) + 1;
}

export function partsOf(day: Day): [year: number, month: number, date: number] {
  return [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
}

/** `month` is 1–12. */
export function makeDay(year: number, month: number, date: number): Day {
  return Day.parse(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function dayOf(ms: number): Day {
  return Day.parse(new Date(ms).toISOString().slice(0, 10));
}
