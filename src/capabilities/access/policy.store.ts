import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { AccessPolicy, defaultIdleMinutes } from './policy.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    accessPolicy: AccessPolicy;
  }
}

export const entities = { access_policy: AccessPolicy };

const setting = (name: string, type: string) => `nullif(current_setting('app.${name}', true), '')::${type}`;
const administered = `organization_pos between ${setting('pos_from', 'int')} and ${setting('pos_to', 'int')} and ${setting('purpose', 'text')} in ('manage', 'system')`;

export const migrations = [
  {
    id: '2026-11-23 01d policy',
    sql: `
    create table access_policy (
      tenant_id           int    primary key references tenant,
      idle_minutes        int    not null check (idle_minutes between 5 and 480),
      second_factor_roles text[] not null
    );
    alter table access_policy enable row level security;
    create policy seen on access_policy for select using (tenant_id = ${setting('tenant', 'int')});
    create policy changed on access_policy using (tenant_id = ${setting('tenant', 'int')} and ${setting('purpose', 'text')} in ('manage', 'system'));
    alter table account_session add column seen_at timestamptz not null default now(), add column proof text not null default 'password' check (proof in ('password', 'phone', 'sso'));

    drop function session_holder(text, timestamptz);
    create function session_holder(asked text, at timestamptz)
      returns table (session_id uuid, account_id uuid, name text, login text, tenant_id int, role text, organization_id int, pos int, pos_end int,
        person_id bigint, emergencies bigint[], teams uuid[], seen_at timestamptz, proof text, idle_minutes int, second_factor_roles text[], has_factor boolean)
      language plpgsql stable security definer set search_path = public as
      $$ begin return query select s.session_id, a.account_id, a.name, a.login, s.tenant_id, s.role, s.organization_id, o.pos, o.pos_end, a.person_id,
           array(select e.person_id from emergency_access e where e.account_id = a.account_id and e.tenant_id = s.tenant_id and e.role = s.role
             and e.organization_id = s.organization_id and at between e.opened_at and e.expires_at),
           array(select m.team_id from care_team_member m where m.account_id = a.account_id and m.tenant_id = s.tenant_id),
           s.seen_at, s.proof, coalesce(p.idle_minutes, ${defaultIdleMinutes}), p.second_factor_roles, c.totp_secret is not null
         from account_session s
         join account a on a.account_id = s.account_id and a.active
         join account_secret c on c.account_id = s.account_id
         join role_grant g on g.account_id = s.account_id and g.role = s.role and g.organization_id = s.organization_id
         join organization o on o.organization_id = s.organization_id
         left join access_policy p on p.tenant_id = s.tenant_id
         where s.token_hash = asked and s.expires_at > at; end $$;
    create function touch_session(asked text, at timestamptz) returns void language sql security definer set search_path = public as
      $$ update account_session set seen_at = at where token_hash = asked and seen_at < at $$;
    create function sessions_of_account(asked uuid) returns table (session_id uuid, created_at timestamptz, expires_at timestamptz, agent text, address text)
      language sql stable security definer set search_path = public as
      $$ select s.session_id, s.created_at, s.expires_at, s.agent, s.address from account_session s join account a using (account_id)
         where s.account_id = asked and a.tenant_id = ${setting('tenant', 'int')} and a.${administered} order by s.created_at desc $$;
    create function end_sessions_of(asked uuid, one uuid) returns int language sql security definer set search_path = public as
      $$ with gone as (delete from account_session s using account a where s.account_id = asked and a.account_id = asked and (one is null or s.session_id = one)
           and a.tenant_id = ${setting('tenant', 'int')} and a.${administered} returning 1) select count(*)::int from gone $$;`,
  },
];

export async function policyOf(tx: Tx): Promise<AccessPolicy | undefined> {
  return tx.selectFrom('accessPolicy').selectAll().executeTakeFirst();
}

export async function savePolicy(tx: Tx, { tenantId, idleMinutes, secondFactorRoles }: AccessPolicy): Promise<void> {
  const roles = [...secondFactorRoles];
  await sql`insert into access_policy values (${tenantId}, ${idleMinutes}, ${roles}::text[])
    on conflict (tenant_id) do update set idle_minutes = excluded.idle_minutes, second_factor_roles = excluded.second_factor_roles`.execute(tx);
}

/** Whether the reach holds every organisation of the tenant. */
export async function reachesAll(tx: Tx, { from, to }: { from: number; to: number }): Promise<boolean> {
  const { rows } = await sql<{ all: boolean }>`select coalesce(min(pos) >= ${from} and max(pos_end) <= ${to}, false) as all from organization`.execute(tx);
  return rows[0]?.all ?? false;
}
