import { sql } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import type { Db, Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { Contest, ContestPlayer } from './contest.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    contest: Contest;
    contestPlayer: ContestPlayer;
  }
}

export const entities = { contest: Contest, contest_player: ContestPlayer };

export const migrations = [
  {
    id: '2026-11-23 24 contests',
    sql: `
    create table contest (
      tenant_id        int         not null,
      contest_id       uuid        not null,
      organization_id  int         not null,
      organization_pos int         not null,
      version_id       uuid        not null,
      title            text        not null,
      token            text        not null unique,
      rules            jsonb       not null,
      ranking          text        not null,
      team_size        int         not null,
      prizes           jsonb       not null,
      seed             text        not null,
      draw             jsonb,
      opens_at         timestamptz not null,
      closed_at        timestamptz,
      created_by       uuid        not null,
      primary key (tenant_id, contest_id)
    );
    create table contest_player (
      tenant_id        int         not null,
      contest_id       uuid        not null,
      player_id        uuid        not null,
      organization_pos int         not null,
      name             text        not null,
      team             text,
      paper            jsonb       not null,
      marks            jsonb       not null,
      started_at       timestamptz not null,
      asked_at         timestamptz not null,
      primary key (tenant_id, contest_id, player_id)
    );
    ${guarded('contest')}
    ${guarded('contest_player')}
    create function contest_link(asked text) returns table (tenant_id int, contest_id uuid)
      language sql stable security definer set search_path = public as $$ select tenant_id, contest_id from contest where token = asked $$;`,
  },
];

export async function contestLink(db: Db, token: string): Promise<{ tenantId: number; contestId: string } | undefined> {
  const { rows } = await sql<{ tenantId: number; contestId: string }>`select * from contest_link(${token})`.execute(db);
  return rows[0];
}

export async function insertContest(tx: Tx, row: Contest): Promise<void> {
  await sql`
    insert into contest (tenant_id, contest_id, organization_id, organization_pos, version_id, title, token, rules, ranking, team_size, prizes, seed, draw, opens_at, closed_at, created_by)
    values (${row.tenantId}, ${row.contestId}, ${row.organizationId}, ${row.organizationPos}, ${row.versionId}, ${row.title}, ${row.token}, ${JSON.stringify(row.rules)}::jsonb, ${row.ranking}, ${row.teamSize},
      ${JSON.stringify(row.prizes)}::jsonb, ${row.seed}, null, ${row.opensAt}, null, ${row.createdBy})`.execute(tx);
}

export async function contestById(tx: Tx, contestId: string, hold = false): Promise<Contest | undefined> {
  const query = tx.selectFrom('contest').selectAll().where('contestId', '=', contestId);
  const row = await (hold ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? undefined : Contest.parse(row);
}

export async function contestsInReach(tx: Tx): Promise<(Contest & { players: number })[]> {
  const { rows } = await sql<Contest & { players: number }>`
    select c.*, (select count(*)::int from contest_player p where p.tenant_id = c.tenant_id and p.contest_id = c.contest_id) as players from contest c order by c.opens_at desc limit 200`.execute(tx);
  return rows;
}

export async function endContest(tx: Tx, contestId: string, at: Instant): Promise<void> {
  await tx.updateTable('contest').set({ closedAt: at }).where('contestId', '=', contestId).where('closedAt', 'is', null).execute();
}

export async function keepDraw(tx: Tx, contestId: string, draw: NonNullable<Contest['draw']>): Promise<void> {
  await sql`update contest set draw = ${JSON.stringify(draw)}::jsonb where contest_id = ${contestId} and draw is null`.execute(tx);
}

/** False when the player plays already. */
export async function insertPlayer(tx: Tx, row: ContestPlayer): Promise<void> {
  await sql`
    insert into contest_player (tenant_id, contest_id, player_id, organization_pos, name, team, paper, marks, started_at, asked_at)
    values (${row.tenantId}, ${row.contestId}, ${row.playerId}, ${row.organizationPos}, ${row.name}, ${row.team}, ${JSON.stringify(row.paper)}::jsonb, '[]', ${row.startedAt}, ${row.askedAt})
    on conflict do nothing`.execute(tx);
}

export async function playerById(tx: Tx, { contestId, playerId }: Pick<ContestPlayer, 'contestId' | 'playerId'>): Promise<ContestPlayer | undefined> {
  const row = await tx.selectFrom('contestPlayer').selectAll().where('contestId', '=', contestId).where('playerId', '=', playerId).forUpdate().executeTakeFirst();
  return row === undefined ? undefined : ContestPlayer.parse(row);
}

export async function keepMarks(tx: Tx, { contestId, playerId, marks, askedAt }: Pick<ContestPlayer, 'contestId' | 'playerId' | 'marks' | 'askedAt'>): Promise<void> {
  await sql`update contest_player set marks = ${JSON.stringify(marks)}::jsonb, asked_at = ${askedAt} where contest_id = ${contestId} and player_id = ${playerId}`.execute(tx);
}

export async function playersOf(tx: Tx, contestId: string): Promise<ContestPlayer[]> {
  return (await tx.selectFrom('contestPlayer').selectAll().where('contestId', '=', contestId).orderBy('startedAt').execute()).map((row) => ContestPlayer.parse(row));
}
