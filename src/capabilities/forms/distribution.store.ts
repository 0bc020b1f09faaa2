import { guarded } from '../../platform/migrations.ts';
import { Distribution, Invitation, ResponseTicket } from './distribution.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    distribution: Distribution;
    invitation: Invitation;
    responseTicket: ResponseTicket;
  }
}

export const entities = { distribution: Distribution, invitation: Invitation, response_ticket: ResponseTicket };

export const migrations = [
  {
    id: '2026-11-23 21 form distributions',
    sql: `
    create table distribution (
      tenant_id        int         not null,
      distribution_id  uuid        not null,
      organization_id  int         not null,
      organization_pos int         not null,
      form_key         text        not null,
      version_id       uuid        not null,
      title            text        not null,
      audience         text        not null,
      respondents      text        not null,
      token            text        not null unique,
      once             boolean     not null,
      ask_group        boolean     not null,
      quota            int,
      taken            int         not null,
      opens_at         timestamptz not null,
      closes_at        timestamptz,
      remind_every     int,
      before_id        uuid,
      target_result    text,
      target_percent   double precision,
      sealed_for       uuid,
      created_at       timestamptz not null,
      created_by       uuid        not null,
      primary key (tenant_id, distribution_id)
    );
    create table invitation (
      tenant_id        int     not null,
      person_id        bigint  not null,
      distribution_id  uuid    not null,
      token            uuid    not null,
      answered         boolean not null,
      reminders        int     not null,
      reminded_on      date,
      organization_pos int     not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, distribution_id)
    );
    create index invitation_by_distribution on invitation (tenant_id, distribution_id, organization_pos);
    create unique index invitation_token on invitation (token);
    create table response_ticket (
      tenant_id        int  not null,
      ticket_hash      text not null,
      distribution_id  uuid not null,
      organization_pos int  not null,
      primary key (tenant_id, ticket_hash)
    );
    ${guarded('distribution')}
    ${guarded('invitation')}
    ${guarded('response_ticket')}
    create function form_link(asked text) returns table (tenant_id int, distribution_id uuid, person_id bigint)
      language sql stable security definer set search_path = public as
      $$ select d.tenant_id, d.distribution_id, null::bigint from distribution d where d.token = asked
         union all
         select i.tenant_id, i.distribution_id, i.person_id from invitation i
           where asked ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' and i.token = asked::uuid $$;`,
  },
];
