/** What a report is made of: everything it states, as it was known on one day, frozen so that the same report can be made again. */
import { z } from 'zod';
import { Day } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { GoalProgress, ProgrammeBudgetLine, ProgrammePhase, ProgrammeTask } from '../programmes/programmes.ts';
import { IndicatorDefinition } from '../indicators/indicators.ts';
import { Setting } from '../plans/plan.ts';
import { Economics } from './economics.ts';

const inside = { tenantId: true, programmeId: true, organizationPos: true } as const;

/** A goal with the definition that counted it. `definition.version` is a fingerprint of its words and its measure. */
export const GoalMaterial = GoalProgress.extend({
  definition: IndicatorDefinition.pick({ id: true, title: true, numerator: true, denominator: true, unit: true, better: true, measure: true }).extend({ version: z.string() }).nullable(),
});
export type GoalMaterial = z.infer<typeof GoalMaterial>;

/** A series of activities: sessions due until the day, held, cancelled, and who came. */
export const SeriesMaterial = z.object({
  title: z.string(),
  kind: Text.nullable(),
  due: z.int(),
  planned: z.int(),
  held: z.int(),
  cancelled: z.int(),
  attended: z.int(),
  registered: z.int(),
  cadence: z.string().nullable(),
});
export type SeriesMaterial = z.infer<typeof SeriesMaterial>;

export const TierName = z.enum(['low', 'mid', 'high', 'not_tiered']);
export type TierName = z.infer<typeof TierName>;

/** How many people went from which tier to which; null where too few to be told. */
export const TierFlow = z.object({ from: z.enum([...TierName.options, 'none']), to: z.enum([...TierName.options, 'none']), persons: z.int().nullable() });
export type TierFlow = z.infer<typeof TierFlow>;

/** A person's way without the person: nobody is told of who would be one of fewer than five alike. */
export const CaseMaterial = z.object({
  ageFrom: z.int(),
  sex: z.enum(['male', 'female']),
  from: TierName,
  to: TierName,
  changedOn: Day,
  systolicFirst: z.number().nullable(),
  systolicLast: z.number().nullable(),
  readings: z.int(),
  alike: z.int(),
});
export type CaseMaterial = z.infer<typeof CaseMaterial>;

export const Material = z.object({
  asOf: Day,
  programme: z.object({ programmeId: z.uuid(), title: z.string(), setting: Setting, startsOn: Day, endsOn: Day, organization: Text, members: z.int(), elapsed: z.number() }),
  population: z.array(z.string()),
  evaluation: z.array(z.string()),
  goals: z.array(GoalMaterial),
  qualitativeGoals: z.array(z.string()),
  phases: z.array(ProgrammePhase.omit(inside)),
  tasks: z.array(ProgrammeTask.omit(inside)),
  series: z.array(SeriesMaterial),
  budget: z.array(ProgrammeBudgetLine.omit(inside).extend({ spent: z.number().nullable() })),
  risks: z.array(z.object({ risk: z.string(), mitigations: z.array(z.string()) })),
  tiers: z.array(TierFlow),
  cases: z.array(CaseMaterial),
  economics: Economics.nullable(),
});
export type Material = z.infer<typeof Material>;

/** What stands behind a number: who counted what, when, and how many; `fingerprint` changes when any of it does. */
export const Proof = z.object({
  no: z.int(),
  title: z.string(),
  source: z.string(),
  version: z.string(),
  asOf: Day,
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  value: z.number().nullable(),
  /** Where the number can be followed to the persons and events behind it. */
  href: z.string(),
});
export type Proof = z.infer<typeof Proof>;
