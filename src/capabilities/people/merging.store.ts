import { sql } from 'kysely';
import type { Instant } from '../../kernel/day.ts';
import { labels, type Tx } from '../../platform/database.ts';
import { guarded, sealable } from '../../platform/migrations.ts';
import { Merge, MergedRow } from './duplicates.ts';
import type { PersonId } from './people.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    merge: Merge;
    mergedRow: MergedRow;
  }
}

export const entities = { merge: Merge, merged_row: MergedRow };

export const migrations = [
  {
    id: '2026-11-22 02e merging',
    sql: `
    create table merge (
      tenant_id        int         not null,
      person_id        bigint      not null,
      merge_id         uuid        not null,
      merged_person_id bigint      not null,
      merged_name      text        not null,
      moved            int         not null,
      kept             int         not null,
      merged_at        timestamptz not null,
      merged_by        uuid        not null,
      undone_at        timestamptz,
      undone_by        uuid,
      organization_pos int         not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, merge_id)
    );
    create table merged_row (
      tenant_id        int      not null,
      person_id        bigint   not null,
      merge_id         uuid     not null,
      seq              int      not null,
      table_name       text     not null,
      before           jsonb    not null,
      after            jsonb    not null,
      moved            boolean  not null,
      label            smallint not null,
      organization_pos int      not null,
      positions        int4multirange,
      primary key (tenant_id, person_id, merge_id, seq)
    );
    ${guarded('merge')}
    ${guarded('merged_row')}`,
  },
  { id: '2026-11-23 02e sealed merged rows', sql: sealable('merged_row') },
];

/** What a merge keeps of itself, and pairs of people, stay where they are. */
const untouched = ['person', 'merge', 'merged_row', 'duplicate_candidate'];

/** A table with rows about persons. `columns` name persons; `keyed` are those of the primary key, which no update may change. */
export interface PersonTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly keyed: boolean;
  readonly key: readonly string[];
  /** All columns but those that are worked out from others. */
  readonly fields: readonly string[];
  readonly computed: readonly string[];
  readonly placed: boolean;
}

/**
 * Every table that names persons, those that others refer to first. What the server may only add to (the audit trail) is no record
 * of the person and stays as it happened.
 */
export async function personTables(tx: Tx): Promise<PersonTable[]> {
  const { rows } = await sql<PersonTable & { id: number; refers: number[] }>`
    select c.relname as name, c.oid::int as id,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and (a.attname = 'person_id' or a.attname like '%\_person\_id') order by 1) as columns,
      array(select a.attname::text from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary) as key,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as fields,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and a.attgenerated <> '') as computed,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'positions' and not a.attisdropped) as placed,
      array(select f.confrelid::int from pg_constraint f where f.conrelid = c.oid and f.contype = 'f') as refers
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all(${untouched})
      and has_table_privilege(c.oid, 'delete') and has_table_privilege(c.oid, 'update')
      and exists (select from pg_attribute a where a.attrelid = c.oid and not a.attisdropped and (a.attname = 'person_id' or a.attname like '%\_person\_id'))
    order by 1`.execute(tx);
  const sorted: typeof rows = [];
  const add = (row: (typeof rows)[number]) => {
    if (sorted.includes(row)) return;
    for (const id of row.refers) for (const parent of rows) if (parent.id === id && parent !== row) add(parent);
    sorted.push(row);
  };
  for (const row of rows) add(row);
  return sorted.map(({ name, columns, key, fields, computed, placed }) => ({ name, columns, key, fields, computed, placed, keyed: columns.some((column) => key.includes(column)) }));
}

interface Moving {
  readonly merge: Merge;
  readonly tables: readonly PersonTable[];
}

/** The columns that a row is put back with. */
const listed = ({ fields }: PersonTable, of?: string) => sql.join(fields.map((field) => sql.ref(of === undefined ? field : `${of}.${field}`)));

/** Take the rows of the merged person out and keep them as they were, beside what they will be. */
export async function takeRows(tx: Tx, { merge, tables }: Moving): Promise<void> {
  let seq = 0;
  for (const table of tables.toReversed()) {
    const named = sql.join(table.columns.map((column) => sql`${sql.ref(column)} = ${merge.mergedPersonId}`), sql` or `);
    const patch = sql.join(table.columns.map((column) => sql`case when (row->>${sql.lit(column)})::bigint = ${merge.mergedPersonId} then jsonb_build_object(${sql.lit(column)}, ${merge.personId}::bigint) else '{}'::jsonb end`), sql` || `);
    const place = table.placed ? sql`case when (row->>'person_id')::bigint = ${merge.mergedPersonId} then jsonb_build_object('organization_pos', ${merge.organizationPos}::int, 'positions', ${merge.positions}::text) else '{}'::jsonb end` : sql`'{}'::jsonb`;
    const taken = table.keyed ? sql`delete from ${sql.table(table.name)} t where ${named} returning to_jsonb(t) as row` : sql`select to_jsonb(t) as row from ${sql.table(table.name)} t where ${named}`;
    const done = await sql`
      with taken as (${taken})
      insert into merged_row (tenant_id, person_id, merge_id, seq, table_name, before, after, moved, label, team_id, organization_pos, positions)
      select ${merge.tenantId}, ${merge.personId}, ${merge.mergeId}::uuid, ${seq} + row_number() over (), ${table.name}, row, row || ${patch} || ${place}, false,
        case when row->>'team_id' is null then ${labels.sensitive}::smallint else ${labels.sealed}::smallint end, (row->>'team_id')::uuid, ${merge.organizationPos}, ${merge.positions}::int4multirange from taken`.execute(tx);
    seq += Number(done.numAffectedRows ?? 0);
  }
}

/** Put the taken rows to the other person; where such a row is there already, it stays and the taken one is kept in the merge alone. */
export async function putRows(tx: Tx, { merge, tables }: Moving): Promise<void> {
  for (const table of tables) {
    const mine = sql`m.tenant_id = ${merge.tenantId} and m.person_id = ${merge.personId} and m.merge_id = ${merge.mergeId}::uuid and m.table_name = ${table.name}`;
    const notSelf = table.columns.length < 2 ? sql`true` : sql`m.after->>${sql.lit(table.columns[0])} is distinct from m.after->>${sql.lit(table.columns[1])}`;
    const put = table.keyed
      ? sql`insert into ${sql.table(table.name)} as t (${listed(table)}) overriding system value select ${listed(table, 'r')} from merged_row m, jsonb_populate_record(null::${sql.table(table.name)}, m.after) r where ${mine} and ${notSelf} on conflict do nothing returning to_jsonb(t) as row`
      : sql`update ${sql.table(table.name)} t set ${sql.join(table.columns.map((column) => sql`${sql.ref(column)} = r.${sql.ref(column)}`))} from merged_row m, jsonb_populate_record(null::${sql.table(table.name)}, m.after) r
          where ${mine} and ${sql.join(table.key.map((column) => sql`t.${sql.ref(column)} = r.${sql.ref(column)}`), sql` and `)} returning m.after as row`;
    await sql`with put as (${put}) update merged_row m set moved = true from put where ${mine} and m.after - ${[...table.computed]}::text[] = put.row - ${[...table.computed]}::text[]`.execute(tx);
  }
}

/** The columns in which a row may differ after a merge although nobody changed it. */
const followers = ['organization_pos', 'positions', 'sealed', 'key_id'];

/**
 * Give the merged person every row back: as it was, or, where somebody changed it since, as it is now. What was written to the other
 * person after the merge stays there.
 */
export async function returnRows(tx: Tx, { merge, tables }: Moving): Promise<void> {
  const of = (table: string) => sql`m.tenant_id = ${merge.tenantId} and m.person_id = ${merge.personId} and m.merge_id = ${merge.mergeId}::uuid and m.table_name = ${table}`;
  for (const table of tables.toReversed()) {
    if (!table.keyed) continue;
    const same = sql.join(table.key.map((column) => sql`t.${sql.ref(column)} = r.${sql.ref(column)}`), sql` and `);
    const plain = (row: string) => sql`${sql.raw(row)} - ${[...table.columns, ...table.computed, ...followers]}::text[]`;
    await sql`
      with gone as (
        delete from ${sql.table(table.name)} t using merged_row m, jsonb_populate_record(null::${sql.table(table.name)}, m.after) r
        where ${of(table.name)} and m.moved and ${same} returning m.seq, to_jsonb(t) as row)
      update merged_row m set before = gone.row || (select jsonb_object_agg(key, value) from jsonb_each(m.before) where key = any(${[...table.columns, ...followers.slice(0, 2)]}::text[]))
      from gone where ${of(table.name)} and m.seq = gone.seq and ${plain('gone.row')} <> ${plain('m.before')}`.execute(tx);
  }
  await sql`insert into ${sql.table('person')} select r.* from merged_row m, jsonb_populate_record(null::${sql.table('person')}, m.before) r where ${of('person')}`.execute(tx);
  for (const table of tables) {
    const back = table.keyed
      ? sql`insert into ${sql.table(table.name)} (${listed(table)}) overriding system value select ${listed(table, 'r')} from merged_row m, jsonb_populate_record(null::${sql.table(table.name)}, m.before) r where ${of(table.name)} on conflict do nothing`
      : sql`update ${sql.table(table.name)} t set ${sql.join(table.columns.map((column) => sql`${sql.ref(column)} = r.${sql.ref(column)}`))} from merged_row m, jsonb_populate_record(null::${sql.table(table.name)}, m.before) r
          where ${of(table.name)} and m.moved and ${sql.join(table.key.map((column) => sql`t.${sql.ref(column)} = r.${sql.ref(column)}`), sql` and `)}`;
    await back.execute(tx);
  }
}

/** The merged person's own row, kept in the merge and no longer a person. */
export async function takePerson(tx: Tx, merge: Merge): Promise<void> {
  await sql`
    with taken as (delete from ${sql.table('person')} t where person_id = ${merge.mergedPersonId} returning to_jsonb(t) as row)
    insert into merged_row (tenant_id, person_id, merge_id, seq, table_name, before, after, moved, label, organization_pos, positions)
    select ${merge.tenantId}, ${merge.personId}, ${merge.mergeId}::uuid, 0, 'person', row, '{}'::jsonb, false, 1, ${merge.organizationPos}, ${merge.positions}::int4multirange from taken`.execute(tx);
}

export async function insertMerge(tx: Tx, merge: Merge): Promise<void> {
  await tx.insertInto('merge').values(merge).execute();
}

export async function mergeById(tx: Tx, personId: PersonId, mergeId: string): Promise<Merge | undefined> {
  return tx.selectFrom('merge').selectAll().where('personId', '=', personId).where('mergeId', '=', mergeId).where('undoneAt', 'is', null).forUpdate().executeTakeFirst();
}

export async function noteUndone(tx: Tx, { personId, mergeId }: Merge, how: { undoneAt: Instant; undoneBy: string }): Promise<void> {
  await tx.updateTable('merge').set(how).where('personId', '=', personId).where('mergeId', '=', mergeId).execute();
}

/** Note how many rows of a merge moved, and how many are kept in it alone; what is sealed is not counted, since a count would tell of it. */
export async function noteTally(tx: Tx, { personId, mergeId }: Pick<Merge, 'personId' | 'mergeId'>): Promise<Pick<Merge, 'moved' | 'kept'>> {
  const { rows } = await sql<Pick<Merge, 'moved' | 'kept'>>`
    select count(*) filter (where moved)::int as moved, count(*) filter (where not moved and table_name <> 'person')::int as kept
    from merged_row where person_id = ${personId} and merge_id = ${mergeId}::uuid and label < ${labels.sealed}`.execute(tx);
  const tally = rows[0] ?? { moved: 0, kept: 0 };
  await tx.updateTable('merge').set(tally).where('personId', '=', personId).where('mergeId', '=', mergeId).execute();
  return tally;
}

/** Merges that were not undone, newest first. */
export async function openMerges(tx: Tx): Promise<Merge[]> {
  return tx.selectFrom('merge').selectAll().where('undoneAt', 'is', null).orderBy('mergedAt', 'desc').limit(100).execute();
}
