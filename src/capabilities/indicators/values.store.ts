import { CompiledQuery, sql } from 'kysely';
import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded, tenantWide } from '../../platform/migrations.ts';
import type { CountingSql } from './counting.ts';
import { countedSql } from './counted-sql.ts';
import type { IndicatorDefinition } from './indicators.ts';
import { firstDayOf, monthSql, type Reading, type Reference } from './month-sql.ts';
import { firstColumns, monthColumns, PersonMonth } from './person-month.ts';
import { DefinitionKept, IndicatorPass, IndicatorValue, type Breakdown } from './values.ts';

export const entities = { person_month: PersonMonth, indicator_value: IndicatorValue, indicator_pass: IndicatorPass, indicator_definition: DefinitionKept };

export const migrations = [
  {
    id: '2026-11-23 30 indicator values',
    sql: `
    create table person_month (
      tenant_id        int      not null,
      person_id        bigint   not null,
      month            date     not null,
      organization_pos int      not null,
      positions        int4multirange,
      label            smallint not null,
      organizations    int[]    not null,
      "left"           boolean  not null,
      ${firstColumns.map(({ name, type }) => `"${name}" ${type}`).join(',\n      ')},
      primary key (tenant_id, month, person_id)
    );
    create table indicator_value (
      tenant_id        int     not null,
      month            date    not null,
      organization_id  int     not null,
      organization_pos int     not null,
      definition       text    not null,
      breakdown        text    not null check (breakdown in ('all', 'tier', 'age', 'sex')),
      band             text    not null,
      upper            numeric not null,
      lower            numeric not null,
      persons          int     not null,
      primary key (tenant_id, month, organization_id, definition, breakdown, band)
    );
    create table indicator_pass (
      tenant_id int              not null,
      month     date             not null,
      day       date             not null,
      known     timestamptz      not null,
      persons   int              not null,
      seconds   double precision not null,
      primary key (tenant_id, month)
    );
    create table indicator_definition (
      tenant_id int         not null,
      id        text        not null,
      version   int         not null,
      content   jsonb       not null,
      since     timestamptz not null,
      primary key (tenant_id, id, version)
    );
    ${guarded('person_month')}
    ${guarded('indicator_value')}
    ${tenantWide('indicator_pass')}
    ${tenantWide('indicator_definition')}`,
  },
  { id: '2026-11-23 31 height of a month', sql: 'alter table person_month add column height numeric' },
];

export interface Counted {
  readonly list: readonly CountingSql[];
  readonly params: readonly (string | readonly string[])[];
}

const run = <T>(tx: Tx, text: string, params: readonly unknown[] = []) => tx.executeQuery<T>(CompiledQuery.raw(text, [...params]));

const carried = ['organization_pos', 'positions', 'label', 'organizations', '"left"', ...monthColumns.map(({ name }) => `"${name}"`)];
const columns = ['tenant_id', 'person_id', 'month', ...carried];
const row = (alias: string) => `row(${carried.map((name) => `${alias}.${name}`).join(', ')})`;
const among = (persons: readonly number[]) => (column: string) => `${column} = any ('{${persons.join(',')}}'::bigint[])`;
const between = ({ from, to }: { readonly from: number; readonly to: number }) => (column: string) => `${column} between ${from} and ${to}`;

/** The columns of the query in the order of the table, without people whose record is withheld: their earlier rows are out of sight and stay as they are. */
function inOrder(query: string): string {
  return `select ${columns.map((name) => `m.${name}`).join(', ')} from (${query}) m where not exists (select from record_hold h where h.tenant_id = m.tenant_id and h.person_id = m.person_id)`;
}

/** Write what is known of the persons of an interval of numbers in a month. Rows that say the same already stay. Returns how many there are. */
export async function writeMonth(tx: Tx, reading: Reading, { reference, whom }: { readonly reference: Reference; readonly whom: { readonly from: number; readonly to: number } }): Promise<number> {
  const who = between(whom);
  const first = firstDayOf(reference.month);
  const { rows } = await run<{ n: number }>(tx, `
    with fresh as materialized (${inOrder(monthSql(reading, reference, who))}),
    gone as (delete from person_month t where t.month = date '${first}' and ${who('t.person_id')} and not exists (select from fresh f where f.person_id = t.person_id)),
    written as (
      insert into person_month (${columns.join(', ')})
      select f.* from fresh f left join person_month t on t.tenant_id = f.tenant_id and t.person_id = f.person_id and t.month = date '${first}' and ${who('t.person_id')}
      where t.person_id is null or ${row('t')} is distinct from ${row('f')}
      on conflict (tenant_id, month, person_id) do update set (${carried.join(', ')}) = ${row('excluded')})
    select count(*)::int as n from fresh`);
  return rows[0]?.n ?? 0;
}

/** Count a month anew from its rows of persons. */
export async function writeValues(tx: Tx, { list, params }: Counted, { month }: Pick<Reference, 'month'>): Promise<void> {
  const first = firstDayOf(month);
  await run(tx, `delete from indicator_value where month = date '${first}'`);
  const rows = `select r.*, 1 as sign from person_month r where r.month = date '${first}'`;
  await run(tx, `
    insert into indicator_value (tenant_id, month, organization_id, organization_pos, definition, breakdown, band, upper, lower, persons)
    select ${ofTenant}, date '${first}', v.* from (${countedSql(rows, list)}) v where v.persons <> 0`, params);
}

const ofTenant = `nullif(current_setting('app.tenant', true), '')::int`;

/**
 * Bring a month up to date for some persons: their rows, and by the difference alone every sum that they are part of.
 * @returns how many rows were not as they are now
 */
export async function refreshPersons(tx: Tx, { reading, counted }: { readonly reading: Reading; readonly counted: Counted }, { reference, persons }: { readonly reference: Reference; readonly persons: readonly number[] }): Promise<number> {
  const first = firstDayOf(reference.month);
  const who = among(persons);
  const sides = `select ${columns.map((name) => `c.${name}`).join(', ')}, 1 as sign from changed c
      union all select ${columns.map((name) => `t.${name}`).join(', ')}, -1 from was t where t.person_id in (select person_id from changed union all select person_id from gone)`;
  const { rows } = await run<{ n: number }>(tx, `
    with fresh as materialized (${inOrder(monthSql(reading, reference, who))}),
    was as materialized (select ${columns.map((name) => `t.${name}`).join(', ')} from person_month t where t.month = date '${first}' and ${who('t.person_id')}),
    changed as materialized (select f.* from fresh f left join was t on t.person_id = f.person_id where t.person_id is null or ${row('t')} is distinct from ${row('f')}),
    gone as materialized (select t.person_id from was t where not exists (select from fresh f where f.person_id = t.person_id)),
    removed as (delete from person_month t where t.month = date '${first}' and ${who('t.person_id')} and t.person_id in (select person_id from gone)),
    written as (insert into person_month (${columns.join(', ')}) select * from changed on conflict (tenant_id, month, person_id) do update set (${carried.join(', ')}) = ${row('excluded')}),
    difference as (select * from (${countedSql(sides, counted.list)}) d where d.persons <> 0 or d.upper <> 0 or d.lower <> 0),
    added as (
      insert into indicator_value as v (tenant_id, month, organization_id, organization_pos, definition, breakdown, band, upper, lower, persons)
      select ${ofTenant}, date '${first}', d.* from difference d
      on conflict (tenant_id, month, organization_id, definition, breakdown, band) do update set upper = v.upper + excluded.upper, lower = v.lower + excluded.lower, persons = v.persons + excluded.persons)
    select ((select count(*) from changed) + (select count(*) from gone))::int as n`, counted.params);
  await run(tx, `delete from indicator_value where month = date '${first}' and persons = 0`);
  return rows[0]?.n ?? 0;
}

/** Count sessions and those who came over twelve months, for every organisation with its subtree. */
export async function writeActivities(tx: Tx, definitions: readonly IndicatorDefinition[], { reference, from }: { readonly reference: Reference; readonly from: Day }): Promise<void> {
  const sums = definitions.flatMap(({ id, measure }) => {
    if (measure.by === 'sessions') return [`('${id}', t.sessions, 0, t.sessions)`];
    if (measure.by === 'attendance') return [`('${id}', t.attended, t.registered, t.persons)`];
    if (measure.by === 'attended') return [`('${id}', t.${measure.count === 'persons' ? 'persons' : 'attended'}, 0, t.persons)`];
    return [];
  });
  if (sums.length === 0) return;
  const first = firstDayOf(reference.month);
  await run(tx, `delete from indicator_value where month = date '${first}' and definition in (${sums.map((sum) => sum.slice(1, sum.indexOf(','))).join(', ')})`);
  await run(tx, `
    insert into indicator_value (tenant_id, month, organization_id, organization_pos, definition, breakdown, band, upper, lower, persons)
    select ${ofTenant}, date '${first}', t.organization_id, t.pos, v.definition, 'all', 'all', v.upper, v.lower, v.persons
    from (
      select a.organization_id, a.pos, count(distinct s.session_id) as sessions, count(p.person_id) as registered, count(*) filter (where p.state = 'attended') as attended, count(distinct p.person_id) filter (where p.state = 'attended') as persons
      from activity_session s join organization a on a.pos <= s.organization_pos and a.pos_end >= s.organization_pos
        left join participation p on p.session_id = s.session_id and p.recorded_at < timestamptz '${reference.known}'
      where s.state = 'held' and s.held_on between date '${from}' and date '${reference.day}' group by 1, 2) t
      cross join lateral (values ${sums.join(', ')}) v (definition, upper, lower, persons)
    where v.persons > 0`);
}

/** Keep what a month's values rest on. */
export async function upsertPass(tx: Tx, pass: IndicatorPass): Promise<void> {
  await sql`
    insert into indicator_pass (tenant_id, month, day, known, persons, seconds) values (${pass.tenantId}, ${pass.month}::date, ${pass.day}::date, ${pass.known}::timestamptz, ${pass.persons}, ${pass.seconds})
    on conflict (tenant_id, month) do update set day = excluded.day, known = excluded.known, persons = excluded.persons, seconds = excluded.seconds`.execute(tx);
}

/** The months that were counted, the latest first. */
export async function passes(tx: Tx): Promise<IndicatorPass[]> {
  const { rows } = await sql`select * from indicator_pass order by month desc`.execute(tx);
  return z.array(IndicatorPass).parse(rows);
}

/** A version of a definition is kept when it is first counted by, and stays as it was. */
export async function keepDefinitions(tx: Tx, kept: readonly z.infer<typeof DefinitionKept>[]): Promise<void> {
  await sql`
    insert into indicator_definition (tenant_id, id, version, content, since)
    select k.* from unnest(${kept.map(({ tenantId }) => tenantId)}::int[], ${kept.map(({ id }) => id)}::text[], ${kept.map(({ version }) => version)}::int[], ${kept.map(({ content }) => JSON.stringify(content))}::jsonb[], ${kept.map(({ since }) => since)}::timestamptz[]) k (tenant_id, id, version, content, since)
    on conflict do nothing`.execute(tx);
}

export interface Asked {
  readonly months: readonly Day[];
  /** All that are visible where it is null. */
  readonly organizations: readonly number[] | null;
  readonly definition: string | null;
  readonly breakdowns: readonly Breakdown[];
}

export async function valuesOf(tx: Tx, { months, organizations, definition, breakdowns }: Asked): Promise<IndicatorValue[]> {
  const { rows } = await sql`
    select tenant_id, month, organization_id, organization_pos, definition, breakdown, band, upper::float8 as upper, lower::float8 as lower, persons from indicator_value
    where month = any (${[...months]}::date[]) and (${organizations === null} or organization_id = any (${[...(organizations ?? [])]}::int[])) and (${definition}::text is null or definition = ${definition}) and breakdown = any (${[...breakdowns]}::text[])
    order by month, organization_pos, definition, breakdown, band`.execute(tx);
  return z.array(IndicatorValue).parse(rows);
}

const Around = z.object({ organizationId: z.int(), parentId: z.int().nullable(), kind: z.string(), nameZh: z.string(), nameEn: z.string(), pos: z.int(), posEnd: z.int() });
export type Around = z.infer<typeof Around>;

/** An organisation, those directly below it, the one above, and the others below that. */
export async function organizationsAround(tx: Tx, organizationId: number): Promise<Around[]> {
  const { rows } = await sql`
    with own as (select * from organization where organization_id = ${organizationId})
    select o.organization_id, o.parent_id, o.kind, o.name_zh, o.name_en, o.pos, o.pos_end from organization o, own
    where o.organization_id in (own.organization_id, own.parent_id) or o.parent_id in (own.organization_id, own.parent_id) order by o.pos`.execute(tx);
  return z.array(Around).parse(rows);
}

/** The topmost organisation of an interval of positions. */
export async function topmost(tx: Tx, { from, to }: { readonly from: number; readonly to: number }): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select organization_id as id from organization where pos between ${from} and ${to} order by pos limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}
