import { sql } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { Account, AccountSecret, AccountSession, RoleGrant } from './access.ts';
import type { AccountId, NewAccount } from './access.ts';
import type { SessionView } from './signing.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    account: Account;
    accountSecret: AccountSecret;
    roleGrant: RoleGrant;
    accountSession: AccountSession;
  }
}

export const entities = { account: Account, account_secret: AccountSecret, role_grant: RoleGrant, account_session: AccountSession };

const own = `tenant_id = nullif(current_setting('app.tenant', true), '')::int and account_id = nullif(current_setting('app.account', true), '')::uuid`;
const inReach = `tenant_id = nullif(current_setting('app.tenant', true), '')::int
      and organization_pos between nullif(current_setting('app.pos_from', true), '')::int and nullif(current_setting('app.pos_to', true), '')::int`;
const administered = `${inReach} and nullif(current_setting('app.purpose', true), '') in ('manage', 'system')`;

const me = `nullif(current_setting('app.account', true), '')::uuid`;

/** Before anybody is known there is no scope, and secrets are for nobody's eyes. These functions run as the owner and answer exactly one question each. */
const functions = `
    create function account_at_sign_in(asked text) returns table (tenant_id int, account_id uuid, login text, name text, person_id bigint, active boolean,
        password_hash text, failures int, locked_until timestamptz, totp_secret text, totp_step bigint)
      language sql stable security definer set search_path = public as
      $$ select a.tenant_id, a.account_id, a.login, a.name, a.person_id, a.active, s.password_hash, s.failures, s.locked_until, s.totp_secret, s.totp_step
         from account a join account_secret s using (account_id) where a.login = asked and a.active $$;
    create function grants_of(asked uuid) returns table (role text, organization_id int)
      language sql stable security definer set search_path = public as
      $$ select role, organization_id from role_grant where account_id = asked order by organization_pos, role $$;
    create function note_sign_in(asked uuid, failed int, locked timestamptz, step bigint) returns void
      language sql security definer set search_path = public as
      $$ update account_secret set failures = failed, locked_until = locked, totp_step = coalesce(step, totp_step) where account_id = asked $$;
    create function note_failure(asked uuid, to_lock int, until timestamptz) returns void
      language sql security definer set search_path = public as
      $$ update account_secret set failures = failures + 1, locked_until = case when (failures + 1) % to_lock = 0 then until else locked_until end where account_id = asked $$;
    create function add_account(a account, hashed text) returns void
      language plpgsql security definer set search_path = public as $$
      begin
        if not (a.tenant_id = nullif(current_setting('app.tenant', true), '')::int and nullif(current_setting('app.purpose', true), '') in ('manage', 'system')
          and a.organization_pos between nullif(current_setting('app.pos_from', true), '')::int and nullif(current_setting('app.pos_to', true), '')::int) is true
        then raise exception 'outside the reach' using errcode = '42501'; end if;
        insert into account select a.*;
        insert into account_secret values (a.tenant_id, a.account_id, hashed, 0, null, null, 0, null, null, null);
      end $$;
    create function set_my_password(hashed text) returns void language sql security definer set search_path = public as
      $$ update account_secret set password_hash = hashed, failures = 0, locked_until = null where account_id = ${me} $$;
    create function set_my_totp(secret text, pending text, step bigint) returns void language sql security definer set search_path = public as
      $$ update account_secret set totp_secret = secret, totp_pending = pending, totp_step = greatest(totp_step, step) where account_id = ${me} $$;
    create function end_my_sessions(except_for uuid) returns void language sql security definer set search_path = public as
      $$ delete from account_session where account_id = ${me} and session_id <> except_for $$;
    create function login_taken(asked text) returns boolean language sql stable security definer set search_path = public as
      $$ select exists (select from account where login = asked) $$;
    create function account_states() returns table (account_id uuid, locked_until timestamptz, second_factor boolean)
      language sql stable security definer set search_path = public as
      $$ select s.account_id, s.locked_until, s.totp_secret is not null from account_secret s join account using (account_id) where account.${administered} $$;
    create function administer_account(asked uuid, hashed text, active_now boolean) returns boolean language plpgsql security definer set search_path = public as $$
    begin
      if asked = ${me} or not exists (select from account where account_id = asked and ${administered}) then return false; end if;
      update account set active = coalesce(active_now, active) where account_id = asked;
      if hashed is not null then
        update account_secret set password_hash = hashed, failures = 0, locked_until = null where account_id = asked;
      end if;
      if hashed is not null or active_now = false then delete from account_session where account_id = asked; end if;
      return true;
    end $$;
    create function open_session(s account_session) returns void
      language sql security definer set search_path = public as
      $$ delete from account_session where expires_at < s.created_at; insert into account_session select s.* $$;
    create function close_session(asked text) returns void
      language sql security definer set search_path = public as
      $$ delete from account_session where token_hash = asked $$;`;

/** Asked at every call, hence in plpgsql, which keeps the plan. Who acts, and how far: also which single persons and teams. An emergency ends here when its time is over. */
const sessionHolderFunction = `
    create function session_holder(asked text, at timestamptz)
      returns table (session_id uuid, account_id uuid, name text, login text, tenant_id int, role text, organization_id int, pos int, pos_end int,
        person_id bigint, emergencies bigint[], teams uuid[])
      language plpgsql stable security definer set search_path = public as
      $$ begin return query select s.session_id, a.account_id, a.name, a.login, s.tenant_id, s.role, s.organization_id, o.pos, o.pos_end, a.person_id,
           array(select e.person_id from emergency_access e where e.account_id = a.account_id and e.tenant_id = s.tenant_id and e.role = s.role
             and e.organization_id = s.organization_id and at between e.opened_at and e.expires_at),
           array(select m.team_id from care_team_member m where m.account_id = a.account_id and m.tenant_id = s.tenant_id)
         from account_session s
         join account a on a.account_id = s.account_id and a.active
         join role_grant g on g.account_id = s.account_id and g.role = s.role and g.organization_id = s.organization_id
         join organization o on o.organization_id = s.organization_id
         where s.token_hash = asked and s.expires_at > at; end $$;`;

export const migrations = [
  {
    id: '2026-11-22 04 access',
    sql: `
    create table account (
      tenant_id  int     not null references tenant,
      account_id uuid    primary key,
      login      text    not null unique,
      name       text    not null,
      organization_pos int not null,
      person_id  bigint,
      active     boolean not null
    );
    create table account_secret (
      tenant_id     int    not null references tenant,
      account_id    uuid   primary key references account on delete cascade,
      password_hash text,
      failures      int    not null,
      locked_until  timestamptz,
      totp_secret   text,
      totp_step     bigint not null,
      totp_pending  text,
      phone         bigint,
      phone_tail    text
    );
    create unique index account_secret_phone on account_secret (phone) where phone is not null;
    create table role_grant (
      tenant_id        int  not null references tenant,
      account_id       uuid not null references account,
      role             text not null,
      organization_id  int  not null references organization,
      organization_pos int  not null,
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
    create index account_session_account on account_session (account_id);
    alter table account enable row level security;
    create policy scope on account using ((${own}) or (${inReach} and nullif(current_setting('app.purpose', true), '') in ('care', 'audit', 'manage', 'system'))) with check (${administered});
    alter table account_secret enable row level security;
    alter table role_grant enable row level security;
    create policy scope on role_grant using ((${own}) or (${administered})) with check (${administered});
    alter table account_session enable row level security;
    create policy scope on account_session using (${own});
    ${functions}`,
  },
  { id: '2026-11-22 04c session holder', sql: sessionHolderFunction },
];

/** Add accounts with their secrets, which nobody can read back. */
export async function insertAccounts(tx: Tx, accounts: readonly NewAccount[]): Promise<void> {
  for (const { passwordHash, ...a } of accounts) {
    await sql`select add_account(row(${a.tenantId}::int, ${a.accountId}::uuid, ${a.login}, ${a.name}, ${a.organizationPos}::int, ${a.personId}::bigint, ${a.active}::boolean, null)::account, ${passwordHash})`.execute(tx);
  }
}

export async function insertGrants(tx: Tx, grants: readonly RoleGrant[]): Promise<void> {
  await tx.insertInto('roleGrant').values([...grants]).onConflict((conflict) => conflict.doNothing()).execute();
}

export type AccountAtSignIn = Omit<Account, 'positions'> & Pick<AccountSecret, 'passwordHash' | 'failures' | 'lockedUntil' | 'totpSecret' | 'totpStep'>;

export async function accountAtSignIn(db: Db, login: string): Promise<AccountAtSignIn | undefined> {
  const { rows } = await sql<AccountAtSignIn>`select * from account_at_sign_in(${login})`.execute(db);
  return rows[0];
}

export async function grantsOf(db: Db, account: AccountId): Promise<Pick<RoleGrant, 'role' | 'organizationId'>[]> {
  const { rows } = await sql<Pick<RoleGrant, 'role' | 'organizationId'>>`select * from grants_of(${account})`.execute(db);
  return rows;
}

/** One more wrong try, counted by the database itself, so that many at once are all counted; every `toLock`th locks the account until then. */
export async function noteFailure(db: Db, account: AccountId, { toLock, until }: { toLock: number; until: Instant }): Promise<void> {
  await sql`select note_failure(${account}, ${toLock}, ${until}::timestamptz)`.execute(db);
}

/** `step`: the time step of the code that was used, so that it is used once; null when no code was. */
export async function noteSignIn(db: Db, account: AccountId, { failures, lockedUntil, step }: Pick<AccountSecret, 'failures' | 'lockedUntil'> & { step: number | null }): Promise<void> {
  await sql`select note_sign_in(${account}, ${failures}, ${lockedUntil}, ${step}::bigint)`.execute(db);
}

export async function openSession(db: Db, s: AccountSession): Promise<void> {
  await sql`select open_session(row(${s.tokenHash}, ${s.sessionId}::uuid, ${s.tenantId}::int, ${s.accountId}::uuid, ${s.role}, ${s.organizationId}::int,
    ${s.createdAt}::timestamptz, ${s.expiresAt}::timestamptz, ${s.agent}, ${s.address}, ${s.seenAt}::timestamptz, ${s.proof})::account_session)`.execute(db);
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
  /** The person that the account is, for a resident. */
  personId: number | null;
  /** Persons that an open emergency access of the acting role leads to. */
  emergencies: number[];
  teams: string[];
  seenAt: Instant;
  proof: AccountSession['proof'];
  idleMinutes: number;
  /** Null where the tenant has no rules of its own. */
  secondFactorRoles: string[] | null;
  hasFactor: boolean;
}

export async function sessionHolder(db: Db, tokenHash: string, now: Instant): Promise<Holder | undefined> {
  const { rows } = await sql<Holder>`select * from session_holder(${tokenHash}, ${now}::timestamptz)`.execute(db);
  return rows[0];
}

export async function touchSession(db: Db, tokenHash: string, now: Instant): Promise<void> {
  await sql`select touch_session(${tokenHash}, ${now}::timestamptz)`.execute(db);
}

/** Sessions of another's account inside the administrator's reach. */
export async function sessionsOfAccount(tx: Tx, account: AccountId): Promise<SessionView[]> {
  const { rows } = await sql<Omit<SessionView, 'current'>>`select * from sessions_of_account(${account}::uuid)`.execute(tx);
  return rows.map((row) => ({ ...row, current: false }));
}

/** End one of them, or all; how many it were. */
export async function endSessionsOf(tx: Tx, account: AccountId, session: string | null): Promise<number> {
  return (await sql<{ ended: number }>`select end_sessions_of(${account}::uuid, ${session}::uuid) as ended`.execute(tx)).rows[0]?.ended ?? 0;
}

export async function setActing(tx: Tx, sessionId: string, to: Pick<RoleGrant, 'role' | 'organizationId'>): Promise<void> {
  await tx.updateTable('accountSession').set(to).where('sessionId', '=', sessionId).execute();
}

export async function setMyPassword(tx: Tx, passwordHash: string): Promise<void> {
  await sql`select set_my_password(${passwordHash})`.execute(tx);
}

export async function setMyTotp(tx: Tx, { secret, pending, step }: { secret: string | null; pending: string | null; step: number }): Promise<void> {
  await sql`select set_my_totp(${secret}, ${pending}, ${step}::bigint)`.execute(tx);
}

export async function sessionsOfMine(tx: Tx, current: string): Promise<SessionView[]> {
  const rows = await tx.selectFrom('accountSession').select(['sessionId', 'createdAt', 'expiresAt', 'agent', 'address']).orderBy('createdAt', 'desc').execute();
  return rows.map((row) => ({ ...row, current: row.sessionId === current }));
}

export async function endSession(tx: Tx, sessionId: string): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('accountSession').where('sessionId', '=', sessionId).executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function endOtherSessions(tx: Tx, current: string): Promise<void> {
  await sql`select end_my_sessions(${current}::uuid)`.execute(tx);
}

export async function isLoginTaken(tx: Tx, login: string): Promise<boolean> {
  return (await sql<{ taken: boolean }>`select login_taken(${login}) as taken`.execute(tx)).rows[0]?.taken ?? true;
}

export interface AccountInReach extends Pick<Account, 'accountId' | 'login' | 'name' | 'active'> {
  readonly lockedUntil: Instant | null;
  readonly secondFactor: boolean;
  readonly grants: { role: string; organizationId: number; organization: { zh: string; en: string } }[];
}

/** Staff accounts inside the administrator's reach, by part of the login or name. */
export async function accountsInReach(tx: Tx, find: string): Promise<AccountInReach[]> {
  const like = `%${find.replaceAll(/[%_\\]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await sql<AccountInReach>`
    select a.account_id, a.login, a.name, a.active, s.locked_until, coalesce(s.second_factor, false) as second_factor,
      coalesce((select json_agg(json_build_object('role', g.role, 'organizationId', g.organization_id, 'organization', json_build_object('zh', o.name_zh, 'en', o.name_en)) order by o.pos, g.role)
        from role_grant g join organization o on o.organization_id = g.organization_id where g.account_id = a.account_id), '[]') as grants
    from account a left join account_states() s on s.account_id = a.account_id
    where a.person_id is null and (a.login ilike ${like} or a.name ilike ${like}) order by a.login limit 200`.execute(tx);
  return rows.map((row) => ({ ...row, lockedUntil: row.lockedUntil }));
}

/** Change somebody else's account inside the reach; false when it is not. A new password, or closing it, ends its sessions. */
export async function administerAccount(tx: Tx, account: AccountId, { passwordHash, active }: { passwordHash: string | null; active: boolean | null }): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select administer_account(${account}::uuid, ${passwordHash}, ${active}::boolean) as found`.execute(tx);
  return rows[0]?.found ?? false;
}

export async function removeGrant(tx: Tx, grant: Pick<RoleGrant, 'accountId' | 'role' | 'organizationId'>): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('roleGrant')
    .where('accountId', '=', grant.accountId)
    .where('role', '=', grant.role)
    .where('organizationId', '=', grant.organizationId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

export async function accountNamed(tx: Tx, accountId: AccountId): Promise<Pick<Account, 'name' | 'personId'> | undefined> {
  return tx.selectFrom('account').select(['name', 'personId']).where('accountId', '=', accountId).executeTakeFirst();
}
