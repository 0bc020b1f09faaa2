import { sql } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import type { Db, Tx } from '../../platform/database.ts';
import type { AccountId } from './access.ts';
import { PhoneCode, RecoveryCode, phoneCodeLimits } from './signing.ts';

export const entities = { phone_code: PhoneCode, recovery_code: RecoveryCode };

const me = `nullif(current_setting('app.account', true), '')::uuid`;

/** Secrets have no policy, so no statement reads them; these functions answer for the account of the scope, or for a code that was typed. */
export const migrations = [
  {
    id: '2026-11-22 04e signing',
    sql: `
    create table phone_code (
      phone      bigint      not null,
      code       bigint      not null,
      sent_at    timestamptz not null,
      expires_at timestamptz not null,
      tries      int         not null,
      used       boolean     not null,
      primary key (phone, sent_at)
    );
    create table recovery_code (
      tenant_id  int  not null,
      account_id uuid not null references account,
      code_hash  text not null,
      primary key (account_id, code_hash)
    );
    alter table phone_code enable row level security;
    alter table recovery_code enable row level security;

    create function security_of_mine() returns table (password_hash text, totp_secret text, totp_pending text, recovery_codes int, phone_tail text)
      language sql stable security definer set search_path = public as
      $$ select password_hash, totp_secret, totp_pending, (select count(*)::int from recovery_code r where r.account_id = s.account_id), phone_tail
         from account_secret s where account_id = ${me} $$;
    create function set_my_recovery_codes(hashes text[]) returns void language sql security definer set search_path = public as
      $$ delete from recovery_code where account_id = ${me};
         insert into recovery_code select tenant_id, account_id, unnest(hashes) from account where account_id = ${me} $$;
    create function use_recovery_code(asked uuid, hashed text) returns boolean language sql security definer set search_path = public as
      $$ with gone as (delete from recovery_code where account_id = asked and code_hash = hashed returning 1) select exists (select from gone) $$;

    create function account_by_phone(asked bigint) returns table (tenant_id int, account_id uuid)
      language sql stable security definer set search_path = public as
      $$ select a.tenant_id, a.account_id from account_secret s join account a using (account_id) where s.phone = asked and a.active $$;
    create function put_phone_code(asked bigint, blinded bigint, at timestamptz) returns boolean language plpgsql security definer set search_path = public as $$
    begin
      perform pg_advisory_xact_lock(asked);
      delete from phone_code where sent_at < at - interval '1 day';
      if exists (select from phone_code where phone = asked and sent_at > at - interval '${phoneCodeLimits.secondsBetween} seconds')
        or (select count(*) from phone_code where phone = asked) >= ${phoneCodeLimits.perDay} then return false; end if;
      update phone_code set used = true where phone = asked;
      insert into phone_code values (asked, blinded, at, at + interval '${phoneCodeLimits.minutes} minutes', 0, false);
      return true;
    end $$;
    create function use_phone_code(asked bigint, blinded bigint, at timestamptz) returns boolean language plpgsql security definer set search_path = public as $$
    declare latest phone_code;
    begin
      select * into latest from phone_code where phone = asked and not used and expires_at >= at and tries < ${phoneCodeLimits.tries} order by sent_at desc limit 1 for update;
      if not found then return false; end if;
      update phone_code set tries = tries + 1, used = (code = blinded) where phone = latest.phone and sent_at = latest.sent_at;
      return latest.code = blinded;
    end $$;`,
  },
];

export interface MySecurity {
  readonly passwordHash: string | null;
  readonly totpSecret: string | null;
  readonly totpPending: string | null;
  readonly recoveryCodes: number;
  readonly phoneTail: string | null;
}

export async function securityOfMine(tx: Tx): Promise<MySecurity | undefined> {
  return (await sql<MySecurity>`select * from security_of_mine()`.execute(tx)).rows[0];
}

export async function setMyRecoveryCodes(tx: Tx, hashes: readonly string[]): Promise<void> {
  await sql`select set_my_recovery_codes(${[...hashes]}::text[])`.execute(tx);
}

/** Whether the code was one of the account's; it is gone afterwards. */
export async function consumeRecoveryCode(db: Db, account: AccountId, codeHash: string): Promise<boolean> {
  return (await sql<{ used: boolean }>`select use_recovery_code(${account}::uuid, ${codeHash}) as used`.execute(db)).rows[0]?.used ?? false;
}

export async function accountsByPhone(db: Db, phone: number): Promise<{ tenantId: number; accountId: AccountId }[]> {
  return (await sql<{ tenantId: number; accountId: AccountId }>`select * from account_by_phone(${phone}::bigint)`.execute(db)).rows;
}

/** False when one was sent a moment ago, or too many today. */
export async function putPhoneCode(db: Db, { phone, code, now }: { phone: number; code: number; now: Instant }): Promise<boolean> {
  return (await sql<{ put: boolean }>`select put_phone_code(${phone}::bigint, ${code}::bigint, ${now}::timestamptz) as put`.execute(db)).rows[0]?.put ?? false;
}

export async function consumePhoneCode(db: Db, { phone, code, now }: { phone: number; code: number; now: Instant }): Promise<boolean> {
  return (await sql<{ used: boolean }>`select use_phone_code(${phone}::bigint, ${code}::bigint, ${now}::timestamptz) as used`.execute(db)).rows[0]?.used ?? false;
}
