/** What is said at once about a value that somebody measured. */
import type { FeedbackRow, Measure } from './content.ts';

export interface Measured {
  readonly value: number;
  readonly value2: number | null;
  /** Body mass index, where the height is known. */
  readonly bmi: number | null;
  readonly adult: boolean;
}

type Range = NonNullable<FeedbackRow['any'][number]['value']>;

/** The first row that holds; the last one always does. */
export function feedbackOn({ rows }: Measure, measured: Measured): FeedbackRow | null {
  return rows.find((row) => holds(row, measured)) ?? null;
}

function holds({ adults, any }: FeedbackRow, { value, value2, bmi, adult }: Measured): boolean {
  if (adults && !adult) return false;
  if (any.length === 0) return true;
  return any.some((one) => {
    const parts: [Range | undefined, number | null][] = [[one.value, value], [one.value2, value2], [one.bmi, bmi]];
    return parts.every(([range, number]) => range === undefined || (number !== null && within(number, range)));
  });
}

function within(number: number, { from, above, to, below }: Range): boolean {
  return (from === undefined || number >= from) && (above === undefined || number > above) && (to === undefined || number <= to) && (below === undefined || number < below);
}

/** kg and cm to kg/m². */
export function bmiOf(weight: number, height: number | null): number | null {
  return height === null || height <= 0 ? null : Math.round((weight / (height / 100) ** 2) * 10) / 10;
}

/** The mean of the pressures of one sitting: those within half an hour before the last one. Null for a single one. */
export function meanOfSitting(readings: readonly { readonly at: string; readonly value: number; readonly value2: number }[]): { value: number; value2: number; count: number } | null {
  const last = readings.reduce((latest, { at }) => (at > latest ? at : latest), '');
  const sitting = readings.filter(({ at }) => Date.parse(last) - Date.parse(at) <= 30 * 60_000);
  if (sitting.length < 2) return null;
  const mean = (of: 'value' | 'value2') => Math.round(sitting.reduce((sum, one) => sum + one[of], 0) / sitting.length);
  return { value: mean('value'), value2: mean('value2'), count: sitting.length };
}
