import { addDays } from '../../kernel/day.ts';
import { beyondReach, type Tx } from '../../platform/database.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import { refuse } from './access.ts';
import { holdRecord } from './consent.api.ts';
import { markWithdrawn, signingPerson } from './consent.store.ts';
import { answerDays, decideErasure, deletedAtOnce, listErasures, myErasure, requestErasure, retention, takeBackErasure, type LastContacts } from './erasure.ts';
import { closeErasure, deleteResidentAccount, erasuresInReach, erasuresOf, insertErasure } from './erasure.store.ts';

/** What those who hold the record know and do, bound in the composition root. */
export interface Erasing {
  lastContacts(tx: Tx, personId: number): Promise<LastContacts>;
  /** Delete what no law keeps. */
  erase(tx: Tx, personId: number): Promise<void>;
  /** Tables that are made anew from what is left. */
  readonly derived: readonly string[];
}

export function api({ lastContacts, erase, derived }: Erasing): Endpoint[] {
  const known = async ({ db }: Ctx, personId: number) => {
    if (!(await signingPerson(db, personId))) throw refuse.noSuchPerson();
  };
  return [
    handle(myErasure, async ({ personId }, ctx) => {
      await known(ctx, personId);
      return { deleted: [...deletedAtOnce], kept: retention(await lastContacts(ctx.db, personId)), requests: await erasuresOf(ctx.db, personId) };
    }),

    handle(requestErasure, async ({ personId, reason }, ctx) => {
      await known(ctx, personId);
      const answerBy = addDays(ctx.today, answerDays);
      if (!(await insertErasure(ctx.db, { tenantId: ctx.caller.scope.tenant, erasureId: ctx.newId(), personId, reason, requestedAt: ctx.now, answerBy }))) throw refuse.erasureOpen();
      return { answerBy };
    }),

    handle(takeBackErasure, async ({ personId }, { db, now, caller }) => {
      if (!(await closeErasure(db, personId, { state: 'taken-back', at: now, by: caller.account, answer: null }))) throw refuse.noErasure();
      return { takenBack: true as const };
    }),

    handle(listErasures, async ({ state }, ctx) => {
      const found = await erasuresInReach(ctx.db, state);
      if (found.length > 0) ctx.note([...new Set(found.map(({ personId }) => personId))], 'list');
      return found;
    }),

    handle(decideErasure, async ({ personId, grant, answer }, ctx) => {
      const { db, now, caller } = ctx;
      if (!(await closeErasure(db, personId, { state: grant ? 'done' : 'refused', at: now, by: caller.account, answer }))) throw refuse.noErasure();
      if (grant) {
        await markWithdrawn(db, { personId, textId: null, at: now, by: caller.account });
        await beyondReach(db, caller.scope, async () => {
          await erase(db, personId);
          await deleteResidentAccount(db, personId);
        });
        await holdRecord(ctx, { personId, reason: 'erasure', derived });
      }
      return { decided: true as const };
    }),
  ];
}
