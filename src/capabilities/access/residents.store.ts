import { sql } from 'kysely';
import type { Day, Instant } from '../../kernel/day.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { NewAccount } from './access.ts';
import { phoneCodeLimits } from './signing.ts';
import type { ResidentAccount } from './residents.ts';

export const entities = {};

const setting = (name: string, type: string) => `nullif(current_setting('app.${name}', true), '')::${type}`;
/** Whoever sees the person in care or to manage looks after the account; `person` is read under the caller's own settings. */
const lookedAfter = `${setting('purpose', 'text')} in ('care', 'manage', 'system') and exists (select from person p where p.tenant_id = ${setting('tenant', 'int')} and p.person_id = asked)`;

/** An organisation that the person belongs to lies in the reach: an emergency alone looks after no account. */
const placed = (account: string) => `${setting('purpose', 'text')} in ('care', 'manage', 'system') and (${account}.organization_pos between ${setting('pos_from', 'int')} and ${setting('pos_to', 'int')}
      or ${account}.positions is not null and ${account}.positions && int4range(${setting('pos_from', 'int')}, ${setting('pos_to', 'int')} + 1))`;

export const migrations = [
  {
    id: '2026-11-23 01 residents',
    sql: `
    create index account_person on account (tenant_id, person_id) where person_id is not null;
    create function tenants_there() returns setof int language sql stable security definer set search_path = public as
      $$ select tenant_id from tenant order by 1 $$;
    create function open_resident_account(a account, at_organization int, hashed text, asked_phone bigint, tail text) returns boolean
      language plpgsql security definer set search_path = public as $$
    declare asked bigint := a.person_id;
    begin
      if not (a.tenant_id = ${setting('tenant', 'int')} and ${lookedAfter}) then raise exception 'outside the reach' using errcode = '42501'; end if;
      if asked_phone is not null and exists (select from account_secret where phone = asked_phone) then return false; end if;
      insert into account select a.*;
      insert into account_secret values (a.tenant_id, a.account_id, hashed, 0, null, null, 0, null, asked_phone, tail);
      insert into role_grant values (a.tenant_id, a.account_id, 'resident', at_organization, a.organization_pos);
      return true;
    end $$;
    create function resident_account(asked bigint) returns table (account_id uuid, login text, active boolean, phone_tail text, has_password boolean, sessions int)
      language sql stable security definer set search_path = public as
      $$ select a.account_id, a.login, a.active, s.phone_tail, s.password_hash is not null, (select count(*)::int from account_session t where t.account_id = a.account_id)
         from account a join account_secret s using (account_id) where a.tenant_id = ${setting('tenant', 'int')} and a.person_id = asked and ${lookedAfter} order by a.active desc, a.login $$;
    create function change_resident_account(asked bigint, active_now boolean, hashed text, asked_phone bigint, tail text) returns boolean
      language plpgsql security definer set search_path = public as $$
    declare found_account uuid;
    begin
      select account_id into found_account from account where tenant_id = ${setting('tenant', 'int')} and person_id = asked and ${lookedAfter} order by active desc, login limit 1;
      if found_account is null or asked_phone is not null and exists (select from account_secret where phone = asked_phone and account_id <> found_account) then return false; end if;
      update account set active = coalesce(active_now, active) where account_id = found_account;
      update account_secret set password_hash = coalesce(hashed, password_hash), phone = coalesce(asked_phone, phone), phone_tail = coalesce(tail, phone_tail), failures = 0, locked_until = null
        where account_id = found_account;
      if active_now is not true then delete from account_session where account_id = found_account; end if;
      return true;
    end $$;
    create function phone_code_holds(asked bigint, blinded bigint, at timestamptz) returns boolean language plpgsql security definer set search_path = public as $$
    declare latest phone_code;
    begin
      select * into latest from phone_code where phone = asked and not used and expires_at >= at and tries < ${phoneCodeLimits.tries} order by sent_at desc limit 1 for update;
      if not found then return false; end if;
      update phone_code set tries = tries + 1 where phone = latest.phone and sent_at = latest.sent_at;
      return latest.code = blinded;
    end $$;`,
  },
  {
    id: '2026-11-23 01e account places',
    sql: `
    alter table account add column positions int4multirange;
    update account a set positions = p.positions from person p where p.tenant_id = a.tenant_id and p.person_id = a.person_id;
    create or replace function open_resident_account(a account, at_organization int, hashed text, asked_phone bigint, tail text) returns boolean
      language plpgsql security definer set search_path = public as $$
    begin
      if not (a.tenant_id = ${setting('tenant', 'int')} and ${placed('a')} and exists (select from person p where p.tenant_id = a.tenant_id and p.person_id = a.person_id and p.organization_pos = a.organization_pos))
        then raise exception 'outside the reach' using errcode = '42501'; end if;
      if asked_phone is not null and exists (select from account_secret where phone = asked_phone) then return false; end if;
      insert into account select a.*;
      insert into account_secret values (a.tenant_id, a.account_id, hashed, 0, null, null, 0, null, asked_phone, tail);
      insert into role_grant values (a.tenant_id, a.account_id, 'resident', at_organization, a.organization_pos);
      return true;
    end $$;
    create or replace function resident_account(asked bigint) returns table (account_id uuid, login text, active boolean, phone_tail text, has_password boolean, sessions int)
      language sql stable security definer set search_path = public as
      $$ select a.account_id, a.login, a.active, s.phone_tail, s.password_hash is not null, (select count(*)::int from account_session t where t.account_id = a.account_id)
         from account a join account_secret s using (account_id) where a.tenant_id = ${setting('tenant', 'int')} and a.person_id = asked and ${placed('a')} order by a.active desc, a.login $$;
    create or replace function change_resident_account(asked bigint, active_now boolean, hashed text, asked_phone bigint, tail text) returns boolean
      language plpgsql security definer set search_path = public as $$
    declare found_account uuid;
    begin
      select account_id into found_account from account a where a.tenant_id = ${setting('tenant', 'int')} and a.person_id = asked and ${placed('a')} order by a.active desc, a.login limit 1;
      if found_account is null or asked_phone is not null and exists (select from account_secret where phone = asked_phone and account_id <> found_account) then return false; end if;
      update account set active = coalesce(active_now, active) where account_id = found_account;
      update account_secret set password_hash = coalesce(hashed, password_hash), phone = coalesce(asked_phone, phone), phone_tail = coalesce(tail, phone_tail), failures = 0, locked_until = null
        where account_id = found_account;
      if active_now is not true then delete from account_session where account_id = found_account; end if;
      return true;
    end $$;`,
  },
];

export async function tenantsThere(db: Db): Promise<number[]> {
  return (await sql<{ tenant: number }>`select * from tenants_there() as tenant`.execute(db)).rows.map(({ tenant }) => tenant);
}

export interface NewResidentAccount extends NewAccount {
  readonly organizationId: number;
  readonly positions: string | null;
  readonly phone: number | null;
  readonly phoneTail: string | null;
}

/** False when another account has this phone. */
export async function insertResidentAccount(tx: Tx, a: NewResidentAccount): Promise<boolean> {
  const { rows } = await sql<{ opened: boolean }>`select open_resident_account(row(${a.tenantId}::int, ${a.accountId}::uuid, ${a.login}, ${a.name}, ${a.organizationPos}::int, ${a.personId}::bigint,
    ${a.active}::boolean, ${a.positions}::int4multirange)::account, ${a.organizationId}::int, ${a.passwordHash}, ${a.phone}::bigint, ${a.phoneTail}) as opened`.execute(tx);
  return rows[0]?.opened ?? false;
}

export async function residentAccount(tx: Tx, person: number): Promise<ResidentAccount | undefined> {
  return (await sql<ResidentAccount>`select * from resident_account(${person}::bigint)`.execute(tx)).rows[0];
}

interface ResidentChange {
  readonly active?: boolean;
  readonly passwordHash?: string | null;
  readonly phone?: number | null;
  readonly phoneTail?: string | null;
}

/** False when there is no such account, or another one has this phone. Unless it is opened anew, its sessions end. */
export async function changeResidentAccount(tx: Tx, person: number, { active, passwordHash = null, phone = null, phoneTail = null }: ResidentChange): Promise<boolean> {
  const { rows } = await sql<{ changed: boolean }>`select change_resident_account(${person}::bigint, ${active ?? null}::boolean, ${passwordHash}, ${phone}::bigint, ${phoneTail}) as changed`.execute(tx);
  return rows[0]?.changed ?? false;
}

/** Whether the code is right; it stays usable, the try counts. */
export async function phoneCodeHolds(db: Db, { phone, code, now }: { phone: number; code: number; now: Instant }): Promise<boolean> {
  return (await sql<{ holds: boolean }>`select phone_code_holds(${phone}::bigint, ${code}::bigint, ${now}::timestamptz) as holds`.execute(db)).rows[0]?.holds ?? false;
}

export interface Holder {
  readonly tenantId: number;
  readonly personId: number;
  readonly organizationId: number;
  readonly organizationPos: number;
  readonly positions: string | null;
  readonly name: string;
  readonly birthDate: Day;
  readonly deceasedOn: Day | null;
}

/** The person in reach, as far as an account needs to know. */
export async function holderOf(tx: Tx, person: number): Promise<Holder | undefined> {
  return tx.selectFrom('person').select(['tenantId', 'personId', 'organizationId', 'organizationPos', 'positions', 'name', 'birthDate', 'deceasedOn']).where(sql<boolean>`person_id = ${person}`).executeTakeFirst();
}

/** The living who have this phone on file and, where asked for, an ID card that ends so; two at most. */
export async function personsOnFile(tx: Tx, { phone, idTail }: { phone: number; idTail: number | null }): Promise<number[]> {
  const { rows } = await sql<{ personId: number }>`
    select distinct f.person_id from person_identifier f join person p using (tenant_id, person_id)
    where f.whole = ${phone} and f.kind = 'phone' and p.deceased_on is null
      and (${idTail}::bigint is null or exists (select from person_identifier i where i.tenant_id = f.tenant_id and i.person_id = f.person_id and i.kind = 'id-card' and i.tail6 = ${idTail}::bigint))
    limit 2`.execute(tx);
  return rows.map(({ personId }) => personId);
}

/** The names of persons in reach. */
export async function namesOf(tx: Tx, persons: readonly number[]): Promise<{ personId: number; name: string; birthDate: Day }[]> {
  return tx.selectFrom('person').select(['personId', 'name', 'birthDate']).where(sql<boolean>`person_id = any(${[...persons]}::bigint[])`).execute();
}
