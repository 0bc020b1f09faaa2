/** Moments as people type them: a day and a time of day in China. */
import { Day, Instant } from '../../kernel/day.ts';

const shifted = (at: Instant) => new Date(Date.parse(at) + 8 * 3_600_000).toISOString();

export function dayInChina(at: Instant): Day {
  return Day.parse(shifted(at).slice(0, 10));
}

export function timeInChina(at: Instant): string {
  return shifted(at).slice(11, 16);
}

/** Null for what is no time of day. */
export function momentInChina(day: Day, time: string): Instant | null {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? Instant.parse(new Date(`${day}T${time}:00+08:00`).toISOString()) : null;
}
