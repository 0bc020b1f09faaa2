/** What care was used and what it cost, before and after a programme began, beside people outside it. */
import { z } from 'zod';
import { Day } from '../../kernel/day.ts';

/** Use in a period, in sums over a group of people. Person-years count only the days on which people were members. */
export const Use = z.object({ persons: z.int(), personYears: z.number(), visits: z.int(), admissions: z.int(), costYuan: z.number() });
export type Use = z.infer<typeof Use>;

/**
 * People of the programme with a chronic condition, and for comparison people outside it of the same sex, ten-year age band and
 * use in the year before (none, some); each stratum outside is weighted to the size of the one inside.
 */
export const Economics = z.object({
  beforeFrom: Day,
  afterFrom: Day,
  until: Day,
  before: Use,
  after: Use,
  comparisonBefore: Use.nullable(),
  comparisonAfter: Use.nullable(),
  /** Persons of the programme for whom nobody alike was found outside. */
  unmatched: z.int(),
});
export type Economics = z.infer<typeof Economics>;

/** Per person-year: admissions a hundred, visits, yuan. Null where nobody was observed. */
export function ratesOf({ personYears, visits, admissions, costYuan }: Use): { visits: number; admissionsPer100: number; costYuan: number } | null {
  if (personYears <= 0) return null;
  return { visits: visits / personYears, admissionsPer100: (100 * admissions) / personYears, costYuan: costYuan / personYears };
}

/** Change inside less change outside, in yuan a person-year; null without a comparison. */
export function costDifference({ before, after, comparisonBefore, comparisonAfter }: Economics): number | null {
  const cost = (use: Use | null) => (use && ratesOf(use)?.costYuan) ?? null;
  const [b, a, cb, ca] = [cost(before), cost(after), cost(comparisonBefore), cost(comparisonAfter)];
  return b === null || a === null || cb === null || ca === null ? null : a - b - (ca - cb);
}
