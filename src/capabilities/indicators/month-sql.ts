/**
 * What is known of many persons in a reference month, read off their records in one statement. Text of SQL, no database.
 * `known` is the instant up to which the records are believed: whatever was recorded later is not seen, whatever was superseded later still stands.
 */
import { addDays, addMonths, Day, type Instant } from '../../kernel/day.ts';
import { limits, type Month } from '../care/reference-month.ts';
import type { ObservationCodes } from '../records/observation-codes.ts';
import { observationSources } from '../records/records.ts';
import { windowMonths, type Cohort, type MonthFact } from './month-facts.ts';

export interface Reading {
  readonly facts: readonly MonthFact[];
  readonly codes: ObservationCodes;
}

export interface Reference {
  readonly month: Month;
  /** The month's last day, or today within it. */
  readonly day: Day;
  readonly known: Instant;
  /** The first day looked back at, where that is later than twelve months ago. */
  readonly since?: Day;
}

/** A condition on a column that holds a person's number. */
export type Who = (column: string) => string;

/** The month's first day stands for it in the database. */
export function firstDayOf(month: Month): Day {
  return Day.parse(`${month}-01`);
}

const inChina = (moment: string) => `(${moment} at time zone 'Asia/Shanghai')::date`;
const startOf = (day: Day) => `(date '${day}'::timestamp at time zone 'Asia/Shanghai')`;
const below = (column: string, codes: readonly string[]) => `(${codes.map((code) => `${column} like '${code}%'`).join(' or ')})`;

/** Occasions on which a clinician sees the person: only these are visits, and only their pressures decide on control. */
const seenAt = [observationSources['check-up'], observationSources['follow-up'], observationSources.screening, observationSources.import].join(', ');

/** What is measured for a disease, and when that is under control. */
const measures: Readonly<Record<Cohort, { readonly code: string; readonly controlled: string }>> = {
  htn: { code: 'blood-pressure', controlled: `x.htn_reading[2] < ${limits.sbp} and x.htn_reading[3] < ${limits.dbp}` },
  dm: { code: 'fasting-glucose', controlled: 'x.dm_reading[2] < 7.0' },
};
const cohorts: readonly Cohort[] = ['htn', 'dm'];

/**
 * A query of tenant_id, person_id, month, organization_pos, positions, label, organizations, left and the facts, one row a person who
 * belongs to an organisation at the month's end.
 */
export function monthSql({ facts, codes }: Reading, { month, day, known, since }: Reference, who: Who): string {
  const first = firstDayOf(month);
  const year = addMonths(first, 1 - windowMonths);
  const from = since !== undefined && since > year ? since : year;
  const setting: Setting = { facts, idOf: idsOf(codes), month, day, from, first };
  const read = [...new Set(facts.flatMap(({ source }) => ('code' in source ? [setting.idOf(source.code)] : [])))];
  const before = `recorded_at < timestamptz '${known}'`;
  const standing = `${before} and superseded_at >= timestamptz '${known}'`;
  const entries = (resource: string, columns: Readonly<Record<string, string>>) => `
      select ${Object.keys(columns).join(', ')}, person_id, recorded_at from ${resource} e where ${who('e.person_id')} and ${before}
      union all select ${Object.entries(columns).map(([name, type]) => `(body->>'${name}')::${type}`).join(', ')}, person_id, recorded_at from entry_history h
        where ${who('h.person_id')} and h.resource = '${resource}' and ${standing}`;
  const observed = (table: string, when: string) => `
      select person_id, code, effective_at, ${inChina('effective_at')} as day, source_id, value, value2 from ${table} o
      where ${who('o.person_id')} and effective_at >= ${startOf(from)} and effective_at < ${startOf(addDays(day, 1))} and not implausible and ${when}
        and (code in (${read.join(', ')}) or source_id in (${seenAt}))`;
  return `
    with who as materialized (
      select p.tenant_id, p.person_id, p.organization_pos, p.positions, p.sex, p.birth_date, least(p.deceased_on, p.moved_on) <= date '${day}' as left, p.deceased_on <= date '${day}' as dead,
        ${inChina('p.registered_at')} as registered_on, m.organizations
      from person p join (
        select m.person_id, array_agg(distinct m.organization_id order by m.organization_id) as organizations from membership m join person p on p.tenant_id = m.tenant_id and p.person_id = m.person_id
        where ${who('m.person_id')} and m.since <= date '${day}' and (m.until is null or m.until > date '${day}' or m.until = least(p.deceased_on, p.moved_on)) group by m.person_id) m using (person_id)
      where ${who('p.person_id')} and ${inChina('p.registered_at')} <= date '${day}'),
    obs as (select x.person_id, ${observedColumns(setting).join(', ')} from (${observed('observation', before)} union all ${observed('observation_history', standing)}) x group by x.person_id),
    ill as (select x.person_id, ${illnesses(setting).join(', ')} from (${entries('condition', { code: 'text', onset_on: 'date', clinical_status: 'text', verification_status: 'text' })}) x
      where x.verification_status <> 'refuted' group by x.person_id),
    drug as (select x.person_id, ${drugs(setting).join(', ')} from (${entries('medication', { atc: 'text', status: 'text', since: 'date', until: 'date' })}) x group by x.person_id),
    met as (select x.person_id, ${encounters(setting).join(', ')} from (${entries('encounter', { class: 'text', since: 'date' })}) x where x.since between date '${from}' and date '${day}' group by x.person_id),
    tiered as (select distinct on (h.person_id) h.person_id, h.tier from tier_history h where ${who('h.person_id')} and h.changed_on <= date '${day}' order by h.person_id, h.change_no desc),
    kept as (select c.person_id, true as signed from clinician c where ${who('c.person_id')} and c.role = 'doctor' and c.since <= date '${day}' and (c.until is null or c.until > date '${day}') group by c.person_id),
    joined as (
      select w.*, o.*, i.*, d.*, m.*, t.tier, k.signed, greatest(o.seen_on, m.met_on) as visited_on, ${cohorts.map((of) => `greatest(i.${of}_since, w.registered_on) as ${of}_on`).join(', ')}
      from who w left join (select person_id as o_id, ${rename(observedColumns(setting))} from obs) o on o.o_id = w.person_id left join (select person_id as i_id, ${rename(illnesses(setting))} from ill) i on i.i_id = w.person_id
        left join (select person_id as d_id, ${rename(drugs(setting))} from drug) d on d.d_id = w.person_id left join (select person_id as m_id, ${rename(encounters(setting))} from met) m on m.m_id = w.person_id
        left join tiered t on t.person_id = w.person_id left join kept k on k.person_id = w.person_id)
    select x.tenant_id, x.person_id, date '${first}' as month, x.organization_pos, x.positions, 1::smallint as label, x.organizations, coalesce(x.left, false) as left,
      ${facts.map((fact) => `${valueOf(fact, setting)} as "${fact.id}"`).join(',\n      ')}
    from joined x`;
}

/** The names of columns alone, out of a list of `… as name`. */
function rename(columns: readonly string[]): string {
  return columns.map((column) => column.slice(column.lastIndexOf(' as ') + 4)).join(', ');
}

interface Setting {
  readonly facts: readonly MonthFact[];
  readonly idOf: (code: string) => number;
  readonly month: Month;
  readonly day: Day;
  readonly from: Day;
  readonly first: Day;
}

function idsOf({ observations }: ObservationCodes): (code: string) => number {
  const ids = new Map(observations.map(({ code, id }) => [code, id]));
  return (code) => {
    const id = ids.get(code);
    if (id === undefined) throw new Error(`content/indicator-facts.yaml names an unknown observation code: ${code}`);
    return id;
  };
}

/** The moment first, so that the greatest array is the latest reading; of two at one moment the higher. */
const reading = `array[extract(epoch from x.effective_at)::float8, x.value, x.value2]`;

function observedColumns({ facts, idOf, first }: Setting): readonly string[] {
  const own = facts.flatMap(({ id, source }) => {
    if (source.kind === 'latest' || source.kind === 'first') {
      const taken = `${source.kind === 'latest' ? 'max' : 'min'}(${reading}) filter (where x.code = ${idOf(source.code)})`;
      const value = source.part === 'least' ? `least((${taken})[2], (${taken})[3])` : `(${taken})[${source.part + 1}]`;
      return [`${value}::numeric as "${id}"`];
    }
    if (source.kind === 'times') return [`count(*) filter (where x.code = ${idOf(source.code)}) as "${id}"`];
    if (source.kind !== 'days') return [];
    const since = source.months === windowMonths ? '' : ` and x.day >= date '${addMonths(first, 1 - source.months)}'`;
    return [`count(distinct x.day) filter (where x.source_id in (${source.of.map((name) => observationSources[name]).join(', ')})${since}) as "${id}"`];
  });
  const readings = cohorts.map((of) => `max(${reading}) filter (where x.code = ${idOf(measures[of].code)} and x.source_id in (${seenAt})) as ${of}_reading`);
  return [...own, ...readings, `max(x.day) filter (where x.source_id in (${seenAt})) as seen_on`];
}

function illnesses({ facts, day, from }: Setting): readonly string[] {
  return facts.flatMap(({ id, source }) => {
    if (source.kind === 'onset') return [`bool_or(${below('x.code', source.icd10)} and x.onset_on between date '${from}' and date '${day}') as "${id}"`];
    if (source.kind !== 'condition') return [];
    const is = below('x.code', source.icd10);
    return [`bool_or(${is} and x.clinical_status <> 'resolved') as "${id}"`, `min(${inChina('x.recorded_at')}) filter (where ${is}) as ${id}_since`];
  });
}

function drugs({ facts, day }: Setting): readonly string[] {
  return facts.flatMap(({ id, source }) => (source.kind === 'medication' ? [`bool_or(${below('x.atc', source.atc)} and x.status = 'active' and x.since <= date '${day}' and (x.until is null or x.until >= date '${day}')) as "${id}"`] : []));
}

function encounters({ facts }: Setting): readonly string[] {
  const own = facts.flatMap(({ id, source }) => (source.kind === 'encounters' ? [`count(*) filter (where x.class in (${source.class.map((name) => `'${name}'`).join(', ')})) as "${id}"`] : []));
  return [...own, 'max(x.since) as met_on'];
}

/** Calendar months from a day to the reference month, as the care of persons counts them. */
function monthsSince(column: string, month: Month): string {
  return `(${Number(month.slice(0, 4)) * 12 + Number(month.slice(5))} - extract(year from ${column})::int * 12 - extract(month from ${column})::int)`;
}

function valueOf({ id, source }: MonthFact, { month, day }: Setting): string {
  switch (source.kind) {
    case 'age':
      return `extract(year from age(date '${day}', x.birth_date))`;
    case 'sex':
      return `case x.sex when 'male' then 'M' else 'F' end`;
    case 'tier':
      return 'x.tier';
    case 'signed':
    case 'condition':
    case 'onset':
    case 'medication':
      return `coalesce(x."${id}", false)`;
    case 'encounters':
    case 'days':
    case 'times':
      return `coalesce(x."${id}", 0)::numeric`;
    case 'latest':
      return source.otherwise === undefined ? `x."${id}"` : `coalesce(x."${id}", round(x.weight / (x.height * x.height) * 10000, 1))`;
    case 'first':
      return `x."${id}"`;
    case 'state':
      return `case when x.${source.of} then ${stateSql(source.of, month)} end`;
    case 'outcome':
      return `case when x.${source.of} then ${outcomeSql(source.of, month)} end`;
    case 'counted':
      return `case when x.${source.of} then ${stateSql(source.of, month)} = 'under-care' and ${monthsSince(`x.${source.of}_on`, month)} >= ${limits.newMonths} end`;
  }
}

function stateSql(of: Cohort, month: Month): string {
  const since = monthsSince(`greatest(x.visited_on, x.${of}_on)`, month);
  return `(case when x.dead then 'dead' when x.left then 'moved' when ${since} < ${limits.lostMonths} then 'under-care' else 'lost' end)`;
}

function outcomeSql(of: Cohort, month: Month): string {
  const recent = (day: string) => `coalesce(${monthsSince(day, month)} < ${limits.outcomeMonths}, false)`;
  const measuredOn = inChina(`to_timestamp(x.${of}_reading[1])`);
  return `(case when ${recent(measuredOn)} then case when ${measures[of].controlled} then 'controlled' else 'uncontrolled' end when ${recent('x.visited_on')} then 'visited-unmeasured' else 'missed' end)`;
}
