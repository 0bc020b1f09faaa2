import { z } from 'zod';
import { addDays, Day, weekdayOf } from './day.ts';
import { Text } from './text.ts';

/** content/holidays.yaml: what is announced for each year. */
export const Holidays = z.strictObject({
  years: z.array(
    z.strictObject({
      year: z.int(),
      holidays: z.array(z.strictObject({ title: Text, days: z.array(Day).min(1) })),
      workdays: z.array(Day),
    }),
  ),
});
export type Holidays = z.infer<typeof Holidays>;

/** The announced holidays and make-up working days, ready to ask. */
export interface WorkingCalendar {
  readonly years: ReadonlySet<number>;
  readonly holidays: ReadonlyMap<Day, Text>;
  readonly workdays: ReadonlySet<Day>;
}

export function workingCalendar({ years }: Holidays): WorkingCalendar {
  return {
    years: new Set(years.map((y) => y.year)),
    holidays: new Map(years.flatMap((y) => y.holidays.flatMap((h) => h.days.map((day) => [day, h.title] as const)))),
    workdays: new Set(years.flatMap((y) => y.workdays)),
  };
}

/** Whether the year's arrangement is announced; where it is not, weekends alone are known to be free. */
export function isAnnounced(day: Day, calendar: WorkingCalendar): boolean {
  return calendar.years.has(Number(day.slice(0, 4)));
}

/** The years from the first day to the last whose arrangement is not announced, each once, in order. */
export function unannouncedYears(first: Day, last: Day, calendar: WorkingCalendar): number[] {
  const [from, to] = [Number(first.slice(0, 4)), Number(last.slice(0, 4))];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i).filter((year) => !calendar.years.has(year));
}

export function isWorkday(day: Day, calendar: WorkingCalendar): boolean {
  if (calendar.workdays.has(day)) return true;
  return !calendar.holidays.has(day) && weekdayOf(day) <= 5;
}

/** `day` itself when it is a working day, else the first after it. */
export function nextWorkday(day: Day, calendar: WorkingCalendar): Day {
  let next = day;
  while (!isWorkday(next, calendar)) next = addDays(next, 1);
  return next;
}

/** `day` itself when it is a working day, else the last before it. */
export function previousWorkday(day: Day, calendar: WorkingCalendar): Day {
  let previous = day;
  while (!isWorkday(previous, calendar)) previous = addDays(previous, -1);
  return previous;
}
