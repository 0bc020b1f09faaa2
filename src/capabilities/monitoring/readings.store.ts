import { sql, type RawBuilder } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Reading } from './devices.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    reading: Reading;
  }
}

export const entities = { reading: Reading };

export const migrations = [
  {
    id: '2026-11-23 40 readings',
    sql: `
    create table reading (
      tenant_id        int         not null,
      person_id        bigint      not null,
      source_key       uuid        not null,
      code             smallint    not null,
      effective_at     timestamptz not null,
      source_id        smallint    not null,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, source_key)
    );
    ${guarded('reading')}`,
  },
];

/** A batch as columns: what came, in the codes' own units. `deviceId` is who measured when it is the sender itself. */
export interface Batch {
  readonly sourceKeys: readonly string[];
  readonly serials: readonly (string | null)[];
  readonly persons: readonly (number | null)[];
  readonly codes: readonly number[];
  readonly at: readonly Instant[];
  readonly values: readonly number[];
  readonly values2: readonly (number | null)[];
  readonly implausible: readonly boolean[];
  readonly sender: string | null;
  readonly sourceId: number;
  readonly now: Instant;
}

/** Adds rows of a relation to the record, as a part of a statement. */
type Inserting = (source: RawBuilder<unknown>) => RawBuilder<unknown>;

export interface Placed {
  readonly n: number;
  /** Null: nobody whom the sender may write about. */
  readonly personId: number | null;
  /** The source had not delivered it before. */
  readonly fresh: boolean;
  readonly stored: boolean;
}

/**
 * Put a batch on record in one statement: each reading goes to whoever the device measured then, once, however often it is delivered.
 * Its persons are held until the commit, so that of two batches about one person the second sees the first when its alarms are judged.
 * Returns what became of each, in their order.
 */
export async function storeReadings(tx: Tx, batch: Batch, observations: Inserting): Promise<Placed[]> {
  const { rows } = await sql<Placed>`
    with given as materialized (
      select * from unnest(${batch.sourceKeys}::uuid[], ${batch.serials}::text[], ${batch.persons}::bigint[], ${batch.codes}::smallint[], ${batch.at}::timestamptz[],
        ${batch.values}::float8[], ${batch.values2}::float8[], ${batch.implausible}::boolean[]) with ordinality g(source_key, serial, person, code, at, v1, v2, implausible, n)),
    meant as materialized (
      select g.*, coalesce(g.person, b.person_id) as person_id
      from given g
      left join device d on g.person is null and d.serial = g.serial
      left join device_binding b on b.device_id = coalesce(d.device_id, case when g.person is null and g.serial is null then ${batch.sender}::uuid end) and g.at >= b.since and (b.until is null or g.at < b.until)),
    held as materialized (
      select tenant_id, person_id, organization_pos, positions from person where person_id = any (array(select distinct person_id from meant)) order by person_id for no key update),
    placed as materialized (
      select g.source_key, g.code, g.at, g.v1, g.v2, g.implausible, g.n, p.* from meant g left join held p on p.person_id = g.person_id),
    fresh as (
      insert into reading (tenant_id, person_id, source_key, code, effective_at, source_id, organization_pos, positions, label)
      select tenant_id, person_id, source_key, code, at, ${batch.sourceId}, organization_pos, positions, 1 from placed where person_id is not null
      on conflict do nothing returning person_id, source_key),
    stored as (
      ${observations(sql`(
        select p.tenant_id, p.person_id, p.code, p.at as effective_at, ${batch.sourceId}::smallint as source_id, ${batch.now}::timestamptz as recorded_at, p.v1 as value, p.v2 as value2,
          null::uuid as recorded_by, p.organization_pos, p.positions, 1 as label, p.implausible
        from placed p join fresh f on f.person_id = p.person_id and f.source_key = p.source_key) x`)})
    select p.n::int as n, p.person_id, f.source_key is not null as fresh, s.person_id is not null as stored
    from placed p
    left join fresh f on f.person_id = p.person_id and f.source_key = p.source_key
    left join stored s on s.person_id = p.person_id and s.code = p.code and s.effective_at = p.at and s.value = p.v1 and s.value2 is not distinct from p.v2
    order by p.n`.execute(tx);
  return rows;
}

/** Of these readings, those for whose moment another value is on record: they are given back to the source. Returns their keys. */
export async function returnClashes(tx: Tx, clashing: readonly { readonly personId: number; readonly sourceKey: string; readonly value: number; readonly value2: number | null }[]): Promise<string[]> {
  const { rows } = await sql<{ sourceKey: string }>`
    delete from reading r using unnest(${clashing.map((one) => one.personId)}::bigint[], ${clashing.map((one) => one.sourceKey)}::uuid[], ${clashing.map((one) => one.value)}::float8[], ${clashing.map((one) => one.value2)}::float8[]) c(person_id, source_key, v1, v2)
    where r.person_id = c.person_id and r.source_key = c.source_key and not exists (
      select from observation o where o.tenant_id = r.tenant_id and o.person_id = r.person_id and o.code = r.code and o.effective_at = r.effective_at and o.source_id = r.source_id
        and o.value = c.v1 and o.value2 is not distinct from c.v2)
    returning r.source_key`.execute(tx);
  return rows.map(({ sourceKey }) => sourceKey);
}
