import { addDays, type Day, type Instant } from '../../kernel/day.ts';
import { beyondReach } from '../../platform/database.ts';
import type { Ctx } from '../../platform/handle.ts';
import { holdPerson, personById } from '../people/people.store.ts';
import type { Person, PersonId } from '../people/people.ts';
import { closeWork } from '../worklist/worklist.store.ts';
import { mayBecome, moveUpMinutes, refuse, type Appointment, type AppointmentState, type AppointmentView, type BookedBy, type WaitlistEntry } from './appointments.ts';
import { appointmentById, isElsewhere, moveSeat, setState, slotKey, takenSeats, takeSeat } from './appointments.store.ts';
import { calendar, titleOf } from './content.gateway.ts';
import { exceptionsSince, holdSchedules, schedulesById, type NamedSchedule } from './schedules.store.ts';
import { instantAt, slotsBetween, slotsOn, type Around, type Slot } from './slots.ts';
import { insertEntry, moveUp, settle, waitingFor, type NewEntry } from './waitlist.store.ts';

export const appointmentsCapability = 'appointments';

/** What a person is to be told: by whichever channels the composition root has. Called in the same transaction. */
export interface Notice {
  readonly kind: 'booked' | 'moved' | 'cancelled' | 'moved-up' | 'reminder';
  readonly appointment: Appointment;
  readonly view: AppointmentView;
}
export type Tell = (ctx: Doing, notices: readonly Notice[]) => Promise<void>;

/** What booking works with; a job has no caller but the system. */
export type Doing = Pick<Ctx, 'db' | 'today' | 'now' | 'newId' | 'enqueue'> & { readonly account: string; readonly tell: readonly Tell[] };

export const doing = ({ db, today, now, newId, enqueue, caller }: Ctx, tell: readonly Tell[]): Doing => ({ db, today, now, newId, enqueue, account: caller.account, tell });

/** The day in China on which something begins. */
export const dayOf = (at: Instant): Day => new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 10) as Day;

const minutesAfter = (at: Instant, minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString() as Instant;

export function viewOf({ appointmentId, scheduleId, startsAt, endsAt, state, way, reason }: Appointment, schedule: NamedSchedule | undefined): AppointmentView {
  const { nameZh: zh = '', nameEn: en = '', service = '', actorName = null, place = '' } = schedule ?? {};
  return { appointmentId, scheduleId, startsAt, endsAt, state, way, reason, title: titleOf(service), actorName, place, organization: { zh, en } };
}

/** The person, if the caller sees them. */
export async function seen({ db }: Ctx, personId: PersonId): Promise<Person> {
  const person = await personById(db, personId);
  if (!person) throw refuse.unknownPerson();
  return person;
}

export async function around({ db }: Pick<Doing, 'db'>, first: Day): Promise<Around> {
  return { calendar, exceptions: await exceptionsSince(db, first) };
}

/** The slot that begins then, refused where there is none or it has begun. */
async function slotAt(ctx: Doing, schedule: NamedSchedule, startsAt: Instant): Promise<Slot> {
  const day = dayOf(startsAt);
  const slot = slotsOn(schedule, day, await around(ctx, day)).find((one) => one.startsAt === startsAt);
  if (!slot) throw refuse.noSuchSlot();
  if (slot.endsAt <= ctx.now) throw refuse.slotPast();
  return slot;
}

async function heldSchedule({ db }: Doing, scheduleId: string): Promise<NamedSchedule> {
  const [schedule] = await schedulesById(db, [scheduleId]);
  if (!schedule) throw refuse.unknownSchedule();
  return schedule;
}

export interface Wanted {
  readonly personId: PersonId;
  readonly appointmentId: string;
  readonly scheduleId: string;
  readonly startsAt: Instant;
  readonly reason: string;
  readonly way: BookedBy;
}

/** Book a slot for somebody whom the caller sees. The person and the schedule are held, in this order, everywhere. */
export function book(ctx: Ctx, tell: readonly Tell[], wanted: Wanted): Promise<AppointmentView> {
  return beyondReach(ctx.db, ctx.caller.scope, async () => {
    const { personId, appointmentId, scheduleId, startsAt, reason, way } = wanted;
    const act = doing(ctx, tell);
    await present(act, personId);
    await holdSchedules(ctx.db, [scheduleId]);
    const schedule = await heldSchedule(act, scheduleId);
    const before = await appointmentById(ctx.db, personId, appointmentId);
    if (before) return viewOf(before, schedule);
    const { endsAt } = await slotAt(act, schedule, startsAt);
    const booking = { tenantId: schedule.tenantId, personId, appointmentId, scheduleId, startsAt, endsAt, way, reason, state: 'booked' as const, at: ctx.now, by: ctx.caller.account };
    if (!(await takeSeat(ctx.db, booking, schedule.capacity))) throw (await isElsewhere(ctx.db, { ...booking, but: appointmentId })) ? refuse.twiceAtOnce() : refuse.slotFull();
    await settle(ctx.db, { personId, scheduleId, appointmentId });
    return told(act, { personId, appointmentId }, { schedule, kind: 'booked' });
  });
}

/** Nobody else books, moves or merges this person meanwhile. */
async function present({ db }: Doing, personId: PersonId): Promise<void> {
  const person = await holdPerson(db, personId);
  if (!person) throw refuse.unknownPerson();
  if (person.deceasedOn !== null || person.movedOn !== null) throw refuse.personLeft();
}

async function told(ctx: Doing, { personId, appointmentId }: Pick<Appointment, 'personId' | 'appointmentId'>, { schedule, kind }: { schedule: NamedSchedule; kind: Notice['kind'] }): Promise<AppointmentView> {
  const appointment = await appointmentById(ctx.db, personId, appointmentId);
  if (!appointment) throw refuse.unknownAppointment();
  const view = viewOf(appointment, schedule);
  for (const tell of ctx.tell) await tell(ctx, [{ kind, appointment, view }]);
  return view;
}

/** To another slot, of this or another schedule; what becomes free goes to who waits. */
export function move(ctx: Ctx, tell: readonly Tell[], { personId, appointmentId, scheduleId, startsAt }: Pick<Wanted, 'personId' | 'appointmentId' | 'scheduleId' | 'startsAt'>): Promise<AppointmentView> {
  return beyondReach(ctx.db, ctx.caller.scope, async () => {
    const act = doing(ctx, tell);
    await present(act, personId);
    const found = await appointmentById(ctx.db, personId, appointmentId);
    if (!found) throw refuse.unknownAppointment();
    await holdSchedules(ctx.db, [found.scheduleId, scheduleId]);
    const schedule = await heldSchedule(act, scheduleId);
    const current = await appointmentById(ctx.db, personId, appointmentId);
    if (!current || (current.state !== 'booked' && current.state !== 'noshow')) throw refuse.notBooked();
    if (current.scheduleId === scheduleId && current.startsAt === startsAt) return viewOf(current, schedule);
    const { endsAt } = await slotAt(act, schedule, startsAt);
    if (await isElsewhere(ctx.db, { personId, startsAt, endsAt, but: appointmentId })) throw refuse.twiceAtOnce();
    if (!(await moveSeat(ctx.db, { personId, appointmentId }, { scheduleId, startsAt, endsAt, seats: schedule.capacity, at: ctx.now }))) throw refuse.slotFull();
    await closeWork(ctx.db, { capability: appointmentsCapability, sources: [appointmentId] }, { state: 'done', at: ctx.now, by: ctx.caller.account });
    const view = await told(act, { personId, appointmentId }, { schedule, kind: 'moved' });
    await fillFromWaitlist(act, found.scheduleId);
    return view;
  });
}

/** Cancel, check in, finish, note an absence, or take one of these back. */
export function mark(ctx: Ctx, tell: readonly Tell[], { personId, appointmentId, state }: Pick<Wanted, 'personId' | 'appointmentId'> & { readonly state: AppointmentState }): Promise<AppointmentView> {
  return beyondReach(ctx.db, ctx.caller.scope, async () => {
    const act = doing(ctx, tell);
    await holdPerson(ctx.db, personId);
    const found = await appointmentById(ctx.db, personId, appointmentId);
    if (!found) throw refuse.unknownAppointment();
    await holdSchedules(ctx.db, [found.scheduleId]);
    const current = await appointmentById(ctx.db, personId, appointmentId);
    const schedule = await heldSchedule(act, found.scheduleId);
    if (!current) throw refuse.unknownAppointment();
    if (current.state === state) return viewOf(current, schedule);
    if (!mayBecome(current.state, state)) throw refuse.wrongState({ state: current.state });
    if (state === 'arrived' && dayOf(current.startsAt) > ctx.today) throw refuse.notArrivedYet();
    if (state === 'noshow' && current.startsAt > ctx.now) throw refuse.tooEarly();
    if (current.state === 'noshow' && (await isElsewhere(ctx.db, { ...current, but: appointmentId }))) throw refuse.twiceAtOnce();
    await setState(ctx.db, { personId, appointmentId }, { state, at: ctx.now });
    await closeWork(ctx.db, { capability: appointmentsCapability, sources: [appointmentId] }, { state: 'done', at: ctx.now, by: ctx.caller.account, outcome: state });
    if (state !== 'cancelled') return viewOf({ ...current, state }, schedule);
    const view = await told(act, { personId, appointmentId }, { schedule, kind: 'cancelled' });
    await fillFromWaitlist(act, found.scheduleId);
    return view;
  });
}

/** Somebody at the door: in the slot that runs or comes next, with a seat beyond the capacity where it is full. */
export function admit(ctx: Ctx, tell: readonly Tell[], wanted: Omit<Wanted, 'startsAt' | 'way'>): Promise<AppointmentView> {
  return beyondReach(ctx.db, ctx.caller.scope, async () => {
    const { personId, appointmentId, scheduleId, reason } = wanted;
    const act = doing(ctx, tell);
    await present(act, personId);
    await holdSchedules(ctx.db, [scheduleId]);
    const schedule = await heldSchedule(act, scheduleId);
    const before = await appointmentById(ctx.db, personId, appointmentId);
    if (before) return viewOf(before, schedule);
    const slot = slotsOn(schedule, ctx.today, await around(act, ctx.today)).find(({ endsAt }) => endsAt > ctx.now);
    if (!slot) throw refuse.noSuchSlot();
    const booking = { ...slot, tenantId: schedule.tenantId, personId, appointmentId, scheduleId, way: 'walk-in' as const, reason, state: 'arrived' as const, at: ctx.now, by: ctx.caller.account };
    // As many seats as there are minutes of a day are never all taken.
    if (!(await takeSeat(ctx.db, booking, schedule.capacity + 1440))) throw refuse.twiceAtOnce();
    const appointment = await appointmentById(ctx.db, personId, appointmentId);
    if (!appointment) throw refuse.unknownAppointment();
    return viewOf(appointment, schedule);
  });
}

/** Join the waiting list, and move up at once where something is free. */
export function wait(ctx: Ctx, tell: readonly Tell[], entry: NewEntry): Promise<AppointmentView | null> {
  if (entry.until < entry.since || entry.until < ctx.today) throw refuse.windowBackwards();
  return beyondReach(ctx.db, ctx.caller.scope, async () => {
    const act = doing(ctx, tell);
    await present(act, entry.personId);
    await holdSchedules(ctx.db, [entry.scheduleId]);
    const schedule = await heldSchedule(act, entry.scheduleId);
    if (!(await insertEntry(ctx.db, entry))) throw refuse.alreadyWaiting();
    const moved = await fillFromWaitlist(act, entry.scheduleId);
    const mine = moved.find(({ personId }) => personId === entry.personId);
    return mine ? viewOf(mine, schedule) : null;
  });
}

/** Whoever waits longest gets the first free slot of the days they can come. The schedule is held; asks for the whole tenant's reach. */
export async function fillFromWaitlist(ctx: Doing, scheduleId: string): Promise<Appointment[]> {
  const entries = await waitingFor(ctx.db, scheduleId, ctx.today);
  const [schedule] = await schedulesById(ctx.db, [scheduleId]);
  if (entries.length === 0 || !schedule) return [];
  const last = entries.map(({ until }) => until).toSorted().at(-1) ?? ctx.today;
  const horizon = addDays(ctx.today, schedule.daysAhead);
  const open = slotsBetween(schedule, [ctx.today, last < horizon ? last : horizon], await around(ctx, ctx.today)).filter(({ startsAt }) => startsAt >= minutesAfter(ctx.now, moveUpMinutes));
  const taken = await takenSeats(ctx.db, [scheduleId], [ctx.now, instantAt(addDays(last, 1), 0)]);
  const moved: Appointment[] = [];
  for (const entry of entries) {
    const appointment = await placeOne(ctx, { entry, schedule, free: open.filter(({ startsAt }) => (taken.get(slotKey(scheduleId, startsAt)) ?? 0) < schedule.capacity) });
    if (!appointment) continue;
    const key = slotKey(scheduleId, appointment.startsAt);
    taken.set(key, (taken.get(key) ?? 0) + 1);
    moved.push(appointment);
  }
  return moved;
}

async function placeOne(ctx: Doing, { entry, schedule, free }: { entry: WaitlistEntry; schedule: NamedSchedule; free: readonly Slot[] }): Promise<Appointment | null> {
  const { personId, scheduleId } = entry;
  const { tenantId, capacity } = schedule;
  for (const { day, startsAt, endsAt } of free) {
    if (day < entry.since || day > entry.until) continue;
    const appointmentId = ctx.newId();
    if (!(await takeSeat(ctx.db, { tenantId, personId, appointmentId, scheduleId, startsAt, endsAt, way: 'waitlist', reason: '', state: 'booked', at: ctx.now, by: ctx.account }, capacity))) continue;
    await moveUp(ctx.db, entry, appointmentId);
    await told(ctx, { personId, appointmentId }, { schedule, kind: 'moved-up' });
    return (await appointmentById(ctx.db, personId, appointmentId)) ?? null;
  }
  return null;
}
