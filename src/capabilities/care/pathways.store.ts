import { sql } from 'kysely';
import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { CareProgramme, Enrolment, PathwayStep } from './pathways.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    careProgramme: CareProgramme;
    enrolment: Enrolment;
    pathwayStep: PathwayStep;
  }
}

export const entities = { care_programme: CareProgramme, enrolment: Enrolment, pathway_step: PathwayStep };

const place = `
      organization_pos int      not null,
      positions        int4multirange,
      label            smallint not null,`;

export const migrations = [
  {
    id: '2026-11-23 22 pathways',
    sql: `
    create table care_programme (
      tenant_id            int         not null,
      programme_id         uuid        not null,
      title                text        not null,
      organization_pos     int         not null,
      organization_pos_end int         not null,
      starts_on            date        not null,
      ends_on              date        not null check (ends_on > starts_on),
      pathway              jsonb       not null,
      version              int         not null,
      changed_at           timestamptz not null,
      changed_by           uuid,
      primary key (tenant_id, programme_id)
    );
    create table enrolment (
      tenant_id        int      not null,
      person_id        bigint   not null,
      programme_id     uuid     not null,
      tier             text     not null check (tier in ('low', 'mid', 'high')),
      tier_since       date     not null,
      enrolled_on      date     not null,
      ended_on         date,${place}
      primary key (tenant_id, person_id, programme_id)
    );
    create index enrolment_programme on enrolment (tenant_id, programme_id, tier) where ended_on is null;
    create table pathway_step (
      tenant_id        int      not null,
      person_id        bigint   not null,
      programme_id     uuid     not null,
      step_id          text     not null,
      occurrence       int      not null,
      tier             text     not null,
      counts           text     not null,
      planned_on       date     not null,
      due_on           date     not null,
      grace_until      date     not null,
      state            text     not null check (state in ('open', 'done', 'missed', 'cancelled')),
      closed_on        date,
      escalated        boolean  not null,${place}
      primary key (tenant_id, person_id, programme_id, step_id, occurrence)
    );
    create unique index pathway_step_open on pathway_step (tenant_id, person_id, programme_id, step_id) where state = 'open';
    create index pathway_step_due on pathway_step (tenant_id, programme_id, due_on);
    ${['care_programme', 'enrolment', 'pathway_step'].map((table) => guarded(table)).join('\n')}`,
  },
];

const columns = sql`tenant_id, programme_id, title, organization_pos, organization_pos_end, starts_on, ends_on, pathway, version, changed_at, changed_by`;

export async function insertProgramme(tx: Tx, programme: CareProgramme): Promise<boolean> {
  const { pathway, ...rest } = programme;
  const { numAffectedRows } = await sql`
    insert into care_programme (${columns})
    values (${rest.tenantId}, ${rest.programmeId}::uuid, ${rest.title}, ${rest.organizationPos}, ${rest.organizationPosEnd}, ${rest.startsOn}::date, ${rest.endsOn}::date,
      ${JSON.stringify(pathway)}::jsonb, ${rest.version}, ${rest.changedAt}::timestamptz, ${rest.changedBy}::uuid) on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0n) === 1;
}

/** Put another pathway in the place of the version that was seen. Returns whether it still stood. */
export async function updatePathway(tx: Tx, { programmeId, version }: Pick<CareProgramme, 'programmeId' | 'version'>, change: Pick<CareProgramme, 'pathway' | 'changedAt' | 'changedBy'>): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update care_programme set pathway = ${JSON.stringify(change.pathway)}::jsonb, version = version + 1, changed_at = ${change.changedAt}::timestamptz, changed_by = ${change.changedBy}::uuid
    where programme_id = ${programmeId}::uuid and version = ${version}`.execute(tx);
  return Number(numAffectedRows ?? 0n) === 1;
}

export async function programmeById(tx: Tx, programmeId: string): Promise<CareProgramme | undefined> {
  const { rows } = await sql`select ${columns} from care_programme where programme_id = ${programmeId}::uuid`.execute(tx);
  return rows[0] === undefined ? undefined : CareProgramme.parse(rows[0]);
}

/** Those within reach that run on a day; all of them without one. */
export async function programmesOn(tx: Tx, day: Day | null): Promise<CareProgramme[]> {
  const { rows } = await sql`
    select ${columns} from care_programme where ${day === null}::boolean or (starts_on <= ${day}::date and ends_on >= ${day}::date) order by starts_on, title, programme_id`.execute(tx);
  return z.array(CareProgramme).parse(rows);
}

const Counted = z.object({ programmeId: z.uuid(), tier: z.enum(['low', 'mid', 'high']), persons: z.int() });

export async function enrolledByTier(tx: Tx): Promise<z.infer<typeof Counted>[]> {
  const { rows } = await sql`select programme_id, tier, count(*)::int as persons from enrolment where ended_on is null group by 1, 2`.execute(tx);
  return z.array(Counted).parse(rows);
}

const Covered = z.object({ tier: z.enum(['low', 'mid', 'high']), stepId: z.string(), due: z.int(), inTime: z.int(), late: z.int(), waiting: z.int() });

/** Occurrences that were due in a period. What was cancelled before it was due (another tier, died) was owed to nobody. */
export async function coverageOf(tx: Tx, programmeId: string, { from, to }: { readonly from: Day; readonly to: Day }): Promise<z.infer<typeof Covered>[]> {
  const { rows } = await sql`
    select tier, step_id, count(*)::int as due,
      count(*) filter (where state = 'done' and closed_on <= grace_until)::int as in_time,
      count(*) filter (where state = 'done' and closed_on > grace_until)::int as late,
      count(*) filter (where state in ('open', 'missed'))::int as waiting
    from pathway_step where programme_id = ${programmeId}::uuid and due_on between ${from}::date and ${to}::date and (state <> 'cancelled' or closed_on > grace_until)
    group by 1, 2 order by 1, 2`.execute(tx);
  return z.array(Covered).parse(rows);
}

export async function enrolmentsOf(tx: Tx, personId: number): Promise<Enrolment[]> {
  const { rows } = await sql`select * from enrolment where person_id = ${personId} and ended_on is null order by enrolled_on`.execute(tx);
  return z.array(Enrolment).parse(rows);
}

export async function stepsOf(tx: Tx, personId: number): Promise<PathwayStep[]> {
  const { rows } = await sql`select * from pathway_step where person_id = ${personId} and state <> 'cancelled' order by state <> 'open', due_on desc, step_id limit 60`.execute(tx);
  return z.array(PathwayStep).parse(rows);
}

/** The organisation under which a programme stands. */
export async function placeOfOrganization(tx: Tx, organizationId: number): Promise<{ tenantId: number; pos: number; posEnd: number } | undefined> {
  const { rows } = await sql<{ tenantId: number; pos: number; posEnd: number }>`select tenant_id, pos, pos_end from organization where organization_id = ${organizationId}`.execute(tx);
  return rows[0];
}
