import { guarded } from '../../platform/migrations.ts';
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
