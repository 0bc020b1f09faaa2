import { sql } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { ErasureRequest, type ErasureState, type ErasureView } from './erasure.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    erasureRequest: ErasureRequest;
  }
}

export const entities = { erasure_request: ErasureRequest };

const setting = (name: string, type: string) => `nullif(current_setting('app.${name}', true), '')::${type}`;

export const migrations = [
  {
    id: '2026-11-23 01c erasure',
    sql: `
    alter table erasure_request add column state text not null default 'open' check (state in ('open', 'done', 'refused', 'taken-back')),
      add column decided_at timestamptz, add column decided_by uuid, add column answer text, add column positions int4multirange;
    alter table consent add column positions int4multirange;
    update erasure_request e set positions = p.positions from person p where p.tenant_id = e.tenant_id and p.person_id = e.person_id;
    update consent c set positions = p.positions from person p where p.tenant_id = c.tenant_id and p.person_id = c.person_id;
    create unique index erasure_request_open on erasure_request (tenant_id, person_id) where state = 'open';
    drop policy scope on erasure_request;
    drop policy scope on consent;
    ${guarded('erasure_request')}
    ${guarded('consent')}
    create function delete_resident_account(asked bigint) returns void language plpgsql security definer set search_path = public as $$
    declare gone uuid[] := array(select account_id from account where tenant_id = ${setting('tenant', 'int')} and person_id = asked
      and ${setting('purpose', 'text')} in ('manage', 'system') and exists (select from person p where p.tenant_id = ${setting('tenant', 'int')} and p.person_id = asked));
    begin
      delete from account_session where account_id = any (gone);
      delete from recovery_code where account_id = any (gone);
      delete from account_identity where account_id = any (gone);
      delete from role_grant where account_id = any (gone);
      delete from account where account_id = any (gone);
    end $$;`,
  },
];

/** False when one is open already. */
export async function insertErasure(tx: Tx, request: Omit<ErasureRequest, 'organizationPos' | 'positions' | 'state' | 'decidedAt' | 'decidedBy' | 'answer'>): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into erasure_request (tenant_id, erasure_id, person_id, organization_pos, positions, reason, requested_at, answer_by)
    select tenant_id, ${request.erasureId}::uuid, person_id, organization_pos, positions, ${request.reason}, ${request.requestedAt}::timestamptz, ${request.answerBy}::date
    from person where person_id = ${request.personId}::bigint on conflict do nothing`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

const shown = ['e.erasureId', 'e.personId', 'e.reason', 'e.requestedAt', 'e.answerBy', 'e.state', 'e.decidedAt', 'e.answer'] as const;

export async function erasuresOf(tx: Tx, personId: number): Promise<ErasureView[]> {
  return tx.selectFrom('erasureRequest as e').select(shown).where('e.personId', '=', personId).orderBy('e.requestedAt', 'desc').execute();
}

export async function erasuresInReach(tx: Tx, state: 'open' | 'decided'): Promise<(ErasureView & { personName: string })[]> {
  return tx
    .selectFrom('erasureRequest as e')
    .innerJoin('person as p', (join) => join.onRef('p.tenantId', '=', 'e.tenantId').on(sql<boolean>`p.person_id = e.person_id`))
    .select([...shown, 'p.name as personName'])
    .where('e.state', state === 'open' ? 'in' : 'not in', ['open'])
    .orderBy('e.answerBy')
    .limit(200)
    .execute();
}

/** False when there is none open. */
export async function closeErasure(tx: Tx, personId: number, { state, at, by, answer }: { state: Exclude<ErasureState, 'open'>; at: Instant; by: string; answer: string | null }): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('erasureRequest').set({ state, decidedAt: at, decidedBy: by, answer }).where('personId', '=', personId).where('state', '=', 'open').executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function deleteResidentAccount(tx: Tx, personId: number): Promise<void> {
  await sql`select delete_resident_account(${personId}::bigint)`.execute(tx);
}
