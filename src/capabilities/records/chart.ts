/** Where the points, the band and the ticks of a trend stand in its box. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

export interface Box {
  readonly width: number;
  readonly height: number;
}

export interface Scale {
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Steps of 1, 2 or 5 times a power of ten, at most six of them. */
export function ticksOf(low: number, high: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? rough;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Room for all values and the ends of the band, with a tenth beyond; times from the first to the last. */
export function scaleOf(points: readonly Point[], band: readonly (number | null)[], { width, height }: Box): Scale {
  const values = [...points.map(({ value }) => value), ...band.filter((end) => end !== null)];
  const times = points.map(({ at }) => at);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = high > low ? (high - low) / 10 : Math.max(1, Math.abs(high) / 10);
  const [bottom, top] = [low - margin, high + margin];
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return {
    x: (at) => (last > first ? Math.round(((at - first) / (last - first)) * width * 10) / 10 : width / 2),
    y: (value) => Math.round((height - ((value - bottom) / (top - bottom)) * height) * 10) / 10,
    ticks: ticksOf(bottom, top),
  };
}
