import type { Scope } from '../../platform/database.ts';
import { beyondReach } from '../../platform/database.ts';
import type { Ctx } from '../../platform/handle.ts';
import type { Job } from '../../platform/jobs.ts';
import { openWork } from '../worklist/worklist.store.ts';
import { cancelAll, markNoShows, takeReminders } from './appointments.store.ts';
import { appointmentsCapability, dayOf, doing, fillFromWaitlist, viewOf, type Doing, type Tell } from './booking.api.ts';
import { holdSchedules, schedulesById } from './schedules.store.ts';
import { leave, schedulesWaitedFor } from './waitlist.store.ts';

/** Whoever did not come is marked, and called by a nurse. */
export async function noteNoShows({ db, now, today }: Pick<Doing, 'db' | 'now' | 'today'>): Promise<number> {
  const missed = await markNoShows(db, now);
  await openWork(
    db,
    missed.map(({ personId, appointmentId, startsAt }) => ({
      personId, kind: 'appointment' as const, title: 'appointments:work.noShow', params: { day: dayOf(startsAt) }, dueOn: today, severity: 'routine' as const, role: 'nurse' as const, source: { capability: appointmentsCapability, id: appointmentId },
    })),
    now,
  );
  return missed.length;
}

/** Everybody whose appointment comes near is told once. */
export async function remind(ctx: Doing): Promise<number> {
  const due = await takeReminders(ctx.db, ctx.now);
  const known = new Map((await schedulesById(ctx.db, due.map(({ scheduleId }) => scheduleId))).map((one) => [one.scheduleId, one]));
  const notices = due.map((appointment) => ({ kind: 'reminder' as const, appointment, view: viewOf(appointment, known.get(appointment.scheduleId)) }));
  if (notices.length > 0) for (const tell of ctx.tell) await tell(ctx, notices);
  return due.length;
}

/** A new day opens new slots: whoever waits moves up into them. */
async function moveAllUp(ctx: Doing): Promise<void> {
  const waitedFor = await schedulesWaitedFor(ctx.db, ctx.today);
  await holdSchedules(ctx.db, waitedFor);
  for (const scheduleId of waitedFor) await fillFromWaitlist(ctx, scheduleId);
}

type Tenant = Pick<Ctx, 'db' | 'today' | 'now' | 'enqueue'> & { readonly scope: Scope };
type Context = { readonly everyTenant: (work: (ctx: Tenant) => Promise<void>) => Promise<void> };

export const jobs = (tell: readonly Tell[], newId: () => string): readonly Job<Context>[] => [
  {
    name: 'keepAppointments',
    schedule: '*/10 * * * *',
    run: (_payload, { everyTenant }) =>
      everyTenant(async ({ db, today, now, enqueue, scope }) => {
        const ctx: Doing = { db, today, now, enqueue, newId, account: scope.account, tell };
        await beyondReach(db, scope, async () => {
          await noteNoShows(ctx);
          await moveAllUp(ctx);
          await remind(ctx);
        });
      }),
  },
];

/** Nobody is expected who died or moved away; what becomes free goes to who waits. Reaches the whole record already. */
export const whenLeft = (tell: readonly Tell[]) => async (ctx: Ctx, { personId }: { readonly personId: number }): Promise<void> => {
  await leave(ctx.db, personId, null);
  const freed = await cancelAll(ctx.db, personId, ctx.now);
  await holdSchedules(ctx.db, freed);
  for (const scheduleId of freed) await fillFromWaitlist(doing(ctx, tell), scheduleId);
};
