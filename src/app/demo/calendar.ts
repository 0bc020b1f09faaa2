import type { Day, Instant } from '../../kernel/day.ts';

/** Days since 1970-01-01; the generator counts in these and writes strings last, because parsing dates is slow. */
export type DayNumber = number;

/** Howard Hinnant's days_from_civil (public domain). */
export function dayNumber(year: number, month: number, date: number): DayNumber {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

export function numberOf(day: Day): DayNumber {
  return dayNumber(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
}

export function civilOf(n: DayNumber): { year: number; month: number; date: number } {
  const z = n + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

const twoDigits = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));

export function two(n: number): string {
  return twoDigits[n] ?? String(n);
}

// The brands are made here: written from valid numbers, and zod would cost more than everything else together.
const brandDay = (text: string): Day => text as Day;
const brandInstant = (text: string): Instant => text as Instant;

export function dayOf(n: DayNumber): Day {
  const { year, month, date } = civilOf(n);
  return brandDay(`${year}-${two(month)}-${two(date)}`);
}

const daysBefore = 400;
const clock = Array.from({ length: 1440 }, (_, minute) => `T${two(Math.floor(minute / 60))}:${two(minute % 60)}:00.000Z`);

/** China has one time zone, eight hours before UTC. */
const minutesAheadOfUtc = 480;

/** The year before `until`: day 0 is `until` − 365, day 364 the day before `until`. Instants stay before `until` 00:00 in China. */
export class Year {
  readonly until: DayNumber;
  readonly first: DayNumber;
  private readonly days: readonly Day[];
  private readonly season: readonly number[];

  constructor(until: DayNumber) {
    this.until = until;
    this.first = until - 365;
    this.days = Array.from({ length: daysBefore }, (_, i) => dayOf(until - daysBefore + i));
    this.season = Array.from({ length: 365 }, (_, i) => Math.cos((2 * Math.PI * (dayOfYear(this.first + i) - 20)) / 365.25));
  }

  /** The instant of a minute of the local day; `day` 0–364, `minute` may run past midnight. */
  instant(day: number, minute: number): Instant {
    const total = day * 1440 + minute - minutesAheadOfUtc;
    const at = Math.floor(total / 1440);
    return brandInstant((this.days[at + daysBefore - 365] ?? '') + (clock[total - at * 1440] ?? ''));
  }

  /** +1 in the third week of January, −1 in the third week of July. */
  winter(day: number): number {
    return this.season[day] ?? 0;
  }
}

function dayOfYear(n: DayNumber): number {
  return n - dayNumber(civilOf(n).year, 1, 1);
}
