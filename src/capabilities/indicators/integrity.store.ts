import { sql } from 'kysely';
import { z } from 'zod';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';

const Reading = z.object({
  organizationId: z.int(), readings: z.int(), rounded: z.int(), near: z.int(), below: z.int(), following: z.int(), copied: z.int(), paced: z.int(), hasty: z.int(), digits: z.array(z.int()),
});
export type ReadingCounts = z.infer<typeof Reading>;

export interface IntegrityAsked {
  readonly month: Day;
  readonly from: Day;
  readonly to: Day;
  readonly known: Instant;
  readonly bloodPressure: number;
  readonly organizations: readonly number[];
}

/** Clinic pressures of the members of organisations and what stands below them, counted by what may be wrong with them. */
export async function countReadings(tx: Tx, { month, from, to, known, bloodPressure, organizations }: IntegrityAsked): Promise<ReadingCounts[]> {
  const { rows } = await sql`
    with place as (select a.organization_id, array_agg(o.organization_id) as below from organization a join organization o on o.pos between a.pos and a.pos_end where a.organization_id = any (${[...organizations]}::int[]) group by 1),
    member as materialized (select p.organization_id, r.tenant_id, r.person_id from person_month r join place p on p.below && r.organizations where r.month = ${month}::date),
    reading as (
      select o.person_id, o.value::int as sbp, o.value2::int as dbp, o.effective_at,
        lag(o.value) over person = o.value and lag(o.value2) over person = o.value2 as same, lag(o.effective_at) over person is not null as follows,
        o.recorded_by is not null and lag(o.recorded_by) over staff is not null as paced, o.recorded_by is not null and o.recorded_at - lag(o.recorded_at) over staff < interval '1 minute' and lag(o.person_id) over staff <> o.person_id as hasty
      from observation o
      where o.person_id in (select person_id from member) and o.code = ${bloodPressure} and o.source_id in (1, 2, 4) and not o.implausible and o.recorded_at < ${known}::timestamptz
        and o.effective_at >= (${from}::date::timestamp at time zone 'Asia/Shanghai') and o.effective_at < ((${to}::date + 1)::timestamp at time zone 'Asia/Shanghai')
      window person as (partition by o.person_id order by o.effective_at, o.source_id), staff as (partition by o.recorded_by order by o.recorded_at, o.effective_at, o.person_id))
    select m.organization_id, count(*)::int as readings, count(*) filter (where sbp % 10 = 0)::int as rounded, count(*) filter (where sbp between 136 and 143)::int as near, count(*) filter (where sbp between 136 and 139)::int as below,
      count(*) filter (where follows)::int as following, count(*) filter (where follows and same)::int as copied, count(*) filter (where paced)::int as paced, count(*) filter (where hasty)::int as hasty,
      array[${sql.join(Array.from({ length: 10 }, (_, digit) => sql`count(*) filter (where sbp % 10 = ${sql.lit(digit)})::int`))}] as digits
    from reading r join member m on m.person_id = r.person_id group by 1`.execute(tx);
  return z.array(Reading).parse(rows);
}
