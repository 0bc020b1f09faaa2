import { sql } from 'kysely';
import { z } from 'zod';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { CarePlan, PlanSignature } from './plans.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    carePlan: CarePlan;
    planSignature: PlanSignature;
  }
}

export const entities = { care_plan: CarePlan, plan_signature: PlanSignature };

const place = `
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,`;

export const migrations = [
  {
    id: '2026-11-23 24 care plans',
    sql: `
    create table care_plan (
      tenant_id        int         not null,
      person_id        bigint      not null,
      version          int         not null,
      state            text        not null check (state in ('draft', 'signing', 'in-force', 'superseded')),
      content          jsonb       not null,
      team             text[]      not null,
      review_on        date        not null,
      note             text        not null,
      changed_at       timestamptz not null,
      changed_by       uuid        not null,
      changed_by_name  text        not null,
      in_force_on      date,
      agreed_on        date,
      agreed_how       text,${place}
      primary key (tenant_id, person_id, version)
    );
    create unique index care_plan_in_force on care_plan (tenant_id, person_id) where state = 'in-force';
    create unique index care_plan_open on care_plan (tenant_id, person_id) where state in ('draft', 'signing');
    create table plan_signature (
      tenant_id        int         not null,
      person_id        bigint      not null,
      version          int         not null,
      part             text        not null,
      account_id       uuid        not null,
      name             text        not null,
      signed_at        timestamptz not null,${place}
      primary key (tenant_id, person_id, version, part)
    );
    ${guarded('care_plan')}
    ${guarded('plan_signature')}`,
  },
];

export async function plansOf(tx: Tx, personId: number): Promise<CarePlan[]> {
  const { rows } = await sql`select * from care_plan where person_id = ${personId} order by version desc limit 50`.execute(tx);
  return z.array(CarePlan).parse(rows);
}

export async function signaturesOf(tx: Tx, personId: number): Promise<PlanSignature[]> {
  const { rows } = await sql`select * from plan_signature where person_id = ${personId} order by signed_at`.execute(tx);
  return z.array(PlanSignature).parse(rows);
}

/** Write a draft: a new one, or in the place of the one that was seen, whose signatures fall. Returns whether it could be written. */
export async function writeDraft(tx: Tx, draft: CarePlan, seen: Instant | null): Promise<boolean> {
  const { content, ...row } = draft;
  const { numAffectedRows } = await sql`
    insert into care_plan as p (tenant_id, person_id, version, state, content, team, review_on, note, changed_at, changed_by, changed_by_name, organization_pos, positions, label)
    values (${row.tenantId}, ${row.personId}, ${row.version}, 'draft', ${JSON.stringify(content)}::jsonb, ${row.team}, ${row.reviewOn}::date, ${row.note}, ${row.changedAt}::timestamptz, ${row.changedBy}::uuid, ${row.changedByName},
      ${row.organizationPos}, ${row.positions}::int4multirange, ${row.label})
    on conflict (tenant_id, person_id, version) do update set state = 'draft', content = excluded.content, team = excluded.team, review_on = excluded.review_on, note = excluded.note, changed_at = excluded.changed_at,
      changed_by = excluded.changed_by, changed_by_name = excluded.changed_by_name
    where p.state in ('draft', 'signing') and p.changed_at = ${seen}::timestamptz`.execute(tx);
  if (Number(numAffectedRows ?? 0n) !== 1) return false;
  await sql`delete from plan_signature where person_id = ${row.personId} and version = ${row.version}`.execute(tx);
  return true;
}

export async function insertSignature(tx: Tx, signature: PlanSignature): Promise<void> {
  await tx.insertInto('planSignature').values(signature).onConflict((conflict) => conflict.doNothing()).execute();
}

/** The version that all signed takes the place of the one before. */
export async function putInForce(tx: Tx, { personId, version }: Pick<CarePlan, 'personId' | 'version'>, on: Day): Promise<void> {
  await sql`update care_plan set state = 'superseded' where person_id = ${personId} and state = 'in-force'`.execute(tx);
  await sql`update care_plan set state = 'in-force', in_force_on = ${on}::date where person_id = ${personId} and version = ${version}`.execute(tx);
}

export async function markSigning(tx: Tx, { personId, version }: Pick<CarePlan, 'personId' | 'version'>): Promise<void> {
  await sql`update care_plan set state = 'signing' where person_id = ${personId} and version = ${version} and state = 'draft'`.execute(tx);
}

/** Returns whether the version stood, and was not agreed to before. */
export async function markAgreed(tx: Tx, { personId, version }: Pick<CarePlan, 'personId' | 'version'>, { on, how }: { readonly on: Day; readonly how: string }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update care_plan set agreed_on = ${on}::date, agreed_how = ${how} where person_id = ${personId} and version = ${version} and state <> 'superseded' and agreed_on is null`.execute(tx);
  return Number(numAffectedRows ?? 0n) === 1;
}
