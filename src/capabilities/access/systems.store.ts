import { sql } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { AccountId } from './access.ts';
import { AccountIdentity, ClientAssertion, ClientToken, SsoAttempt, SystemClient } from './systems.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    systemClient: SystemClient;
  }
}

export const entities = { account_identity: AccountIdentity, sso_attempt: SsoAttempt, system_client: SystemClient, client_token: ClientToken, client_assertion: ClientAssertion };

const administered = `tenant_id = nullif(current_setting('app.tenant', true), '')::int and nullif(current_setting('app.purpose', true), '') in ('manage', 'system')
      and organization_pos between nullif(current_setting('app.pos_from', true), '')::int and nullif(current_setting('app.pos_to', true), '')::int`;

export const migrations = [
  {
    id: '2026-11-22 04f systems',
    sql: `
    create table account_identity (
      tenant_id  int         not null,
      account_id uuid        not null references account,
      issuer     text        not null,
      subject    text        not null,
      linked_at  timestamptz not null,
      primary key (issuer, subject)
    );
    create table sso_attempt (state_hash text primary key, verifier text not null, nonce text not null, expires_at timestamptz not null);
    create table system_client (
      tenant_id        int     not null,
      client_id        uuid    primary key,
      name             text    not null,
      organization_id  int     not null references organization,
      organization_pos int     not null,
      jwks             jsonb   not null,
      scopes           jsonb   not null,
      active           boolean not null
    );
    create table client_token (token_hash text primary key, client_id uuid not null references system_client, scopes jsonb not null, expires_at timestamptz not null);
    create table client_assertion (client_id uuid not null references system_client, jti text not null, expires_at timestamptz not null, primary key (client_id, jti));
    ${['account_identity', 'sso_attempt', 'system_client', 'client_token', 'client_assertion'].map((table) => `alter table ${table} enable row level security;`).join('\n')}
    create policy scope on system_client using (${administered});

    create function begin_sso(hashed text, verifier text, nonce text, until timestamptz, at timestamptz) returns void language sql security definer set search_path = public as
      $$ delete from sso_attempt where expires_at < at; insert into sso_attempt values (hashed, verifier, nonce, until) $$;
    create function take_sso(hashed text, at timestamptz) returns table (verifier text, nonce text) language sql security definer set search_path = public as
      $$ delete from sso_attempt where state_hash = hashed and expires_at >= at returning verifier, nonce $$;
    create function account_by_identity(asked_issuer text, asked_subject text) returns table (tenant_id int, account_id uuid)
      language sql stable security definer set search_path = public as
      $$ select a.tenant_id, a.account_id from account_identity i join account a using (account_id) where i.issuer = asked_issuer and i.subject = asked_subject and a.active $$;
    create function link_identity(asked_issuer text, asked_subject text, at timestamptz) returns boolean language sql security definer set search_path = public as
      $$ with made as (insert into account_identity select tenant_id, account_id, asked_issuer, asked_subject, at from account
           where account_id = nullif(current_setting('app.account', true), '')::uuid on conflict do nothing returning 1) select exists (select from made) $$;
    create function client_at_token(asked uuid) returns setof system_client language sql stable security definer set search_path = public as
      $$ select * from system_client where client_id = asked and active $$;
    create function put_client_token(client uuid, assertion text, assertion_until timestamptz, hashed text, granted jsonb, until timestamptz, at timestamptz)
      returns boolean language plpgsql security definer set search_path = public as $$
    begin
      delete from client_assertion where expires_at < at;
      delete from client_token where expires_at < at;
      insert into client_assertion values (client, assertion, assertion_until) on conflict do nothing;
      if not found then return false; end if;
      insert into client_token values (hashed, client, granted, until);
      return true;
    end $$;
    create function token_holder(asked text, at timestamptz) returns table (client_id uuid, name text, tenant_id int, organization_id int, pos int, pos_end int, scopes jsonb)
      language sql stable security definer set search_path = public as
      $$ select c.client_id, c.name, c.tenant_id, c.organization_id, o.pos, o.pos_end, t.scopes
         from client_token t join system_client c on c.client_id = t.client_id and c.active join organization o on o.organization_id = c.organization_id
         where t.token_hash = asked and t.expires_at > at $$;`,
  },
];

export async function beginSso(db: Db, attempt: SsoAttempt, now: Instant): Promise<void> {
  await sql`select begin_sso(${attempt.stateHash}, ${attempt.verifier}, ${attempt.nonce}, ${attempt.expiresAt}::timestamptz, ${now}::timestamptz)`.execute(db);
}

export async function takeSso(db: Db, stateHash: string, now: Instant): Promise<Pick<SsoAttempt, 'verifier' | 'nonce'> | undefined> {
  return (await sql<Pick<SsoAttempt, 'verifier' | 'nonce'>>`select * from take_sso(${stateHash}, ${now}::timestamptz)`.execute(db)).rows[0];
}

export async function accountByIdentity(db: Db, { issuer, subject }: Pick<AccountIdentity, 'issuer' | 'subject'>): Promise<{ tenantId: number; accountId: AccountId } | undefined> {
  return (await sql<{ tenantId: number; accountId: AccountId }>`select * from account_by_identity(${issuer}, ${subject})`.execute(db)).rows[0];
}

/** False when somebody is linked to this subject already. */
export async function linkIdentity(tx: Tx, { issuer, subject, linkedAt }: Pick<AccountIdentity, 'issuer' | 'subject' | 'linkedAt'>): Promise<boolean> {
  return (await sql<{ linked: boolean }>`select link_identity(${issuer}, ${subject}, ${linkedAt}::timestamptz) as linked`.execute(tx)).rows[0]?.linked ?? false;
}

export async function clientAtToken(db: Db, clientId: string): Promise<SystemClient | undefined> {
  return (await sql<SystemClient>`select * from client_at_token(${clientId}::uuid)`.execute(db)).rows[0];
}

/** False when the assertion was used before. */
export async function putClientToken(db: Db, token: ClientToken, { jti, jtiUntil, now }: { jti: string; jtiUntil: Instant; now: Instant }): Promise<boolean> {
  const { rows } = await sql<{ put: boolean }>`select put_client_token(${token.clientId}::uuid, ${jti}, ${jtiUntil}::timestamptz, ${token.tokenHash},
    ${JSON.stringify(token.scopes)}::jsonb, ${token.expiresAt}::timestamptz, ${now}::timestamptz) as put`.execute(db);
  return rows[0]?.put ?? false;
}

export interface TokenHolder {
  readonly clientId: string;
  readonly name: string;
  readonly tenantId: number;
  readonly organizationId: number;
  readonly pos: number;
  readonly posEnd: number;
  readonly scopes: string[];
}

export async function tokenHolder(db: Db, tokenHash: string, now: Instant): Promise<TokenHolder | undefined> {
  return (await sql<TokenHolder>`select * from token_holder(${tokenHash}, ${now}::timestamptz)`.execute(db)).rows[0];
}

export async function insertSystemClient(tx: Tx, client: SystemClient): Promise<void> {
  const json = <T>(value: T) => sql<T>`${JSON.stringify(value)}::jsonb`;
  await tx.insertInto('systemClient').values({ ...client, jwks: json(client.jwks), scopes: json(client.scopes) }).execute();
}

export async function systemClients(tx: Tx): Promise<SystemClient[]> {
  return tx.selectFrom('systemClient').selectAll().orderBy('name').execute();
}

export async function deactivateSystemClient(tx: Tx, clientId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('systemClient').set({ active: false }).where('clientId', '=', clientId).where('active', '=', true).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** False when there is no such system at work. */
export async function replaceKeys(tx: Tx, clientId: string, jwks: SystemClient['jwks']): Promise<boolean> {
  const { numUpdatedRows } = await tx.updateTable('systemClient').set({ jwks: sql<SystemClient['jwks']>`${JSON.stringify(jwks)}::jsonb` }).where('clientId', '=', clientId).where('active', '=', true).executeTakeFirst();
  return numUpdatedRows > 0n;
}
