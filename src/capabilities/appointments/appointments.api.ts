import { addDays } from '../../kernel/day.ts';
import { beyondReach } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import type { PersonId } from '../people/people.ts';
import {
  bookAppointment, freeSlots, joinWaitlist, leaveWaitlist, listWaitlist, markAppointment, moveAppointment, personAppointments, readCalendar, refuse, walkIn, type CalendarSlot, type FreeSlot, type PersonAppointments, type WaitlistEntry, type WaitingView,
} from './appointments.ts';
import { appointmentsBetween, appointmentsOf, noShowsOf, slotKey, takenSeats } from './appointments.store.ts';
import { admit, around, book, dayOf, mark, move, seen, viewOf, wait, type Tell } from './booking.api.ts';
import { titleOf } from './content.gateway.ts';
import { schedulesById, schedulesInReach, type NamedSchedule } from './schedules.store.ts';
import { closedWhy, instantAt, slotsBetween, slotsOn, type Around } from './slots.ts';
import { leave, waitingInReach, waitingOf } from './waitlist.store.ts';

/** Days of free slots in one answer. */
const daysOfFree = 14;

const reading = [
  handle(readCalendar, async ({ first, days, scheduleId, actorId }, ctx) => {
    const schedules = (await schedulesInReach(ctx.db)).filter((one) => (scheduleId === undefined || one.scheduleId === scheduleId) && (actorId === undefined || one.actorId === actorId));
    const ids = schedules.map((one) => one.scheduleId);
    const span = [instantAt(first, 0), instantAt(addDays(first, days), 0)] as const;
    const appointments = await appointmentsBetween(ctx.db, ids, span);
    ctx.note([...new Set(appointments.map(({ personId }) => personId))], readCalendar.path);
    const taken = await beyondReach(ctx.db, ctx.caller.scope, () => takenSeats(ctx.db, ids, span));
    const seenSlots = Map.groupBy(appointments, (one) => slotKey(one.scheduleId, one.startsAt));
    const known = await around(ctx, first);
    return {
      days: Array.from({ length: days }, (_, i) => addDays(first, i)).map((day) => ({
        day,
        closed: schedules.flatMap((schedule) => {
          const why = closedWhy(schedule, day, known);
          return why ? [{ scheduleId: schedule.scheduleId, why }] : [];
        }),
        slots: schedules.flatMap((schedule) => slotsShown(schedule, { day, known, taken, appointments: seenSlots })).toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : 0)),
      })),
    };
  }),

  handle(freeSlots, async ({ scheduleId, first }, ctx) => {
    const [schedule] = await schedulesById(ctx.db, [scheduleId]);
    if (!schedule) throw refuse.unknownSchedule();
    return freeOf(ctx, schedule, first < ctx.today ? ctx.today : first);
  }),
];

const waitlist = (tell: readonly Tell[]) => [
  handle(joinWaitlist, async ({ personId, entryId, scheduleId, since, until }, ctx) => {
    await bothSeen(ctx, { personId, scheduleId });
    return { booked: await wait(ctx, tell, { personId, entryId, scheduleId, since, until, joinedAt: ctx.now }) };
  }),

  handle(leaveWaitlist, async ({ personId, entryId }, ctx) => {
    await seen(ctx, personId);
    if ((await leave(ctx.db, personId, entryId)) === 0) throw refuse.unknownEntry();
    return { left: true };
  }),

  handle(listWaitlist, async (_input, ctx) => {
    const entries = await waitingInReach(ctx.db, ctx.today);
    ctx.note([...new Set(entries.map(({ personId }) => personId))], listWaitlist.path);
    const known = await scheduleNames(ctx, entries);
    return entries.map((entry) => ({ ...waitingView(entry, known.get(entry.scheduleId)), person: { personId: entry.personId, name: entry.name } }));
  }),
];

export const api = (tell: readonly Tell[]) => [
  ...reading,
  ...waitlist(tell),

  handle(personAppointments, async ({ personId }, ctx) => {
    await seen(ctx, personId);
    return ofPerson(ctx, personId);
  }),

  handle(bookAppointment, async (input, ctx) => {
    await bothSeen(ctx, input);
    return book(ctx, tell, { ...input, way: 'staff' });
  }),

  handle(moveAppointment, async (input, ctx) => {
    await bothSeen(ctx, input);
    return move(ctx, tell, input);
  }),

  handle(markAppointment, async (input, ctx) => {
    await seen(ctx, input.personId);
    return mark(ctx, tell, input);
  }),

  handle(walkIn, async (input, ctx) => {
    await bothSeen(ctx, input);
    return admit(ctx, tell, input);
  }),
];


/** The person and the schedule, both within the caller's reach. */
async function bothSeen(ctx: Ctx, { personId, scheduleId }: { readonly personId: PersonId; readonly scheduleId: string }): Promise<void> {
  await seen(ctx, personId);
  if ((await schedulesById(ctx.db, [scheduleId])).length === 0) throw refuse.unknownSchedule();
}

interface Shown {
  readonly day: Parameters<typeof slotsOn>[1];
  readonly known: Around;
  readonly taken: ReadonlyMap<string, number>;
  readonly appointments: ReadonlyMap<string, Awaited<ReturnType<typeof appointmentsBetween>>>;
}

/** The open slots of a day, and those that were closed after somebody had booked. */
function slotsShown(schedule: NamedSchedule, { day, known, taken, appointments }: Shown): CalendarSlot[] {
  const { scheduleId, capacity } = schedule;
  const open = slotsOn(schedule, day, known);
  const starts = new Set(open.map(({ startsAt }) => startsAt));
  const lost = [...appointments.values()].flatMap(([one]) => (one && one.scheduleId === scheduleId && dayOf(one.startsAt) === day && !starts.has(one.startsAt) ? [one] : []));
  return [...open, ...lost].map(({ startsAt, endsAt }) => {
    const key = slotKey(scheduleId, startsAt);
    return {
      scheduleId, startsAt, endsAt, capacity, open: starts.has(startsAt), taken: taken.get(key) ?? 0,
      appointments: (appointments.get(key) ?? []).map(({ appointmentId, state, way, reason, personId, name }) => ({ appointmentId, state, way, reason, person: { personId, name } })),
    };
  });
}

/** What can still be booked of two weeks. Only numbers of seats are read beyond the caller's reach. */
export async function freeOf(ctx: Ctx, schedule: NamedSchedule, first: Parameters<typeof slotsOn>[1]): Promise<FreeSlot[]> {
  const last = addDays(first, daysOfFree - 1);
  return beyondReach(ctx.db, ctx.caller.scope, async () => {
    const taken = await takenSeats(ctx.db, [schedule.scheduleId], [instantAt(first, 0), instantAt(addDays(last, 1), 0)]);
    return slotsBetween(schedule, [first, last], await around(ctx, first)).flatMap(({ startsAt, endsAt }) => {
      const free = schedule.capacity - (taken.get(slotKey(schedule.scheduleId, startsAt)) ?? 0);
      return free > 0 && startsAt > ctx.now ? [{ startsAt, endsAt, free }] : [];
    });
  });
}

/** Schedules are named even where the caller does not reach them: somebody was sent there. */
function scheduleNames(ctx: Ctx, rows: readonly { readonly scheduleId: string }[]): Promise<Map<string, NamedSchedule>> {
  return beyondReach(ctx.db, ctx.caller.scope, async () => new Map((await schedulesById(ctx.db, rows.map(({ scheduleId }) => scheduleId))).map((one) => [one.scheduleId, one])));
}

function waitingView({ entryId, scheduleId, since, until, joinedAt }: WaitlistEntry, schedule: NamedSchedule | undefined): WaitingView {
  return { entryId, scheduleId, since, until, joinedAt, title: titleOf(schedule?.service ?? ''), actorName: schedule?.actorName ?? null };
}

/** What somebody has booked and waits for, as far as the caller reads it. */
export async function ofPerson(ctx: Ctx, personId: PersonId): Promise<PersonAppointments> {
  const appointments = await appointmentsOf(ctx.db, personId);
  const waiting = await waitingOf(ctx.db, personId, ctx.today);
  const known = await scheduleNames(ctx, [...appointments, ...waiting]);
  return {
    appointments: appointments.map((one) => viewOf(one, known.get(one.scheduleId))),
    waiting: waiting.map((one) => waitingView(one, known.get(one.scheduleId))),
    noShows: await noShowsOf(ctx.db, personId, ctx.today),
  };
}
