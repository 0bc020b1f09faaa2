import { addDays, type Day } from '../../kernel/day.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import type { PersonId } from '../people/people.ts';
import { departureOf, hiddenDays, recordCall, returnToCare, takeBackCall, type ContactCall } from './calls.ts';
import { deleteCall, insertCall, returnsIn } from './calls.store.ts';
import { refuse } from './worklist.ts';
import { finishItems, hideItems, itemById, reopenItems } from './worklist.store.ts';

/** How a death or a moving away is recorded: people do that. */
export type Depart = (ctx: Ctx, departure: { readonly personId: PersonId; readonly why: 'died' | 'moved'; readonly on: Day }) => Promise<void>;

export const api = (depart: Depart): readonly Endpoint[] => [
  handle(recordCall, async ({ personId, callId, itemId, outcome, reason, note, on }, ctx) => {
    const item = await itemById(ctx.db, personId, itemId);
    if (!item) throw refuse.unknownItem();
    const { tenantId, organizationPos, positions, label, hiddenUntil } = item;
    const call: ContactCall = {
      tenantId, personId, callId, itemId, calledOn: ctx.today, calledAt: ctx.now, calledBy: ctx.caller.account, outcome, reason, note: note === '' ? null : note, hiddenBefore: hiddenUntil, organizationPos, positions, label,
    };
    if (!(await insertCall(ctx.db, call))) return { hiddenUntil };
    const items = [{ personId, itemId }];
    if (outcome !== 'removed') {
      const until = addDays(ctx.today, hiddenDays[outcome]);
      await hideItems(ctx.db, items, until);
      return { hiddenUntil: until };
    }
    await finishItems(ctx.db, items, { state: 'cancelled', at: ctx.now, by: ctx.caller.account, outcome: reason ?? 'other' });
    const why = departureOf(reason);
    if (why !== null) await depart(ctx, { personId, why, on: on ?? ctx.today });
    return { hiddenUntil: null };
  }),

  handle(takeBackCall, async ({ personId, callId }, ctx) => {
    const call = await deleteCall(ctx.db, personId, callId);
    if (!call) throw refuse.unknownItem();
    const items = [{ personId, itemId: call.itemId }];
    if (call.outcome === 'removed') await reopenItems(ctx.db, items);
    else await hideItems(ctx.db, items, call.hiddenBefore);
    return { takenBack: true as const };
  }),

  handle(returnToCare, ({ month }, ctx) => returnsIn(ctx.db, month)),
];
