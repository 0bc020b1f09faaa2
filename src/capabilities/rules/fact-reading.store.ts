import { CompiledQuery } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import type { Value } from '../../kernel/expression/evaluate.ts';
import type { Tx } from '../../platform/database.ts';
import type { FactRegistry } from './facts.ts';
import { compileDefinitions, factsOn, layered, withUsedParams, type Definition } from './stored-facts.ts';

export type PersonFacts = {
  readonly personId: number;
  /** What holds on the day; what is unknown is absent. */
  readonly values: Readonly<Record<string, Value>>;
  /** The days of the values behind them. */
  readonly days: Readonly<Record<string, string>>;
};

export type Reading = { readonly registry: FactRegistry; readonly today: Day; readonly persons: readonly number[]; readonly wanted: readonly string[]; /** Facts that models answer. */ readonly models?: readonly Definition[] };

/** The facts of some persons as the rules would see them on a day. */
export async function readFacts(tx: Tx, { registry, today, persons, wanted, models = [] }: Reading): Promise<PersonFacts[]> {
  const { definitions, params: all } = compileDefinitions([], registry);
  const { sql: query, params } = withUsedParams({ params: all, sql: layered({ definitions: [...factsOn(today, registry), ...models, ...definitions], wanted, key: ['tenant_id', 'person_id'], from: `person_fact f where f.person_id = any ('{${persons.join(',')}}'::bigint[])` }) });
  const days = registry.facts.flatMap(({ id, source }) => (['observation', 'finding', 'form', 'family'].includes(source.kind) ? [`'${id}', f."${id}_on"`] : []));
  const text = `
    select q.person_id as id, jsonb_strip_nulls(to_jsonb(q) - 'tenant_id' - 'person_id') as values, jsonb_strip_nulls(${objects(days)}) as days
    from (${query}) q join person_fact f using (tenant_id, person_id)`;
  const { rows } = await tx.executeQuery<{ id: number; values: PersonFacts['values']; days: PersonFacts['days'] }>(CompiledQuery.raw(text, [...params]));
  return rows.map(({ id, ...rest }) => ({ personId: id, ...rest }));
}

/** A function takes at most 100 arguments. */
function objects(pairs: readonly string[]): string {
  const parts = Array.from({ length: Math.ceil(pairs.length / 45) }, (_, i) => `jsonb_build_object(${pairs.slice(45 * i, 45 * (i + 1)).join(', ')})`);
  return parts.join(' || ');
}
