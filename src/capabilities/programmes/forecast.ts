/** Where a goal is heading: a straight line through its latest values, with an interval that says how little that may mean. */
import { linearRegression } from 'simple-statistics';
import { daysBetween, type Day } from '../../kernel/day.ts';
import { tQuantile } from '../forms/t-distribution.ts';

export interface Forecast {
  readonly on: Day;
  readonly value: number;
  /** Where 80 of 100 such values would lie, if the course stays straight. */
  readonly low: number;
  readonly high: number;
  /** How many values it rests on. */
  readonly from: number;
}

/** Fewer points say nothing of their own spread; older ones tell of another time. */
const points = { fewest: 5, most: 8 } as const;
const share = 0.8;

interface Known {
  readonly on: Day;
  readonly value: number | null;
}

interface Ahead {
  readonly endsOn: Day;
  /** Values that cannot be exceeded, such as 0 and 100 percent. */
  readonly limits: readonly [low: number | null, high: number | null];
}

/** Null with too few values, with all of them on one day, or after the end. Prediction interval of simple regression (Montgomery, Introduction to Linear Regression Analysis, 2.5). */
export function forecastOf(trend: readonly Known[], { endsOn, limits: [floor, ceiling] }: Ahead): Forecast | null {
  const known = trend.flatMap(({ on, value }) => (value === null ? [] : [{ on, value }])).slice(-points.most);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined || known.length < points.fewest || last.on >= endsOn || first.on === last.on) return null;
  const at = known.map(({ on }) => daysBetween(first.on, on));
  const n = known.length;
  const { m, b } = linearRegression(known.map(({ value }, i) => [at[i] ?? 0, value]));
  const mean = at.reduce((sum, x) => sum + x, 0) / n;
  const spread = at.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  const residual = known.reduce((sum, { value }, i) => sum + (value - (m * (at[i] ?? 0) + b)) ** 2, 0) / (n - 2);
  const end = daysBetween(first.on, endsOn);
  const half = tQuantile((1 + share) / 2, n - 2) * Math.sqrt(residual * (1 + 1 / n + (end - mean) ** 2 / spread));
  const within = (value: number) => Math.min(ceiling ?? Infinity, Math.max(floor ?? -Infinity, value));
  const value = m * end + b;
  return { on: endsOn, value: within(value), low: within(value - half), high: within(value + half), from: n };
}

export type Outlook = 'likely' | 'unlikely' | 'open';

/** Whether the level will be reached: only where the whole interval lies on one side of it. */
export function outlookOf({ low, high }: Forecast, { targetLevel, falling }: { readonly targetLevel: number; readonly falling: boolean }): Outlook {
  if (falling) return high <= targetLevel ? 'likely' : low > targetLevel ? 'unlikely' : 'open';
  return low >= targetLevel ? 'likely' : high < targetLevel ? 'unlikely' : 'open';
}
