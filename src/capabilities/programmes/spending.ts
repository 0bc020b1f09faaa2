/** Spending: what a budget line is committed to and paid for, asked for by one person and approved by another. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { ProgrammeId, type ProgrammeBudgetLine } from './programmes.ts';

// Words

/** A commitment binds money (a contract, an order); a payment spends it, of a commitment or straight from the line. */
export const SpendingKind = z.enum(['commitment', 'payment']);
export type SpendingKind = z.infer<typeof SpendingKind>;

export const SpendingState = z.enum(['requested', 'approved', 'rejected', 'withdrawn']);
export type SpendingState = z.infer<typeof SpendingState>;

/** Yuan, to the fen. */
const Yuan = z.number().positive().max(1_000_000_000).refine((amount) => Math.round(amount * 100) / 100 === amount, { params: { code: 'yuan' } });

/** `voucher`: the number of the invoice or receipt; a payment has one. */
export const Spending = z.object({
  tenantId: z.int(),
  spendingId: z.uuid(),
  programmeId: ProgrammeId,
  organizationPos: z.int(),
  budgetLineId: z.uuid(),
  kind: SpendingKind,
  commitmentId: z.uuid().nullable(),
  amount: Yuan,
  spentOn: Day,
  payee: z.string().trim().min(1).max(200),
  purpose: z.string().trim().max(500).nullable(),
  voucher: z.string().trim().min(1).max(100).nullable(),
  state: SpendingState,
  requestedBy: z.uuid(),
  requestedName: z.string(),
  requestedAt: Instant,
  decidedName: z.string().nullable(),
  decidedAt: Instant.nullable(),
  reason: z.string().max(500).nullable(),
});
export type Spending = z.infer<typeof Spending>;

export const SpendingView = Spending.omit({ tenantId: true, organizationPos: true, requestedBy: true }).extend({ own: z.boolean() });
export type SpendingView = z.infer<typeof SpendingView>;

/** How a line stands, in yuan. `committed`: bound by approved commitments and not yet paid. `available`: null where the line has no amount. */
export const LineStanding = z.object({ budgetLineId: z.uuid(), amount: z.number().nullable(), paid: z.number(), committed: z.number(), requested: z.number(), available: z.number().nullable() });
export type LineStanding = z.infer<typeof LineStanding>;

// Rules

type Entry = Pick<Spending, 'spendingId' | 'budgetLineId' | 'kind' | 'commitmentId' | 'amount' | 'state'>;

const cents = (amount: number) => Math.round(amount * 100) / 100;
const sum = (entries: readonly Entry[]) => cents(entries.reduce((total, { amount }) => total + amount, 0));

/** What of an approved commitment is still to be paid. */
export function openOf(commitment: Entry, entries: readonly Entry[]): number {
  return Math.max(0, cents(commitment.amount - sum(entries.filter((entry) => entry.commitmentId === commitment.spendingId && entry.state === 'approved'))));
}

/** A rate (so much for each) sets no ceiling; neither does a line that was left blank. */
export function ceilingOf({ amount, per }: Pick<ProgrammeBudgetLine, 'amount' | 'per'>): number | null {
  return per === null ? amount : null;
}

export function standingOfLine(line: Pick<ProgrammeBudgetLine, 'budgetLineId' | 'amount' | 'per'>, all: readonly Entry[]): LineStanding {
  const entries = all.filter((entry) => entry.budgetLineId === line.budgetLineId);
  const approved = entries.filter((entry) => entry.state === 'approved');
  const paid = sum(approved.filter((entry) => entry.kind === 'payment'));
  const committed = cents(approved.filter((entry) => entry.kind === 'commitment').reduce((total, entry) => total + openOf(entry, entries), 0));
  const amount = ceilingOf(line);
  return { budgetLineId: line.budgetLineId, amount, paid, committed, requested: sum(entries.filter((entry) => entry.state === 'requested')), available: amount === null ? null : cents(amount - paid - committed) };
}

export type SpendingFault = { readonly is: 'noCeiling' } | { readonly is: 'overspends'; readonly available: number } | { readonly is: 'beyondCommitment'; readonly open: number } | { readonly is: 'noVoucher' } | { readonly is: 'unknownCommitment' };

type Wanted = Pick<Spending, 'budgetLineId' | 'kind' | 'commitmentId' | 'amount' | 'voucher'>;

/** Why this may not be spent, or null. A payment of a commitment uses what was bound; everything else what the line has left. */
export function spendingFault(wanted: Wanted, line: Pick<ProgrammeBudgetLine, 'budgetLineId' | 'amount' | 'per'>, entries: readonly Entry[]): SpendingFault | null {
  if (wanted.kind === 'payment' && wanted.voucher === null) return { is: 'noVoucher' };
  if (wanted.commitmentId !== null) {
    const commitment = entries.find((entry) => entry.spendingId === wanted.commitmentId);
    if (wanted.kind !== 'payment' || commitment?.kind !== 'commitment' || commitment.state !== 'approved' || commitment.budgetLineId !== wanted.budgetLineId) return { is: 'unknownCommitment' };
    const open = openOf(commitment, entries);
    return wanted.amount > open ? { is: 'beyondCommitment', open } : null;
  }
  const { available } = standingOfLine(line, entries);
  if (available === null) return { is: 'noCeiling' };
  return wanted.amount > available ? { is: 'overspends', available } : null;
}

// Contract

export const refuse = problems('spending', {
  unknownLine: 404, unknownSpending: 404, notRequested: 409, ownRequest: 403, notOwn: 403, noCeiling: 422, overspends: 422, beyondCommitment: 422, noVoucher: 422, unknownCommitment: 422,
});

export const listSpending = contract({
  method: 'GET',
  path: '/api/programmes/:programmeId/spending',
  permission: 'programmes.read',
  input: z.object({ programmeId: ProgrammeId }),
  output: z.object({ lines: z.array(LineStanding), entries: z.array(SpendingView) }),
});

/** Ask for money from a line. More than the line has left is refused. */
export const requestSpending = contract({
  method: 'POST',
  path: '/api/programmes/budget/:budgetLineId/spending',
  permission: 'programmes.spend',
  input: z.object({ budgetLineId: z.uuid(), ...Spending.pick({ kind: true, commitmentId: true, amount: true, spentOn: true, payee: true, purpose: true, voucher: true }).shape }),
  output: z.object({ spendingId: z.uuid() }),
});

/** Approve or reject what somebody else asked for; the line is checked again, so that two approvals never overspend together. */
export const decideSpending = contract({
  method: 'POST',
  path: '/api/programmes/spending/:spendingId/decision',
  permission: 'programmes.approveSpending',
  input: z.object({ spendingId: z.uuid(), decision: SpendingState.extract(['approved', 'rejected']), reason: z.string().trim().max(500).nullable() }),
  output: z.object({ state: SpendingState }),
});

export const withdrawSpending = contract({
  method: 'POST',
  path: '/api/programmes/spending/:spendingId/withdrawal',
  permission: 'programmes.spend',
  input: z.object({ spendingId: z.uuid() }),
  output: z.object({ state: SpendingState }),
});
