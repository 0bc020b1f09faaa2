/** Schedules: when a clinician, a department or a place can be booked, week by week, and the exceptions. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';

// Words

/** content/appointment-services.yaml */
export const Services = z.array(z.strictObject({ id: z.string(), title: Text, minutes: z.int().min(5) })).min(1);
export type Services = z.infer<typeof Services>;

const Minute = z.int().min(0).max(1440);

/** On these weekdays (1 = Monday) from one minute of the day in China to another. */
export const WeeklyTime = z.object({ weekdays: z.array(z.int().min(1).max(7)).min(1), from: Minute, until: Minute });
export type WeeklyTime = z.infer<typeof WeeklyTime>;

/**
 * `actorId` is the account of the clinician, null where the department itself is booked. `opensTo`: whose people may book by themselves
 * (an organisation with all below it), null for the staff alone; `daysAhead` how early. Public holidays are closed unless `onHolidays`.
 */
export const Schedule = z.object({
  tenantId: z.int(),
  scheduleId: z.uuid(),
  organizationId: z.int(),
  service: z.string(),
  actorId: z.uuid().nullable(),
  actorName: z.string().nullable(),
  place: z.string(),
  times: z.array(WeeklyTime),
  slotMinutes: z.int().min(5).max(480),
  capacity: z.int().min(1).max(200),
  validFrom: Day,
  validUntil: Day.nullable(),
  onHolidays: z.boolean(),
  opensTo: z.int().nullable(),
  daysAhead: z.int().min(1).max(180),
  organizationPos: z.int(),
});
export type Schedule = z.infer<typeof Schedule>;

/** `leave` and `closed` take times away, `extra` adds some. Without minutes the whole day; without a schedule all of the actor's. */
export const ScheduleException = z.object({
  tenantId: z.int(),
  exceptionId: z.uuid(),
  scheduleId: z.uuid().nullable(),
  actorId: z.uuid().nullable(),
  kind: z.enum(['leave', 'closed', 'extra']),
  since: Day,
  until: Day,
  fromMinute: Minute.nullable(),
  untilMinute: Minute.nullable(),
  reason: z.string(),
  organizationPos: z.int(),
});
export type ScheduleException = z.infer<typeof ScheduleException>;

// Contracts

export const ScheduleView = Schedule.omit({ tenantId: true, organizationPos: true }).extend({ title: Text, organization: Text });
export type ScheduleView = z.infer<typeof ScheduleView>;

export const ExceptionView = ScheduleException.omit({ tenantId: true, organizationPos: true });
export type ExceptionView = z.infer<typeof ExceptionView>;

/** What the forms of this capability choose from. */
export const appointmentChoices = contract({
  method: 'GET',
  path: '/api/appointments/choices',
  permission: 'appointments.read',
  input: z.object({}),
  output: z.object({ services: Services, clinicians: z.array(z.object({ accountId: z.string(), name: z.string() })) }),
});

export const listSchedules = contract({
  method: 'GET',
  path: '/api/appointments/schedules',
  permission: 'appointments.read',
  input: z.object({}),
  output: z.object({ schedules: z.array(ScheduleView), exceptions: z.array(ExceptionView) }),
});

/** Make a schedule, or change one: the id was made where it was written. What is booked already stays; how many no longer fit is answered. */
export const saveSchedule = contract({
  method: 'PUT',
  path: '/api/appointments/schedules/:scheduleId',
  permission: 'appointments.manage',
  input: Schedule.omit({ tenantId: true, organizationPos: true, actorName: true }).extend({ place: z.string().trim().max(60), times: z.array(WeeklyTime).min(1).max(20) }),
  output: z.object({ displaced: z.int() }),
});

/** Leave, a closure or extra times. Who had booked in what is closed is put on the staff's list to be booked anew. */
export const saveException = contract({
  method: 'PUT',
  path: '/api/appointments/exceptions/:exceptionId',
  permission: 'appointments.manage',
  input: ScheduleException.omit({ tenantId: true, organizationPos: true }).extend({ reason: z.string().trim().min(1).max(100) }),
  output: z.object({ displaced: z.int() }),
});

export const removeException = contract({
  method: 'DELETE',
  path: '/api/appointments/exceptions/:exceptionId',
  permission: 'appointments.manage',
  input: z.object({ exceptionId: z.uuid() }),
  output: z.object({ removed: z.boolean() }),
});
