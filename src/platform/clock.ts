import { Day, Instant } from '../kernel/day.ts';

/** The product's days are China's days, wherever the server stands. */
const timeZone = 'Asia/Shanghai';
const inChina = new Intl.DateTimeFormat('sv-SE', { timeZone });

export interface Clock {
  now(): Instant;
  today(): Day;
}

export const systemClock: Clock = {
  now: () => Instant.parse(new Date().toISOString()),
  today: () => Day.parse(inChina.format(new Date())),
};

/** A clock that stands still, for tests and for the demo. */
export function clockAt(day: string): Clock {
  return { now: () => Instant.parse(`${day}T02:00:00.000Z`), today: () => Day.parse(day) };
}
