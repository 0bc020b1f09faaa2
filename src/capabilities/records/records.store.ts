import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Condition, Observation } from './records.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    observation: Observation;
    condition: Condition;
  }
}

export const entities = { observation: Observation, condition: Condition };

export const migrations = [
  {
    id: '2026-11-22 03 records',
    sql: `
    create table observation (
      tenant_id        int              not null,
      person_id        bigint           not null,
      code             smallint         not null,
      effective_at     timestamptz      not null,
      source_id        smallint         not null,
      recorded_at      timestamptz      not null,
      value            double precision not null,
      value2           double precision,
      organization_pos int              not null,
      positions        int4multirange,
      label            smallint         not null,
      primary key (tenant_id, person_id, code, effective_at, source_id)
    );
    create index observation_by_code on observation (tenant_id, code, effective_at);
    create table condition (
      tenant_id        int         not null,
      person_id        bigint      not null,
      code             text        not null,
      onset_on         date        not null,
      recorded_at      timestamptz not null,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, code)
    );
    ${guarded('observation', { label: 'label' })}
    ${guarded('condition', { label: 'label' })}`,
  },
];

/** Add observations; one that is there already (same person, code, time and source) stays as it is. */
export async function insertObservations(tx: Tx, rows: readonly Observation[]): Promise<void> {
  const column = <K extends keyof Observation>(key: K) => rows.map((row) => row[key]);
  await sql`
    insert into observation (tenant_id, person_id, code, effective_at, source_id, recorded_at, value, value2, organization_pos, positions, label)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('code')}::smallint[], ${column('effectiveAt')}::timestamptz[],
      ${column('sourceId')}::smallint[], ${column('recordedAt')}::timestamptz[], ${column('value')}::float8[], ${column('value2')}::float8[],
      ${column('organizationPos')}::int[], ${column('positions')}::int4multirange[], ${column('label')}::smallint[])
    on conflict do nothing`.execute(tx);
}

export async function insertConditions(tx: Tx, rows: readonly Condition[]): Promise<void> {
  const column = <K extends keyof Condition>(key: K) => rows.map((row) => row[key]);
  await sql`
    insert into condition (tenant_id, person_id, code, onset_on, recorded_at, organization_pos, positions, label)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('code')}::text[], ${column('onsetOn')}::date[],
      ${column('recordedAt')}::timestamptz[], ${column('organizationPos')}::int[], ${column('positions')}::int4multirange[], ${column('label')}::smallint[])
    on conflict do nothing`.execute(tx);
}
