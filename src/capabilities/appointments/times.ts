/** Times of day as people write them, in China. */
import type { Instant } from '../../kernel/day.ts';

const two = (n: number) => String(n).padStart(2, '0');

/** 540 → 09:00 */
export function clockOf(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** 9:00, 0900, 9 → 540; null when it is no time of day. 24:00 is the end of the day. */
export function minuteOf(text: string): number | null {
  const found = /^(\d{1,2})(?::?(\d{2}))?$/.exec(text.normalize('NFKC').trim());
  if (!found) return null;
  const minute = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return Number(found[2] ?? 0) < 60 && minute <= 1440 ? minute : null;
}

export function timeOf(instant: Instant): string {
  return clockOf(Math.floor(Date.parse(instant) / 60_000 + 480) % 1440);
}
