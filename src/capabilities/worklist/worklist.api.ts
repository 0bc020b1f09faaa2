import type { Tx } from '../../platform/database.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import type { PersonId, PersonRow } from '../people/people.ts';
import { countsOfWork, pageOfWork, reachOf, type WorkFilter } from './list.store.ts';
import { assignWork, countWork, finishWork, hideWork, isDoneElsewhere, listColleagues, listWork, pageSize, refuse, reopenWork } from './worklist.ts';
import { assignItems, closeAllWork, finishItems, hideItems, kindsOf, reopenItems, type Picked } from './worklist.store.ts';

/** What other capabilities tell: lines of people, and who of the staff there is. */
export interface Known {
  readonly lines: (ctx: Ctx, persons: readonly PersonId[]) => Promise<PersonRow[]>;
  readonly colleagues: (tx: Tx) => Promise<{ accountId: string; name: string; role: string }[]>;
}

export const api = ({ lines, colleagues }: Known): readonly Endpoint[] => [
  handle(listWork, async ({ tab, page, ...filters }, ctx) => {
    const found = await pageOfWork(ctx.db, await filterOf(filters, ctx), { tab, page, today: ctx.today });
    const shown = found.slice(0, pageSize);
    const people = new Map((await lines(ctx, [...new Set(shown.map(({ personId }) => personId))])).map((line) => [line.personId, line]));
    if (people.size > 0) ctx.note([...people.keys()], 'list');
    const items = shown.flatMap((item) => {
      const person = people.get(item.personId);
      return person ? [{ ...item, person }] : [];
    });
    return { items, more: found.length > pageSize };
  }),

  handle(countWork, async (filters, ctx) => countsOfWork(ctx.db, await filterOf(filters, ctx), ctx.today)),

  handle(listColleagues, (_input, ctx) => colleagues(ctx.db)),

  handle(assignWork, async ({ items, accountId }, ctx) => {
    if (accountId !== null && !(await colleagues(ctx.db)).some((one) => one.accountId === accountId)) throw refuse.unknownAccount();
    return changedItems(ctx, items, await assignItems(ctx.db, items, accountId));
  }),

  handle(hideWork, async ({ items, until }, ctx) => {
    if (until !== null && until <= ctx.today) throw refuse.inPast();
    return changedItems(ctx, items, await hideItems(ctx.db, items, until));
  }),

  handle(finishWork, async ({ items, outcome }, ctx) => {
    if ((await kindsOf(ctx.db, items)).some((kind) => isDoneElsewhere({ kind }))) throw refuse.doneElsewhere();
    return changedItems(ctx, items, await finishItems(ctx.db, items, { state: 'done', at: ctx.now, by: ctx.caller.account, outcome }));
  }),

  handle(reopenWork, async ({ items }, ctx) => changedItems(ctx, items, await reopenItems(ctx.db, items))),
];

/** Nothing changed: the items are not the caller's to see, or not open any more. */
function changedItems(ctx: Ctx, items: Picked, changed: number): { changed: number } {
  if (changed === 0) throw refuse.unknownItem();
  ctx.note([...new Set(items.map(({ personId }) => personId))], 'work');
  return { changed };
}

interface Filters extends Pick<WorkFilter, 'tier' | 'kind' | 'find'> {
  readonly whose: string;
  readonly organizationId?: number | undefined;
}

async function filterOf({ whose, organizationId, ...rest }: Filters, { db, caller }: Ctx): Promise<WorkFilter> {
  const account = whose === 'all' ? undefined : whose === 'nobody' ? null : whose === 'me' ? caller.account : whose;
  const positions = organizationId === undefined ? undefined : ((await reachOf(db, organizationId)) ?? { from: -1, to: -1 });
  return { ...rest, account, positions };
}

/** Nobody is owed work who died or moved away. */
export async function whenLeft({ db, now, caller }: Ctx, { personId, why }: { readonly personId: number; readonly why: string }): Promise<void> {
  await closeAllWork(db, personId, { state: 'cancelled', at: now, by: caller.account, outcome: why });
}
