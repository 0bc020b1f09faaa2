import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { everything } from '../../platform/migrations.ts';
import type { PersonId } from '../people/people.ts';
import type { AccountId } from './access.ts';
import { CareTeam, CareTeamMember, type TeamId } from './teams.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    careTeam: CareTeam;
    careTeamMember: CareTeamMember;
  }
}

export const entities = { care_team: CareTeam, care_team_member: CareTeamMember };

const mine = `tenant_id = nullif(current_setting('app.tenant', true), '')::int and team_id = any (nullif(current_setting('app.teams', true), '')::uuid[])`;

export const migrations = [
  {
    id: '2026-11-22 04b teams',
    sql: `
    create table care_team_member (
      tenant_id  int  not null,
      team_id    uuid not null,
      account_id uuid not null references account,
      primary key (team_id, account_id)
    );
    create index care_team_member_account on care_team_member (account_id);
    alter table care_team_member enable row level security;
    create policy scope on care_team_member using (tenant_id = nullif(current_setting('app.tenant', true), '')::int
      and team_id = any (nullif(current_setting('app.teams', true), '')::uuid[]));
    create function form_team(team uuid) returns void language plpgsql security definer set search_path = public as $$
    begin
      if exists (select from care_team_member where team_id = team) then raise exception 'the team exists'; end if;
      insert into care_team_member values (nullif(current_setting('app.tenant', true), '')::int, team, nullif(current_setting('app.account', true), '')::uuid);
      perform set_config('app.teams', (coalesce(nullif(current_setting('app.teams', true), ''), '{}')::uuid[] || team)::text, true);
    end $$;`,
  },
  {
    id: '2026-11-23 04b cases',
    sql: `
    create table care_team (
      tenant_id int         not null,
      team_id   uuid        not null,
      person_id bigint      not null,
      formed_at timestamptz not null,
      formed_by uuid        not null,
      primary key (tenant_id, team_id)
    );
    create index care_team_person on care_team (tenant_id, person_id);
    alter table care_team enable row level security;
    create policy scope on care_team using ((${mine}) or tenant_id = nullif(current_setting('app.tenant', true), '')::int and ${everything});
    alter table care_team_member add column name text not null, add column since timestamptz not null;
    drop function form_team(uuid);
    create function care_staff(roles text[])
      returns table (account_id uuid, name text, role text)
      language sql stable security definer set search_path = public as
      $$ select distinct on (a.account_id) a.account_id, a.name, g.role
         from role_grant g
         join account a on a.account_id = g.account_id and a.active and a.person_id is null
         join organization o on o.organization_id = g.organization_id
         where g.tenant_id = nullif(current_setting('app.tenant', true), '')::int and g.role = any (roles)
           and o.pos <= nullif(current_setting('app.pos_to', true), '')::int and o.pos_end >= nullif(current_setting('app.pos_from', true), '')::int
         order by 1, 3 $$;`,
  },
];

/** A new team with its first member; what it may see, it sees from now on, in this transaction too. */
export async function insertTeam(tx: Tx, team: CareTeam, first: CareTeamMember): Promise<void> {
  await sql`select set_config('app.teams', (coalesce(nullif(current_setting('app.teams', true), ''), '{}')::uuid[] || ${team.teamId}::uuid)::text, true)`.execute(tx);
  await tx.insertInto('careTeam').values(team).execute();
  await insertMember(tx, first);
}

export async function insertMember(tx: Tx, member: CareTeamMember): Promise<void> {
  await tx.insertInto('careTeamMember').values(member).onConflict((conflict) => conflict.doNothing()).execute();
}

/** False when the account is not on the team. */
export async function deleteMember(tx: Tx, { teamId, accountId }: Pick<CareTeamMember, 'teamId' | 'accountId'>): Promise<boolean> {
  const { numDeletedRows } = await tx.deleteFrom('careTeamMember').where('teamId', '=', teamId).where('accountId', '=', accountId).executeTakeFirst();
  return numDeletedRows > 0n;
}

export interface Case extends CareTeam {
  readonly members: Pick<CareTeamMember, 'accountId' | 'name' | 'since'>[];
}

/** The caller's teams, those around one person or all, the newest first. */
export async function casesOf(tx: Tx, personId: PersonId | null): Promise<Case[]> {
  let asked = tx.selectFrom('careTeam').selectAll().orderBy('formedAt', 'desc');
  if (personId !== null) asked = asked.where('personId', '=', personId);
  const teams = await asked.execute();
  if (teams.length === 0) return [];
  const members = await tx.selectFrom('careTeamMember').selectAll().where('teamId', 'in', teams.map(({ teamId }) => teamId)).orderBy('since').orderBy('name').execute();
  const byTeam = Map.groupBy(members, ({ teamId }) => teamId);
  return teams.map((team) => ({ ...team, members: byTeam.get(team.teamId) ?? [] }));
}

/** Held against every other change of the team's members until the transaction ends. Undefined for who is not on it. */
export async function holdTeam(tx: Tx, { personId, teamId }: { personId: PersonId; teamId: TeamId }): Promise<CareTeam | undefined> {
  return tx.selectFrom('careTeam').selectAll().where('personId', '=', personId).where('teamId', '=', teamId).forUpdate().executeTakeFirst();
}

/** Active staff who hold one of the roles within the caller's reach or above it. */
export async function staffInRoles(tx: Tx, roles: readonly string[]): Promise<{ accountId: AccountId; name: string; role: string }[]> {
  const { rows } = await sql<{ accountId: AccountId; name: string; role: string }>`select * from care_staff(${[...roles]}::text[]) order by name`.execute(tx);
  return rows;
}
