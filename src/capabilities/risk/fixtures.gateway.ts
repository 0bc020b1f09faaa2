/** The reference vectors and the shipped tables, for tests. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadRiskContent } from './content.gateway.ts';
import { prepareTiers } from './tier-rules.ts';
import type { Row } from './persons.fixtures.ts';
import type { TierRules } from './tier-rules.ts';

export const content = loadRiskContent();

export function shippedRules(): TierRules {
  const prepared = prepareTiers(content);
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.faulty));
  return prepared.rules;
}

const Fields = z.record(z.string(), z.unknown());

function fixture<S extends z.ZodType>(name: string, schema: S): z.infer<S> {
  return schema.parse(parse(readFileSync(new URL(`fixtures/${name}.yaml`, import.meta.url), 'utf8')));
}

export const vectors = fixture('vectors', z.object({ hypertension: z.array(Fields), diabetes: z.array(Fields), diabetes_risk_score: z.array(Fields), egfr: z.array(Fields), self_care: z.array(Fields) }));
export const chinaPar = fixture('china-par', z.object({ vectors: z.array(Fields), invalid: z.array(Fields) }));

const LabelledPerson = z.object({
  id: z.string(),
  use: z.array(z.enum(['htn', 'dm'])),
  with: Fields,
  tier: z.string(),
  fires: z.array(z.string()).default([]),
  gate: z.string().nullable().default(null),
  reason: z.string().nullable().default(null),
  emergency: z.boolean().default(false),
  urgent: z.boolean().default(false),
  provisional: z.boolean().default(false),
  missing: z.array(z.string()).default([]),
});
const labelled = fixture('labelled-persons', z.object({ base: Fields, htn: Fields, dm: Fields, cases: z.array(LabelledPerson) }));

export const labelledPersons = labelled.cases.map((person) => ({ ...person, inputs: personWith(person.with, person.use) }));

/** A person who is well in every respect the tiers look at, with the named blocks. */
export function personWith(changes: Row, blocks: readonly ('htn' | 'dm')[] = ['htn']): Row {
  return { ...blocks.reduce<Row>((person, block) => ({ ...person, ...labelled[block] }), labelled.base), ...changes };
}
