import { guarded } from '../../platform/migrations.ts';
import { CrisisEvent } from './crisis.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    crisisEvent: CrisisEvent;
  }
}

export const entities = { crisis_event: CrisisEvent };

export const migrations = [
  {
    id: '2026-11-23 23 crisis events',
    sql: `
    create table crisis_event (
      tenant_id        int         not null,
      event_id         uuid        not null,
      person_id        bigint,
      form_key         text        not null,
      rule             text        not null,
      level            text        not null,
      action           jsonb       not null,
      raised_at        timestamptz not null,
      due_at           timestamptz not null,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      handled_at       timestamptz,
      handled_by       uuid,
      outcome          text,
      primary key (tenant_id, event_id)
    );
    create index crisis_event_open on crisis_event (tenant_id, due_at) where handled_at is null;
    ${guarded('crisis_event')}`,
  },
];
