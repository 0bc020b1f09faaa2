import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { ProgrammeBudgetLine, type ProgrammeId } from './programmes.ts';
import { Spending } from './spending.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    programmeSpending: Spending;
  }
}

export const entities = { programme_spending: Spending };

export const migrations = [
  {
    id: '2026-11-23 71 programme spending',
    sql: `
    create table programme_spending (
      tenant_id        int              not null,
      spending_id      uuid             primary key,
      programme_id     uuid             not null references programme on delete cascade,
      organization_pos int              not null,
      budget_line_id   uuid             not null references programme_budget_line on delete cascade,
      kind             text             not null check (kind in ('commitment', 'payment')),
      commitment_id    uuid             references programme_spending,
      amount           double precision not null check (amount > 0),
      spent_on         date             not null,
      payee            text             not null,
      purpose          text,
      voucher          text,
      state            text             not null check (state in ('requested', 'approved', 'rejected', 'withdrawn')),
      requested_by     uuid             not null,
      requested_name   text             not null,
      requested_at     timestamptz      not null,
      decided_name     text,
      decided_at       timestamptz,
      reason           text,
      check (kind = 'commitment' or voucher is not null)
    );
    create index programme_spending_programme on programme_spending (programme_id, requested_at);
    ${guarded('programme_spending')}`,
  },
];

export async function spendingOf(tx: Tx, programmeId: ProgrammeId): Promise<Spending[]> {
  return tx.selectFrom('programmeSpending').selectAll().where('programmeId', '=', programmeId).orderBy('requestedAt', 'desc').execute();
}

export async function spendingById(tx: Tx, spendingId: string): Promise<Spending | undefined> {
  return tx.selectFrom('programmeSpending').selectAll().where('spendingId', '=', spendingId).executeTakeFirst();
}

/** The line, held until the end of the transaction: who spends of it goes one after the other. */
export async function lockLine(tx: Tx, budgetLineId: string): Promise<ProgrammeBudgetLine | undefined> {
  const { rows } = await sql`select tenant_id as "tenantId", programme_id as "programmeId", organization_pos as "organizationPos", position, budget_line_id as "budgetLineId", item, amount, per, note, is_total as "isTotal"
    from programme_budget_line where budget_line_id = ${budgetLineId}::uuid for update`.execute(tx);
  return rows[0] === undefined ? undefined : ProgrammeBudgetLine.parse(rows[0]);
}

export async function insertSpending(tx: Tx, spending: Spending): Promise<void> {
  await tx.insertInto('programmeSpending').values(spending).execute();
}

export async function settleSpending(tx: Tx, spendingId: string, { state, decidedName, decidedAt, reason }: Pick<Spending, 'state' | 'decidedName' | 'decidedAt' | 'reason'>): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('programmeSpending').set({ state, decidedName, decidedAt, reason }).where('spendingId', '=', spendingId).where('state', '=', 'requested').executeTakeFirst();
  return numUpdatedRows > 0n;
}
