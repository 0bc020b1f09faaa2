import { sql } from 'kysely';
import { changesOf, type Patch, type Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { ActivitySeries, ActivitySession, Participation, type SeriesView, type SessionView } from './activities.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    activitySeries: ActivitySeries;
    activitySession: ActivitySession;
    participation: Participation;
  }
}

export const entities = { activity_series: ActivitySeries, activity_session: ActivitySession, participation: Participation };

export const migrations = [
  {
    id: '2026-11-22 05 activities',
    sql: `
    create table activity_series (
      tenant_id        int  not null,
      series_id        uuid primary key,
      programme_id     uuid,
      organization_pos int  not null,
      position         int  not null,
      title            text not null,
      activity_type    text,
      recurrence       jsonb,
      capacity         int,
      place            text,
      channel          text,
      audience         text
    );
    create index activity_series_programme on activity_series (programme_id);
    create table activity_session (
      tenant_id        int  not null,
      session_id       uuid primary key,
      series_id        uuid not null references activity_series on delete cascade,
      organization_pos int  not null,
      held_on          date not null,
      starts_at        text,
      state            text not null check (state in ('planned', 'held', 'cancelled'))
    );
    create index activity_session_series on activity_session (series_id, held_on);
    create table participation (
      tenant_id        int         not null,
      person_id        bigint      not null,
      session_id       uuid        not null,
      organization_pos int         not null,
      state            text        not null check (state in ('registered', 'attended', 'absent')),
      recorded_at      timestamptz not null,
      primary key (tenant_id, person_id, session_id)
    );
    create index participation_session on participation (session_id);
    ${guarded('activity_series')}
    ${guarded('activity_session')}
    ${guarded('participation')}`,
  },
];

export async function insertSeries(tx: Tx, series: readonly ActivitySeries[]): Promise<void> {
  if (series.length === 0) return;
  await tx
    .insertInto('activitySeries')
    .values(series.map((s) => ({ ...s, recurrence: s.recurrence && sql<NonNullable<typeof s.recurrence>>`${JSON.stringify(s.recurrence)}::jsonb` })))
    .execute();
}

export async function insertSessions(tx: Tx, sessions: readonly ActivitySession[]): Promise<void> {
  const column = <K extends keyof ActivitySession>(key: K) => sessions.map((session) => session[key]);
  await sql`
    insert into activity_session (tenant_id, session_id, series_id, organization_pos, held_on, starts_at, state)
    select * from unnest(${column('tenantId')}::int[], ${column('sessionId')}::uuid[], ${column('seriesId')}::uuid[], ${column('organizationPos')}::int[],
      ${column('heldOn')}::date[], ${column('startsAt')}::text[], ${column('state')}::text[])`.execute(tx);
}

export async function insertParticipations(tx: Tx, rows: readonly Participation[]): Promise<void> {
  const column = <K extends keyof Participation>(key: K) => rows.map((row) => row[key]);
  await sql`
    insert into participation (tenant_id, person_id, session_id, organization_pos, state, recorded_at)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('sessionId')}::uuid[], ${column('organizationPos')}::int[],
      ${column('state')}::text[], ${column('recordedAt')}::timestamptz[])
    on conflict do nothing`.execute(tx);
}

/** Every series of a programme with its sessions and their counts, in two statements whatever their number. */
export async function seriesOf(tx: Tx, programmeId: string): Promise<SeriesView[]> {
  const series = await tx.selectFrom('activitySeries').selectAll().where('programmeId', '=', programmeId).orderBy('position').execute();
  const sessions = await tx
    .selectFrom('activitySession as s')
    .innerJoin('activitySeries as a', 'a.seriesId', 's.seriesId')
    .leftJoin('participation as p', 'p.sessionId', 's.sessionId')
    .where('a.programmeId', '=', programmeId)
    .groupBy('s.sessionId')
    .select(['s.sessionId', 's.seriesId', 's.heldOn', 's.startsAt', 's.state'])
    .select(sql<number>`count(*) filter (where p.state = 'attended')::int`.as('attended'))
    .select(sql<number>`count(p.person_id)::int`.as('registered'))
    .orderBy('s.heldOn')
    .execute();
  const bySeries = Map.groupBy<string, SessionView>(sessions, (session) => session.seriesId);
  return series.map((s) => ({ ...s, sessions: bySeries.get(s.seriesId) ?? [] }));
}

export async function sessionById(tx: Tx, sessionId: string): Promise<ActivitySession | undefined> {
  return tx.selectFrom('activitySession').selectAll().where('sessionId', '=', sessionId).executeTakeFirst();
}

/** Change some fields of a session; what is not given stays as it is. */
export async function updateSession(tx: Tx, sessionId: string, patch: Patch<Pick<ActivitySession, 'heldOn' | 'state'>>): Promise<ActivitySession | undefined> {
  const changes = changesOf(patch);
  if (!changes) return sessionById(tx, sessionId);
  return tx.updateTable('activitySession').set(changes).where('sessionId', '=', sessionId).returningAll().executeTakeFirst();
}
