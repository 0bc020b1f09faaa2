import { sql } from 'kysely';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Consent } from './consent.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    consent: Consent;
  }
}

export const entities = { consent: Consent };

export const migrations = [
  {
    id: '2026-11-22 04g consent',
    sql: `
    create table consent (
      tenant_id        int         not null,
      consent_id       uuid        not null,
      person_id        bigint      not null,
      organization_pos int         not null,
      text_id          text        not null,
      version          int         not null,
      wording          text        not null,
      text_hash        text        not null,
      signed_by        text        not null check (signed_by in ('self', 'guardian')),
      signer_name      text        not null,
      signed_on        date        not null,
      signed_at        timestamptz not null,
      account_id       uuid        not null,
      withdrawn_at     timestamptz,
      withdrawn_by     uuid,
      primary key (tenant_id, person_id, consent_id)
    );
    create table erasure_request (
      tenant_id        int         not null,
      erasure_id       uuid        not null,
      person_id        bigint      not null,
      organization_pos int         not null,
      reason           text        not null,
      requested_at     timestamptz not null,
      answer_by        date        not null,
      primary key (tenant_id, person_id, erasure_id)
    );
    ${guarded('consent')}
    ${guarded('erasure_request')}
    create function consent_withdrawn(person bigint, asked text) returns boolean language sql stable security definer set search_path = public as
      $$ select coalesce((select withdrawn_at is not null from consent
         where tenant_id = nullif(current_setting('app.tenant', true), '')::int and person_id = person and text_id = asked order by signed_at desc limit 1), false) $$;`,
  },
];

export async function signaturesOf(tx: Tx, person: number): Promise<Consent[]> {
  return tx.selectFrom('consent').selectAll().where('personId', '=', person).orderBy('signedAt', 'desc').execute();
}

export async function insertConsent(tx: Tx, consent: Consent): Promise<void> {
  await tx.insertInto('consent').values(consent).execute();
}

/** Of one text, or of all. False when there is nothing to withdraw. What was signed stays as it was. */
export async function markWithdrawn(tx: Tx, { personId, textId, at, by }: { personId: number; textId: string | null; at: Instant; by: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('consent')
    .set({ withdrawnAt: at, withdrawnBy: by })
    .where('personId', '=', personId)
    .$if(textId !== null, (query) => query.where('textId', '=', textId ?? ''))
    .where('withdrawnAt', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The birth date and place of a person in reach. */
export async function signingPerson(tx: Tx, person: number): Promise<{ birthDate: Day; organizationPos: number; positions: string | null } | undefined> {
  return (await sql<{ birthDate: Day; organizationPos: number; positions: string | null }>`select birth_date, organization_pos, positions from person where person_id = ${person}::bigint`.execute(tx)).rows[0];
}
