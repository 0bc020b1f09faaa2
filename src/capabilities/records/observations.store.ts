import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded, sealable } from '../../platform/migrations.ts';
import type { PersonId } from '../people/people.ts';
import { Observation, ObservationHistory, type AsTyped, type NewObservation } from './observations.ts';
import type { Change } from './records.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    observation: Observation;
    observationHistory: ObservationHistory;
  }
}

export const entities = { observation: Observation, observation_history: ObservationHistory };

const columns = `
      tenant_id        int              not null,
      person_id        bigint           not null,
      effective_at     timestamptz      not null,
      recorded_at      timestamptz      not null,
      value            double precision not null,
      value2           double precision,
      recorded_by      uuid,
      organization_pos int              not null,
      positions        int4multirange,
      code             smallint         not null,
      source_id        smallint         not null,
      label            smallint         not null,
      implausible      boolean          not null`;

export const migrations = [
  {
    id: '2026-11-22 03 observations',
    sql: `
    create table observation (${columns},
      primary key (tenant_id, person_id, code, effective_at, source_id)
    );
    create index observation_by_code on observation (tenant_id, code, effective_at);
    create table observation_history (${columns},
      change_no        bigint           generated always as identity,
      superseded_at    timestamptz      not null,
      changed_by       uuid,
      change           text             not null check (change in ('corrected', 'withdrawn')),
      reason           text             not null,
      moved_to         timestamptz,
      primary key (tenant_id, person_id, change_no)
    );
    ${guarded('observation')}
    ${guarded('observation_history')}`,
  },
  {
    id: '2026-11-23 03a typed units',
    sql: ['observation', 'observation_history'].map((table) => `alter table ${table} add column typed_value double precision, add column typed_value2 double precision, add column typed_unit text;`).join('\n'),
  },
  { id: '2026-11-23 03 sealed observations', sql: ['observation', 'observation_history'].map(sealable).join('\n') },
];

/** Add observations; one that is there already (same person, code, time and source) stays as it is. Returns how many were new. */
export async function insertObservations(tx: Tx, rows: readonly NewObservation[]): Promise<number> {
  const column = <K extends keyof NewObservation>(key: K) => rows.map((row) => row[key]);
  const { numAffectedRows } = await sql`
    insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, recorded_by, organization_pos, positions, label, implausible, team_id, typed_value, typed_value2, typed_unit)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('code')}::smallint[], ${column('effectiveAt')}::timestamptz[],
      ${column('sourceId')}::smallint[], ${column('recordedAt')}::timestamptz[], ${column('value')}::float8[], ${column('value2')}::float8[],
      ${column('recordedBy')}::uuid[], ${column('organizationPos')}::int[], ${column('positions')}::int4multirange[], ${column('label')}::smallint[], ${column('implausible')}::boolean[], ${column('teamId').map((team) => team ?? null)}::uuid[],
      ${column('typedValue').map((value) => value ?? null)}::float8[], ${column('typedValue2').map((value) => value ?? null)}::float8[], ${column('typedUnit').map((unit) => unit ?? null)}::text[])
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/**
 * The same for rows that another statement makes, as a part of it: `source` has the table's columns by name. Returns the key and the values
 * of each that was new.
 */
export function observationsFrom(source: RawBuilder<unknown>): RawBuilder<unknown> {
  const columns = sql`tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, recorded_by, organization_pos, positions, label, implausible`;
  return sql`insert into observation (${columns}) select ${columns} from ${source} on conflict do nothing returning person_id, code, effective_at, value, value2`;
}

export type StoredKey = Pick<Observation, 'personId' | 'code' | 'effectiveAt' | 'sourceId'>;

/** Who changes what they saw, when and why. Nothing happens when another version stands by now. */
export interface Correction {
  readonly key: StoredKey;
  readonly seen: Instant;
  readonly at: Instant;
  readonly by: string | null;
  readonly reason: string;
}

const seenRow = ({ key, seen }: Correction) =>
  sql`select * from observation o where o.person_id = ${key.personId} and o.code = ${key.code} and o.effective_at = ${key.effectiveAt} and o.source_id = ${key.sourceId}
    and o.recorded_at = ${seen} for update`;

const kept = sql`tenant_id, person_id, effective_at, recorded_at, value, value2, recorded_by, organization_pos, positions, code, source_id, label, implausible, team_id, typed_value, typed_value2, typed_unit`;

/** Keep the version as history and put the new one in its place, in one statement. Returns whether it was there. */
export async function correctObservationRow(tx: Tx, correction: Correction, to: Pick<Observation, 'value' | 'value2' | 'effectiveAt' | 'implausible'> & AsTyped): Promise<boolean> {
  const { key, at, by, reason } = correction;
  const movedTo = to.effectiveAt === key.effectiveAt ? null : to.effectiveAt;
  const { rows } = await sql`
    with old as (${seenRow(correction)}),
      note as (insert into observation_history (${kept}, superseded_at, changed_by, change, reason, moved_to)
        select ${kept}, ${at}::timestamptz, ${by}::uuid, 'corrected', ${reason}, ${movedTo}::timestamptz from old)
    update observation o set value = ${to.value}, value2 = ${to.value2}, effective_at = ${to.effectiveAt}, implausible = ${to.implausible},
        typed_value = ${to.typedValue}, typed_value2 = ${to.typedValue2}, typed_unit = ${to.typedUnit},
        recorded_at = ${at}, recorded_by = ${by}::uuid
      from old where o.tenant_id = old.tenant_id and o.person_id = old.person_id and o.code = old.code and o.effective_at = old.effective_at and o.source_id = old.source_id
      returning o.code`.execute(tx);
  return rows.length === 1;
}

/** Move the version into history: it was entered in error. */
export async function withdrawObservationRow(tx: Tx, correction: Correction): Promise<boolean> {
  const { at, by, reason } = correction;
  const { rows } = await sql`
    with old as (${seenRow(correction)}),
      note as (insert into observation_history (${kept}, superseded_at, changed_by, change, reason, moved_to)
        select ${kept}, ${at}::timestamptz, ${by}::uuid, 'withdrawn', ${reason}, null from old)
    delete from observation o using old
      where o.tenant_id = old.tenant_id and o.person_id = old.person_id and o.code = old.code and o.effective_at = old.effective_at and o.source_id = old.source_id
      returning o.code`.execute(tx);
  return rows.length === 1;
}

/** The observations of a person as they stand, or as they were known at an instant: a query to select from. */
export function observationsKnown(personId: PersonId, at: Instant | null): RawBuilder<unknown> {
  const standing = sql`select ${kept} from observation where person_id = ${personId}`;
  if (at === null) return standing;
  return sql`${standing} and recorded_at < ${at}::timestamptz
    union all select ${kept} from observation_history where person_id = ${personId} and recorded_at < ${at}::timestamptz and superseded_at >= ${at}::timestamptz`;
}

const Counted = Observation.extend({ earlier: z.int() });
export type CountedObservation = z.infer<typeof Counted>;

export interface Wanted {
  readonly codes: readonly number[] | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly at: Instant | null;
}

/** A person's values of some codes, oldest first, each with the number of its earlier versions. */
export async function observationsOf(tx: Tx, personId: PersonId, { codes, from, to, at }: Wanted): Promise<CountedObservation[]> {
  const { rows } = await sql`
    select o.*, ${earlier(sql`o`)} as earlier from (${observationsKnown(personId, at)}) o
    where (${codes === null}::boolean or o.code = any(${codes === null ? [] : [...codes]}::smallint[]))
      and o.effective_at >= coalesce(${from}::timestamptz, '-infinity') and o.effective_at < coalesce(${to}::timestamptz, 'infinity')
    order by o.effective_at, o.code`.execute(tx);
  return z.array(Counted).parse(rows);
}

/** The newest believable value of every code. */
export async function latestOf(tx: Tx, personId: PersonId, at: Instant | null): Promise<CountedObservation[]> {
  const { rows } = await sql`
    select distinct on (o.code) o.*, ${earlier(sql`o`)} as earlier from (${observationsKnown(personId, at)}) o
    where not o.implausible order by o.code, o.effective_at desc, o.source_id`.execute(tx);
  return z.array(Counted).parse(rows);
}

/** How many versions a value had before; `o` is the alias of its row. */
export function earlier(o: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(select count(*)::int from observation_history h where h.tenant_id = ${o}.tenant_id and h.person_id = ${o}.person_id and h.code = ${o}.code
    and h.source_id = ${o}.source_id and h.change = 'corrected' and coalesce(h.moved_to, h.effective_at) = ${o}.effective_at and h.superseded_at <= ${o}.recorded_at)`;
}

export interface StoredVersion extends AsTyped {
  readonly effectiveAt: Instant;
  readonly value: number;
  readonly value2: number | null;
  readonly implausible: boolean;
  readonly recordedAt: Instant;
  readonly recordedBy: string | null;
  readonly supersededAt: Instant | null;
  readonly changedBy: string | null;
  readonly change: Change | null;
  readonly reason: string | null;
}

/** Every version that stood, or was moved, at the key; newest first. People are named. */
export async function versionsOf(tx: Tx, { personId, code, effectiveAt, sourceId }: StoredKey): Promise<StoredVersion[]> {
  const { rows } = await sql<StoredVersion>`
    select v.effective_at, v.value, v.value2, v.implausible, v.typed_value, v.typed_value2, v.typed_unit, v.recorded_at, r.name as recorded_by, v.superseded_at, c.name as changed_by, v.change, v.reason
    from (select o.*, null::timestamptz as superseded_at, null::uuid as changed_by, null::text as change, null::text as reason, null::bigint as change_no
            from (select ${kept} from observation where person_id = ${personId} and code = ${code} and effective_at = ${effectiveAt} and source_id = ${sourceId}) o
          union all
          select ${kept}, superseded_at, changed_by, change, reason, change_no from observation_history
            where person_id = ${personId} and code = ${code} and source_id = ${sourceId} and (effective_at = ${effectiveAt} or moved_to = ${effectiveAt})) v
    left join account r on r.account_id = v.recorded_by left join account c on c.account_id = v.changed_by
    order by v.superseded_at desc nulls first, v.change_no desc nulls first`.execute(tx);
  return rows;
}

/** What every new row about a person carries, and when the person was born; undefined when the caller does not see the person. */
export async function placeOf(tx: Tx, personId: PersonId): Promise<Place | undefined> {
  const { rows } = await sql<Place>`select organization_pos, positions, birth_date from person where person_id = ${personId}`.execute(tx);
  return rows[0];
}

export interface Place extends Pick<Observation, 'organizationPos' | 'positions'> {
  readonly birthDate: Day;
}

/** The version that stands at a key. */
export async function observationAt(tx: Tx, { personId, code, effectiveAt, sourceId }: StoredKey): Promise<Observation | undefined> {
  const { rows } = await sql`select ${kept} from observation where person_id = ${personId} and code = ${code} and effective_at = ${effectiveAt} and source_id = ${sourceId}`.execute(tx);
  return rows[0] === undefined ? undefined : Observation.parse(rows[0]);
}
