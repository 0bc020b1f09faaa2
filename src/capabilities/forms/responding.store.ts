import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import type { PersonId } from '../people/people.ts';
import { FormScore, Response, ResponseDraft } from './responding.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    response: Response;
    formScore: FormScore;
    responseDraft: ResponseDraft;
  }
}

export const entities = { response: Response, form_score: FormScore, response_draft: ResponseDraft };

/** The system counts sealed rows, and reads them for the person's facts; nobody has its purpose. */
const countedToo = (table: string) => `
    do $counted$
    declare condition text := (select pg_get_expr(polqual, polrelid) from pg_policy where polrelid = '${table}'::regclass and polname = 'scope');
    begin
      execute 'alter policy scope on ${table} using ((' || condition || ') or (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::int'
        || ' and label = 2 and current_setting(''app.purpose'', true) = ''system'''
        || ' and organization_pos between nullif(current_setting(''app.pos_from'', true), '''')::int and nullif(current_setting(''app.pos_to'', true), '''')::int))';
    end $counted$;`;

export const migrations = [
  {
    id: '2026-11-23 22 form responses',
    sql: `
    create table response (
      tenant_id        int         not null,
      response_id      uuid        not null,
      distribution_id  uuid,
      form_key         text        not null,
      version_id       uuid        not null,
      person_id        bigint,
      pseudonym        text,
      slot             text,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      team_id          uuid,
      answers          jsonb       not null,
      scores           jsonb       not null,
      submitted_at     timestamptz not null,
      recorded_by      uuid,
      primary key (tenant_id, response_id),
      unique (tenant_id, distribution_id, slot)
    );
    create index response_person on response (tenant_id, person_id, submitted_at) where person_id is not null;
    create table form_score (
      tenant_id        int         not null,
      person_id        bigint      not null,
      form_key         text        not null,
      result           text        not null,
      at               timestamptz not null,
      response_id      uuid        not null,
      value            double precision,
      code             text,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      team_id          uuid,
      primary key (tenant_id, person_id, form_key, result, at, response_id)
    );
    create table response_draft (
      tenant_id        int         not null,
      person_id        bigint      not null,
      distribution_id  uuid        not null,
      answers          jsonb       not null,
      saved_at         timestamptz not null,
      organization_pos int         not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, distribution_id)
    );
    ${guarded('response')}
    ${guarded('form_score')}
    ${countedToo('response')}
    ${countedToo('form_score')}
    alter table response_draft enable row level security;
    alter table response_draft force row level security;
    create policy scope on response_draft using (tenant_id = nullif(current_setting('app.tenant', true), '')::int
      and (person_id = any (nullif(current_setting('app.persons', true), '')::bigint[]) and current_setting('app.purpose', true) = 'self'
        or current_setting('app.purpose', true) = 'system'));`,
  },
];

/** Whether the answer is new: neither sent before nor, where each answers once, given before. */
export async function insertResponse(tx: Tx, row: Response): Promise<boolean> {
  const { rows } = await sql`
    insert into response (tenant_id, response_id, distribution_id, form_key, version_id, person_id, pseudonym, slot, organization_pos, positions, label, team_id, answers, scores, submitted_at, recorded_by)
    values (${row.tenantId}, ${row.responseId}, ${row.distributionId}::uuid, ${row.formKey}, ${row.versionId}, ${row.personId}::bigint, ${row.pseudonym}, ${row.slot}, ${row.organizationPos}, ${row.positions}::int4multirange,
      ${row.label}, ${row.teamId}::uuid, ${JSON.stringify(row.answers)}::jsonb, ${JSON.stringify(row.scores)}::jsonb, ${row.submittedAt}, ${row.recordedBy}::uuid)
    on conflict do nothing returning 1 as one`.execute(tx);
  return rows.length > 0;
}

export async function insertScores(tx: Tx, rows: readonly FormScore[]): Promise<void> {
  const column = <K extends keyof FormScore>(key: K) => rows.map((row) => row[key]);
  await sql`
    insert into form_score (tenant_id, person_id, form_key, result, at, response_id, value, code, organization_pos, positions, label, team_id)
    select * from unnest(${column('tenantId')}::int[], ${column('personId')}::bigint[], ${column('formKey')}::text[], ${column('result')}::text[], ${column('at')}::timestamptz[], ${column('responseId')}::uuid[],
      ${column('value')}::float8[], ${column('code')}::text[], ${column('organizationPos')}::int[], ${column('positions')}::int4multirange[], ${column('label')}::smallint[], ${column('teamId')}::uuid[])`.execute(tx);
}

export async function responseById(tx: Tx, responseId: string): Promise<Response | undefined> {
  const row = await tx.selectFrom('response').selectAll().where('responseId', '=', responseId).executeTakeFirst();
  return row === undefined ? undefined : Response.parse(row);
}

export interface PastRow extends Response {
  readonly definition: unknown;
  readonly recordedByName: string | null;
}

/** A person's answers, newest first, each with the version it answers; one alone by its id. */
export async function responsesOf(tx: Tx, personId: PersonId, responseId: string | null = null): Promise<PastRow[]> {
  const { rows } = await sql<PastRow>`
    select r.*, v.definition, a.name as recorded_by_name from response r join form_version v on v.tenant_id = r.tenant_id and v.version_id = r.version_id
      left join account a on a.account_id = r.recorded_by
    where r.person_id = ${personId} and (${responseId}::uuid is null or r.response_id = ${responseId}::uuid) order by r.submitted_at desc limit 500`.execute(tx);
  return rows;
}

export async function draftOf(tx: Tx, { personId, distributionId }: Pick<ResponseDraft, 'personId' | 'distributionId'>): Promise<ResponseDraft | undefined> {
  const row = await tx.selectFrom('responseDraft').selectAll().where('personId', '=', personId).where('distributionId', '=', distributionId).executeTakeFirst();
  return row === undefined ? undefined : ResponseDraft.parse(row);
}

export async function saveDraft(tx: Tx, row: ResponseDraft): Promise<void> {
  await sql`
    insert into response_draft (tenant_id, person_id, distribution_id, answers, saved_at, organization_pos, positions)
    values (${row.tenantId}, ${row.personId}, ${row.distributionId}, ${JSON.stringify(row.answers)}::jsonb, ${row.savedAt}, ${row.organizationPos}, ${row.positions}::int4multirange)
    on conflict (tenant_id, person_id, distribution_id) do update set answers = excluded.answers, saved_at = excluded.saved_at`.execute(tx);
}

export async function dropDraft(tx: Tx, { personId, distributionId }: Pick<ResponseDraft, 'personId' | 'distributionId'>): Promise<void> {
  await tx.deleteFrom('responseDraft').where('personId', '=', personId).where('distributionId', '=', distributionId).execute();
}

/** Sealed answers of a person that no team reads yet go to this one. */
export async function giveToTeam(tx: Tx, personId: PersonId, teamId: string): Promise<void> {
  for (const table of ['response', 'form_score']) {
    await sql`update ${sql.table(table)} set team_id = ${teamId}::uuid where person_id = ${personId} and label = 2 and team_id is null`.execute(tx);
  }
}
