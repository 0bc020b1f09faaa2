import { sql } from 'kysely';
import { z } from 'zod';
import { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Outcome } from '../risk/tier-rules.ts';
import { FollowUp } from './followup.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    followUp: FollowUp;
  }
}

export const entities = { follow_up: FollowUp };

export const migrations = [
  {
    id: '2026-11-23 23 follow-up',
    sql: `
    create table follow_up (
      tenant_id        int         not null,
      person_id        bigint      not null,
      visit_id         uuid        not null,
      visited_on       date        not null,
      way              text        not null check (way in ('clinic', 'home', 'phone')),
      diseases         text[]      not null,
      sbp              double precision,
      dbp              double precision,
      fpg              double precision,
      hypertension     text,
      diabetes         text,
      danger           text[]      not null,
      action           text,
      danger_action    text,
      danger_note      text,
      next_on          date,
      encounter_id     uuid        not null,
      recorded_at      timestamptz not null,
      recorded_by      uuid        not null,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, visit_id)
    );
    create index follow_up_day on follow_up (tenant_id, person_id, visited_on);
    ${guarded('follow_up')}`,
  },
];

/** Keep a visit. Returns false when it is there already: it was sent twice. */
export async function insertFollowUp(tx: Tx, visit: FollowUp): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.insertInto('followUp').values(visit).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0n) === 1;
}

export async function followUpById(tx: Tx, personId: number, visitId: string): Promise<FollowUp | undefined> {
  const row = await tx.selectFrom('followUp').selectAll().where('personId', '=', personId as FollowUp['personId']).where('visitId', '=', visitId).executeTakeFirst();
  return row === undefined ? undefined : FollowUp.parse(row);
}

export async function followUpsOf(tx: Tx, personId: number, most: number): Promise<FollowUp[]> {
  const { rows } = await sql`select * from follow_up where person_id = ${personId} order by visited_on desc, recorded_at desc limit ${most}`.execute(tx);
  return z.array(FollowUp).parse(rows);
}

const Course = z.object({
  tenantId: z.int(), organizationPos: z.int(), positions: z.string().nullable(), birthDate: Day, facility: z.string(), left: z.boolean(),
  dxHtn: z.boolean().nullable(), dxT2dm: z.boolean().nullable(), pregnant: z.boolean().nullable(), lactating: z.boolean().nullable(), uncontrolledInRow: z.number().nullable(),
  tier: Outcome.nullable(), tierSince: Day.nullable(), fires: z.array(z.string()).nullable(),
});
export type Course = z.infer<typeof Course>;

/** Who the person is for a sheet: place, diseases, course, tier. */
export async function courseOf(tx: Tx, personId: number): Promise<Course | undefined> {
  const { rows } = await sql`
    select p.tenant_id, p.organization_pos, p.positions, p.birth_date, o.name_zh as facility, (p.deceased_on is not null or p.moved_on is not null) as left,
      f.dx_htn, f.dx_t2dm, f.pregnant, f.lactating, f.uncontrolled_in_row::float8 as uncontrolled_in_row, t.tier, t.tier_since, t.fires
    from person p join organization o on o.organization_id = p.organization_id
    left join person_fact f on f.tenant_id = p.tenant_id and f.person_id = p.person_id
    left join person_tier t on t.tenant_id = p.tenant_id and t.person_id = p.person_id
    where p.person_id = ${personId}`.execute(tx);
  return rows[0] === undefined ? undefined : Course.parse(rows[0]);
}

const Read = z.object({ at: Instant, value: z.number(), value2: z.number().nullable(), sourceId: z.int() });

/** The last values of a code, oldest first. */
export async function lastReadings(tx: Tx, personId: number, { code, most }: { readonly code: number; readonly most: number }): Promise<z.infer<typeof Read>[]> {
  const { rows } = await sql`
    select effective_at as at, value, value2, source_id from observation where person_id = ${personId} and code = ${code} and not implausible order by effective_at desc limit ${most}`.execute(tx);
  return z.array(Read).parse(rows).toReversed();
}

const Medicine = z.object({ entryId: z.uuid(), drug: z.string(), doseValue: z.number().nullable(), doseUnit: z.string().nullable(), timesPerDay: z.number().nullable(), adherence: z.string().nullable() });

/** What the person takes now. */
export async function medicinesOf(tx: Tx, personId: number, today: Day): Promise<z.infer<typeof Medicine>[]> {
  const { rows } = await sql`
    select entry_id, drug, dose_value, dose_unit, times_per_day, adherence from medication
    where person_id = ${personId} and status in ('active', 'on-hold') and (until is null or until >= ${today}::date) order by since, drug`.execute(tx);
  return z.array(Medicine).parse(rows);
}
