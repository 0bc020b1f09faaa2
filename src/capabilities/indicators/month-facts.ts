/** What indicators know of a person in a reference month, as content/indicator-facts.yaml names it. */
import { z } from 'zod';
import type { FactTypes } from '../../kernel/expression/check.ts';
import { Text } from '../../kernel/text.ts';
import { ObservationSource } from '../records/records.ts';

const Name = z.string().regex(/^[a-z][a-z0-9_]*$/);
const codes = z.array(z.string().regex(/^[A-Z0-9.]+$/)).min(1);
const part = z.union([z.literal(1), z.literal(2), z.literal('least')]).default(1);

/** Diseases that people are under care for; each needs a fact of the same name. */
export const Cohort = z.enum(['htn', 'dm']);
export type Cohort = z.infer<typeof Cohort>;

const MonthSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('age') }),
  z.strictObject({ kind: z.literal('sex') }),
  z.strictObject({ kind: z.literal('tier') }),
  z.strictObject({ kind: z.literal('signed') }),
  /** A diagnosis that stands, by ICD-10 with everything below it. */
  z.strictObject({ kind: z.literal('condition'), icd10: codes }),
  /** A diagnosis that began within the window. */
  z.strictObject({ kind: z.literal('onset'), icd10: codes }),
  z.strictObject({ kind: z.literal('medication'), atc: codes }),
  z.strictObject({ kind: z.literal('encounters'), class: z.array(z.string().regex(/^[a-z]+$/)).min(1) }),
  /** Days on which something was observed at such an occasion. */
  z.strictObject({ kind: z.literal('days'), of: z.array(ObservationSource).min(1), months: z.int().min(1).max(12).default(12) }),
  /** `otherwise`: what it is worked out from where nobody measured it. */
  z.strictObject({ kind: z.literal('latest'), code: z.string(), part, otherwise: z.literal('weight-and-height').optional() }),
  z.strictObject({ kind: z.literal('first'), code: z.string(), part }),
  z.strictObject({ kind: z.literal('times'), code: z.string() }),
  z.strictObject({ kind: z.literal('state'), of: Cohort }),
  z.strictObject({ kind: z.literal('outcome'), of: Cohort }),
  z.strictObject({ kind: z.literal('counted'), of: Cohort }),
]);

export const MonthFact = z.strictObject({
  id: Name,
  type: z.enum(['number', 'string', 'boolean']),
  title: Text,
  unit: z.string().optional(),
  codes: z.array(z.string()).optional(),
  source: MonthSource,
});
export type MonthFact = z.infer<typeof MonthFact>;

/** content/indicator-facts.yaml */
export const MonthFacts = z.array(MonthFact);

/** The months a fact or a window looks back over, the reference month included. */
export const windowMonths = 12;

/** The facts as the rule language sees them. */
export function monthFactTypes(facts: readonly MonthFact[]): FactTypes {
  return Object.fromEntries(facts.map(({ id, type, unit, codes: words }) => [id, { type, ...(unit === undefined ? {} : { unit }), ...(words === undefined ? {} : { codes: words }) }]));
}
