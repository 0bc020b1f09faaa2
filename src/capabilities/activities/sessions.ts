import { addDays, addMonths, type Day, daysBetween, daysInMonth, makeDay, partsOf, weekdayOf } from '../../kernel/day.ts';
import { isWorkday, nextWorkday, previousWorkday, type WorkingCalendar } from '../../kernel/working-days.ts';
import type { CadencePeriod, Recurrence } from './activities.ts';
import { statedWeekdays, type StatedWeekdays } from './weekdays.ts';

export interface PlannedSession {
  readonly heldOn: Day;
  readonly startsAt: string | null;
}

export interface Window {
  readonly from: Day;
  readonly to: Day;
}

/** A day of the health calendar that plans name, such as 全民健身日. */
export interface NamedDay {
  readonly name: string;
  readonly month: number;
  readonly date: number;
}

/** Length of a period in months, or in days where it is shorter. A term is half a year. */
const months: Partial<Record<CadencePeriod, number>> = { month: 1, 'two-months': 2, quarter: 3, 'half-year': 6, term: 6, year: 12, 'two-years': 24 };
const days: Partial<Record<CadencePeriod, number>> = { day: 1, week: 7, 'two-weeks': 14 };

/** Where in a period sessions fall when nothing says: weekly on Wednesday, else spread evenly. */
const usualWeekday = 3;

/**
 * The days on which a recurring activity takes place inside a window, working days and holidays respected: a slot on a free day
 * moves to the nearest working day of the same period, but a stated weekday gives way to a public holiday alone. Irregular cadences give none, because nothing says how many.
 */
export function planSessions(recurrence: Recurrence, window: Window, { calendar, namedDays }: { calendar: WorkingCalendar; namedDays: readonly NamedDay[] }): PlannedSession[] {
  const { per, times, on } = recurrence;
  if (times === null || per === 'irregular' || per === 'event' || per === 'hour') return [];
  const startsAt = timeOf(on);
  const named = namedDays.find(({ name }) => `${on ?? ''}${recurrence.text}`.includes(name));
  const chosen = named ? daysNamed(named, window) : per === 'once' ? spread(window, times) : inPeriods({ per, times, on }, { window, stated: weekdaysOf(recurrence) });
  const settled = chosen.map((slot) => (named ? slot.day : settle(slot, calendar)));
  return [...new Set(settled)].filter((day) => day >= window.from && day <= window.to).map((heldOn) => ({ heldOn, startsAt }));
}

interface Slot {
  readonly day: Day;
  readonly period: Window;
  /** The plan states this weekday: a weekend is meant, not met by chance. */
  readonly weekdayStated?: boolean;
}

/** What the slot states; the cadence's own words where they say more about the same weekdays (第一个周六 beside 周六). */
function weekdaysOf({ on, text }: Recurrence): StatedWeekdays | null {
  const [slot, whole] = [statedWeekdays(on ?? ''), statedWeekdays(text)];
  return slot && whole && slot.ordinals.length === 0 && slot.weekdays.every((weekday) => whole.weekdays.includes(weekday)) ? whole : slot;
}

function inPeriods({ per, times, on }: Pick<Recurrence, 'per' | 'on'> & { times: number }, { window, stated }: { window: Window; stated: StatedWeekdays | null }): Slot[] {
  if (per === 'day') return periodsOf('day', window).map((period) => ({ day: period.from, period }));
  return periodsOf(per, window).flatMap((period) => {
    const inside = overlap(period, window);
    if (!inside) return [];
    if (stated) return statedDays(stated, { per, times, whole: monthNamed(on, period), inside }).map((day) => ({ day, period: inside, weekdayStated: true }));
    const fixed = fixedDay(on, period, per);
    if (fixed) return [{ day: fixed, period: inside }];
    if (per === 'week' && times === 1) return [{ day: addDays(period.from, usualWeekday - 1), period: inside }];
    return spread(inside, times);
  });
}

/** The calendar periods that touch the window, in order: weeks from Monday, months from the first, quarters from January. */
function periodsOf(per: CadencePeriod, window: Window): Window[] {
  const length = days[per];
  if (length !== undefined) return everyDays(length, window);
  return everyMonths(months[per] ?? 12, window);
}

function everyDays(length: number, { from, to }: Window): Window[] {
  const first = length === 1 ? from : addDays(from, 1 - weekdayOf(from));
  const count = Math.floor(daysBetween(first, to) / length) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => ({ from: addDays(first, i * length), to: addDays(first, (i + 1) * length - 1) }));
}

function everyMonths(length: number, { from, to }: Window): Window[] {
  const [year, month] = partsOf(from);
  const first = makeDay(year, length >= 12 ? 1 : month - ((month - 1) % length), 1);
  const periods: Window[] = [];
  for (let start = first; start <= to; start = addMonths(start, length)) periods.push({ from: start, to: addDays(addMonths(start, length), -1) });
  return periods;
}

function overlap(a: Window, b: Window): Window | null {
  const both = { from: a.from > b.from ? a.from : b.from, to: a.to < b.to ? a.to : b.to };
  return both.from <= both.to ? both : null;
}

/** `times` days evenly inside the window, each in the middle of its share. */
function spread(window: Window, times: number): Slot[] {
  const length = daysBetween(window.from, window.to) + 1;
  const count = Math.min(Math.max(1, Math.round(times)), length);
  return Array.from({ length: count }, (_, i) => ({ day: addDays(window.from, Math.floor(((i + 0.5) * length) / count)), period: window }));
}

function daysNamed({ month, date }: NamedDay, { from, to }: Window): Slot[] {
  const years = Array.from({ length: Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1 }, (_, i) => Number(from.slice(0, 4)) + i);
  return years.map((year) => makeDay(year, month, Math.min(date, daysInMonth(year, month)))).map((day) => ({ day, period: { from: day, to: day } }));
}

/**
 * All days of a period on the stated weekdays. An ordinal counts from the whole period's start or end; without one a week has each weekday once,
 * a longer period the first of each, or as many, evenly apart, as the cadence asks for.
 */
function statedDays({ weekdays, ordinals }: StatedWeekdays, { per, times, whole, inside }: { per: CadencePeriod; times: number; whole: Window; inside: Window }): Day[] {
  const counted = ordinals.length > 0 && days[per] === undefined;
  const share = Math.max(1, Math.ceil(times / weekdays.length));
  const chosen = weekdays.flatMap((weekday) => {
    if (counted) return ordinals.map((nth) => daysOn(weekday, whole).at(nth > 0 ? nth - 1 : nth));
    const all = daysOn(weekday, overlap(whole, inside) ?? inside);
    const count = Math.min(share, all.length);
    return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]);
  });
  return chosen.filter((day) => day !== undefined).toSorted();
}

function daysOn(weekday: number, { from, to }: Window): Day[] {
  const first = addDays(from, (weekday - weekdayOf(from) + 7) % 7);
  return Array.from({ length: Math.max(0, Math.floor(daysBetween(first, to) / 7) + 1) }, (_, i) => addDays(first, 7 * i));
}

/** The month that the slot names inside a longer period (9月第三个周六), else the period itself. */
function monthNamed(on: string | null, period: Window): Window {
  const month = Number(/(\d{1,2})月/.exec(on ?? '')?.[1] ?? 0);
  if (month < 1 || month > 12) return period;
  const [year] = partsOf(period.from);
  return overlap({ from: makeDay(year, month, 1), to: makeDay(year, month, daysInMonth(year, month)) }, period) ?? period;
}

/** The day that words such as 每月20日, 年末, 秋季学期 fix inside a period, or null. */
function fixedDay(on: string | null, period: Window, per: CadencePeriod): Day | null {
  if (!on) return null;
  const date = Number(/(\d{1,2})[日号]/.exec(on)?.[1] ?? 0);
  const [year, month] = partsOf(period.from);
  const named = Number(/(\d{1,2})月/.exec(on)?.[1] ?? 0);
  if (date >= 1 && date <= 31) return makeDay(year, named || month, Math.min(date, daysInMonth(year, named || month)));
  if (named >= 1 && named <= 12) return makeDay(year, named, 15);
  if (/年末|年底|学年末/.test(on) && per === 'year') return makeDay(year, /学年/.test(on) ? 6 : 12, 20);
  if (/年初/.test(on) && per === 'year') return makeDay(year, 1, 15);
  return null;
}

/** Evening means seven o'clock, morning nine, afternoon half past two; nothing said, nothing set. */
function timeOf(on: string | null): string | null {
  if (!on) return null;
  if (/晚/.test(on)) return '19:00';
  if (/上午|早/.test(on)) return '09:00';
  if (/下午/.test(on)) return '14:30';
  return null;
}

/** A slot on a free day moves to the nearest working day of its period, forward first; one on a stated weekday only from a public holiday. */
function settle({ day, period, weekdayStated }: Slot, calendar: WorkingCalendar): Day {
  const stays = weekdayStated ? !calendar.holidays.has(day) : isWorkday(day, calendar);
  if (stays) return day;
  const next = nextWorkday(day, calendar);
  if (next <= period.to) return next;
  const previous = previousWorkday(day, calendar);
  return previous >= period.from ? previous : period.to < period.from ? day : next;
}
