import { sql } from 'kysely';
import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Economics } from './economics.ts';
import { CaseMaterial } from './material.ts';
import { Report, ReportSummary } from './reports.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    report: Report;
  }
}

export const entities = { report: Report };

export const migrations = [
  {
    id: '2026-11-23 70 reports',
    sql: `
    create table report (
      tenant_id        int         not null,
      report_id        uuid        primary key,
      programme_id     uuid        not null references programme on delete cascade,
      organization_pos int         not null,
      kind             text        not null,
      title            text        not null,
      as_of            date        not null,
      material         jsonb       not null,
      fingerprint      text        not null,
      edits            jsonb       not null,
      version          int         not null,
      made_by          text        not null,
      made_at          timestamptz not null
    );
    create index report_programme on report (programme_id, made_at);
    ${guarded('report')}`,
  },
];

const asJson = (value: unknown) => JSON.stringify(value);

export async function insertReport(tx: Tx, report: Report): Promise<void> {
  await tx.insertInto('report').values({ ...report, material: sql`${asJson(report.material)}::jsonb`, edits: sql`${asJson(report.edits)}::jsonb` }).execute();
}

export async function reportsInReach(tx: Tx, programmeId: string | null): Promise<ReportSummary[]> {
  const rows = await tx
    .selectFrom('report')
    .select(['reportId', 'programmeId', 'kind', 'title', 'asOf', 'fingerprint', 'version', 'madeBy', 'madeAt'])
    .$if(programmeId !== null, (query) => query.where('programmeId', '=', sql<Report['programmeId']>`${programmeId}::uuid`))
    .orderBy('madeAt', 'desc')
    .execute();
  return z.array(ReportSummary).parse(rows);
}

export async function reportById(tx: Tx, reportId: string): Promise<Report | undefined> {
  const row = await tx.selectFrom('report').selectAll().where('reportId', '=', reportId).executeTakeFirst();
  return row && Report.parse(row);
}

type Change = Pick<Report, 'reportId' | 'version'> & Partial<Pick<Report, 'material' | 'fingerprint' | 'asOf' | 'edits'>>;

/** Change a report that is still in the version that was opened; undefined when somebody was quicker. */
export async function changeReport(tx: Tx, { reportId, version, material, fingerprint, asOf, edits }: Change): Promise<number | undefined> {
  const changed = await tx
    .updateTable('report')
    .set({
      version: version + 1,
      ...(material ? { material: sql`${asJson(material)}::jsonb` } : {}),
      ...(edits ? { edits: sql`${asJson(edits)}::jsonb` } : {}),
      ...(fingerprint ? { fingerprint } : {}),
      ...(asOf ? { asOf } : {}),
    })
    .where('reportId', '=', reportId)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst();
  return changed?.version;
}

export async function removeReport(tx: Tx, reportId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('report').where('reportId', '=', reportId).executeTakeFirst();
  return numDeletedRows > 0n;
}

export interface Span {
  readonly posFrom: number;
  readonly posTo: number;
  readonly startsOn: Day;
  readonly until: Day;
}

/**
 * Care used in the year before a programme and since, inside it and among people outside (within the caller's reach) of the same sex,
 * ten-year age band and use before; strata outside are weighted to the size of those inside. One statement for all.
 */
export async function economicsOf(tx: Tx, { posFrom, posTo, startsOn, until }: Span): Promise<Economics | null> {
  const { rows } = await sql`
    with span as (select ${startsOn}::date as start, (${startsOn}::date - interval '1 year')::date as before, ${until}::date as until),
    folk as (
      select p.tenant_id, p.person_id, p.organization_pos between ${posFrom} and ${posTo} as inside, p.sex,
        extract(year from age(s.start, p.birth_date))::int / 10 as band,
        (s.start - greatest(s.before, p.birth_date)) / 365.25 as years_before,
        (least(s.until, p.deceased_on, p.moved_on) - s.start + 1) / 365.25 as years_after
      from person p, span s
      where p.birth_date < s.start and coalesce(p.deceased_on, 'infinity') >= s.start and coalesce(p.moved_on, 'infinity') >= s.start),
    used as (
      select e.tenant_id, e.person_id,
        count(*) filter (where e.since < s.start and e.class <> 'inpatient') as visits_before, count(*) filter (where e.since >= s.start and e.class <> 'inpatient') as visits_after,
        count(*) filter (where e.since < s.start and e.class = 'inpatient') as admissions_before, count(*) filter (where e.since >= s.start and e.class = 'inpatient') as admissions_after,
        coalesce(sum(e.cost_yuan) filter (where e.since < s.start), 0) as cost_before, coalesce(sum(e.cost_yuan) filter (where e.since >= s.start), 0) as cost_after
      from encounter e, span s where e.since between s.before and s.until group by 1, 2),
    each as (
      select f.*, coalesce(u.visits_before, 0) as visits_before, coalesce(u.visits_after, 0) as visits_after, coalesce(u.admissions_before, 0) as admissions_before,
        coalesce(u.admissions_after, 0) as admissions_after, coalesce(u.cost_before, 0) as cost_before, coalesce(u.cost_after, 0) as cost_after,
        case when u.admissions_before > 0 then 2 when u.visits_before > 0 then 1 else 0 end as use
      from folk f left join used u using (tenant_id, person_id)),
    strata as (select sex, band, use, count(*) filter (where inside) as within, count(*) filter (where not inside) as outside from each group by 1, 2, 3),
    weighed as (select e.*, case when inside then 1 when s.outside > 0 then s.within::float / s.outside else 0 end as w from each e join strata s using (sex, band, use)),
    sums as (
      select inside, sum(w) as persons, sum(w * years_before) as years_before, sum(w * years_after) as years_after, sum(w * visits_before) as visits_before, sum(w * visits_after) as visits_after,
        sum(w * admissions_before) as admissions_before, sum(w * admissions_after) as admissions_after, sum(w * cost_before) as cost_before, sum(w * cost_after) as cost_after
      from weighed group by inside)
    select s.before as "beforeFrom", s.start as "afterFrom", s.until,
      (select jsonb_object_agg(case when inside then 'inside' else 'outside' end, jsonb_build_object(
        'before', jsonb_build_object('persons', round(persons), 'personYears', years_before, 'visits', round(visits_before), 'admissions', round(admissions_before), 'costYuan', cost_before),
        'after', jsonb_build_object('persons', round(persons), 'personYears', years_after, 'visits', round(visits_after), 'admissions', round(admissions_after), 'costYuan', cost_after))) from sums) as groups,
      (select coalesce(sum(within) filter (where outside = 0), 0)::int from strata) as unmatched
    from span s`.execute(tx);
  const Row = z.object({ beforeFrom: Economics.shape.beforeFrom, afterFrom: Economics.shape.afterFrom, until: Economics.shape.until, unmatched: z.int(), groups: z.object({ inside: Sides.optional(), outside: Sides.optional() }).nullable() });
  const { groups, ...rest } = Row.parse(rows[0]);
  const { inside, outside } = groups ?? {};
  if (!inside || inside.before.visits + inside.before.admissions + inside.after.visits + inside.after.admissions === 0) return null;
  const comparable = outside !== undefined && outside.before.persons > 0;
  return { ...rest, before: inside.before, after: inside.after, comparisonBefore: comparable ? outside.before : null, comparisonAfter: comparable ? outside.after : null };
}

const Sides = z.object({ before: Economics.shape.before, after: Economics.shape.after });

/**
 * Ways that at least `alike` people of one sex and ten-year age band went: from a higher tier to a lower one since the start. Of each
 * way one is told, with the most readings of systolic pressure; at most `most` ways, the commonest first.
 */
export async function casesOf(tx: Tx, span: Span, { alike, most, pressure }: { alike: number; most: number; pressure: number }): Promise<CaseMaterial[]> {
  const { posFrom, posTo, startsOn, until } = span;
  const { rows } = await sql`
    with ends as (
      select tenant_id, person_id,
        (array_agg(tier order by changed_on desc, change_no desc) filter (where changed_on <= ${startsOn}::date))[1] as first,
        (array_agg(tier order by changed_on desc, change_no desc))[1] as last, max(changed_on) as changed_on
      from tier_history where changed_on <= ${until}::date and organization_pos between ${posFrom} and ${posTo} group by 1, 2),
    better as (
      select e.*, p.sex, extract(year from age(${startsOn}::date, p.birth_date))::int / 10 * 10 as age_from from ends e join person p using (tenant_id, person_id)
      where (e.first, e.last) in (('high', 'mid'), ('high', 'low'), ('mid', 'low'))),
    ways as (select sex, age_from, first, last, count(*)::int as alike from better group by 1, 2, 3, 4 having count(*) >= ${alike} order by count(*) desc, 1, 2, 3, 4 limit ${most}),
    read as (
      select b.*, w.alike, r.* from ways w join better b using (sex, age_from, first, last) cross join lateral (
        select count(*)::int as readings, (array_agg(value order by effective_at))[1] as systolic_first, (array_agg(value order by effective_at desc))[1] as systolic_last
        from observation o where o.tenant_id = b.tenant_id and o.person_id = b.person_id and o.code = ${pressure} and o.effective_at >= ${startsOn}::date and o.effective_at < ${until}::date + 1) r)
    select distinct on (alike, sex, age_from, first, last) age_from as "ageFrom", sex, first as from, last as to, changed_on as "changedOn",
      systolic_first as "systolicFirst", systolic_last as "systolicLast", readings, alike
    from read order by alike desc, sex, age_from, first, last, readings desc, person_id`.execute(tx);
  return z.array(CaseMaterial).parse(rows);
}
