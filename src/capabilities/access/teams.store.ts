import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import type { AccountId } from './access.ts';
import { CareTeamMember, type TeamId } from './teams.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    careTeamMember: CareTeamMember;
  }
}

export const entities = { care_team_member: CareTeamMember };

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
];

/** A new team with the caller as its only member; what it may see, it sees from now on, in this transaction too. */
export async function formTeam(tx: Tx, team: TeamId): Promise<void> {
  await sql`select form_team(${team}::uuid)`.execute(tx);
}

export async function addMember(tx: Tx, member: CareTeamMember): Promise<void> {
  await tx.insertInto('careTeamMember').values(member).onConflict((conflict) => conflict.doNothing()).execute();
}

export async function removeMember(tx: Tx, { teamId, accountId }: Pick<CareTeamMember, 'teamId' | 'accountId'>): Promise<void> {
  await tx.deleteFrom('careTeamMember').where('teamId', '=', teamId).where('accountId', '=', accountId).execute();
}

export async function membersOf(tx: Tx, teamId: TeamId): Promise<AccountId[]> {
  const rows = await tx.selectFrom('careTeamMember').select('accountId').where('teamId', '=', teamId).execute();
  return rows.map((row) => row.accountId);
}
