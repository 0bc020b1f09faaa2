import { sql } from 'kysely';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Alarm } from './alarms.ts';
import type { AlarmRules, RuleOf } from './alarm-rules.ts';
import type { Passed } from './alarms.store.ts';

/** An alarm that nobody has acknowledged, and who is to be told now: the next of its line. */
export interface Untold extends Pick<Alarm, 'tenantId' | 'personId' | 'alarmId' | 'ruleId' | 'level' | 'told' | 'organizationPos' | 'positions'> {
  readonly name: string;
  readonly to: string | null;
}

/**
 * Alarms whose next recipient's turn has come. The line: the person's own clinicians, doctor first, then whoever is on duty at the nearest
 * organisation above. Each is told once; with nobody left the alarm stays on everybody's list.
 */
export async function takeUntold(tx: Tx, { rules, now, today }: { readonly rules: AlarmRules; readonly now: Instant; readonly today: Day }): Promise<Untold[]> {
  const waits = (level: keyof AlarmRules['levels']) => sql`${rules.levels[level].escalate_minutes.map(String)}::int[]`;
  const { rows } = await sql<Untold>`
    with due as (
      select a.tenant_id, a.person_id, a.alarm_id, a.level, a.told, l.line from alarm a
      cross join lateral (select array(
        select account_id from (
          select c.account_id, case c.role when 'doctor' then 1 else 2 end as place from clinician c where c.tenant_id = a.tenant_id and c.person_id = a.person_id and c.until is null
          union all (select s.account_id, 3 from duty_shift s join organization o on o.organization_id = s.organization_id
            where s.tenant_id = a.tenant_id and s.day = ${today}::date and a.organization_pos between o.pos and o.pos_end order by o.pos desc limit 1)) x
        group by account_id order by min(place)) as line) l
      where a.state = 'open' and a.level > 0 and (a.told = 0 or a.tell_next_at <= ${now}::timestamptz)
      order by a.level desc, a.opened_at limit 500 for update of a skip locked)
    update alarm a set told = a.told + 1,
      tell_next_at = case when cardinality(d.line) > a.told + 1 then ${now}::timestamptz + interval '1 minute' * (case a.level when 3 then ${waits('red')} when 2 then ${waits('orange')} else ${waits('yellow')} end)[a.told + 1] end
    from due d, person p
    where a.tenant_id = d.tenant_id and a.person_id = d.person_id and a.alarm_id = d.alarm_id and p.person_id = a.person_id
    returning a.tenant_id, a.person_id, a.alarm_id, a.rule_id, a.level::int as level, d.told::int as told, a.organization_pos, a.positions::text as positions, p.name, d.line[d.told + 1] as "to"`.execute(tx);
  return rows;
}

export interface Silent {
  readonly tenantId: number;
  readonly personId: number;
  readonly organizationPos: number;
  readonly positions: string | null;
  readonly lastDay: Day;
  /** Silent so long that it is an alarm. */
  readonly alarming: boolean;
}

/** Who measures at home, was to measure, and did not; `codes` are the numbers of the rule's codes. */
export async function silentPersons(tx: Tx, { rule, codes, today }: { readonly rule: RuleOf<'silence'>; readonly codes: readonly number[]; readonly today: Day }): Promise<Silent[]> {
  const { mid = null, high = null, other = null } = rule.days;
  const facts = (rule.only ?? []).length === 0 ? sql`true` : sql`exists (select from person_fact f where f.tenant_id = p.tenant_id and f.person_id = p.person_id and (${sql.join((rule.only ?? []).map((fact) => sql.ref(`f.${fact}`)), sql` or `)}))`;
  const { rows } = await sql<Silent>`
    with measured as (
      select o.person_id, (max(o.effective_at) at time zone 'Asia/Shanghai')::date as last_day from observation o
      where o.code = any (${codes}::smallint[]) and o.source_id = 3 and o.effective_at > ${today}::date - interval '120 days' group by 1)
    select p.tenant_id, p.person_id, p.organization_pos, p.positions::text as positions, m.last_day, ${today}::date - m.last_day >= w.days + ${rule.then_days} as alarming
    from measured m join person p on p.person_id = m.person_id and p.deceased_on is null and p.moved_on is null
    left join person_tier t on t.tenant_id = p.tenant_id and t.person_id = p.person_id
    cross join lateral (select case t.tier when 'mid' then coalesce(${mid}::int, ${other}::int) when 'high' then coalesce(${high}::int, ${other}::int) else ${other}::int end as days) w
    where w.days is not null and ${today}::date - m.last_day >= w.days and ${facts} limit 20000`.execute(tx);
  return rows;
}

/** Open the alarm of a silence, once while it lasts; after it was closed not again before there was a value. */
export async function openSilence(tx: Tx, silent: readonly Silent[], { ruleId, level, version, now, dueAt }: { readonly ruleId: string; readonly level: number; readonly version: number; readonly now: Instant; readonly dueAt: Instant }): Promise<Passed[]> {
  const { rows } = await sql<Passed>`
    insert into alarm as a (tenant_id, person_id, rule_id, rule_version, level, state, effective_at, opened_at, late, readings, symptoms, due_at, responsible, told, organization_pos, positions, label)
    select p.tenant_id, p.person_id, ${ruleId}, ${version}, ${level}, 'open', s.last_day + interval '0', ${now}::timestamptz, false, '[]', '{}', ${dueAt}::timestamptz,
      (select c.account_id from clinician c where c.tenant_id = p.tenant_id and c.person_id = p.person_id and c.until is null order by c.role desc, c.since desc limit 1), 0, p.organization_pos, p.positions, 1
    from unnest(${silent.map(({ personId }) => personId)}::bigint[], ${silent.map(({ lastDay }) => lastDay)}::date[]) s(person_id, last_day) join person p on p.person_id = s.person_id
    where not exists (select from alarm c where c.tenant_id = p.tenant_id and c.person_id = p.person_id and c.rule_id = ${ruleId} and c.effective_at = s.last_day + interval '0')
    on conflict (tenant_id, person_id, rule_id) where closed_at is null do nothing
    returning a.tenant_id, a.person_id, a.alarm_id, a.rule_id, a.level::int as level, a.state, a.organization_pos, a.positions::text as positions, a.responsible, a.due_at, a.repeat_until, null::int as before`.execute(tx);
  return rows;
}
