import { handle, type Ctx } from '../../platform/handle.ts';
import { budgetOf } from './programmes.store.ts';
import { decideSpending, listSpending, refuse, requestSpending, spendingFault, standingOfLine, withdrawSpending, type Spending, type SpendingFault } from './spending.ts';
import { insertSpending, lockLine, settleSpending, spendingById, spendingOf } from './spending.store.ts';

export const api = [
  handle(listSpending, async ({ programmeId }, { db, caller }) => {
    const entries = await spendingOf(db, programmeId);
    const lines = await budgetOf(db, programmeId);
    return {
      lines: lines.filter((line) => !line.isTotal).map((line) => standingOfLine(line, entries)),
      entries: entries.map(({ tenantId: _t, organizationPos: _o, requestedBy, ...entry }) => ({ ...entry, own: requestedBy === caller.account })),
    };
  }),

  handle(requestSpending, async ({ budgetLineId, ...wanted }, ctx) => {
    const line = await lockLine(ctx.db, budgetLineId);
    if (!line || line.isTotal) throw refuse.unknownLine();
    const fault = spendingFault({ budgetLineId, ...wanted }, line, await spendingOf(ctx.db, line.programmeId));
    if (fault) throw refusalOf(fault);
    const spendingId = ctx.newId();
    const { tenantId, programmeId, organizationPos } = line;
    await insertSpending(ctx.db, {
      tenantId, spendingId, programmeId, organizationPos, budgetLineId, ...wanted,
      state: 'requested', requestedBy: ctx.caller.account, requestedName: ctx.caller.name, requestedAt: ctx.now, decidedName: null, decidedAt: null, reason: null,
    });
    return { spendingId };
  }),

  handle(decideSpending, async ({ spendingId, decision, reason }, ctx) => {
    const entry = await asked(ctx, spendingId);
    if (entry.requestedBy === ctx.caller.account) throw refuse.ownRequest();
    const line = await lockLine(ctx.db, entry.budgetLineId);
    if (!line) throw refuse.unknownLine();
    const fault = decision === 'approved' ? spendingFault(entry, line, await spendingOf(ctx.db, entry.programmeId)) : null;
    if (fault) throw refusalOf(fault);
    return settled(ctx, entry, { state: decision, reason });
  }),

  handle(withdrawSpending, async ({ spendingId }, ctx) => {
    const entry = await asked(ctx, spendingId);
    if (entry.requestedBy !== ctx.caller.account) throw refuse.notOwn();
    return settled(ctx, entry, { state: 'withdrawn', reason: null });
  }),
];

async function asked({ db }: Ctx, spendingId: string): Promise<Spending> {
  const entry = await spendingById(db, spendingId);
  if (!entry) throw refuse.unknownSpending();
  return entry;
}

async function settled({ db, caller, now }: Ctx, { spendingId }: Spending, { state, reason }: Pick<Spending, 'state' | 'reason'>) {
  if (!(await settleSpending(db, spendingId, { state, decidedName: caller.name, decidedAt: now, reason }))) throw refuse.notRequested();
  return { state };
}

function refusalOf(fault: SpendingFault): Error {
  switch (fault.is) {
    case 'overspends':
      return refuse.overspends({ available: fault.available.toFixed(2) });
    case 'beyondCommitment':
      return refuse.beyondCommitment({ open: fault.open.toFixed(2) });
    default:
      return refuse[fault.is]();
  }
}
