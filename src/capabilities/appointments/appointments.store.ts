import { sql } from 'kysely';
import { z } from 'zod';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Appointment, noShowAfterMinutes, noShowLimit, remindHours, type AppointmentState, type BookedBy } from './appointments.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    appointment: Appointment;
  }
}

export const entities = { appointment: Appointment };

/** What holds a seat. */
const holding = sql`state in ('booked', 'arrived', 'fulfilled')`;

export const migrations = [
  {
    id: '2026-11-23 41 appointments',
    sql: `
    create table appointment (
      tenant_id        int         not null,
      person_id        bigint      not null,
      appointment_id   uuid        not null,
      schedule_id      uuid        not null,
      starts_at        timestamptz not null,
      ends_at          timestamptz not null,
      seat             int         not null,
      state            text        not null,
      way              text        not null,
      reason           text        not null,
      booked_at        timestamptz not null,
      booked_by        uuid        not null,
      changed_at       timestamptz not null,
      reminded_at      timestamptz,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, appointment_id),
      constraint appointment_once exclude using gist (int8range(person_id, person_id, '[]') with &&, int4range(tenant_id, tenant_id, '[]') with &&, tstzrange(starts_at, ends_at) with &&)
        where (state in ('booked', 'arrived'))
    );
    create unique index appointment_seat on appointment (tenant_id, schedule_id, starts_at, seat) where state in ('booked', 'arrived', 'fulfilled');
    create index appointment_starts on appointment (tenant_id, starts_at) where state = 'booked';
    ${guarded('appointment')}`,
  },
];

/** A slot of a schedule, and who takes it. */
export interface Booking {
  readonly tenantId: number;
  readonly personId: number;
  readonly appointmentId: string;
  readonly scheduleId: string;
  readonly startsAt: Instant;
  readonly endsAt: Instant;
  readonly way: BookedBy;
  readonly reason: string;
  readonly state: AppointmentState;
  readonly at: Instant;
  readonly by: string;
}

const firstFree = ({ scheduleId, startsAt }: Pick<Booking, 'scheduleId' | 'startsAt'>, seats: number) => sql`(
  select n from generate_series(1, ${seats}::int) n
  where not exists (select from appointment a where a.schedule_id = ${scheduleId}::uuid and a.starts_at = ${startsAt}::timestamptz and a.seat = n and a.state in ('booked', 'arrived', 'fulfilled')) order by n limit 1)`;

/**
 * Take the first free of so many seats, in one statement. No row is written when none is free or the person is elsewhere at that time:
 * two indexes decide, whoever else books at the same moment. Asks for the whole tenant's reach.
 */
export async function takeSeat(tx: Tx, booking: Booking, seats: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into appointment (tenant_id, person_id, appointment_id, schedule_id, starts_at, ends_at, seat, state, way, reason, booked_at, booked_by, changed_at, reminded_at, organization_pos, positions, label)
    select p.tenant_id, p.person_id, ${booking.appointmentId}::uuid, ${booking.scheduleId}::uuid, ${booking.startsAt}::timestamptz, ${booking.endsAt}::timestamptz, s.seat, ${booking.state}, ${booking.way}, ${booking.reason},
      ${booking.at}::timestamptz, ${booking.by}::uuid, ${booking.at}::timestamptz, null, p.organization_pos, p.positions, 1
    from person p, (select ${firstFree(booking, seats)} as seat) s
    where p.person_id = ${booking.personId} and p.deceased_on is null and p.moved_on is null and s.seat is not null
    on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0n) === 1;
}

/** Put an appointment into another slot; false when no seat is free there. The person is held, so that nothing overlaps unseen. */
export async function moveSeat(tx: Tx, { personId, appointmentId }: Pick<Booking, 'personId' | 'appointmentId'>, to: Pick<Booking, 'scheduleId' | 'startsAt' | 'endsAt' | 'at'> & { readonly seats: number }): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update appointment set schedule_id = ${to.scheduleId}::uuid, starts_at = ${to.startsAt}::timestamptz, ends_at = ${to.endsAt}::timestamptz, seat = s.seat, state = 'booked', changed_at = ${to.at}::timestamptz, reminded_at = null
    from (select ${firstFree(to, to.seats)} as seat) s
    where person_id = ${personId} and appointment_id = ${appointmentId}::uuid and s.seat is not null`.execute(tx);
  return Number(numAffectedRows ?? 0n) === 1;
}

export async function setState(tx: Tx, { personId, appointmentId }: Pick<Booking, 'personId' | 'appointmentId'>, { state, at }: { readonly state: AppointmentState; readonly at: Instant }): Promise<void> {
  await sql`update appointment set state = ${state}, changed_at = ${at}::timestamptz where person_id = ${personId} and appointment_id = ${appointmentId}::uuid`.execute(tx);
}

/** Whether the person is expected or present elsewhere in that time. */
export async function isElsewhere(tx: Tx, { personId, startsAt, endsAt, but }: Pick<Booking, 'personId' | 'startsAt' | 'endsAt'> & { readonly but: string }): Promise<boolean> {
  const { rows } = await sql`
    select 1 from appointment where person_id = ${personId} and appointment_id <> ${but}::uuid and state in ('booked', 'arrived') and tstzrange(starts_at, ends_at) && tstzrange(${startsAt}::timestamptz, ${endsAt}::timestamptz) limit 1`.execute(tx);
  return rows.length > 0;
}

/** How many seats are taken, by the start of the slot. Asks for the whole tenant's reach. */
export async function takenSeats(tx: Tx, scheduleIds: readonly string[], [from, until]: readonly [Instant, Instant]): Promise<Map<string, number>> {
  const { rows } = await sql<{ scheduleId: string; startsAt: Instant; taken: number }>`
    select schedule_id, starts_at, count(*)::int as taken from appointment
    where schedule_id = any (${[...scheduleIds]}::uuid[]) and starts_at >= ${from}::timestamptz and starts_at < ${until}::timestamptz and ${holding} group by 1, 2`.execute(tx);
  return new Map(rows.map(({ scheduleId, startsAt, taken }) => [slotKey(scheduleId, startsAt), taken]));
}

export const slotKey = (scheduleId: string, startsAt: Instant): string => `${scheduleId} ${startsAt}`;

/** The appointments of some schedules in a stretch of time, as far as the caller sees the persons. */
export async function appointmentsBetween(tx: Tx, scheduleIds: readonly string[], [from, until]: readonly [Instant, Instant]): Promise<(Appointment & { readonly name: string })[]> {
  const { rows } = await sql<Appointment & { name: string }>`
    select a.*, p.name from appointment a join person p on p.tenant_id = a.tenant_id and p.person_id = a.person_id
    where a.schedule_id = any (${[...scheduleIds]}::uuid[]) and a.starts_at >= ${from}::timestamptz and a.starts_at < ${until}::timestamptz and a.state <> 'cancelled' order by a.starts_at, a.seat`.execute(tx);
  return rows;
}

export async function appointmentById(tx: Tx, personId: number, appointmentId: string): Promise<Appointment | undefined> {
  const { rows } = await sql`select * from appointment where person_id = ${personId} and appointment_id = ${appointmentId}::uuid`.execute(tx);
  return rows[0] === undefined ? undefined : Appointment.parse(rows[0]);
}

/** The last hundred, those to come first. */
export async function appointmentsOf(tx: Tx, personId: number): Promise<Appointment[]> {
  const { rows } = await sql`select * from appointment where person_id = ${personId} order by starts_at desc limit 100`.execute(tx);
  return z.array(Appointment).parse(rows);
}

/** How often the person stayed away lately. */
export async function noShowsOf(tx: Tx, personId: number, today: Day): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from appointment where person_id = ${personId} and state = 'noshow' and starts_at >= ${today}::date - ${noShowLimit.days}::int`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Everybody who was expected and did not come, in one statement. */
export async function markNoShows(tx: Tx, at: Instant): Promise<Appointment[]> {
  const { rows } = await sql`update appointment set state = 'noshow', changed_at = ${at}::timestamptz where state = 'booked' and ends_at < ${at}::timestamptz - ${noShowAfterMinutes}::int * interval '1 minute' returning *`.execute(tx);
  return z.array(Appointment).parse(rows);
}

/** Whose appointment comes near: each is taken once. */
export async function takeReminders(tx: Tx, at: Instant): Promise<Appointment[]> {
  const { rows } = await sql`
    update appointment set reminded_at = ${at}::timestamptz
    where state = 'booked' and reminded_at is null and starts_at > ${at}::timestamptz and starts_at <= ${at}::timestamptz + ${remindHours}::int * interval '1 hour' returning *`.execute(tx);
  return z.array(Appointment).parse(rows);
}

/** Still booked from now on, in some schedules. */
export async function bookedFrom(tx: Tx, scheduleIds: readonly string[], at: Instant): Promise<Appointment[]> {
  const { rows } = await sql`select * from appointment where schedule_id = any (${[...scheduleIds]}::uuid[]) and state = 'booked' and starts_at > ${at}::timestamptz order by starts_at`.execute(tx);
  return z.array(Appointment).parse(rows);
}

/** Cancel what a person has before them; the schedules in which something became free. */
export async function cancelAll(tx: Tx, personId: number, at: Instant): Promise<string[]> {
  const { rows } = await sql<{ scheduleId: string }>`update appointment set state = 'cancelled', changed_at = ${at}::timestamptz where person_id = ${personId} and state = 'booked' returning schedule_id`.execute(tx);
  return [...new Set(rows.map(({ scheduleId }) => scheduleId))];
}
