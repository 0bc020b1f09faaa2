import { sql } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { Alarm, AlarmAction } from './alarms.ts';

export interface AlarmLine extends Omit<Alarm, 'responsible' | 'acknowledgedBy' | 'closedBy'> {
  readonly responsible: string | null;
  readonly acknowledgedBy: string | null;
  readonly closedBy: string | null;
}

/** The person's own clinicians by name: accounts themselves are closed to most roles. */
const named = sql`
  (select c.name from clinician c where c.tenant_id = a.tenant_id and c.person_id = a.person_id and c.account_id = a.responsible order by c.until nulls first limit 1) as responsible,
  (select n.name from account_names(array[a.acknowledged_by]) n) as acknowledged_by, (select n.name from account_names(array[a.closed_by]) n) as closed_by`;

const columns = sql`a.tenant_id, a.person_id, a.alarm_id, a.rule_id, a.rule_version, a.level::int as level, a.state, a.effective_at, a.opened_at, a.late, a.readings, a.symptoms, a.repeat_from,
  a.repeat_until, a.due_at, a.told::int as told, a.tell_next_at, a.acknowledged_at, a.closed_at, a.action, a.note, a.organization_pos, a.positions::text as positions, a.label::int as label`;

export const migrations = [
  {
    id: '2026-11-23 43 account names',
    sql: `
    create function account_names(asked uuid[]) returns table (account_id uuid, name text) language sql stable security definer set search_path = public as
      $$ select account_id, name from account where account_id = any (asked) and tenant_id = nullif(current_setting('app.tenant', true), '')::int $$;`,
  },
];

export const alarmsPerPage = 50;

interface Asked {
  readonly list: 'open' | 'awaiting' | 'closed';
  readonly level: number | null;
  /** Only those of whom this account is responsible. */
  readonly of: string | null;
  readonly page: number;
}

export async function alarmsInReach(tx: Tx, { list, level, of, page }: Asked): Promise<AlarmLine[]> {
  const which = {
    open: sql`a.closed_at is null and a.level > 0`,
    awaiting: sql`a.closed_at is null and a.repeat_until is not null`,
    closed: sql`a.closed_at is not null and a.state = 'closed'`,
  }[list];
  const order = list === 'closed' ? sql`a.closed_at desc` : sql`(a.state = 'acknowledged'), a.level desc, a.due_at`;
  const { rows } = await sql<AlarmLine>`
    select ${columns}, ${named} from alarm a
    where ${which} and (${level}::int is null or a.level = ${level}) and (${of}::uuid is null or a.responsible = ${of}::uuid)
    order by ${order}, a.alarm_id limit ${alarmsPerPage + 1} offset ${page * alarmsPerPage}`.execute(tx);
  return rows;
}

export async function alarmById(tx: Tx, personId: number, alarmId: string): Promise<AlarmLine | undefined> {
  const { rows } = await sql<AlarmLine>`select ${columns}, ${named} from alarm a where a.person_id = ${personId} and a.alarm_id = ${alarmId}::uuid`.execute(tx);
  return rows[0];
}

export async function countOpen(tx: Tx): Promise<{ readonly level: number; readonly n: number }[]> {
  const { rows } = await sql<{ level: number; n: number }>`select level::int as level, count(*)::int as n from alarm where closed_at is null and level > 0 group by 1`.execute(tx);
  return rows;
}

export type Closing = { readonly at: Instant; readonly by: string };

/** Returns whether it was open. */
export async function acknowledge(tx: Tx, { personId, alarmId }: { readonly personId: number; readonly alarmId: string }, { at, by }: Closing): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update alarm set state = 'acknowledged', acknowledged_at = ${at}::timestamptz, acknowledged_by = ${by}::uuid, tell_next_at = null
    where person_id = ${personId} and alarm_id = ${alarmId}::uuid and state = 'open'`.execute(tx);
  return Number(numAffectedRows ?? 0n) > 0;
}

export async function close(tx: Tx, { personId, alarmId }: { readonly personId: number; readonly alarmId: string }, { at, by, action, note }: Closing & { readonly action: AlarmAction; readonly note: string }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update alarm set state = 'closed', closed_at = ${at}::timestamptz, closed_by = ${by}::uuid, action = ${action}, note = ${note}, tell_next_at = null, repeat_from = null, repeat_until = null,
      acknowledged_at = coalesce(acknowledged_at, ${at}::timestamptz), acknowledged_by = coalesce(acknowledged_by, ${by}::uuid)
    where person_id = ${personId} and alarm_id = ${alarmId}::uuid and closed_at is null`.execute(tx);
  return Number(numAffectedRows ?? 0n) > 0;
}

export interface Fatigue {
  readonly ruleId: string;
  readonly alarms: number;
  readonly closed: number;
  readonly nothing: number;
}

/** Alarms since an instant by rule, and how many of the closed ones ended with nothing done. */
export async function fatigueSince(tx: Tx, since: Instant): Promise<{ readonly rules: Fatigue[]; readonly clinicians: number; readonly minutes: number | null }> {
  const { rows } = await sql<Fatigue>`
    select rule_id, count(*)::int as alarms, count(*) filter (where state = 'closed')::int as closed, count(*) filter (where state = 'closed' and action = 'nothing')::int as nothing
    from alarm where opened_at >= ${since}::timestamptz and (level > 0) group by 1 order by 2 desc, 1`.execute(tx);
  const { rows: overall } = await sql<{ clinicians: number; minutes: number | null }>`
    select count(distinct coalesce(acknowledged_by, responsible))::int as clinicians,
      percentile_cont(0.5) within group (order by extract(epoch from acknowledged_at - opened_at) / 60) filter (where acknowledged_at is not null) as minutes
    from alarm where opened_at >= ${since}::timestamptz and level > 0`.execute(tx);
  return { rules: rows, clinicians: overall[0]?.clinicians ?? 0, minutes: overall[0]?.minutes ?? null };
}
