/** Appointments: who comes when, to whom and for what; the waiting list; who came and who did not. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { Text } from '../../kernel/text.ts';
import { PersonId } from '../people/people.ts';
import { ScheduleView } from './schedules.ts';

// Words

/** FHIR's, as far as they are used; `waitlist` is an entry of its own. */
export const AppointmentState = z.enum(['booked', 'arrived', 'fulfilled', 'noshow', 'cancelled']);
export type AppointmentState = z.infer<typeof AppointmentState>;

export const BookedBy = z.enum(['staff', 'online', 'waitlist', 'walk-in']);
export type BookedBy = z.infer<typeof BookedBy>;

const placed = { organizationPos: z.int(), positions: z.string().nullable(), label: z.int() };

/** `seat`: one of the slot's capacity; two appointments never hold the same. Somebody who walks in may have one beyond it. */
export const Appointment = z.object({
  tenantId: z.int(),
  personId: PersonId,
  appointmentId: z.uuid(),
  scheduleId: z.uuid(),
  startsAt: Instant,
  endsAt: Instant,
  seat: z.int(),
  state: AppointmentState,
  way: BookedBy,
  reason: z.string(),
  bookedAt: Instant,
  bookedBy: z.uuid(),
  changedAt: Instant,
  remindedAt: Instant.nullable(),
  ...placed,
});
export type Appointment = z.infer<typeof Appointment>;

/** Waits for any slot of the schedule from `since` to `until`; the first to have joined moves up first. */
export const WaitlistEntry = z.object({
  tenantId: z.int(),
  personId: PersonId,
  entryId: z.uuid(),
  scheduleId: z.uuid(),
  since: Day,
  until: Day,
  joinedAt: Instant,
  state: z.enum(['waiting', 'booked', 'left']),
  appointmentId: z.uuid().nullable(),
  ...placed,
});
export type WaitlistEntry = z.infer<typeof WaitlistEntry>;

// Rules

/** How many times in `days` somebody may stay away before booking is left to the staff. */
export const noShowLimit = { times: 3, days: 90 } as const;
/** Minutes after its end until nobody is waited for any more. */
export const noShowAfterMinutes = 60;
/** Hours before the start at which somebody is reminded. */
export const remindHours = 24;
/** Nobody moves up into a slot that begins sooner, in minutes. */
export const moveUpMinutes = 120;

/** What may follow on what; the way back is a correction. */
const next: Readonly<Record<AppointmentState, readonly AppointmentState[]>> = {
  booked: ['arrived', 'noshow', 'cancelled'],
  arrived: ['fulfilled', 'booked'],
  fulfilled: ['arrived'],
  noshow: ['arrived', 'booked'],
  cancelled: [],
};

export function mayBecome(from: AppointmentState, to: AppointmentState): boolean {
  return next[from].includes(to);
}

// Refusals

export const refuse = problems('appointments', {
  unknownSchedule: 404, unknownAppointment: 404, unknownPerson: 404, unknownEntry: 404, unknownService: 422, unknownException: 404, unknownOrganization: 404, unknownClinician: 422, timesBackwards: 422, validBackwards: 422,
  noSuchSlot: 422, slotPast: 422, slotFull: 409, twiceAtOnce: 409, notBooked: 409, wrongState: 409, tooEarly: 422, tooOften: 409, personLeft: 409, alreadyWaiting: 409, windowBackwards: 422, exceptionOfNothing: 422,
  notArrivedYet: 422,
});

// Contracts

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };
const slot = { scheduleId: z.uuid(), startsAt: Instant };
const reason = z.string().trim().max(200).default('');

export const AppointmentView = Appointment.pick({ appointmentId: true, scheduleId: true, startsAt: true, endsAt: true, state: true, way: true, reason: true }).extend({
  title: Text, actorName: z.string().nullable(), place: z.string(), organization: Text,
});
export type AppointmentView = z.infer<typeof AppointmentView>;

export const WaitingView = WaitlistEntry.pick({ entryId: true, scheduleId: true, since: true, until: true, joinedAt: true }).extend({ title: Text, actorName: z.string().nullable() });
export type WaitingView = z.infer<typeof WaitingView>;

const Who = z.object({ personId: PersonId, name: z.string() });

export const CalendarSlot = z.object({
  scheduleId: z.uuid(), startsAt: Instant, endsAt: Instant, capacity: z.int(), taken: z.int(),
  /** Still within the schedule's times; false where they were closed after somebody had booked. */
  open: z.boolean(),
  appointments: z.array(Appointment.pick({ appointmentId: true, state: true, way: true, reason: true }).extend({ person: Who })),
});
export type CalendarSlot = z.infer<typeof CalendarSlot>;

/** A week at most: the slots of every schedule in reach, those of one clinician, or of one schedule. Whoever is out of reach is counted, not named. */
export const readCalendar = contract({
  method: 'GET',
  path: '/api/appointments/calendar',
  permission: 'appointments.read',
  input: z.object({ first: Day, days: z.coerce.number().int().min(1).max(7), scheduleId: z.uuid().optional(), actorId: z.uuid().optional() }),
  output: z.object({ days: z.array(z.object({ day: Day, closed: z.array(z.object({ scheduleId: z.uuid(), why: Text })), slots: z.array(CalendarSlot) })) }),
});

export const FreeSlot = z.object({ startsAt: Instant, endsAt: Instant, free: z.int() });
export type FreeSlot = z.infer<typeof FreeSlot>;

export const freeSlots = contract({
  method: 'GET',
  path: '/api/appointments/schedules/:scheduleId/free',
  permission: 'appointments.read',
  input: z.object({ scheduleId: z.uuid(), first: Day }),
  output: z.array(FreeSlot),
});

const PersonAppointments = z.object({ appointments: z.array(AppointmentView), waiting: z.array(WaitingView), noShows: z.int() });
export type PersonAppointments = z.infer<typeof PersonAppointments>;

export const personAppointments = contract({ method: 'GET', path: '/api/appointments/persons/:personId', permission: 'appointments.read', input: z.object(ofPerson), output: PersonAppointments, subject: 'personId' });

/** Book a slot: the id was made where it was written, so that sending it again books once. */
export const bookAppointment = contract({
  method: 'POST', path: '/api/appointments/persons/:personId/book', permission: 'appointments.book', input: z.object({ ...ofPerson, appointmentId: z.uuid(), ...slot, reason }), output: AppointmentView, subject: 'personId',
});

export const moveAppointment = contract({
  method: 'POST', path: '/api/appointments/persons/:personId/:appointmentId/move', permission: 'appointments.book', input: z.object({ ...ofPerson, appointmentId: z.uuid(), ...slot }), output: AppointmentView, subject: 'personId',
});

/** Check in, finish, cancel, note that somebody did not come, or take one of these back. */
export const markAppointment = contract({
  method: 'POST', path: '/api/appointments/persons/:personId/:appointmentId/state', permission: 'appointments.book', input: z.object({ ...ofPerson, appointmentId: z.uuid(), state: AppointmentState }), output: AppointmentView, subject: 'personId',
});

/** Somebody is there without an appointment: the slot that runs or comes next today, beyond its capacity where it is full. */
export const walkIn = contract({
  method: 'POST', path: '/api/appointments/persons/:personId/walk-in', permission: 'appointments.book', input: z.object({ ...ofPerson, appointmentId: z.uuid(), scheduleId: z.uuid(), reason }), output: AppointmentView, subject: 'personId',
});

const window = { entryId: z.uuid(), scheduleId: z.uuid(), since: Day, until: Day };

/** Wait for a slot between two days; whoever finds one at once is booked at once. */
export const joinWaitlist = contract({
  method: 'POST', path: '/api/appointments/persons/:personId/waitlist', permission: 'appointments.book', input: z.object({ ...ofPerson, ...window }), output: z.object({ booked: AppointmentView.nullable() }), subject: 'personId',
});

export const leaveWaitlist = contract({
  method: 'POST', path: '/api/appointments/persons/:personId/waitlist/:entryId/leave', permission: 'appointments.book', input: z.object({ ...ofPerson, entryId: z.uuid() }), output: z.object({ left: z.boolean() }), subject: 'personId',
});

export const listWaitlist = contract({
  method: 'GET', path: '/api/appointments/waitlist', permission: 'appointments.read', input: z.object({}), output: z.array(WaitingView.extend({ person: Who })),
});

// The person's own

/** What somebody may book without the staff. */
export const Offer = ScheduleView.pick({ scheduleId: true, title: true, actorName: true, place: true, organization: true, daysAhead: true });
export type Offer = z.infer<typeof Offer>;

export const readMyAppointments = contract({
  method: 'GET', path: '/api/me/:personId/appointments', permission: 'self.read', input: z.object(ofPerson), subject: 'personId',
  output: PersonAppointments.extend({ schedules: z.array(Offer), mayBook: z.boolean() }),
});

/** What is free, up to two weeks of it. */
export const readMyFreeSlots = contract({
  method: 'GET', path: '/api/me/:personId/appointments/free', permission: 'self.read', input: z.object({ ...ofPerson, scheduleId: z.uuid() }), output: z.array(FreeSlot), subject: 'personId',
});

export const bookMine = contract({
  method: 'POST', path: '/api/me/:personId/appointments/:appointmentId', permission: 'self.write', input: z.object({ ...ofPerson, appointmentId: z.uuid(), ...slot, reason }), output: AppointmentView, subject: 'personId',
});

export const moveMine = contract({
  method: 'POST', path: '/api/me/:personId/appointments/:appointmentId/move', permission: 'self.write', input: z.object({ ...ofPerson, appointmentId: z.uuid(), ...slot }), output: AppointmentView, subject: 'personId',
});

export const cancelMine = contract({
  method: 'POST', path: '/api/me/:personId/appointments/:appointmentId/cancel', permission: 'self.write', input: z.object({ ...ofPerson, appointmentId: z.uuid() }), output: AppointmentView, subject: 'personId',
});

export const waitMine = contract({
  method: 'POST', path: '/api/me/:personId/waitlist', permission: 'self.write', input: z.object({ ...ofPerson, ...window }), output: z.object({ booked: AppointmentView.nullable() }), subject: 'personId',
});

export const leaveMine = contract({
  method: 'POST', path: '/api/me/:personId/waitlist/:entryId/leave', permission: 'self.write', input: z.object({ ...ofPerson, entryId: z.uuid() }), output: z.object({ left: z.boolean() }), subject: 'personId',
});
