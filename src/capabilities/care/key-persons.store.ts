import { CompiledQuery, sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { consultWithin, KeyCase, KeyNote, type KeyOutcome } from './key-persons.ts';
import { careCapability } from './pathways.ts';
import type { Eligible } from './planning.store.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    keyCase: KeyCase;
    keyNote: KeyNote;
  }
}

export const entities = { key_case: KeyCase, key_note: KeyNote };

const place = `
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,`;

export const migrations = [
  {
    id: '2026-11-23 25 key persons',
    sql: `
    create table key_case (
      tenant_id        int         not null,
      person_id        bigint      not null,
      case_id          uuid        not null,
      reasons          text[]      not null,
      found_on         date        not null,
      consulted_on     date,
      closed_on        date,
      outcome          text,${place}
      primary key (tenant_id, person_id, case_id)
    );
    create unique index key_case_open on key_case (tenant_id, person_id) where closed_on is null;
    create table key_note (
      tenant_id        int         not null,
      person_id        bigint      not null,
      case_id          uuid        not null,
      note_id          uuid        not null,
      held_on          date        not null,
      text             text        not null,
      next_on          date,
      written_at       timestamptz not null,
      written_by       uuid        not null,
      written_by_name  text        not null,${place}
      primary key (tenant_id, person_id, case_id, note_id)
    );
    ${guarded('key_case')}
    ${guarded('key_note')}`,
  },
];

/**
 * Open a case for everybody whom a criterion points out, in one statement: nobody who has an open one, had one within a year, or is
 * cared for in a programme. `found`: persons with `reasons`, the ids of what points to them. Returns how many are new.
 */
export async function openCases(tx: Tx, found: Eligible, today: Day): Promise<number> {
  const text = `
    insert into key_case (tenant_id, person_id, case_id, reasons, found_on, organization_pos, positions, label)
    select q.tenant_id, q.person_id, gen_random_uuid(), q.reasons, date '${today}', p.organization_pos, p.positions, 1
    from (${found.sql}) q join person p on p.tenant_id = q.tenant_id and p.person_id = q.person_id and p.deceased_on is null and p.moved_on is null
    where cardinality(q.reasons) > 0
      and not exists (select from key_case k where k.tenant_id = q.tenant_id and k.person_id = q.person_id and (k.closed_on is null or k.found_on > date '${today}' - 365))
      and not exists (select from enrolment e where e.tenant_id = q.tenant_id and e.person_id = q.person_id and e.ended_on is null)
    on conflict do nothing`;
  const { numAffectedRows } = await tx.executeQuery(CompiledQuery.raw(text, [...found.params]));
  return Number(numAffectedRows ?? 0n);
}

/** The consultations of cases that were opened on a day, as work for the lists. */
export function workOfCases(today: Day): RawBuilder<unknown> {
  return sql`
    select k.person_id, 'consultation' as kind, 'care:work.consultation' as title, '{}'::jsonb as params, ${today}::date + ${consultWithin}::int as due_on, 'urgent' as severity, 'doctor' as role, null::uuid as assigned_to,
      ${careCapability} as source_capability, 'case/' || k.case_id as source_id, null::date as hidden_until, 1::smallint as label
    from key_case k where k.found_on = ${today}::date and k.closed_on is null and k.consulted_on is null`;
}

export async function casesOf(tx: Tx, personId: number): Promise<KeyCase[]> {
  const { rows } = await sql`select * from key_case where person_id = ${personId} order by found_on desc`.execute(tx);
  return z.array(KeyCase).parse(rows);
}

export async function notesOf(tx: Tx, personId: number): Promise<KeyNote[]> {
  const { rows } = await sql`select * from key_note where person_id = ${personId} order by held_on desc, written_at desc`.execute(tx);
  return z.array(KeyNote).parse(rows);
}

export async function insertNote(tx: Tx, note: KeyNote): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.insertInto('keyNote').values(note).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0n) === 1;
}

export async function markConsulted(tx: Tx, { personId, caseId }: Pick<KeyCase, 'personId' | 'caseId'>, { on, outcome }: { readonly on: Day; readonly outcome: KeyOutcome | null }): Promise<void> {
  await sql`
    update key_case set consulted_on = coalesce(consulted_on, ${on}::date), closed_on = ${outcome === null ? null : on}::date, outcome = ${outcome}
    where person_id = ${personId} and case_id = ${caseId}::uuid`.execute(tx);
}
