import { sql } from 'kysely';
import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Schedule, ScheduleException } from './schedules.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    schedule: Schedule;
    scheduleException: ScheduleException;
  }
}

export const entities = { schedule: Schedule, schedule_exception: ScheduleException };

export const migrations = [
  {
    id: '2026-11-23 40 schedules',
    sql: `
    create table schedule (
      tenant_id        int      not null,
      schedule_id      uuid     not null,
      organization_id  int      not null references organization,
      service          text     not null,
      actor_id         uuid,
      actor_name       text,
      place            text     not null,
      times            jsonb    not null,
      slot_minutes     int      not null check (slot_minutes > 0),
      capacity         int      not null check (capacity > 0),
      valid_from       date     not null,
      valid_until      date,
      on_holidays      boolean  not null,
      opens_to         int      references organization,
      days_ahead       int      not null,
      organization_pos int      not null,
      primary key (tenant_id, schedule_id)
    );
    create index schedule_organization on schedule (tenant_id, organization_pos);
    create table schedule_exception (
      tenant_id        int      not null,
      exception_id     uuid     not null,
      schedule_id      uuid,
      actor_id         uuid,
      kind             text     not null,
      since            date     not null,
      until            date     not null,
      from_minute      int,
      until_minute     int,
      reason           text     not null,
      organization_pos int      not null,
      primary key (tenant_id, exception_id)
    );
    create index schedule_exception_until on schedule_exception (tenant_id, until);
    ${guarded('schedule')}
    ${guarded('schedule_exception')}`,
  },
];

/** A schedule with the names of its organisation. */
export type NamedSchedule = Schedule & { readonly nameZh: string; readonly nameEn: string };

const named = sql`s.*, o.name_zh, o.name_en from schedule s join organization o on o.organization_id = s.organization_id`;

export async function schedulesInReach(tx: Tx): Promise<NamedSchedule[]> {
  return (await sql<NamedSchedule>`select ${named} order by s.organization_pos, s.actor_name nulls last, s.schedule_id`.execute(tx)).rows;
}

export async function schedulesById(tx: Tx, scheduleIds: readonly string[]): Promise<NamedSchedule[]> {
  return (await sql<NamedSchedule>`select ${named} where s.schedule_id = any (${[...new Set(scheduleIds)]}::uuid[])`.execute(tx)).rows;
}

/** What the person may book without the staff: opened to an organisation that the person belongs to, or to one above it. Asks for the whole tenant's reach. */
export async function schedulesOpenTo(tx: Tx, personId: number, today: Day): Promise<NamedSchedule[]> {
  const { rows } = await sql<NamedSchedule>`
    select ${named} join organization w on w.organization_id = s.opens_to join person p on p.person_id = ${personId}
    where (s.valid_until is null or s.valid_until >= ${today}::date)
      and (p.organization_pos between w.pos and w.pos_end or p.positions is not null and p.positions && int4range(w.pos, w.pos_end + 1))
    order by s.service, s.actor_name nulls last, s.schedule_id`.execute(tx);
  return rows;
}

/** Held until the transaction ends, in one order: whoever books in them waits here. */
export async function holdSchedules(tx: Tx, scheduleIds: readonly string[]): Promise<void> {
  await sql`select schedule_id from schedule where schedule_id = any (${[...scheduleIds]}::uuid[]) order by schedule_id for update`.execute(tx);
}

/** Whether it was written: one with this id beyond the reach is not. */
export async function putSchedule(tx: Tx, schedule: Schedule): Promise<boolean> {
  const row = { ...schedule, times: sql<Schedule['times']>`${JSON.stringify(schedule.times)}::jsonb` };
  const { tenantId: _tenant, scheduleId: _id, ...rest } = row;
  const { numInsertedOrUpdatedRows } = await tx.insertInto('schedule').values(row).onConflict((on) => on.columns(['tenantId', 'scheduleId']).doUpdateSet(rest)).executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0n) === 1;
}

/** Those that reach `first` or later, of the schedules and of their actors. */
export async function exceptionsSince(tx: Tx, first: Day): Promise<ScheduleException[]> {
  const { rows } = await sql`select * from schedule_exception where until >= ${first}::date order by since, exception_id`.execute(tx);
  return z.array(ScheduleException).parse(rows);
}

export async function putException(tx: Tx, exception: ScheduleException): Promise<void> {
  const { tenantId: _tenant, exceptionId: _id, ...rest } = exception;
  await tx.insertInto('scheduleException').values(exception).onConflict((on) => on.columns(['tenantId', 'exceptionId']).doUpdateSet(rest)).execute();
}

/** What it was; undefined when there is none. */
export async function deleteException(tx: Tx, exceptionId: string): Promise<ScheduleException | undefined> {
  return tx.deleteFrom('scheduleException').where('exceptionId', '=', exceptionId).returningAll().executeTakeFirst();
}
