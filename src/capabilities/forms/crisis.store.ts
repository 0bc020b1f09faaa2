import { sql } from 'kysely';
import type { Text } from '../../kernel/text.ts';
import type { Tx } from '../../platform/database.ts';
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

export async function insertCrises(tx: Tx, rows: readonly CrisisEvent[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.insertInto('crisisEvent').values([...rows]).execute();
}

export interface CrisisRow extends CrisisEvent {
  readonly formTitle: Text;
  readonly person: string | null;
  readonly organization: Text;
  readonly handledByName: string | null;
}

/** Events within reach, the most urgent first; handled ones too where `all` is asked for. */
export async function crisesWithin(tx: Tx, all: boolean): Promise<CrisisRow[]> {
  const { rows } = await sql<CrisisRow>`
    select e.*, (select v.definition -> 'title' from form_version v where v.form_key = e.form_key order by v.number desc limit 1) as form_title, p.name as person,
      json_build_object('zh', o.name_zh, 'en', o.name_en) as organization, a.name as handled_by_name
    from crisis_event e join organization o on o.tenant_id = e.tenant_id and o.pos = e.organization_pos left join person p on p.tenant_id = e.tenant_id and p.person_id = e.person_id
      left join account a on a.account_id = e.handled_by
    where ${all}::boolean or e.handled_at is null order by e.handled_at is not null, e.due_at limit 500`.execute(tx);
  return rows;
}

export async function crisisById(tx: Tx, eventId: string): Promise<CrisisEvent | undefined> {
  return tx.selectFrom('crisisEvent').selectAll().where('eventId', '=', eventId).forUpdate().executeTakeFirst();
}

export async function endCrisis(tx: Tx, { eventId, ...set }: Pick<CrisisEvent, 'eventId' | 'handledAt' | 'handledBy' | 'outcome'>): Promise<void> {
  await tx.updateTable('crisisEvent').set(set).where('eventId', '=', eventId).execute();
}
