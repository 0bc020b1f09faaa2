import { beyondReach } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { isWithin } from '../organizations/organizations.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import { openWork } from '../worklist/worklist.store.ts';
import { refuse } from './appointments.ts';
import { bookedFrom } from './appointments.store.ts';
import { appointmentsCapability, around, dayOf, doing, fillFromWaitlist, type Tell } from './booking.api.ts';
import { services, titleOf } from './content.gateway.ts';
import { appointmentChoices, listSchedules, removeException, saveException, saveSchedule, type ScheduleView } from './schedules.ts';
import { deleteException, exceptionsSince, holdSchedules, putException, putSchedule, schedulesById, schedulesInReach, type NamedSchedule } from './schedules.store.ts';
import { slotsOn } from './slots.ts';

/** Doctors and nurses in reach, told by who knows of accounts. */
export type Clinicians = (ctx: Ctx) => Promise<{ accountId: string; name: string }[]>;

export function scheduleView({ tenantId: _tenant, organizationPos: _pos, nameZh, nameEn, ...schedule }: NamedSchedule): ScheduleView {
  return { ...schedule, title: titleOf(schedule.service), organization: { zh: nameZh, en: nameEn } };
}

export const api = ({ clinicians, tell }: { readonly clinicians: Clinicians; readonly tell: readonly Tell[] }) => [
  handle(appointmentChoices, async (_input, ctx) => {
    const known = await clinicians(ctx);
    return { services, clinicians: [...new Map(known.map(({ accountId, name }) => [accountId, { accountId, name }])).values()] };
  }),

  handle(listSchedules, async (_input, ctx) => {
    const exceptions = await exceptionsSince(ctx.db, ctx.today);
    return { schedules: (await schedulesInReach(ctx.db)).map(scheduleView), exceptions: exceptions.map(({ tenantId: _tenant, organizationPos: _pos, ...one }) => one) };
  }),

  handle(saveSchedule, async ({ scheduleId, organizationId, actorId, times, ...given }, ctx) => {
    if (!services.some(({ id }) => id === given.service)) throw refuse.unknownService({ service: given.service });
    if (times.some(({ from, until }) => until - from < given.slotMinutes)) throw refuse.timesBackwards({ minutes: given.slotMinutes });
    if (given.validUntil !== null && given.validUntil < given.validFrom) throw refuse.validBackwards();
    const organizationPos = await reached(ctx, organizationId);
    if (given.opensTo !== null) await reached(ctx, given.opensTo);
    const actor = actorId === null ? null : (await clinicians(ctx)).find(({ accountId }) => accountId === actorId);
    if (actor === undefined) throw refuse.unknownClinician();
    await holdSchedules(ctx.db, [scheduleId]);
    const saved = await putSchedule(ctx.db, { ...given, tenantId: ctx.caller.scope.tenant, scheduleId, organizationId, organizationPos, actorId, actorName: actor?.name ?? null, times });
    if (!saved) throw refuse.unknownSchedule();
    return { displaced: await displaced(ctx, tell, [scheduleId]) };
  }),

  handle(saveException, async ({ exceptionId, ...given }, ctx) => {
    const { scheduleId, actorId, kind, since, until, fromMinute, untilMinute } = given;
    if ((scheduleId === null) === (actorId === null) || (kind === 'extra' && (scheduleId === null || fromMinute === null))) throw refuse.exceptionOfNothing();
    if (until < since || (fromMinute === null) !== (untilMinute === null) || (fromMinute ?? 0) >= (untilMinute ?? 1440)) throw refuse.windowBackwards();
    const touched = await touchedBy(ctx, { scheduleId, actorId });
    const [first] = touched;
    if (!first) throw scheduleId === null ? refuse.unknownClinician() : refuse.unknownSchedule();
    await holdSchedules(ctx.db, touched.map((one) => one.scheduleId));
    if (await deleteException(ctx.db, exceptionId)) await freed(ctx, tell, touched.map((one) => one.scheduleId));
    await putException(ctx.db, { ...given, exceptionId, tenantId: ctx.caller.scope.tenant, organizationPos: first.organizationPos });
    return { displaced: await displaced(ctx, tell, touched.map((one) => one.scheduleId)) };
  }),

  handle(removeException, async ({ exceptionId }, ctx) => {
    const gone = await deleteException(ctx.db, exceptionId);
    if (!gone) throw refuse.unknownException();
    await freed(ctx, tell, (await touchedBy(ctx, gone)).map(({ scheduleId }) => scheduleId));
    return { removed: true };
  }),
];

async function reached({ db, caller: { scope } }: Ctx, organizationId: number): Promise<number> {
  const organization = await organizationById(db, organizationId);
  if (!organization || !isWithin(organization, { pos: scope.from, posEnd: scope.to })) throw refuse.unknownOrganization();
  return organization.pos;
}

async function touchedBy({ db }: Ctx, { scheduleId, actorId }: { readonly scheduleId: string | null; readonly actorId: string | null }): Promise<NamedSchedule[]> {
  return scheduleId === null ? (await schedulesInReach(db)).filter((one) => one.actorId === actorId) : schedulesById(db, [scheduleId]);
}

/** More is open than before: whoever waits may move up. */
function freed(ctx: Ctx, tell: readonly Tell[], scheduleIds: readonly string[]): Promise<void> {
  return beyondReach(ctx.db, ctx.caller.scope, async () => {
    await holdSchedules(ctx.db, scheduleIds);
    for (const scheduleId of scheduleIds) await fillFromWaitlist(doing(ctx, tell), scheduleId);
  });
}

/** Whoever had booked what is no longer open is called by the staff; whoever waits takes what is open now. */
function displaced(ctx: Ctx, tell: readonly Tell[], scheduleIds: readonly string[]): Promise<number> {
  return beyondReach(ctx.db, ctx.caller.scope, async () => {
    const days = await around(ctx, ctx.today);
    const schedules = new Map((await schedulesById(ctx.db, scheduleIds)).map((one) => [one.scheduleId, one]));
    const lost = (await bookedFrom(ctx.db, scheduleIds, ctx.now)).filter(({ scheduleId, startsAt, endsAt }) => {
      const schedule = schedules.get(scheduleId);
      return schedule && !slotsOn(schedule, dayOf(startsAt), days).some((slot) => slot.startsAt === startsAt && slot.endsAt === endsAt);
    });
    await openWork(
      ctx.db,
      lost.map(({ personId, appointmentId, startsAt }) => ({
        personId, kind: 'appointment' as const, title: 'appointments:work.rebook', params: { day: dayOf(startsAt) }, dueOn: ctx.today, severity: 'urgent' as const, role: 'nurse' as const, source: { capability: appointmentsCapability, id: appointmentId },
      })),
      ctx.now,
    );
    for (const scheduleId of scheduleIds) await fillFromWaitlist(doing(ctx, tell), scheduleId);
    return lost.length;
  });
}
