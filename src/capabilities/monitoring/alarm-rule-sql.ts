/** Alarm rules as SQL: one statement for a whole batch of readings, however many rules and persons it holds. */
import { levelNumbers } from './alarms.ts';
import type { AlarmRule, AlarmRules, Family, Limits, RuleOf, When } from './alarm-rules.ts';

export interface Compiling {
  readonly rules: AlarmRules;
  /** The number under which a code is stored. */
  readonly idOf: (code: string) => number;
}

/** The parts of statements over `arrived`: the batch's readings, implausible ones left out. */
export interface CompiledRules {
  /** Definitions after `arrived`, ending with `candidate`: who deserves which alarm, and by what. */
  readonly candidates: string;
  /** `(rule_id, codes, readings, wait, until, level, missing)` of the rules that ask to measure again. */
  readonly repeats: string;
  /** Whether the mean `v1`, `v2` of the repeated readings still is what alarmed, by `rule_id`. */
  readonly stillSo: string;
}

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
const list = (values: readonly string[]): string => `'{${values.join(',')}}'::text[]`;
const local = (at: string): string => `(${at} at time zone 'Asia/Shanghai')`;

type Historic = Exclude<AlarmRule, RuleOf<'reading'> | RuleOf<'silence'>>;
const isHistoric = (rule: AlarmRule): rule is Historic => rule.kind !== 'reading' && rule.kind !== 'silence';
const isReading = (rule: AlarmRule): rule is RuleOf<'reading'> => rule.kind === 'reading';

export function compileRules({ rules, idOf }: Compiling): CompiledRules {
  const codesOf = (codes: readonly string[]): string => `'{${codes.map(idOf).join(',')}}'::smallint[]`;
  const of = (family: Family, rule: AlarmRule): string => codesOf(rule.codes ?? family.codes);
  const pairs = rules.families.flatMap((family) => family.rules.map((rule) => ({ family, rule })));
  const direct = pairs.flatMap(({ family, rule }) => (isReading(rule) ? [readingSql(rule, of(family, rule), rules)] : []));
  const historic = pairs.flatMap(({ family, rule }) => (isHistoric(rule) ? [historicSql(family, rule, of(family, rule))] : []));
  const families = rules.families.flatMap((family) => {
    const spans = family.rules.filter(isHistoric).filter((rule) => rule.kind !== 'usual').map(spanHours);
    return spans.length === 0 ? [] : [`(${text(family.id)}, ${codesOf(family.codes)}, interval '${Math.max(...spans)} hours')`];
  });
  const repeated = pairs.flatMap(({ family, rule }) => (isReading(rule) && rule.repeat ? [{ rule, repeat: rule.repeat, codes: of(family, rule) }] : []));
  return {
    candidates: `${common(rules, families.join(', '))}, candidate as (${[...direct, ...historic].join('\n union all ')})`,
    repeats: repeated
      .map(({ rule, repeat, codes }) => `(${text(rule.id)}, ${codes}, ${repeat.readings}, interval '${repeat.wait_min} minutes', interval '${repeat.until_min} minutes', ${levelNumbers[rule.level]}, ${repeat.missing === 'first' ? -1 : repeat.missing === 'none' ? 0 : levelNumbers[repeat.missing]})`)
      .join(', '),
    stillSo: `case rule_id ${repeated.map(({ rule }) => `when ${text(rule.id)} then ${either(rule, { first: 'v1', second: 'v2', own: 'own' })}`).join(' ')} end`,
  };
}

/** How far back a rule looks. */
function spanHours(rule: Historic): number {
  return rule.kind === 'count' ? rule.hours : rule.kind === 'usual' ? 24 * (rule.days + rule.usual_days) : 24 * rule.within_days;
}

/**
 * `known`: what rules ask of the person, and limits of the person's own; `asked`: persons and families of the batch; `history`: their readings
 * of the longest window; `session`: the means of a day's two halves, since people measure morning and evening. All carry `known` along.
 */
function common(rules: AlarmRules, families: string): string {
  const facts = factsAsked(rules);
  const along = ['adult', 'own', ...facts].join(', ');
  return `
    known as materialized (
      select p.person_id, (f.pregnant is not true and p.birth_date <= ${local('$7::timestamptz')}::date - interval '${rules.adult_from_age} years') as adult,
        (select jsonb_object_agg(l.rule_id, jsonb_build_object('first', l.first, 'second', l.second, 'off', l.off)) from alarm_limit l where l.person_id = p.person_id) as own, ${facts.map((fact) => `f.${fact}`).join(', ')}
      from (select distinct person_id from arrived) d join person p on p.person_id = d.person_id left join person_fact f on f.tenant_id = p.tenant_id and f.person_id = p.person_id),
    fresh as materialized (select a.*, ${along} from arrived a join known k on k.person_id = a.person_id),
    family (family, codes, span) as (values ${families}),
    asked as materialized (
      select f.person_id, m.family, m.codes, min(f.at) as since, max(f.at) as until, max(m.span) as span from arrived f join family m on f.code = any (m.codes) group by 1, 2, 3),
    history as materialized (
      select a.person_id, a.family, a.since, a.until, o.*, ${along} from asked a join known k on k.person_id = a.person_id cross join lateral (
        select code, effective_at as at, value as v1, value2 as v2, ${local('effective_at')}::date as day from observation
        where person_id = a.person_id and code = any (a.codes) and effective_at > a.until - a.span and effective_at <= a.until and not implausible offset 0) o),
    session as materialized (
      select person_id, family, code, since, until, day, avg(v1) as v1, avg(v2) as v2, max(at) as at, jsonb_agg(jsonb_build_object('code', code, 'at', at, 'value', v1, 'value2', v2)) as readings, ${along}
      from history group by person_id, family, code, since, until, day, extract(hour from ${local('at')}) < 12, ${along})`;
}

function factsAsked(rules: AlarmRules): string[] {
  return [...new Set(rules.families.flatMap((family) => family.rules.flatMap((rule) => [...(rule.only ?? []), ...(rule.unless ?? [])])))];
}

/** Whether a rule is asked of a person at all; `at` names the relation with the person. */
function askedOf(rule: AlarmRule, at: string): string {
  const wanted = [
    ...(rule.level === 'red' ? [] : [`${at}.adult`]),
    ...(rule.only ? [`(${rule.only.map((fact) => `${at}.${fact}`).join(' or ')})`] : []),
    ...(rule.unless ?? []).map((fact) => `${at}.${fact} is not true`),
    ...(rule.personal ? [`(${at}.own is null or (${at}.own #>> '{${rule.id},off}')::boolean is not true)`] : []),
  ];
  return wanted.length === 0 ? 'true' : wanted.join(' and ');
}

/** The person's own limit, null where there is none. */
const ownLimit = (rule: AlarmRule, own: string, part: 'first' | 'second'): string => `(${own} #>> '{${rule.id},${part}}')::float8`;

/** Where values and the person's own limits stand. */
type Columns = { readonly first: string; readonly second: string; readonly own: string };
type Limited = AlarmRule & { readonly when: When; readonly or?: When | undefined };

/** Whether values are beyond the limits of the rule, or the person's own. */
function either(rule: Limited, columns: Columns): string {
  const own = (part: 'first' | 'second') => (rule.personal && rule.personal !== 'by' ? { bound: rule.personal, column: ownLimit(rule, columns.own, part) } : null);
  const parts = [rule.when, ...(rule.or ? [rule.or] : [])].flatMap(({ first, second }) => [
    ...(first ? [within(first, columns.first, own('first'))] : []),
    ...(second ? [within(second, columns.second, own('second'))] : []),
  ]);
  return `(${parts.join(' or ')})`;
}

const operators = { from: '>=', above: '>', to: '<=', below: '<' } as const;

function within(limits: Limits, column: string, own: { readonly bound: keyof Limits; readonly column: string } | null): string {
  const bounds = (['from', 'above', 'to', 'below'] as const).flatMap((bound) => {
    const limit = limits[bound];
    if (limit === undefined) return [];
    return [`${column} ${operators[bound]} ${own?.bound === bound ? `coalesce(${own.column}, ${limit})` : limit}`];
  });
  return `(${bounds.join(' and ')})`;
}

const readingOf = (alias: string) => `jsonb_build_object('code', ${alias}.code, 'at', ${alias}.at, 'value', ${alias}.v1, 'value2', ${alias}.v2)`;

function readingSql(rule: RuleOf<'reading'>, codes: string, rules: AlarmRules): string {
  const symptom = rule.symptoms.length === 0 ? 'false' : `f.symptoms && ${list(rule.symptoms)}`;
  const late = `f.at < $7::timestamptz - interval '${rules.late_hours} hours'`;
  const { repeat } = rule;
  const plain = levelNumbers[rule.level];
  const first = repeat === undefined ? plain : repeat.first === null ? 0 : levelNumbers[repeat.first];
  const waits = repeat === undefined ? 'false' : `not (${symptom}) and not (${late})`;
  const level = `case when ${symptom} and not (${late}) then ${levelNumbers[rule.symptoms_level]} when ${late} then greatest(${first}, 1) else ${first} end`;
  const when = (sql: string) => `case when ${waits} then ${sql} end`;
  return `
    select f.person_id, ${text(rule.id)} as rule_id, ${level} as level, f.at, jsonb_build_array(${readingOf('f')}) as readings, f.symptoms,
      ${repeat ? when(`f.at + interval '${repeat.wait_min} minutes'`) : 'null::timestamptz'} as repeat_from,
      ${repeat ? when(`greatest(f.at, $7::timestamptz) + interval '${repeat.until_min} minutes'`) : 'null::timestamptz'} as repeat_until
    from fresh f where f.code = any (${codes}) and ${either(rule, { first: 'f.v1', second: 'f.v2', own: 'f.own' })} and ${askedOf(rule, 'f')}`;
}

/** A rule over what came before: at most one alarm a person and batch, as of the newest reading, and only where a new reading has part in it. */
function historicSql(family: Family, rule: Historic, codes: string): string {
  const raised = rule.symptoms.length === 0 ? `${levelNumbers[rule.level]}` : `case when exists (select from fresh f where f.person_id = x.person_id and f.symptoms && ${list(rule.symptoms)}) then ${levelNumbers[rule.symptoms_level]} else ${levelNumbers[rule.level]} end`;
  const body = bodyOf(rule, { mine: `h.family = ${text(family.id)} and h.code = any (${codes}) and ${askedOf(rule, 'h')}`, codes });
  return `
    select x.person_id, ${text(rule.id)}, ${raised}, x.at, x.readings, null::text[], null::timestamptz, null::timestamptz from (${body}) x`;
}

interface Body {
  readonly mine: string;
  readonly codes: string;
}

const gathered = `jsonb_agg(${readingOf('h')} order by h.at) as readings`;
const sessionsGathered = 'jsonb_agg(h.readings) as readings';

function bodyOf(rule: Historic, { mine, codes }: Body): string {
  const limited = 'when' in rule ? either(rule, { first: 'h.v1', second: 'h.v2', own: 'h.own' }) : '';
  switch (rule.kind) {
    case 'count':
      return `select h.person_id, max(h.at) as at, ${gathered} from history h
        where ${mine} and h.at > h.until - interval '${rule.hours} hours' and ${limited}
        group by h.person_id having count(*) >= ${rule.times} and bool_or(h.at >= h.since)`;
    case 'days':
      return `select h.person_id, max(h.at) as at, ${sessionsGathered} from session h
        where ${mine} and h.day > ${local('h.until')}::date - ${rule.within_days} and ${limited}
        group by h.person_id having count(distinct h.day) >= ${rule.days} and bool_or(h.at >= h.since)`;
    case 'mean':
      return `select h.person_id, max(h.last) as at, jsonb_agg(h.readings) as readings from (
          select h.person_id, h.own, h.day, avg(h.v1) as v1, avg(h.v2) as v2, max(h.at) as last, ${gathered}, row_number() over (partition by h.person_id order by h.day) as nth, count(*) over (partition by h.person_id) as days
          from history h where ${mine} and h.day > ${local('h.until')}::date - ${rule.within_days} group by h.person_id, h.own, h.day) h
        where h.days >= ${rule.days} and h.nth > 1 group by h.person_id, h.own having ${either(rule, { first: 'avg(h.v1)', second: 'avg(h.v2)', own: 'h.own' })}`;
    case 'row': {
      const from = rule.rising_by === undefined ? 'history' : 'session';
      const all = rule.rising_by === undefined ? `bool_and(${limited})` : `bool_and(h.v1 < h.next or h.next is null) and max(h.v1) - min(h.v1) >= ${rule.rising_by} and bool_or(h.nth = 1 and ${limited})`;
      return `select h.person_id, max(h.at) as at, ${from === 'session' ? sessionsGathered : gathered} from (
          select h.*, row_number() over newest as nth, lag(h.v1) over newest as next from ${from} h
          where ${mine} and h.at > h.until - interval '${rule.within_days} days' window newest as (partition by h.person_id order by h.at desc)) h
        where h.nth <= ${rule.times} group by h.person_id having count(*) = ${rule.times} and ${all} and bool_or(h.at >= h.since)`;
    }
    case 'rise':
      return `select h.person_id, max(h.at) as at, ${gathered} from history h where ${mine} and h.at >= h.until - interval '${rule.within_days} days'
        group by h.person_id, h.own having round(((array_agg(h.v1 order by h.at desc))[1] - min(h.v1))::numeric, 3) > ${by(rule)}`;
    case 'usual':
      return usualSql(rule, codes);
  }
}

/** The days that matter reach so far back that they are read for the few persons alone whom the rule is about. */
function usualSql(rule: RuleOf<'usual'>, codes: string): string {
  const recent = `o.effective_at > a.until - interval '${rule.days} days'`;
  const day = `${local('o.effective_at')}::date`;
  const mean = (part: string) => `avg(o.value) filter (where ${part}) as`;
  return `select y.person_id, y.until as at, y.readings from (
      select a.person_id, a.until, max(${by(rule).replace('h.own', 'a.own')}) as by, ${mean(recent)} now_mean, ${mean(`not ${recent}`)} usual_mean,
        count(distinct ${day}) filter (where ${recent}) as days, count(distinct ${day}) filter (where not ${recent}) as usual_days,
        jsonb_agg(jsonb_build_object('code', o.code, 'at', o.effective_at, 'value', o.value, 'value2', o.value2) order by o.effective_at) filter (where ${recent}) as readings
      from (select h.person_id, h.own, max(h.at) as until from fresh h where h.code = any (${codes}) and ${askedOf(rule, 'h')} group by 1, 2) a
      cross join lateral (select code, effective_at, value, value2 from observation where person_id = a.person_id and code = any (${codes}) and not implausible
        and effective_at > a.until - interval '${rule.days + rule.usual_days} days' and effective_at <= a.until offset 0) o
      group by a.person_id, a.until) y
    where y.days >= ${rule.days} and y.usual_days >= ${rule.days} and y.now_mean - y.usual_mean >= y.by`;
}

/** By how much a value has to rise, for this person. */
function by(rule: RuleOf<'rise'> | RuleOf<'usual'>): string {
  return rule.personal === 'by' ? `coalesce(${ownLimit(rule, 'h.own', 'first')}, ${rule.by})` : `${rule.by}`;
}
