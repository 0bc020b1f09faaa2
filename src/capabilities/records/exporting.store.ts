import { sql } from 'kysely';
import { labels, type Tx } from '../../platform/database.ts';
import type { Person, PersonId } from '../people/people.ts';
import { Resource } from './entries.ts';
import { entriesKnown } from './entries.store.ts';

type Rows = Record<string, unknown>[];

/** Every row of a person that the caller may see, without the program's own columns. */
export interface Everything {
  readonly person: Person & Record<string, unknown>;
  readonly memberships: Rows;
  readonly observations: Rows;
  readonly observationHistory: Rows;
  readonly entries: Rows;
  readonly entryHistory: Rows;
  readonly documents: { entryId: string; base64: string }[];
}

const plain = (alias: string) => sql.raw(`to_jsonb(${alias}) - '{tenant_id,organization_pos,positions,label,team_id}'::text[] as body`);

/** What is sealed stays with its team: it leaves the house with no export. */
const open = sql`label <> ${labels.sealed}`;

/** All of one's data in its stored form: names as in the tables. Undefined when the caller does not see the person. */
export async function everythingOf(tx: Tx, personId: PersonId): Promise<Everything | undefined> {
  const person = await tx.selectFrom('person').selectAll().where('personId', '=', personId).executeTakeFirst();
  if (!person) return undefined;
  const bodies = async (query: ReturnType<typeof sql<{ body: Record<string, unknown> }>>) => (await query.execute(tx)).rows.map(({ body }) => body);
  return {
    person,
    memberships: await bodies(sql`select ${plain('m')} from membership m where person_id = ${personId} order by since`),
    observations: await bodies(sql`select ${plain('o')} from observation o where person_id = ${personId} and ${open} order by effective_at, code`),
    observationHistory: await bodies(sql`select ${plain('h')} from observation_history h where person_id = ${personId} and ${open} order by change_no`),
    entries: await bodies(sql`select e.body - '{tenant_id,organization_pos,positions,label,team_id}'::text[] || jsonb_build_object('resource', e.resource) as body from (${entriesKnown(personId, Resource.options, null)}) e where (e.body->>'label')::int <> ${labels.sealed} order by e.recorded_at`),
    entryHistory: await bodies(sql`select ${plain('h')} from entry_history h where person_id = ${personId} and ${open} order by change_no`),
    documents: (await sql<{ entryId: string; base64: string }>`select entry_id, replace(encode(content, 'base64'), E'\n', '') as base64 from document_content where person_id = ${personId} and ${open}`.execute(tx)).rows,
  };
}
