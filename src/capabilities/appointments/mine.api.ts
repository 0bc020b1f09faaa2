import { addDays, type Instant } from '../../kernel/day.ts';
import { beyondReach } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import type { PersonId } from '../people/people.ts';
import { freeOf, ofPerson } from './appointments.api.ts';
import { bookMine, cancelMine, leaveMine, moveMine, noShowLimit, readMyAppointments, readMyFreeSlots, refuse, waitMine } from './appointments.ts';
import { noShowsOf } from './appointments.store.ts';
import { book, dayOf, mark, move, seen, wait, type Tell } from './booking.api.ts';
import { scheduleView } from './schedules.api.ts';
import { schedulesOpenTo, type NamedSchedule } from './schedules.store.ts';
import { leave } from './waitlist.store.ts';

/** One's own appointments, and those of one's wards. */
export const api = (tell: readonly Tell[]) => [
  handle(readMyAppointments, async ({ personId }, ctx) => {
    await seen(ctx, personId);
    const known = await ofPerson(ctx, personId);
    return { ...known, schedules: (await offered(ctx, personId)).map(scheduleView), mayBook: known.noShows < noShowLimit.times };
  }),

  handle(readMyFreeSlots, async ({ personId, scheduleId }, ctx) => {
    await seen(ctx, personId);
    const schedule = await offeredOne(ctx, { personId, scheduleId });
    const last = addDays(ctx.today, schedule.daysAhead);
    return (await freeOf(ctx, schedule, ctx.today)).filter(({ startsAt }) => dayOf(startsAt) <= last);
  }),

  handle(bookMine, async (input, ctx) => {
    await mayTake(ctx, input);
    return book(ctx, tell, { ...input, way: 'online' });
  }),

  handle(moveMine, async (input, ctx) => {
    await mayTake(ctx, input);
    return move(ctx, tell, input);
  }),

  handle(cancelMine, async ({ personId, appointmentId }, ctx) => {
    await seen(ctx, personId);
    return mark(ctx, tell, { personId, appointmentId, state: 'cancelled' });
  }),

  handle(waitMine, async ({ personId, entryId, scheduleId, since, until }, ctx) => {
    await mayTake(ctx, { personId, scheduleId });
    return { booked: await wait(ctx, tell, { personId, entryId, scheduleId, since, until, joinedAt: ctx.now }) };
  }),

  handle(leaveMine, async ({ personId, entryId }, ctx) => {
    await seen(ctx, personId);
    if ((await leave(ctx.db, personId, entryId)) === 0) throw refuse.unknownEntry();
    return { left: true };
  }),
];

function offered(ctx: Ctx, personId: PersonId): Promise<NamedSchedule[]> {
  return beyondReach(ctx.db, ctx.caller.scope, () => schedulesOpenTo(ctx.db, personId, ctx.today));
}

async function offeredOne(ctx: Ctx, { personId, scheduleId }: { readonly personId: PersonId; readonly scheduleId: string }): Promise<NamedSchedule> {
  const schedule = (await offered(ctx, personId)).find((one) => one.scheduleId === scheduleId);
  if (!schedule) throw refuse.unknownSchedule();
  return schedule;
}

/** Whether somebody may book here without the staff: what is offered to them, not yet begun, not too early, and not after staying away too often. */
async function mayTake(ctx: Ctx, { personId, scheduleId, startsAt }: { readonly personId: PersonId; readonly scheduleId: string; readonly startsAt?: Instant }): Promise<void> {
  await seen(ctx, personId);
  const schedule = await offeredOne(ctx, { personId, scheduleId });
  if ((await noShowsOf(ctx.db, personId, ctx.today)) >= noShowLimit.times) throw refuse.tooOften({ times: noShowLimit.times, days: noShowLimit.days });
  if (startsAt === undefined) return;
  if (startsAt <= ctx.now) throw refuse.slotPast();
  if (dayOf(startsAt) > addDays(ctx.today, schedule.daysAhead)) throw refuse.tooEarly();
}
