import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { CallOutcome, ContactCall, returnDays } from './calls.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    contactCall: ContactCall;
  }
}

export const entities = { contact_call: ContactCall };

export const migrations = [
  {
    id: '2026-11-23 21 calls',
    sql: `
    create table contact_call (
      tenant_id        int         not null,
      person_id        bigint      not null,
      call_id          uuid        not null,
      item_id          uuid        not null,
      called_on        date        not null,
      called_at        timestamptz not null,
      called_by        uuid        not null,
      outcome          text        not null check (outcome in ('agreed', 'later', 'unreachable', 'removed')),
      reason           text,
      note             text,
      hidden_before    date,
      organization_pos int         not null,
      positions        int4multirange,
      label            smallint    not null,
      primary key (tenant_id, person_id, call_id)
    );
    create index contact_call_day on contact_call (tenant_id, called_on);
    ${guarded('contact_call')}`,
  },
];

/** Keep a call; false when it is there already. */
export async function insertCall(tx: Tx, call: ContactCall): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx.insertInto('contactCall').values(call).onConflict((conflict) => conflict.doNothing()).executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0n) === 1;
}

export async function deleteCall(tx: Tx, personId: number, callId: string): Promise<ContactCall | undefined> {
  const { rows } = await sql`delete from contact_call where person_id = ${personId} and call_id = ${callId}::uuid returning *`.execute(tx);
  return rows[0] === undefined ? undefined : ContactCall.parse(rows[0]);
}

const Returned = z.array(z.object({ outcome: CallOutcome, called: z.int(), returned: z.int() }));

/** Visits are contacts in person on record: an encounter that was no call, or a pressure taken at one. */
export async function returnsIn(tx: Tx, month: string): Promise<z.infer<typeof Returned>> {
  const { rows } = await sql`
    with first as (
      select distinct on (tenant_id, person_id) tenant_id, person_id, called_on, outcome from contact_call
      where called_on >= ${`${month}-01`}::date and called_on < (${`${month}-01`}::date + interval '1 month') order by tenant_id, person_id, called_on, called_at)
    select f.outcome, count(*)::int as called, count(*) filter (where exists (
        select from encounter e where e.tenant_id = f.tenant_id and e.person_id = f.person_id and e.class <> 'virtual' and e.since between f.called_on and f.called_on + ${returnDays}::int))::int as returned
    from first f group by 1 order by 1`.execute(tx);
  return Returned.parse(rows);
}
