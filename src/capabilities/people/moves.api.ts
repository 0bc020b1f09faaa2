import { handle, type Ctx } from '../../platform/handle.ts';
import { beyondReach } from '../../platform/database.ts';
import { isWithin } from '../organizations/organizations.ts';
import { organizationById, organizationsById } from '../organizations/organizations.store.ts';
import { endClinicians, endGuardianships } from './households.store.ts';
import { decideTransfer, listTransfers, recordDeparture, requestTransfer, withdrawDeparture, type Left, type Transfer } from './moves.ts';
import { decide, insertTransfer, openTransferOf, openTransfers } from './moves.store.ts';
import { listed, personOf, viewOf } from './people.api.ts';
import { refuse, type Person } from './people.ts';
import { endMemberships, holdPerson, insertMemberships, refreshPositions, updatePerson } from './people.store.ts';

/** What closes a capability's open work of somebody who died or moved away. Called in the same transaction, reaching the whole record. */
export type OnLeft = (ctx: Ctx, left: Left) => Promise<void>;

export const api = (onLeft: readonly OnLeft[]) => [
  handle(requestTransfer, async ({ personId, organizationId, reason }, ctx) => {
    await personOf(ctx, personId);
    const person = await holdPerson(ctx.db, personId);
    if (!person) throw refuse.unknownPerson();
    refuseOutside(ctx, person.organizationPos);
    const to = await organizationById(ctx.db, organizationId);
    if (!to) throw refuse.unknownOrganization();
    if (to.organizationId === person.organizationId) throw refuse.sameOrganization();
    if (await openTransferOf(ctx.db, personId)) throw refuse.transferOpen();
    const transfer: Transfer = {
      tenantId: person.tenantId, personId, transferId: ctx.newId(), fromId: person.organizationId, toId: to.organizationId, toPos: to.pos, reason, state: 'requested',
      requestedAt: ctx.now, requestedBy: ctx.caller.account, decidedAt: null, decidedBy: null, organizationPos: person.organizationPos, positions: person.positions,
    };
    await insertTransfer(ctx.db, transfer);
    await refreshPositions(ctx.db, ctx.caller.scope, { personId, today: ctx.today });
    return { transferId: transfer.transferId };
  }),

  handle(decideTransfer, async ({ personId, decision }, ctx) => {
    const person = await beyondReach(ctx.db, ctx.caller.scope, () => holdPerson(ctx.db, personId));
    const transfer = await openTransferOf(ctx.db, personId);
    if (!person || !transfer) throw refuse.noSuchTransfer();
    refuseOutside(ctx, decision === 'withdrawn' ? person.organizationPos : transfer.toPos);
    await beyondReach(ctx.db, ctx.caller.scope, async () => {
      await decide(ctx.db, transfer, { state: decision, decidedAt: ctx.now, decidedBy: ctx.caller.account });
      if (decision === 'accepted') await handOver(ctx, person, transfer);
    });
    await refreshPositions(ctx.db, ctx.caller.scope, { personId, today: ctx.today });
    return { state: decision };
  }),

  handle(listTransfers, async (_input, ctx) => {
    const open = await openTransfers(ctx.db);
    const lines = await listed(ctx, open.map(({ personId }) => personId));
    const named = new Map((await organizationsById(ctx.db, open.flatMap(({ fromId, toId }) => [fromId, toId]))).map(({ organizationId, nameZh, nameEn }) => [organizationId, { organizationId, nameZh, nameEn }]));
    const { scope } = ctx.caller;
    return open.flatMap(({ transferId, personId, fromId, toId, toPos, reason, state, requestedAt, decidedAt }) => {
      const [person, from, to] = [lines.get(personId), named.get(fromId), named.get(toId)];
      return person && from && to ? [{ transferId, reason, state, requestedAt, decidedAt, person, from, to, mine: toPos >= scope.from && toPos <= scope.to }] : [];
    });
  }),

  departing(onLeft),

  handle(withdrawDeparture, async ({ personId }, ctx) => {
    const person = await personOf(ctx, personId);
    refuseOutside(ctx, person.organizationPos);
    if (person.deceasedOn === null && person.movedOn === null) throw refuse.notLeft();
    await updatePerson(ctx.db, personId, { deceasedOn: null, movedOn: null });
    return viewOf(ctx, personId);
  }),
];

/** Only who keeps the record hands it on or closes it. */
function refuseOutside({ caller: { scope } }: Ctx, pos: number): void {
  if (!isWithin({ pos }, { pos: scope.from, posEnd: scope.to })) throw refuse.unknownPerson();
}

/** From one home to the next in one step: there is no moment without one. */
async function handOver(ctx: Ctx, person: Person, { toId, toPos }: Transfer): Promise<void> {
  const { personId, tenantId } = person;
  await endMemberships(ctx.db, personId, { until: ctx.today, organizationId: person.organizationId });
  await endClinicians(ctx.db, personId, { until: ctx.today });
  await updatePerson(ctx.db, personId, { organizationId: toId, organizationPos: toPos });
  await insertMemberships(ctx.db, [{ tenantId, personId, organizationId: toId, organizationPos: toPos, role: 'resident', since: ctx.today, until: null }]);
}

/** What this capability itself keeps open. */
async function closeWork(ctx: Ctx, { personId, why, on }: Left): Promise<void> {
  await endMemberships(ctx.db, personId, { until: on });
  await endClinicians(ctx.db, personId, { until: on });
  const transfer = await openTransferOf(ctx.db, personId);
  if (transfer) await decide(ctx.db, transfer, { state: 'withdrawn', decidedAt: ctx.now, decidedBy: ctx.caller.account });
  if (why === 'moved') return;
  await endGuardianships(ctx.db, { personId }, on);
  await endGuardianships(ctx.db, { guardianPersonId: personId }, on);
}

/** Death or moving away: open work is closed in the same transaction. */
function departing(onLeft: readonly OnLeft[]) {
  return handle(recordDeparture, async ({ personId, why, on }, ctx) => {
    await personOf(ctx, personId);
    const person = await holdPerson(ctx.db, personId);
    if (!person) throw refuse.unknownPerson();
    refuseOutside(ctx, person.organizationPos);
    if (on > ctx.today) throw refuse.inFuture();
    if (person.deceasedOn !== null || person.movedOn !== null) throw refuse.alreadyLeft();
    await beyondReach(ctx.db, ctx.caller.scope, async () => {
      await updatePerson(ctx.db, personId, why === 'died' ? { deceasedOn: on } : { movedOn: on });
      await closeWork(ctx, { personId, why, on });
      for (const close of onLeft) await close(ctx, { personId, why, on });
    });
    await refreshPositions(ctx.db, ctx.caller.scope, { personId, today: ctx.today });
    return viewOf(ctx, personId);
  });
}
