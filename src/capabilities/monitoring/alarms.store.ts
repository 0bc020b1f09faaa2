import { CompiledQuery, sql } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Alarm, AlarmLimit } from './alarms.ts';
import type { CompiledRules } from './alarm-rule-sql.ts';
import type { AlarmRules } from './alarm-rules.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    alarm: Alarm;
    alarmLimit: AlarmLimit;
  }
}

export const entities = { alarm: Alarm, alarm_limit: AlarmLimit };

export const migrations = [
  {
    id: '2026-11-23 41 alarms',
    sql: `
    create table alarm (
      tenant_id        int         not null,
      person_id        bigint      not null,
      alarm_id         uuid        not null default gen_random_uuid(),
      rule_id          text        not null,
      rule_version     int         not null,
      level            smallint    not null check (level between 0 and 3),
      state            text        not null check (state in ('awaiting', 'open', 'acknowledged', 'closed', 'settled')),
      effective_at     timestamptz not null,
      opened_at        timestamptz not null,
      late             boolean     not null,
      readings         jsonb       not null,
      symptoms         text[]      not null,
      repeat_from      timestamptz,
      repeat_until     timestamptz,
      due_at           timestamptz,
      responsible      uuid,
      told             smallint    not null,
      tell_next_at     timestamptz,
      acknowledged_at  timestamptz,
      acknowledged_by  uuid,
      closed_at        timestamptz,
      closed_by        uuid,
      action           text,
      note             text,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, alarm_id),
      check ((state in ('closed', 'settled')) = (closed_at is not null)),
      check ((level = 0) = (state = 'awaiting') or state in ('closed', 'settled'))
    );
    create unique index alarm_standing on alarm (tenant_id, person_id, rule_id) where closed_at is null;
    create index alarm_open on alarm (tenant_id, level desc, due_at) where closed_at is null;
    create index alarm_closed on alarm (tenant_id, closed_at desc) where closed_at is not null;
    create index alarm_repeat on alarm (tenant_id, repeat_until) where repeat_until is not null;
    create index alarm_tell on alarm (tenant_id, tell_next_at) where tell_next_at is not null;
    create table alarm_limit (
      tenant_id        int         not null,
      person_id        bigint      not null,
      rule_id          text        not null,
      first            double precision,
      second           double precision,
      off              boolean     not null,
      reason           text        not null,
      set_by           uuid        not null,
      set_at           timestamptz not null,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, rule_id)
    );
    ${guarded('alarm')}
    ${guarded('alarm_limit')}`,
  },
];

/** The batch's new readings. */
export interface Fresh {
  readonly persons: readonly number[];
  readonly codes: readonly number[];
  readonly at: readonly Instant[];
  readonly values: readonly number[];
  readonly values2: readonly (number | null)[];
  readonly symptoms: readonly (readonly string[])[];
}

/** An alarm as a pass left it. `before` is its level until then; null when the pass opened it. */
export interface Passed extends Pick<Alarm, 'tenantId' | 'personId' | 'alarmId' | 'ruleId' | 'level' | 'state' | 'organizationPos' | 'positions' | 'responsible' | 'dueAt' | 'repeatUntil'> {
  readonly before: number | null;
}

export interface Ruled {
  readonly compiled: CompiledRules;
  readonly rules: AlarmRules;
  readonly now: Instant;
}

const passed = 'a.tenant_id, a.person_id, a.alarm_id, a.rule_id, a.level::int as level, a.state, a.organization_pos, a.positions::text as positions, a.responsible, a.due_at, a.repeat_until';

/** Minutes that a level leaves, as SQL over a column with the level's number. */
function minutes({ levels }: AlarmRules, of: (level: AlarmRules['levels']['red']) => number | undefined, column: string): string {
  const rows = [levels.yellow, levels.orange, levels.red].map((level, i) => `when ${i + 1} then ${of(level) === undefined ? 'null' : `interval '${of(level)} minutes'`}`);
  return `case ${column} ${rows.join(' ')} end`;
}

const dueIn = (rules: AlarmRules, column: string) => minutes(rules, (level) => level.ack_minutes, column);
const nextIn = (rules: AlarmRules, column: string) => minutes(rules, (level) => level.escalate_minutes[0], column);

/**
 * Open the alarms that new readings deserve, in one statement. While one of the same person and rule stands, readings join it and its
 * level only rises; one closed within the quiet time of its level is not opened again.
 */
export async function raiseAlarms(tx: Tx, fresh: Fresh, { compiled, rules, now }: Ruled): Promise<Passed[]> {
  const own = `(select c.account_id from clinician c where c.tenant_id = p.tenant_id and c.person_id = p.person_id and c.until is null order by c.role, c.since desc limit 1)`;
  const { levels } = rules;
  const quiet = `interval '1 hour' * case c.level when 1 then ${levels.yellow.quiet_hours} when 2 then ${levels.orange.quiet_hours} when 3 then ${levels.red.quiet_hours} else 0 end`;
  const statement = `
    with arrived as materialized (
      select f.person_id, f.code, f.at, f.v1, f.v2, string_to_array(f.symptoms, ',') as symptoms
      from unnest($1::bigint[], $2::smallint[], $3::timestamptz[], $4::float8[], $5::float8[], $6::text[]) f(person_id, code, at, v1, v2, symptoms)),
    ${compiled.candidates},
    deserved as (
      select person_id, rule_id, max(level) as level, min(at) as at, jsonb_agg(readings) as readings, max(array_to_string(symptoms, ',')) as symptoms,
        case when bool_and(repeat_until is not null) then min(repeat_from) end as repeat_from, case when bool_and(repeat_until is not null) then min(repeat_until) end as repeat_until
      from candidate group by 1, 2),
    kept as (
      insert into alarm as a (tenant_id, person_id, rule_id, rule_version, level, state, effective_at, opened_at, late, readings, symptoms, repeat_from, repeat_until, due_at, responsible, told,
        tell_next_at, organization_pos, positions, label)
      select p.tenant_id, p.person_id, d.rule_id, ${rules.version}, d.level, case when d.level = 0 then 'awaiting' else 'open' end, d.at, $7::timestamptz,
        d.at < $7::timestamptz - interval '${rules.late_hours} hours', jsonb_path_query_array(d.readings, 'strict $.** ? (@.type() == "object")'), coalesce(string_to_array(nullif(d.symptoms, ''), ','), '{}'),
        d.repeat_from, d.repeat_until, $7::timestamptz + ${dueIn(rules, 'd.level')}, ${own}, 0, case when d.level > 0 then $7::timestamptz + ${nextIn(rules, 'd.level')} end,
        p.organization_pos, p.positions, 1
      from deserved d join person p on p.person_id = d.person_id and p.deceased_on is null
      where not exists (select from alarm c where c.tenant_id = p.tenant_id and c.person_id = d.person_id and c.rule_id = d.rule_id and c.state = 'closed' and c.level >= d.level
        and c.closed_at > $7::timestamptz - ${quiet})
      on conflict (tenant_id, person_id, rule_id) where closed_at is null do update set
        readings = a.readings || excluded.readings,
        symptoms = array(select distinct unnest(a.symptoms || excluded.symptoms)),
        level = greatest(a.level, excluded.level),
        state = case when excluded.level > a.level then 'open' else a.state end,
        due_at = case when excluded.level > a.level then excluded.due_at else a.due_at end,
        told = case when excluded.level > a.level then 0 else a.told end,
        tell_next_at = case when excluded.level > a.level then excluded.tell_next_at else a.tell_next_at end,
        repeat_from = case when a.repeat_until is null and a.level < 3 then excluded.repeat_from else a.repeat_from end,
        repeat_until = case when a.repeat_until is null and a.level < 3 then excluded.repeat_until else a.repeat_until end
      returning a.*, (a.xmax = 0) as opened)
    select ${passed}, case when a.opened then null else coalesce(b.level, a.level)::int end as before
    from kept a left join alarm b on b.tenant_id = a.tenant_id and b.person_id = a.person_id and b.alarm_id = a.alarm_id`;
  const { rows } = await tx.executeQuery<Passed>(
    CompiledQuery.raw(statement, [fresh.persons, fresh.codes, fresh.at, fresh.values, fresh.values2, fresh.symptoms.map((symptoms) => symptoms.join(',')), now]),
  );
  return rows;
}

/**
 * Decide the alarms that wait for a repeated reading: enough of them came, in time after the first or after the person was asked, or the time is over. Of some persons, or (null) of all whose
 * time is over. Their mean says whether it still is so; without an answer the rule says what then.
 */
export async function settleRepeats(tx: Tx, persons: readonly number[] | null, { compiled, rules, now }: Ruled): Promise<Passed[]> {
  const statement = `
    with waiting as materialized (
      select a.tenant_id, a.person_id, a.alarm_id, a.rule_id, a.level, r.readings as wanted, r.level as risen, r.missing, a.repeat_until < $2::timestamptz as over, case when own.rule_id is not null then jsonb_build_object(own.rule_id, jsonb_build_object('first', own.first, 'second', own.second)) end as own, o.*
      from alarm a
      join (values ${compiled.repeats}) r(rule_id, codes, readings, wait, until, level, missing) on r.rule_id = a.rule_id
      cross join lateral (
        select count(*) as n, avg(v1) as v1, avg(v2) as v2, coalesce(jsonb_agg(kept), '[]') as more from (
          select value as v1, value2 as v2, jsonb_build_object('code', code, 'at', effective_at, 'value', value, 'value2', value2) as kept from observation
          where person_id = a.person_id and code = any (r.codes) and effective_at >= a.repeat_from and effective_at <= a.repeat_until
            and (effective_at <= a.repeat_from - r.wait + r.until or effective_at > a.repeat_until - r.until) and not implausible
          order by effective_at limit r.readings) x) o
      left join alarm_limit own on own.tenant_id = a.tenant_id and own.person_id = a.person_id and own.rule_id = a.rule_id
      where a.repeat_until is not null and a.closed_at is null and case when $1::bigint[] is null then a.repeat_until < $2::timestamptz else a.person_id = any ($1::bigint[]) end),
    decided as (
      select w.*, case when n > 0 then case when still then greatest(risen, level) else level end when missing < 0 then level else greatest(missing, level) end as to_level
      from (select w.*, ${compiled.stillSo} as still from waiting w) w where n >= wanted or over),
    kept as (
      update alarm a set level = d.to_level, repeat_from = null, repeat_until = null,
        readings = (select jsonb_agg(distinct x) from jsonb_array_elements(a.readings || d.more) x),
        state = case when d.to_level = 0 then 'settled' when d.to_level > d.level then 'open' else a.state end,
        closed_at = case when d.to_level = 0 then $2::timestamptz end,
        due_at = case when d.to_level > d.level then $2::timestamptz + ${dueIn(rules, 'd.to_level')} else a.due_at end,
        told = case when d.to_level > d.level then 0 else a.told end,
        tell_next_at = case when d.to_level > d.level then $2::timestamptz + ${nextIn(rules, 'd.to_level')} when d.to_level = 0 then null else a.tell_next_at end
      from decided d where a.tenant_id = d.tenant_id and a.person_id = d.person_id and a.alarm_id = d.alarm_id
      returning a.*, d.level::int as before)
    select ${passed}, a.before from kept a`;
  const { rows } = await tx.executeQuery<Passed>(CompiledQuery.raw(statement, [persons, now]));
  return rows;
}

export async function limitsOf(tx: Tx, personId: number): Promise<(AlarmLimit & { readonly name: string | null })[]> {
  const { rows } = await sql<AlarmLimit & { name: string | null }>`
    select l.*, a.name from alarm_limit l left join account a on a.account_id = l.set_by where l.person_id = ${personId} order by l.rule_id`.execute(tx);
  return rows;
}

export async function putLimit(tx: Tx, limit: AlarmLimit): Promise<void> {
  await tx.insertInto('alarmLimit').values(limit).onConflict((on) => on.columns(['tenantId', 'personId', 'ruleId']).doUpdateSet((eb) => ({
    first: eb.ref('excluded.first'), second: eb.ref('excluded.second'), off: eb.ref('excluded.off'), reason: eb.ref('excluded.reason'), setBy: eb.ref('excluded.setBy'), setAt: eb.ref('excluded.setAt'),
  }))).execute();
}

export async function deleteLimit(tx: Tx, personId: number, ruleId: string): Promise<void> {
  await sql`delete from alarm_limit where person_id = ${personId} and rule_id = ${ruleId}`.execute(tx);
}
