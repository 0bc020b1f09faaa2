import { sql } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import type { Tx } from '../../platform/database.ts';
import { observationSources } from './records.ts';

/** The last days from which retention counts: the last discharge; the last visit, or whatever a service put on record. */
export async function lastContacts(tx: Tx, personId: number): Promise<{ outpatient: Day | null; inpatient: Day | null }> {
  const { rows } = await sql<{ outpatient: Day | null; inpatient: Day | null }>`
    select
      greatest(
        (select max(coalesce(until, since)) from encounter where person_id = ${personId}),
        (select max((effective_at at time zone 'Asia/Shanghai')::date) from observation where person_id = ${personId} and source_id <> ${observationSources.home})) as outpatient,
      (select max(until) from encounter where person_id = ${personId} and class = 'inpatient') as inpatient`.execute(tx);
  return rows[0] ?? { outpatient: null, inpatient: null };
}

/** What the person measured at home is no medical record: no law keeps it. */
export async function eraseHomeValues(tx: Tx, personId: number): Promise<void> {
  await sql`delete from observation where person_id = ${personId} and source_id = ${observationSources.home}`.execute(tx);
  await sql`delete from observation_history where person_id = ${personId} and source_id = ${observationSources.home}`.execute(tx);
}
