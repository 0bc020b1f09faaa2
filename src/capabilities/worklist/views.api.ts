import { handle, type Endpoint } from '../../platform/handle.ts';
import { deleteView, listViews, saveView } from './views.ts';
import { deleteViewOf, insertView, viewsFor } from './views.store.ts';
import { refuse } from './worklist.ts';

export const api: readonly Endpoint[] = [
  handle(listViews, async (_input, { db, caller }) => (await viewsFor(db, caller.account)).map(({ viewId, title, search, shared, accountId }) => ({ viewId, title, search, shared, mine: accountId === caller.account }))),

  handle(saveView, async ({ title, search, shared }, { db, caller, newId }) => {
    const viewId = newId();
    await insertView(db, { tenantId: caller.scope.tenant, viewId, accountId: caller.account, title, search, shared, organizationPos: caller.position });
    return { viewId };
  }),

  handle(deleteView, async ({ viewId }, { db, caller }) => {
    if (!(await deleteViewOf(db, caller.account, viewId))) throw refuse.unknownView();
    return { deleted: true as const };
  }),
];
