import { addDays, addMonths, daysBetween, makeDay, partsOf, weekdayOf, type Day } from '../../kernel/day.ts';
import type { Text } from '../../kernel/text.ts';
import { isAnnounced, isWorkday, type WorkingCalendar } from '../../kernel/working-days.ts';

export interface GridDay {
  readonly day: Day;
  /** Days of the neighbouring months fill the first and the last week. */
  readonly inMonth: boolean;
  readonly holiday: Text | null;
  /** A weekend day that is worked, to make up for a holiday. */
  readonly makeUp: boolean;
  readonly free: boolean;
}

/** The weeks of a month, each from Monday to Sunday. `month` is any day of it. */
export function monthGrid(month: Day, calendar: WorkingCalendar): GridDay[][] {
  const first = firstOf(month);
  const monday = addDays(first, 1 - weekdayOf(first));
  const weeks = Math.ceil(daysBetween(monday, addMonths(first, 1)) / 7);
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_, i) => gridDay(addDays(monday, week * 7 + i), { first, calendar })));
}

function gridDay(day: Day, { first, calendar }: { first: Day; calendar: WorkingCalendar }): GridDay {
  return { day, inMonth: day.slice(0, 7) === first.slice(0, 7), holiday: calendar.holidays.get(day) ?? null, makeUp: calendar.workdays.has(day), free: !isWorkday(day, calendar) };
}

export function firstOf(day: Day): Day {
  const [year, month] = partsOf(day);
  return makeDay(year, month, 1);
}

/** The year of a month whose holidays nobody has announced yet; null when they are known. */
export function unannouncedYear(month: Day, calendar: WorkingCalendar): number | null {
  return isAnnounced(month, calendar) ? null : partsOf(month)[0];
}

/** What the server lists, as the calendar that the rules ask. */
export function calendarOf({ years, holidays, workdays }: { years: readonly number[]; holidays: readonly { day: Day; title: Text }[]; workdays: readonly Day[] }): WorkingCalendar {
  return { years: new Set(years), holidays: new Map(holidays.map(({ day, title }) => [day, title])), workdays: new Set(workdays) };
}

/** Things by their day, each day's in the order given. */
export function byDay<T>(items: readonly T[], dayOf: (item: T) => Day): Map<Day, T[]> {
  const days = new Map<Day, T[]>();
  for (const item of items) {
    const own = days.get(dayOf(item));
    if (own) own.push(item);
    else days.set(dayOf(item), [item]);
  }
  return days;
}
