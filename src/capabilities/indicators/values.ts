/** Values of indicators: of every organisation and month, by tier, age and sex. */
import { z } from 'zod';
import { Day, Instant } from '../../kernel/day.ts';
import { IndicatorDefinition } from './indicators.ts';

export const Breakdown = z.enum(['all', 'tier', 'age', 'sex']);
export type Breakdown = z.infer<typeof Breakdown>;

/** Lowest age of each band. */
export const ageBands = [0, 18, 35, 45, 55, 65, 75] as const;

/** The bands of each breakdown in their order; `all` has one. */
export const bands: Readonly<Record<Breakdown, readonly string[]>> = {
  all: ['all'],
  tier: ['high', 'mid', 'low', 'not_tiered', 'none'],
  age: ageBands.map((from, i) => (i + 1 < ageBands.length ? `${from}-${(ageBands[i + 1] ?? 0) - 1}` : `${from}+`)),
  sex: ['F', 'M'],
};

/** Sums over the persons of an organisation and everything below it. `month` is its first day. */
export const IndicatorValue = z.object({
  tenantId: z.int(),
  month: Day,
  organizationId: z.int(),
  organizationPos: z.int(),
  definition: z.string(),
  breakdown: Breakdown,
  band: z.string(),
  upper: z.number(),
  lower: z.number(),
  persons: z.int(),
});
export type IndicatorValue = z.infer<typeof IndicatorValue>;

/** What a month's values rest on: the records as they were known at an instant. */
export const IndicatorPass = z.object({ tenantId: z.int(), month: Day, day: Day, known: Instant, persons: z.int(), seconds: z.number() });
export type IndicatorPass = z.infer<typeof IndicatorPass>;

/** Every version of a definition that values were ever counted by. */
export const DefinitionKept = z.object({ tenantId: z.int(), id: z.string(), version: z.int(), content: IndicatorDefinition, since: Instant });
