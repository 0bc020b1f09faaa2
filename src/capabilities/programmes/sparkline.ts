/** A trend as lines in a box of `width` × `height`; a gap in the data is a gap in the line. */
export interface Sparkline {
  readonly lines: readonly string[];
  readonly last: { readonly x: number; readonly y: number } | null;
}

interface Box {
  readonly width: number;
  readonly height: number;
  /** Levels that the box must hold as well, such as the target. */
  readonly including: readonly number[];
}

/** Where a level stands in the box, from the top. */
export function heightAt(level: number, values: readonly (number | null)[], { height, including }: Box): number {
  const known = [...values.filter((value) => value !== null), ...including];
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return high === low ? height / 2 : height - ((level - low) / (high - low)) * height;
}

/** `values` are evenly spaced, oldest first. */
export function sparkline(values: readonly (number | null)[], box: Box): Sparkline {
  const step = values.length > 1 ? box.width / (values.length - 1) : 0;
  const points = values.map((value, i) => (value === null ? null : { x: round(i * step), y: round(heightAt(value, values, box)) }));
  return { lines: runsOf(points).map((run) => run.map(({ x, y }) => `${x},${y}`).join(' ')), last: points.findLast((point) => point !== null) ?? null };
}

function runsOf<T>(items: readonly (T | null)[]): T[][] {
  return items.reduce<{ runs: T[][]; open: boolean }>(
    ({ runs, open }, item) => {
      if (item === null) return { runs, open: false };
      return open ? { runs: [...runs.slice(0, -1), [...(runs.at(-1) ?? []), item]], open } : { runs: [...runs, [item]], open: true };
    },
    { runs: [], open: false },
  ).runs;
}

function round(x: number): number {
  return Math.round(x * 100) / 100;
}
