import { CompiledQuery, sql } from 'kysely';
import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { derivationSql, type Derivation } from './fact-derivation.ts';
import { firstColumns, PersonFact, runColumn } from './person-fact.ts';

const ChangedPerson = z.object({ tenantId: z.int(), personId: z.int(), changeNo: z.int(), organizationPos: z.int(), positions: z.string().nullable() });

export const entities = { person_fact: PersonFact, dirty_person: ChangedPerson, refreshed_person: ChangedPerson };

export const migrations = [
  {
    id: '2026-11-22 12 facts',
    sql: `
    create table person_fact (
      tenant_id        int      not null,
      person_id        bigint   not null,
      organization_pos int      not null,
      positions        int4multirange,
      label            smallint not null,
      ${firstColumns.map(({ name, type }) => `"${name}" ${type}`).join(',\n      ')},
      primary key (tenant_id, person_id)
    ) with (fillfactor = 85);
    create index person_fact_organization on person_fact (tenant_id, organization_pos);
    ${guarded('person_fact')}
    create table dirty_person (
      tenant_id        int    not null,
      person_id        bigint not null,
      change_no        bigint generated always as identity,
      organization_pos int    not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, change_no)
    );
    ${guarded('dirty_person')}
    create function mark_changed(persons bigint[]) returns void language sql set search_path = public as $$
      insert into dirty_person (tenant_id, person_id, organization_pos, positions)
      select tenant_id, person_id, organization_pos, positions from person where person_id = any (persons) $$;`,
  },
  {
    id: '2026-11-23 12 refreshed persons',
    sql: `
    create table refreshed_person (
      tenant_id        int    not null,
      person_id        bigint not null,
      change_no        bigint generated always as identity,
      organization_pos int    not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, change_no)
    );
    ${guarded('refreshed_person')}`,
  },
  { id: '2026-11-23 48 days of satisfactory follow-ups', sql: `alter table person_fact add column ${runColumn.name} ${runColumn.type}` },
];

/** Some persons by number, or all whose numbers lie in an interval, ends included. */
export type Whom = { readonly persons: readonly number[] } | { readonly from: number; readonly to: number };

const listed = (column: string) => `${column} = any ($1::bigint[])`;
const ranged = (column: string) => `${column} between $1::bigint and $2::bigint`;

export function whomSql(whom: Whom): { readonly who: (column: string) => string; readonly params: readonly unknown[] } {
  return 'persons' in whom ? { who: listed, params: [`{${whom.persons.join(',')}}`] } : { who: ranged, params: [whom.from, whom.to] };
}

/**
 * Read the facts of persons off their records, as known at the end of `asOf`. Rows that say the same already stay untouched.
 * @returns how many rows were not as they are now
 */
export async function deriveFacts(tx: Tx, { derivation, whom, asOf }: { derivation: Derivation; whom: Whom; asOf: Day }): Promise<number> {
  const { who, params } = whomSql(whom);
  const leave = `
    delete from person_fact f where ${who('f.person_id')}
      and not exists (select from person p where p.tenant_id = f.tenant_id and p.person_id = f.person_id and p.deceased_on is null and p.moved_on is null)`;
  const { columns, select } = derivationSql(derivation, { who, asOf });
  const names = ['organization_pos', 'positions', 'label', ...columns.map((name) => `"${name}"`)];
  const row = (alias: string) => `row(${names.map((name) => `${alias}.${name}`).join(', ')})`;
  const upsert = `
    with derived (tenant_id, person_id, ${names.join(', ')}) as (${select})
    insert into person_fact (tenant_id, person_id, ${names.join(', ')})
    select d.* from derived d left join person_fact t on t.tenant_id = d.tenant_id and t.person_id = d.person_id and ${who('t.person_id')}
    where t.person_id is null or ${row('t')} is distinct from ${row('d')}
    on conflict (tenant_id, person_id) do update set (${names.join(', ')}) = ${row('excluded')}`;
  return inBulk(tx, async () => {
    const gone = await tx.executeQuery(CompiledQuery.raw(leave, [...params]));
    const changed = await tx.executeQuery(CompiledQuery.raw(upsert, [...params]));
    return Number(gone.numAffectedRows ?? 0n) + Number(changed.numAffectedRows ?? 0n);
  });
}

/**
 * Statements over whole populations: the planner cannot know how many rows their parts have, and would compare each with each;
 * and compiling their long expressions to machine code takes longer than running them.
 */
export async function inBulk<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`set local enable_nestloop = off`.execute(tx);
  await sql`set local jit = off`.execute(tx);
  await sql`set local work_mem = '64MB'`.execute(tx);
  const result = await work();
  await sql`set local enable_nestloop = on`.execute(tx);
  return result;
}

export async function countFacts(tx: Tx, { from, to }: { readonly from: number; readonly to: number }): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from person_fact where person_id between ${from} and ${to}`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** The lowest and the highest number of the persons within reach. */
export async function personNumbers(tx: Tx): Promise<{ readonly from: number; readonly to: number } | null> {
  const { rows } = await tx.executeQuery<{ from: number | null; to: number | null }>(CompiledQuery.raw('select min(person_id) as from, max(person_id) as to from person'));
  const [row] = rows;
  return row === undefined || row.from === null || row.to === null ? null : { from: row.from, to: row.to };
}

/** Note that the records of persons changed: their facts are derived again before long. */
export async function markChanged(tx: Tx, persons: readonly number[]): Promise<void> {
  await sql`select mark_changed(${`{${persons.join(',')}}`}::bigint[])`.execute(tx);
}

/** Take up to `most` persons whose records changed; a change that comes meanwhile is noted anew. */
export async function takeChanged(tx: Tx, most: number): Promise<number[]> {
  return takeFrom(tx, 'dirty_person', most);
}

/** Facts and tiers of these persons are right again: whatever is counted from them follows. */
export async function noteRefreshed(tx: Tx, persons: readonly number[]): Promise<void> {
  await sql`insert into refreshed_person (tenant_id, person_id, organization_pos, positions)
    select tenant_id, person_id, organization_pos, positions from person where person_id = any (${`{${persons.join(',')}}`}::bigint[])`.execute(tx);
}

/** Take up to `most` persons whose facts were derived anew. */
export async function takeRefreshed(tx: Tx, most: number): Promise<number[]> {
  return takeFrom(tx, 'refreshed_person', most);
}

async function takeFrom(tx: Tx, table: 'dirty_person' | 'refreshed_person', most: number): Promise<number[]> {
  const { rows } = await sql<{ personId: number }>`
    with first as (select distinct person_id from (select person_id from ${sql.table(table)} limit ${most}) d),
      taken as (delete from ${sql.table(table)} d using first where d.person_id = first.person_id returning d.person_id)
    select distinct person_id from taken order by 1`.execute(tx);
  return rows.map(({ personId }) => personId);
}

/** Everybody's facts have just been derived. */
export async function forgetChanged(tx: Tx): Promise<void> {
  await sql`delete from dirty_person`.execute(tx);
}
