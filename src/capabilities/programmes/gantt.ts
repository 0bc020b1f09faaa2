import { addDays, addMonths, daysBetween, makeDay, partsOf, type Day } from '../../kernel/day.ts';

/** A stretch of days, both ends included. */
export interface Stretch {
  readonly startsOn: Day;
  readonly endsOn: Day;
}

/** The stretch that holds all of them; null for none. */
export function extentOf(stretches: readonly Stretch[]): Stretch | null {
  const [first, ...rest] = stretches;
  if (!first) return null;
  return rest.reduce<Stretch>((all, one) => ({ startsOn: one.startsOn < all.startsOn ? one.startsOn : all.startsOn, endsOn: one.endsOn > all.endsOn ? one.endsOn : all.endsOn }), first);
}

function lengthOf({ startsOn, endsOn }: Stretch): number {
  return daysBetween(startsOn, endsOn) + 1;
}

/** Where a day's morning stands on the axis, 0–1; null outside of it. */
export function placeOf(day: Day, axis: Stretch): number | null {
  return day < axis.startsOn || day > axis.endsOn ? null : daysBetween(axis.startsOn, day) / lengthOf(axis);
}

export interface Bar {
  readonly at: number;
  readonly width: number;
}

/** A stretch as a bar on the axis, cut where it leaves it; null when it lies outside. */
export function barOf({ startsOn, endsOn }: Stretch, axis: Stretch): Bar | null {
  const from = startsOn > axis.startsOn ? startsOn : axis.startsOn;
  const to = endsOn < axis.endsOn ? endsOn : axis.endsOn;
  if (from > to) return null;
  return { at: daysBetween(axis.startsOn, from) / lengthOf(axis), width: lengthOf({ startsOn: from, endsOn: to }) / lengthOf(axis) };
}

export interface AxisMonth extends Bar {
  readonly month: Day;
}

/** The calendar months that the axis touches, the first and last cut to it. */
export function monthsOf(axis: Stretch): AxisMonth[] {
  const [year, month] = partsOf(axis.startsOn);
  const count = monthNumber(axis.endsOn) - monthNumber(axis.startsOn) + 1;
  return Array.from({ length: count }, (_, i) => addMonths(makeDay(year, month, 1), i)).flatMap((first) => {
    const bar = barOf({ startsOn: first, endsOn: lastOfMonth(first) }, axis);
    return bar ? [{ month: first, ...bar }] : [];
  });
}

function monthNumber(day: Day): number {
  const [year, month] = partsOf(day);
  return year * 12 + month;
}

function lastOfMonth(first: Day): Day {
  return addDays(addMonths(first, 1), -1);
}

/** Give every stretch the first lane in which it overlaps nobody; the answer has one lane number for each, in the order given. */
export function lanesOf(stretches: readonly Stretch[]): number[] {
  const order = stretches.map((stretch, i) => ({ stretch, i })).toSorted((a, b) => (a.stretch.startsOn < b.stretch.startsOn ? -1 : a.stretch.startsOn > b.stretch.startsOn ? 1 : a.i - b.i));
  const ends: Day[] = [];
  const lanes = stretches.map(() => 0);
  for (const { stretch, i } of order) {
    const free = ends.findIndex((end) => end < stretch.startsOn);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = stretch.endsOn;
    lanes[i] = lane;
  }
  return lanes;
}

export interface Mark<T> {
  readonly day: Day;
  readonly at: number;
  readonly items: readonly T[];
}

/** Things that fall on days as marks on the axis, those of one day together, in order; what lies outside is left out. */
export function marksOf<T>(items: readonly T[], dayOf: (item: T) => Day, axis: Stretch): Mark<T>[] {
  const days = new Map<Day, T[]>();
  for (const item of items) days.set(dayOf(item), [...(days.get(dayOf(item)) ?? []), item]);
  return [...days].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([day, own]) => {
    const at = placeOf(day, axis);
    return at === null ? [] : [{ day, at, items: own }];
  });
}
