import { sql, type RawBuilder } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Bounds, Measure, Measured } from './indicators.ts';

/** Whom a measurement is about: the members of an organisation's subtree, over a period whose both ends count. */
export interface Population {
  readonly posFrom: number;
  readonly posTo: number;
  readonly from: Day;
  readonly to: Day;
  readonly programmeId: string;
  /** One series of the programme, or all. */
  readonly seriesId: string | null;
}

/** The stored number of an observation code. */
export type CodeOf = (code: string) => number;

/** Count one measure over a population in one statement. `none` measures nothing. */
export async function measure(tx: Tx, { how, over, codeOf }: { how: Measure; over: Population; codeOf: CodeOf }): Promise<Measured> {
  const query = statementOf(how, { over, codeOf });
  if (!query) return { value: null, numerator: null, denominator: null };
  const { rows } = await query.execute(tx);
  return rows[0] ?? { value: null, numerator: null, denominator: null };
}

type Statement = RawBuilder<Measured>;
type Frame = { over: Population; codeOf: CodeOf };

function statementOf(how: Measure, frame: Frame): Statement | null {
  switch (how.by) {
    case 'share':
      return share(how, frame);
    case 'covered':
      return covered(how, frame);
    case 'mean':
      return sql`with latest as (${latest(how.code, frame)})
        select avg(value)::float8 as value, sum(value)::float8 as numerator, count(*)::int as denominator from latest`;
    case 'paired':
      return paired(how.code, frame);
    case 'respondents':
      return sql`with latest as (${latest(how.code, frame)}) select count(*)::float8 as value, count(*)::int as numerator, null::float8 as denominator from latest`;
    case 'attended':
      return attended(how.count, frame);
    case 'sessions':
      return sql`select count(*)::float8 as value, count(*)::int as numerator, null::float8 as denominator from ${sessionsOf(frame.over)} where s.state = 'held'`;
    case 'attendance':
      return sql`select 100.0::float8 * count(*) filter (where p.state = 'attended') / nullif(count(*), 0) as value,
          count(*) filter (where p.state = 'attended')::int as numerator, count(*)::int as denominator
        from ${sessionsOf(frame.over)} join participation p on p.session_id = s.session_id where s.state = 'held'`;
    case 'none':
      return null;
  }
}

/** The members of the subtree at any time of the period, each once. */
function members({ posFrom, posTo, from, to }: Population): RawBuilder<unknown> {
  return sql`select distinct m.person_id from membership m
    where m.organization_pos between ${posFrom} and ${posTo} and m.since <= ${to}::date and coalesce(m.until, 'infinity'::date) >= ${from}::date`;
}

const among = (icd: string | undefined) =>
  icd === undefined ? sql`` : sql`and exists (select 1 from condition c where c.tenant_id = o.tenant_id and c.person_id = o.person_id and c.code like ${`${icd}%`} and c.verification_status <> 'refuted')`;

/** Days are China's days; times are stored in UTC. */
const startOf = (day: Day) => sql`(${day}::date::timestamp at time zone 'Asia/Shanghai')`;
const endOf = (day: Day) => sql`((${day}::date + 1)::timestamp at time zone 'Asia/Shanghai')`;

/** Every member's latest value of a code within the period. */
function latest(code: string, { over, codeOf }: Frame, icd?: string): RawBuilder<unknown> {
  return sql`select distinct on (o.person_id) o.person_id, o.value, o.value2 from observation o
    where o.person_id in (${members(over)}) and o.code = ${codeOf(code)} and not o.implausible
      and o.effective_at >= ${startOf(over.from)} and o.effective_at < ${endOf(over.to)} ${among(icd)}
    order by o.person_id, o.effective_at desc`;
}

function share(how: Extract<Measure, { by: 'share' }>, frame: Frame): Statement {
  return sql`with latest as (${latest(how.code, frame, how.among)})
    select 100.0::float8 * count(*) filter (where ${inside(how.bounds)}) / nullif(count(*), 0) as value,
      count(*) filter (where ${inside(how.bounds)})::int as numerator, count(*)::int as denominator
    from latest`;
}

function inside(bounds: Bounds): RawBuilder<boolean> {
  const tests = [
    bounds.below === undefined ? [] : [sql`value < ${bounds.below}::float8`],
    bounds.atLeast === undefined ? [] : [sql`value >= ${bounds.atLeast}::float8`],
    bounds.below2 === undefined ? [] : [sql`value2 < ${bounds.below2}::float8`],
    bounds.equals === undefined ? [] : [sql`value = any(${[...bounds.equals]}::float8[])`],
  ].flat();
  return sql<boolean>`${sql.join(tests, sql` and `)}`;
}

function covered(how: Extract<Measure, { by: 'covered' }>, { over, codeOf }: Frame): Statement {
  const codes = how.codes.map(codeOf);
  return sql`with member as (${members(over)})
    select 100.0::float8 * count(*) filter (where known) / nullif(count(*), 0) as value, count(*) filter (where known)::int as numerator, count(*)::int as denominator
    from (select exists (select 1 from observation o where o.person_id = member.person_id and o.code = any(${codes}::smallint[]) and not o.implausible
      and o.effective_at >= ${startOf(over.from)} and o.effective_at < ${endOf(over.to)}) as known from member) as each`;
}

/** People who answered at least twice: change of the mean from their first to their last answer, in percent of the first. */
function paired(code: string, { over, codeOf }: Frame): Statement {
  return sql`with answer as (
      select o.person_id, (array_agg(o.value order by o.effective_at))[1] as first, (array_agg(o.value order by o.effective_at desc))[1] as last
      from observation o where o.person_id in (${members(over)}) and o.code = ${codeOf(code)} and not o.implausible
        and o.effective_at >= ${startOf(over.from)} and o.effective_at < ${endOf(over.to)}
      group by o.person_id having count(*) > 1)
    select 100.0::float8 * (avg(last) - avg(first)) / nullif(avg(first), 0) as value, (avg(last) - avg(first))::float8 as numerator, count(*)::int as denominator from answer`;
}

function sessionsOf({ programmeId, seriesId, from, to }: Population): RawBuilder<unknown> {
  const one = seriesId === null ? sql`` : sql`and s.series_id = ${seriesId}`;
  return sql`activity_session s join activity_series a on a.series_id = s.series_id and a.programme_id = ${programmeId} ${one}
    and s.held_on between ${from}::date and ${to}::date`;
}

function attended(count: 'persons' | 'person-times', { over }: Frame): Statement {
  const counted = count === 'persons' ? sql`distinct p.person_id` : sql`*`;
  return sql`select count(${counted})::float8 as value, count(${counted})::int as numerator, null::float8 as denominator
    from ${sessionsOf(over)} join participation p on p.session_id = s.session_id and p.state = 'attended'`;
}
