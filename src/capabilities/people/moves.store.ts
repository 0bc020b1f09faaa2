import type { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Transfer, type TransferState } from './moves.ts';
import type { PersonId } from './people.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    transfer: Transfer;
  }
}

export const entities = { transfer: Transfer };

export const migrations = [
  {
    id: '2026-11-22 02c moves',
    sql: `
    create table transfer (
      tenant_id        int         not null,
      person_id        bigint      not null,
      transfer_id      uuid        not null,
      from_id          int         not null references organization,
      to_id            int         not null references organization,
      to_pos           int         not null,
      reason           text        not null,
      state            text        not null check (state in ('requested', 'accepted', 'refused', 'withdrawn')),
      requested_at     timestamptz not null,
      requested_by     uuid        not null,
      decided_at       timestamptz,
      decided_by       uuid,
      organization_pos int         not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, transfer_id)
    );
    create unique index transfer_one_open on transfer (tenant_id, person_id) where state = 'requested';
    ${guarded('transfer')}`,
  },
];

export async function insertTransfer(tx: Tx, transfer: Transfer): Promise<void> {
  await tx.insertInto('transfer').values(transfer).execute();
}

export async function openTransferOf(tx: Tx, personId: PersonId): Promise<Transfer | undefined> {
  return tx.selectFrom('transfer').selectAll().where('personId', '=', personId).where('state', '=', 'requested').executeTakeFirst();
}

export async function openTransfers(tx: Tx): Promise<Transfer[]> {
  return tx.selectFrom('transfer').selectAll().where('state', '=', 'requested').orderBy('requestedAt').limit(200).execute();
}

export async function decide(tx: Tx, transfer: Pick<Transfer, 'personId' | 'transferId'>, how: { state: TransferState; decidedAt: Instant; decidedBy: string }): Promise<void> {
  await tx.updateTable('transfer').set(how).where('personId', '=', transfer.personId).where('transferId', '=', transfer.transferId).execute();
}
