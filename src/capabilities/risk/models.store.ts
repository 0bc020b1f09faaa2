import { CompiledQuery, sql } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { modelTableColumns, PersonModel } from './person-model.ts';
import type { TierQuery } from './tier-sql.ts';

export const entities = { person_model: PersonModel };

export const migrations = [
  {
    id: '2026-11-23 40 answers of models',
    sql: `
    create table person_model (
      tenant_id        int      not null,
      person_id        bigint   not null,
      edition          text     not null,
      assessed_on      date     not null,
      organization_pos int      not null,
      positions        int4multirange,
      label            smallint not null,
      ${modelTableColumns.map(({ name, type }) => `"${name}" ${type}`).join(',\n      ')},
      primary key (tenant_id, person_id)
    ) with (fillfactor = 85);
    ${guarded('person_model')}`,
  },
];

/** What a query of answers carries through beside them. */
export const modelKey = ['tenant_id', 'person_id', 'organization_pos', 'positions', 'label'];

/** Keep the answers of everybody whom the query selects, in one statement. Rows that say the same already stay untouched. */
export async function keepModels(tx: Tx, { query, edition, today }: { readonly query: TierQuery; readonly edition: string; readonly today: Day }): Promise<number> {
  const columns = ['organization_pos', 'positions', 'label', ...modelTableColumns.map(({ name }) => `"${name}"`)];
  const row = (alias: string) => `row(${['edition', ...columns].map((name) => `${alias}.${name}`).join(', ')})`;
  const text = `
    insert into person_model as t (tenant_id, person_id, edition, assessed_on, ${columns.join(', ')})
    select tenant_id, person_id, '${edition}', date '${today}', ${columns.join(', ')} from (${query.sql}) a
    on conflict (tenant_id, person_id) do update set (edition, assessed_on, ${columns.join(', ')}) = row(excluded.edition, excluded.assessed_on, ${columns.map((name) => `excluded.${name}`).join(', ')})
    where ${row('t')} is distinct from ${row('excluded')}`;
  const { numAffectedRows } = await tx.executeQuery(CompiledQuery.raw(text, [...query.params]));
  return Number(numAffectedRows ?? 0n);
}

/** Take away the answers of those who have no facts any more. */
export async function endModels(tx: Tx, { from, to }: { readonly from: number; readonly to: number }): Promise<void> {
  await sql`delete from person_model m where m.person_id between ${from} and ${to} and not exists (select from person_fact f where f.tenant_id = m.tenant_id and f.person_id = m.person_id)`.execute(tx);
}

export async function modelsOfPerson(tx: Tx, personId: number): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { rows } = await sql<Record<string, unknown>>`select * from person_model where person_id = ${personId}`.execute(tx);
  return rows[0];
}
