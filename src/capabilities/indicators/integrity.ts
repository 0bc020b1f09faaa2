/** Signs that readings were not all measured: never a verdict, and never about a few readings. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day } from '../../kernel/day.ts';
import { Month } from '../care/reference-month.ts';
import { Place } from './reporting.ts';

/**
 * - rounded: of clinic pressures, those whose systolic value ends in 0
 * - below-limit: of those from 136 to 143 mmHg, those below 140
 * - copied: of readings that follow another of the same person, those with the very same two values
 * - pace: of readings that follow another by the same person of staff, those of another person within a minute
 */
export const Check = z.enum(['rounded', 'below-limit', 'copied', 'pace']);
export type Check = z.infer<typeof Check>;

/**
 * Shares in percent: what honest measuring gives, and the share from which it is worth a look. Proposals of the product: digital meters
 * end in 0 one time in ten; hand-held ones that are read to even numbers one time in five.
 */
export const expected: Readonly<Record<Check, { readonly usual: number; readonly from: number }>> = {
  rounded: { usual: 10, from: 30 },
  'below-limit': { usual: 52, from: 68 },
  copied: { usual: 1, from: 8 },
  pace: { usual: 0, from: 4 },
};

export interface Counts {
  readonly hits: number;
  readonly of: number;
}

export interface Judged extends Counts {
  readonly check: Check;
  readonly share: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Only where even the lower end of the interval lies above: a small site cannot get here by chance. */
  readonly suspicious: boolean;
}

/** The quantile of the normal distribution for an interval of 99 %. */
const z99 = 2.5758;

/** Wilson's interval of a share, in percent: honest for small numbers and for shares near the ends. */
export function wilson({ hits, of }: Counts, z = z99): readonly [low: number, high: number] | null {
  if (of === 0) return null;
  const share = hits / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const half = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return [Math.max(0, 100 * (middle - half)), Math.min(100, 100 * (middle + half))];
}

export function judge(check: Check, counts: Counts): Judged {
  const interval = wilson(counts);
  const [low, high] = interval ?? [null, null];
  return { check, ...counts, share: counts.of === 0 ? null : (100 * counts.hits) / counts.of, low, high, suspicious: low !== null && low > expected[check].from };
}

const JudgedView = z.object({ check: Check, hits: z.int(), of: z.int(), share: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), suspicious: z.boolean() });

/** Readings of the three months that end with the month. */
export const readIntegrity = contract({
  method: 'GET',
  path: '/api/indicators/integrity',
  permission: 'indicators.read',
  input: z.object({ month: Month.optional(), organizationId: z.coerce.number().int().optional() }),
  output: z.object({
    month: Month,
    from: Day,
    to: Day,
    place: Place,
    readings: z.int(),
    /** How many systolic values end in 0, 1 … 9. */
    digits: z.array(z.int()).length(10),
    checks: z.array(JudgedView.extend({ usual: z.number(), from: z.number() })),
    places: z.array(z.object({ place: Place, readings: z.int(), checks: z.array(JudgedView) })),
    smallest: z.int(),
  }),
});
