/** Spreading work over working days, so that nobody's day is overfull: in memory and as SQL, which say the same. */

/** Work of one member of staff, wished for a working day (a position in the calendar), in the order in which it is placed. */
export interface Wish {
  readonly target: number;
  /** Working days by which it may move; past them it is done on the last of them, full or not: people come before plans. */
  readonly slack: number;
}

/**
 * The working day of each wish: the first from its target on that still has room, in order of targets. `taken` is how many stand on each
 * working day already.
 */
export function levelled(wishes: readonly Wish[], { capacity, taken }: { readonly capacity: number; readonly taken: readonly number[] }): number[] {
  const free = taken.map((count) => Math.max(0, capacity - count));
  const upTo = free.reduce<number[]>((sums, count) => [...sums, (sums.at(-1) ?? 0) + count], []);
  let latest = -1;
  return wishes.map(({ target, slack }) => {
    const slot = Math.max(latest + 1, upTo[target - 1] ?? 0);
    latest = slot;
    const day = upTo.findIndex((sum) => sum > slot);
    return Math.min(day === -1 ? target + slack : day, target + slack);
  });
}

/**
 * The same for many members of staff at once. `wishes` has account, target, slack, i (from 0, by target) and whatever else; `room` has account and
 * `up_to`, the free places up to each working day, counted from 1. Answers with `placed`, the working day's position.
 * Slot i is the latest of "behind all before" and "not before the target": i + max(free places before the target − i), a running maximum.
 */
export function levellingSql(wishes: string, room: string): string {
  return `
    select s.*, least(case when s.slot is null then s.target else coalesce(nullif(width_bucket(s.slot, s.up_to) + 1, cardinality(s.up_to) + 1), s.target + s.slack) end, s.target + s.slack) as placed
    from (
      select w.*, r.up_to, case when r.up_to is not null then w.i + max(case when w.target > 1 then r.up_to[w.target - 1] else 0 end - w.i) over (partition by w.account order by w.i) end as slot
      from (${wishes}) w left join (${room}) r on r.account = w.account) s`;
}
