import { sql } from 'kysely';
import type { Db, Tx } from '../../platform/database.ts';
import { Account, AccountSession, RoleGrant } from './access.ts';
import type { AccountId } from './access.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    account: Account;
    roleGrant: RoleGrant;
    accountSession: AccountSession;
  }
}

export const entities = { account: Account, role_grant: RoleGrant, account_session: AccountSession };

/** Before anybody is known there is no scope. These functions run as the owner and answer exactly one question each. */
const signInFunctions = `
    create function account_at_sign_in(asked text) returns setof account
      language sql stable security definer set search_path = public as
      $$ select * from account where login = asked and active $$;
    create function grants_of(asked uuid) returns table (role text, organization_id int)
      language sql stable security definer set search_path = public as
      $$ select role, organization_id from role_grant where account_id = asked order by organization_id, role $$;
    create function note_sign_in(asked uuid, failed int, locked timestamptz) returns void
      language sql security definer set search_path = public as
      $$ update account set failures = failed, locked_until = locked where account_id = asked $$;
    create function open_session(s account_session) returns void
      language sql security definer set search_path = public as
      $$ delete from account_session where expires_at < s.created_at; insert into account_session select s.* $$;
    create function close_session(asked text) returns void
      language sql security definer set search_path = public as
      $$ delete from account_session where token_hash = asked $$;
    create function session_holder(asked text)
      returns table (session_id uuid, account_id uuid, name text, login text, tenant_id int, role text, organization_id int, pos int, pos_end int)
      language sql stable security definer set search_path = public as
      $$ select s.session_id, a.account_id, a.name, a.login, s.tenant_id, s.role, s.organization_id, o.pos, o.pos_end
         from account_session s
         join account a on a.account_id = s.account_id and a.active
         join role_grant g on g.account_id = s.account_id and g.role = s.role and g.organization_id = s.organization_id
         join organization o on o.organization_id = s.organization_id
         where s.token_hash = asked and s.expires_at > now() $$;`;

const ownTenant = (table: string, more = '') => `
    alter table ${table} enable row level security;
    create policy scope on ${table} using (tenant_id = nullif(current_setting('app.tenant', true), '')::int ${more});`;

export const migrations = [
  {
    id: '2026-11-22 04 access',
    sql: `
    create table account (
      tenant_id     int         not null references tenant,
      account_id    uuid        primary key,
      login         text        not null unique,
      name          text        not null,
      password_hash text        not null,
      active        boolean     not null,
      failures      int         not null,
      locked_until  timestamptz
    );
    create table role_grant (
      tenant_id       int  not null references tenant,
      account_id      uuid not null references account,
      role            text not null,
      organization_id int  not null references organization,
      primary key (account_id, role, organization_id)
    );
    create table account_session (
      token_hash      text        primary key,
      session_id      uuid        not null,
      tenant_id       int         not null,
      account_id      uuid        not null references account,
      role            text        not null,
      organization_id int         not null references organization,
      created_at      timestamptz not null,
      expires_at      timestamptz not null,
      agent           text        not null,
      address         text        not null
    );
    ${ownTenant('account')}
    ${ownTenant('role_grant')}
    ${ownTenant('account_session', `and account_id = nullif(current_setting('app.account', true), '')::uuid`)}
    ${signInFunctions}`,
  },
];

export async function insertAccounts(tx: Tx, accounts: readonly Account[]): Promise<void> {
  await tx.insertInto('account').values([...accounts]).execute();
}

export async function insertGrants(tx: Tx, grants: readonly RoleGrant[]): Promise<void> {
  await tx.insertInto('roleGrant').values([...grants]).execute();
}

export async function accountAtSignIn(db: Db, login: string): Promise<Account | undefined> {
  const { rows } = await sql<Account>`select * from account_at_sign_in(${login})`.execute(db);
  return rows[0];
}

export async function grantsOf(db: Db, account: AccountId): Promise<Pick<RoleGrant, 'role' | 'organizationId'>[]> {
  const { rows } = await sql<Pick<RoleGrant, 'role' | 'organizationId'>>`select * from grants_of(${account})`.execute(db);
  return rows;
}

export async function noteSignIn(db: Db, account: AccountId, { failures, lockedUntil }: Pick<Account, 'failures' | 'lockedUntil'>): Promise<void> {
  await sql`select note_sign_in(${account}, ${failures}, ${lockedUntil})`.execute(db);
}

export async function openSession(db: Db, s: AccountSession): Promise<void> {
  await sql`select open_session(row(${s.tokenHash}, ${s.sessionId}::uuid, ${s.tenantId}::int, ${s.accountId}::uuid, ${s.role}, ${s.organizationId}::int,
    ${s.createdAt}::timestamptz, ${s.expiresAt}::timestamptz, ${s.agent}, ${s.address})::account_session)`.execute(db);
}

export async function closeSession(db: Db, tokenHash: string): Promise<void> {
  await sql`select close_session(${tokenHash})`.execute(db);
}

export interface Holder {
  sessionId: string;
  accountId: string;
  name: string;
  login: string;
  tenantId: number;
  role: string;
  organizationId: number;
  pos: number;
  posEnd: number;
}

export async function sessionHolder(db: Db, tokenHash: string): Promise<Holder | undefined> {
  const { rows } = await sql<Holder>`select * from session_holder(${tokenHash})`.execute(db);
  return rows[0];
}

export async function setActing(tx: Tx, sessionId: string, to: Pick<RoleGrant, 'role' | 'organizationId'>): Promise<void> {
  await tx.updateTable('accountSession').set(to).where('sessionId', '=', sessionId).execute();
}

export async function loginOf(tx: Tx, account: string): Promise<string> {
  const row = await tx.selectFrom('account').select('login').where('accountId', '=', account as AccountId).executeTakeFirstOrThrow();
  return row.login;
}
