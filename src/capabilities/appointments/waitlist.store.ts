import { sql } from 'kysely';
import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { WaitlistEntry } from './appointments.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    waitlistEntry: WaitlistEntry;
  }
}

export const entities = { waitlist_entry: WaitlistEntry };

export const migrations = [
  {
    id: '2026-11-23 42 waitlist',
    sql: `
    create table waitlist_entry (
      tenant_id        int         not null,
      person_id        bigint      not null,
      entry_id         uuid        not null,
      schedule_id      uuid        not null,
      since            date        not null,
      until            date        not null,
      joined_at        timestamptz not null,
      state            text        not null,
      appointment_id   uuid,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, entry_id)
    );
    create unique index waitlist_entry_waiting on waitlist_entry (tenant_id, person_id, schedule_id) where state = 'waiting';
    create index waitlist_entry_order on waitlist_entry (tenant_id, schedule_id, joined_at) where state = 'waiting';
    ${guarded('waitlist_entry')}`,
  },
];

export type NewEntry = Pick<WaitlistEntry, 'personId' | 'entryId' | 'scheduleId' | 'since' | 'until' | 'joinedAt'>;

/** False when the person waits for it already. */
export async function insertEntry(tx: Tx, entry: NewEntry): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into waitlist_entry (tenant_id, person_id, entry_id, schedule_id, since, until, joined_at, state, appointment_id, organization_pos, positions, label)
    select p.tenant_id, p.person_id, ${entry.entryId}::uuid, ${entry.scheduleId}::uuid, ${entry.since}::date, ${entry.until}::date, ${entry.joinedAt}::timestamptz, 'waiting', null, p.organization_pos, p.positions, 1
    from person p where p.person_id = ${entry.personId} and p.deceased_on is null and p.moved_on is null on conflict do nothing`.execute(tx);
  return Number(numAffectedRows ?? 0n) === 1;
}

const waiting = (today: Day) => sql`state = 'waiting' and until >= ${today}::date`;

/** Who waits for a schedule, first come first. Asks for the whole tenant's reach. */
export async function waitingFor(tx: Tx, scheduleId: string, today: Day): Promise<WaitlistEntry[]> {
  const { rows } = await sql`select * from waitlist_entry where schedule_id = ${scheduleId}::uuid and ${waiting(today)} order by joined_at, entry_id`.execute(tx);
  return z.array(WaitlistEntry).parse(rows);
}

export async function schedulesWaitedFor(tx: Tx, today: Day): Promise<string[]> {
  const { rows } = await sql<{ scheduleId: string }>`select distinct schedule_id from waitlist_entry where ${waiting(today)}`.execute(tx);
  return rows.map(({ scheduleId }) => scheduleId);
}

export async function waitingOf(tx: Tx, personId: number, today: Day): Promise<WaitlistEntry[]> {
  const { rows } = await sql`select * from waitlist_entry where person_id = ${personId} and ${waiting(today)} order by joined_at`.execute(tx);
  return z.array(WaitlistEntry).parse(rows);
}

export async function waitingInReach(tx: Tx, today: Day): Promise<(WaitlistEntry & { readonly name: string })[]> {
  const { rows } = await sql<WaitlistEntry & { name: string }>`
    select w.*, p.name from waitlist_entry w join person p on p.tenant_id = w.tenant_id and p.person_id = w.person_id where w.${waiting(today)} order by w.joined_at, w.entry_id limit 500`.execute(tx);
  return rows;
}

export async function moveUp(tx: Tx, { personId, entryId }: Pick<WaitlistEntry, 'personId' | 'entryId'>, appointmentId: string): Promise<void> {
  await sql`update waitlist_entry set state = 'booked', appointment_id = ${appointmentId}::uuid where person_id = ${personId} and entry_id = ${entryId}::uuid`.execute(tx);
}

/** One entry, or all of a person. */
export async function leave(tx: Tx, personId: number, entryId: string | null): Promise<number> {
  const { numAffectedRows } = await sql`update waitlist_entry set state = 'left' where person_id = ${personId} and state = 'waiting' and (${entryId}::uuid is null or entry_id = ${entryId}::uuid)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Whoever was booked into the schedule by other means waits no more. */
export async function settle(tx: Tx, { personId, scheduleId, appointmentId }: Pick<WaitlistEntry, 'personId' | 'scheduleId'> & { readonly appointmentId: string }): Promise<void> {
  await sql`update waitlist_entry set state = 'booked', appointment_id = ${appointmentId}::uuid where person_id = ${personId} and schedule_id = ${scheduleId}::uuid and state = 'waiting'`.execute(tx);
}
