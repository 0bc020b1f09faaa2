import { CompiledQuery, sql, type RawBuilder } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { levellingSql } from './levelling.ts';
import { careCapability, isStaffs, type CareProgramme } from './pathways.ts';


/** Whom a pass is about: everybody, or some. */
export type Whom = readonly number[] | null;

/** Eligible persons as a query: the person's key and place, `eligible`. */
export interface Eligible {
  readonly sql: string;
  readonly params: readonly unknown[];
}

const uuid = (id: string) => `'${id}'::uuid`;
const among = (whom: Whom, column: string) => (whom === null ? 'true' : `${column} = any ('{${whom.join(',')}}'::bigint[])`);

/**
 * Bring enrolments up to what the facts and tiers say, in one statement: who meets the criterion and has a tier is enrolled with it; who
 * does not any more is not. Returns how many changed.
 */
export async function enrol(tx: Tx, { programmeId, organizationPos, organizationPosEnd }: CareProgramme, { eligible, whom, today }: { readonly eligible: Eligible; readonly whom: Whom; readonly today: Day }): Promise<number> {
  const text = `
    with standing as materialized (
      select t.tenant_id, t.person_id, t.tier, t.organization_pos, t.positions, t.label
      from (${eligible.sql}) q join person_tier t on t.tenant_id = q.tenant_id and t.person_id = q.person_id
      where q.eligible and t.tier in ('low', 'mid', 'high')
        and (t.organization_pos between ${organizationPos} and ${organizationPosEnd} or (t.positions is not null and t.positions && int4range(${organizationPos}, ${organizationPosEnd + 1})))),
    ended as (
      update enrolment e set ended_on = date '${today}' where e.programme_id = ${uuid(programmeId)} and e.ended_on is null and ${among(whom, 'e.person_id')}
        and not exists (select from standing s where s.tenant_id = e.tenant_id and s.person_id = e.person_id) returning 1),
    written as (
      insert into enrolment as e (tenant_id, person_id, programme_id, tier, tier_since, enrolled_on, ended_on, organization_pos, positions, label)
      select tenant_id, person_id, ${uuid(programmeId)}, tier, date '${today}', date '${today}', null, organization_pos, positions, label from standing
      on conflict (tenant_id, person_id, programme_id) do update set tier = excluded.tier, tier_since = excluded.tier_since, ended_on = null,
        enrolled_on = case when e.ended_on is null then e.enrolled_on else excluded.enrolled_on end
      where e.tier <> excluded.tier or e.ended_on is not null returning 1)
    select (select count(*) from ended)::int + (select count(*) from written)::int as changed`;
  const { rows } = await tx.executeQuery<{ changed: number }>(CompiledQuery.raw(text, [...eligible.params]));
  return rows[0]?.changed ?? 0;
}

/** The steps of programmes, a row a tier and step, as SQL reads them. */
function stepRows(programmes: readonly CareProgramme[]): string {
  const rows = programmes.flatMap(({ programmeId, pathway }) =>
    (['low', 'mid', 'high'] as const).flatMap((tier) =>
      pathway.tiers[tier].map((step) => ({
        programme_id: programmeId, tier, step_id: step.id, done_by: step.by, staff: isStaffs(step), counts: step.counts, title: step.title,
        every_days: step.every && 'days' in step.every ? step.every.days : null, every_months: step.every && 'months' in step.every ? step.every.months : null,
        first_within: step.within, grace: step.grace, slack: step.slack, capacity: pathway.capacity, channel: step.channel, form: step.form ?? null,
        missed_after: step.missed?.after ?? null, missed_by: step.missed?.by ?? null, missed_severity: step.missed?.severity ?? null, missed_title: step.missed?.title ?? null,
      })),
    ),
  );
  return JSON.stringify(rows);
}

const step = (programmes: readonly CareProgramme[]) => sql`
  jsonb_to_recordset(${stepRows(programmes)}::jsonb) as d (programme_id uuid, tier text, step_id text, done_by text, staff boolean, counts text, title jsonb, every_days int, every_months int,
    first_within int, grace int, slack int, capacity int, channel text, form text, missed_after int, missed_by text, missed_severity text, missed_title jsonb)`;

const only = (whom: Whom, column: string) => (whom === null ? sql`true` : sql`${sql.ref(column)} = any (${[...whom]}::bigint[])`);

/** Where a visit shows in the record: a pressure or a fasting glucose that was taken at a follow-up. */
export interface VisitMarks {
  readonly codes: readonly number[];
  readonly sources: readonly number[];
}

/** Open steps that the record shows to be done: a visit that came from another system, or was entered elsewhere, counts as one that was entered here. */
export async function settleByRecord(tx: Tx, { marks, whom, today }: { readonly marks: VisitMarks; readonly whom: Whom; readonly today: Day }): Promise<number> {
  const { numAffectedRows } = await sql`
    update pathway_step s set state = 'done', closed_on = seen.day
    from (select s.tenant_id, s.person_id, s.programme_id, s.step_id, s.occurrence, min((o.effective_at at time zone 'Asia/Shanghai')::date) as day
      from pathway_step s join observation o on o.tenant_id = s.tenant_id and o.person_id = s.person_id and o.code = any (${[...marks.codes]}::smallint[]) and o.source_id = any (${[...marks.sources]}::smallint[])
        and o.effective_at >= (s.planned_on + 1)::timestamp at time zone 'Asia/Shanghai' and o.effective_at < (${today}::date + 1)::timestamp at time zone 'Asia/Shanghai'
      where s.state = 'open' and s.counts in ('any', 'face-to-face') and ${only(whom, 's.person_id')}
      group by 1, 2, 3, 4, 5) seen
    where (s.tenant_id, s.person_id, s.programme_id, s.step_id, s.occurrence) = (seen.tenant_id, seen.person_id, seen.programme_id, seen.step_id, seen.occurrence)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** What one contact fulfils: everything that any contact does, and, in person, visits too. */
export async function settleByContact(tx: Tx, personId: number, { inPerson, on }: { readonly inPerson: boolean; readonly on: Day }): Promise<number> {
  const { numAffectedRows } = await sql`
    update pathway_step set state = 'done', closed_on = ${on}::date where state = 'open' and person_id = ${personId} and (counts = 'any' or (counts = 'face-to-face' and ${inPerson}))`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** A care plan came into force. */
export async function settleByPlan(tx: Tx, personId: number, on: Day): Promise<number> {
  const { numAffectedRows } = await sql`update pathway_step set state = 'done', closed_on = ${on}::date where state = 'open' and person_id = ${personId} and counts = 'plan'`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Cancel what the person's tier no longer asks for: the tier changed, the step left the pathway, or the enrolment ended. */
export async function cancelUnasked(tx: Tx, programmes: readonly CareProgramme[], { whom, today }: { readonly whom: Whom; readonly today: Day }): Promise<number> {
  const { numAffectedRows } = await sql`
    update pathway_step s set state = 'cancelled', closed_on = ${today}::date
    where s.state = 'open' and ${only(whom, 's.person_id')} and not exists (
      select from enrolment e join ${step(programmes)} on d.programme_id = e.programme_id and d.tier = e.tier
      where e.tenant_id = s.tenant_id and e.person_id = s.person_id and e.programme_id = s.programme_id and e.ended_on is null and d.step_id = s.step_id and d.tier = s.tier and d.counts = s.counts)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** What the person was asked and did not answer in time has been missed; the next time comes at its day. */
export async function markMissed(tx: Tx, programmes: readonly CareProgramme[], today: Day): Promise<number> {
  const { numAffectedRows } = await sql`
    update pathway_step s set state = 'missed', closed_on = ${today}::date from ${step(programmes)}
    where s.state = 'open' and s.programme_id = d.programme_id and s.tier = d.tier and s.step_id = d.step_id and not d.staff and s.grace_until < ${today}::date`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

interface Planning {
  readonly whom: Whom;
  readonly today: Day;
  /** Working days from today on. */
  readonly workdays: readonly Day[];
  readonly marks: VisitMarks;
}

/**
 * Open every step that is asked for and not open, for everybody in one statement. Its day: the last time (or, for the first, the last visit
 * on record) and the interval after it; without one, spread evenly over the first days. Work of the staff goes to a working day on which
 * the responsible member of staff has room.
 */
export async function openSteps(tx: Tx, programmes: readonly CareProgramme[], { whom, today, workdays, marks }: Planning): Promise<number> {
  const days = sql`${[...workdays]}::date[]`;
  const wished = sql`
    select e.tenant_id, e.person_id, e.programme_id, d.step_id, d.counts, d.staff, d.grace, d.slack, d.capacity, e.tier, e.organization_pos, e.positions, e.label,
      coalesce(last.occurrence, 0) + 1 as occurrence,
      greatest(${today}::date, case
        when last.day is not null then (last.day + make_interval(days => coalesce(d.every_days, 0), months => coalesce(d.every_months, 0)))::date
        when seen.day + make_interval(days => coalesce(d.every_days, 0), months => coalesce(d.every_months, 0)) >= ${today}::date
          then least((seen.day + make_interval(days => coalesce(d.every_days, 0), months => coalesce(d.every_months, 0)))::date, e.tier_since + d.first_within)
        else e.tier_since + (abs(hashint8(e.person_id)) % d.first_within) end) as wished_on,
      case when d.staff then (select c.account_id from clinician c where c.tenant_id = e.tenant_id and c.person_id = e.person_id and c.until is null
        and c.role = case when d.done_by in ('doctor', 'mdt') then 'doctor' else 'nurse' end order by c.since desc, c.account_id limit 1) end as account
    from enrolment e
    join ${step(programmes)} on d.programme_id = e.programme_id and d.tier = e.tier
    left join lateral (
      select s.occurrence, case when s.state in ('done', 'missed') then case when s.state = 'done' then s.closed_on else s.due_on end
        else (select max(b.closed_on) from pathway_step b where b.tenant_id = s.tenant_id and b.person_id = s.person_id and b.programme_id = s.programme_id and b.step_id = s.step_id and b.state = 'done') end as day
      from pathway_step s where s.tenant_id = e.tenant_id and s.person_id = e.person_id and s.programme_id = e.programme_id and s.step_id = d.step_id
      order by s.occurrence desc limit 1) last on true
    left join lateral (
      select max((o.effective_at at time zone 'Asia/Shanghai')::date) as day from observation o
      where d.counts in ('any', 'face-to-face') and last.day is null and o.tenant_id = e.tenant_id and o.person_id = e.person_id and o.code = any (${[...marks.codes]}::smallint[])
        and o.source_id = any (${[...marks.sources]}::smallint[]) and o.effective_at < (${today}::date + 1)::timestamp at time zone 'Asia/Shanghai') seen on true
    where e.ended_on is null and ${only(whom, 'e.person_id')} and (last.day is null or d.every_days is not null or d.every_months is not null)
      and not exists (select from pathway_step o where o.tenant_id = e.tenant_id and o.person_id = e.person_id and o.programme_id = e.programme_id and o.step_id = d.step_id and o.state = 'open')`;
  const placed = sql.raw(levellingSql('select * from wish where account is not null', 'select * from room'));
  const { numAffectedRows } = await sql`
    with wished as materialized (${wished}),
    wish as materialized (
      select *, target - 1 as from_zero, (row_number() over (partition by account order by target, case tier when 'high' then 0 when 'mid' then 1 else 2 end, person_id, step_id) - 1)::int as i
      from (select *, least(width_bucket(wished_on - 1, ${days}) + 1, cardinality(${days})) as target from wished) t),
    taken as (
      select w.assigned_to as account, width_bucket(w.due_on, ${days}) as day, count(*)::int as n from work_item w
      where w.state = 'open' and w.source_capability = ${careCapability} and w.assigned_to in (select account from wish) and w.due_on >= ${today}::date group by 1, 2),
    room as materialized (
      select account, array_agg(up_to order by day)::int[] as up_to from (
        select a.account, g.day, sum(greatest(0, a.capacity - coalesce(t.n, 0))) over (partition by a.account order by g.day) as up_to
        from (select account, max(capacity) as capacity from wish where account is not null group by 1) a
        cross join generate_series(1, cardinality(${days})) as g (day) left join taken t on t.account = a.account and t.day = g.day) sums
      group by account)
    insert into pathway_step (tenant_id, person_id, programme_id, step_id, occurrence, tier, counts, planned_on, due_on, grace_until, state, closed_on, escalated, organization_pos, positions, label)
    select tenant_id, person_id, programme_id, step_id, occurrence, tier, counts, ${today}::date, due_on, due_on + grace, 'open', null, false, organization_pos, positions, label
    from (
      select tenant_id, person_id, programme_id, step_id, occurrence, tier, counts, grace, organization_pos, positions, label, (${days})[least(placed, cardinality(${days}))] as due_on from (${placed}) p
      union all
      select tenant_id, person_id, programme_id, step_id, occurrence, tier, counts, grace, organization_pos, positions, label, case when staff then (${days})[target] else wished_on end from wish where account is null) n`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

const sourceId = sql`s.programme_id || '/' || s.step_id || '/' || s.occurrence`;

/** The work that open steps of the staff are, where it is not open yet or stands on another day: to be opened on the lists. */
export function workOfSteps(programmes: readonly CareProgramme[], { whom, today }: { readonly whom: Whom; readonly today: Day }): RawBuilder<unknown> {
  return sql`
    select s.person_id, case when s.counts = 'plan' then 'plan' when s.counts = 'face-to-face' then 'visit' else 'contact' end as kind, 'care:work.step' as title,
      d.title || jsonb_build_object('channel', d.channel) as params, s.due_on, 'routine' as severity, d.done_by as role, null::uuid as assigned_to, ${careCapability} as source_capability, ${sourceId} as source_id,
      null::date as hidden_until, 1::smallint as label
    from pathway_step s join ${step(programmes)} on d.programme_id = s.programme_id and d.tier = s.tier and d.step_id = s.step_id
    where s.state = 'open' and d.staff and ${whom === null ? sql`s.planned_on = ${today}::date` : sql`true`} and ${only(whom, 's.person_id')}`;
}

/** Open work whose step has ended so: it is to be closed. */
export function workOfEnded(state: 'done' | 'cancelled', whom: Whom): RawBuilder<unknown> {
  return sql`
    select w.person_id, w.source_id from work_item w
    join pathway_step s on s.tenant_id = w.tenant_id and s.person_id = w.person_id and w.source_id in (${sourceId}, ${sourceId} || '/late')
    where w.state = 'open' and w.source_capability = ${careCapability} and s.state = ${state} and ${only(whom, 'w.person_id')}`;
}

/** Nobody is enrolled in a programme that is over, or has not begun. */
export async function endOver(tx: Tx, running: readonly string[], today: Day): Promise<void> {
  await sql`update enrolment set ended_on = ${today}::date where ended_on is null and not programme_id = any (${[...running]}::uuid[])`.execute(tx);
}

/** The work of what was missed by so many days, and not passed on yet: for whom the pathway names. */
export function workOfMissed(programmes: readonly CareProgramme[], today: Day): RawBuilder<unknown> {
  return sql`
    select s.person_id, 'contact' as kind, 'care:work.step' as title, d.missed_title || jsonb_build_object('channel', 'phone') as params, ${today}::date as due_on, d.missed_severity as severity, d.missed_by as role,
      null::uuid as assigned_to, ${careCapability} as source_capability, ${sourceId} || '/late' as source_id, null::date as hidden_until, 1::smallint as label
    from pathway_step s join ${step(programmes)} on d.programme_id = s.programme_id and d.tier = s.tier and d.step_id = s.step_id
    where s.state in ('open', 'missed') and not s.escalated and d.missed_after is not null and s.due_on + d.missed_after < ${today}::date`;
}

export async function markEscalated(tx: Tx, programmes: readonly CareProgramme[], today: Day): Promise<number> {
  const { numAffectedRows } = await sql`
    update pathway_step s set escalated = true from ${step(programmes)}
    where d.programme_id = s.programme_id and d.tier = s.tier and d.step_id = s.step_id and s.state in ('open', 'missed') and not s.escalated and d.missed_after is not null
      and s.due_on + d.missed_after < ${today}::date`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/**
 * The next contact on the day that was agreed with the person. `before`: only what would come before it otherwise, or has no contact beside
 * it: a quarterly visit does not move to next week because a call was agreed for then.
 */
export async function agreeNext(tx: Tx, personId: number, { counts, on, before = false }: { readonly counts: 'any' | 'face-to-face'; readonly on: Day; readonly before?: boolean }): Promise<number> {
  const { numAffectedRows } = await sql`
    update pathway_step s set due_on = ${on}::date, grace_until = ${on}::date + (s.grace_until - s.due_on)
    where s.person_id = ${personId} and s.state = 'open' and s.counts = ${counts} and (not ${before}::boolean or s.due_on < ${on}::date
      or not exists (select from pathway_step o where o.tenant_id = s.tenant_id and o.person_id = s.person_id and o.state = 'open' and o.counts = 'any'))`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
