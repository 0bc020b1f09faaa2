/** Records: what is known about a person, with the time it was so and the time we knew. */
import { z } from 'zod';
import { Day, Instant } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';

/** Where a value came from; the number stands in the rows. */
export const observationSources = { 'check-up': 1, 'follow-up': 2, home: 3, screening: 4, survey: 5, import: 6 } as const;
export type ObservationSource = keyof typeof observationSources;

/**
 * One measured or scored value. `code` is the number of its entry in content/observations.yaml, which names unit, LOINC and plausibility;
 * a pair such as a blood pressure is one row with `value` (systolic) and `value2` (diastolic).
 */
export const Observation = z.object({
  tenantId: z.int(),
  personId: PersonId,
  code: z.int(),
  effectiveAt: Instant,
  sourceId: z.int(),
  recordedAt: Instant,
  value: z.number(),
  value2: z.number().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type Observation = z.infer<typeof Observation>;

/** A diagnosis. `code` is ICD-10. */
export const Condition = z.object({
  tenantId: z.int(),
  personId: PersonId,
  code: z.string(),
  onsetOn: Day,
  recordedAt: Instant,
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type Condition = z.infer<typeof Condition>;
