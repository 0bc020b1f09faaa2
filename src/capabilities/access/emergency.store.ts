import { sql } from 'kysely';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import type { AccountId } from './access.ts';
import { EmergencyAccess, emergencyHours, type EmergencyView } from './emergency.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    emergencyAccess: EmergencyAccess;
  }
}

export const entities = { emergency_access: EmergencyAccess };

const setting = (name: string, type: string) => `nullif(current_setting('app.${name}', true), '')::${type}`;
const mine = `tenant_id = ${setting('tenant', 'int')} and account_id = ${setting('account', 'uuid')}`;
const reviewed = `tenant_id = ${setting('tenant', 'int')} and ${setting('purpose', 'text')} = 'audit' and organization_pos between ${setting('pos_from', 'int')} and ${setting('pos_to', 'int')}`;
/** By where the organisation stands now, for the tree moves. */
const reviewedNow = `tenant_id = ${setting('tenant', 'int')} and ${setting('purpose', 'text')} = 'audit' and position_of(organization_id) between ${setting('pos_from', 'int')} and ${setting('pos_to', 'int')}`;

export const migrations = [
  {
    id: '2026-11-22 04a emergency',
    sql: `
    create table emergency_access (
      tenant_id        int         not null,
      emergency_id     uuid        primary key,
      account_id       uuid        not null,
      role             text        not null,
      organization_id  int         not null,
      organization_pos int         not null,
      person_id        bigint      not null,
      reason           text        not null check (char_length(trim(reason)) >= 10),
      opened_at        timestamptz not null,
      expires_at       timestamptz not null check (expires_at <= opened_at + interval '${emergencyHours} hours'),
      reviewed_by      uuid        check (reviewed_by <> account_id),
      reviewed_at      timestamptz,
      outcome          text        check (outcome in ('justified', 'unjustified')),
      remark           text
    );
    create index emergency_access_account on emergency_access (account_id, expires_at);
    alter table emergency_access enable row level security;
    create policy seen on emergency_access for select using ((${mine}) or (${reviewed}));
    create policy opened on emergency_access for insert with check (${mine} and ${setting('purpose', 'text')} = 'care' and reviewed_at is null);
    create policy reviewed on emergency_access for update
      using (${reviewed} and reviewed_at is null)
      with check (${reviewed} and reviewed_by = ${setting('account', 'uuid')} and reviewed_at is not null and outcome is not null);`,
  },
  {
    id: '2026-11-23 04i emergency places',
    sql: `
    alter policy seen on emergency_access using ((${mine}) or (${reviewedNow}));
    alter policy reviewed on emergency_access
      using (${reviewedNow} and reviewed_at is null)
      with check (${reviewedNow} and reviewed_by = ${setting('account', 'uuid')} and reviewed_at is not null and outcome is not null);`,
  },
];

export async function insertEmergency(tx: Tx, emergency: EmergencyAccess): Promise<void> {
  await tx.insertInto('emergencyAccess').values(emergency).execute();
}

export async function emergenciesOf(tx: Tx, account: AccountId): Promise<EmergencyView[]> {
  return views(tx).where('e.accountId', '=', account).orderBy('e.openedAt', 'desc').limit(50).execute();
}

export async function emergenciesInReach(tx: Tx, state: 'open' | 'reviewed'): Promise<EmergencyView[]> {
  return views(tx).where('e.reviewedAt', state === 'open' ? 'is' : 'is not', null).orderBy('e.openedAt', 'desc').limit(500).execute();
}

/** Null where the reader's own reach does not show the person. */
const nameOfPerson = sql<string | null>`(select coalesce(to_jsonb(p) ->> 'name', to_jsonb(p) ->> 'name_zh') from person p where p.tenant_id = e.tenant_id and p.person_id = e.person_id)`;

function views(tx: Tx) {
  return tx
    .selectFrom('emergencyAccess as e')
    .innerJoin('account as a', 'a.accountId', 'e.accountId')
    .select(['e.emergencyId', 'e.accountId', 'e.role', 'e.organizationId', 'e.personId', 'e.reason', 'e.openedAt', 'e.expiresAt', 'e.reviewedBy', 'e.reviewedAt', 'e.outcome', 'e.remark'])
    .select(['a.name as accountName', nameOfPerson.as('personName')]);
}

/** Write the outcome of a review, once, of somebody else's access; false when there is none to review. */
export async function saveReview(tx: Tx, { emergencyId, ...review }: { emergencyId: string; reviewedBy: AccountId; reviewedAt: Instant; outcome: EmergencyAccess['outcome']; remark: string }): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('emergencyAccess')
    .set(review)
    .where('emergencyId', '=', emergencyId)
    .where('reviewedAt', 'is', null)
    .where('accountId', '<>', review.reviewedBy)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

interface FoundByIdCard {
  readonly personId: number;
  readonly name: string;
  readonly sex: 'male' | 'female';
  readonly birthDate: Day;
  readonly nameZh: string;
  readonly nameEn: string;
}

/** The person whose ID card has this blind number, as far as the scope reaches. */
export async function personByIdCard(tx: Tx, whole: number): Promise<FoundByIdCard | undefined> {
  const { rows } = await sql<FoundByIdCard>`
    select p.person_id, p.name, p.sex, p.birth_date, o.name_zh, o.name_en
    from person_identifier i join person p using (tenant_id, person_id) join organization o on o.organization_id = p.organization_id
    where i.whole = ${whole} and i.kind = 'id-card' limit 1`.execute(tx);
  return rows[0];
}
