import { sql, type RawBuilder } from 'kysely';
import { within, type Scope, type Tx } from '../../platform/database.ts';
import type { Store } from '../open.ts';
import type { Leak } from './leak.ts';
import { maySee, type Place } from './oracle.ts';
import type { Seed } from './seed.ts';

type Row = Seed['rows'][number];

/** Error codes that mean "refused": no privilege, or a policy's check. Any other error comes after the policy let the statement pass. */
const refusal = '42501';

/** Every seeded row read, changed, deleted and inserted again as the server's role inside a role's scope; nothing is kept. */
export async function attemptsInSql(store: Store, { role, teams, seeded, scope }: { role: string; teams: readonly Place[]; seeded: Seed; scope: Scope }): Promise<{ attempts: number; leaks: Leak[]; seen: number }> {
  const leaks: Leak[] = [];
  let [attempts, seen] = [0, 0];
  const types = new Map(seeded.tables.flatMap((table) => table.columns.map((column) => [`${table.name}.${column.name}`, column.type])));
  const columns = new Map(seeded.tables.map((table) => [table.name, table.columns.filter(({ computed }) => !computed).map(({ name }) => name)]));
  const found = await rowsWithKeys(store, seeded.rows, types);
  for (const { row, where, copy } of found) {
    const allowed = maySee(role, row, teams);
    const kinds = allowed ? (['select'] as const) : (['select', 'update', 'delete', 'insert'] as const);
    for (const kind of kinds) {
      const touched = await attempt(store, scope, statement(kind, row, { where, copy, columns: columns.get(row.table) ?? null }));
      attempts += 1;
      if (touched && allowed) seen += 1;
      if (touched && !allowed) leaks.push({ endpoint: `SQL ${kind} ${row.table}`, role, place: row.place, what: `label ${row.label ?? '–'}` });
    }
  }
  return { attempts, leaks, seen };
}

function statement(kind: 'select' | 'update' | 'delete' | 'insert', { table, key }: Row, { where, copy, columns }: Pick<Found, 'where' | 'copy'> & { columns: readonly string[] | null }): RawBuilder<unknown> {
  switch (kind) {
    case 'select':
      return sql`select 1 from ${sql.table(table)} where ${where}`;
    case 'update':
      return sql`update ${sql.table(table)} set ${sql.ref(Object.keys(key)[0] ?? 'tenant_id')} = ${sql.ref(Object.keys(key)[0] ?? 'tenant_id')} where ${where}`;
    case 'delete':
      return sql`delete from ${sql.table(table)} where ${where}`;
    case 'insert':
      if (columns === null) return sql`insert into ${sql.table(table)} overriding system value select (jsonb_populate_record(null::${sql.table(table)}, ${copy}::jsonb)).*`;
      return sql`insert into ${sql.table(table)} (${listed(columns)}) overriding system value select ${listed(columns)} from jsonb_populate_record(null::${sql.table(table)}, ${copy}::jsonb)`;
  }
}

const listed = (columns: readonly string[]) => sql.join(columns.map((name) => sql.ref(name)));

/** Whether the statement touched a row. */
async function attempt(store: Store, scope: Scope, asked: RawBuilder<unknown>): Promise<boolean> {
  let touched = false;
  const work = async (tx: Tx): Promise<never> => {
    const result = await asked.execute(tx);
    touched = result.rows.length > 0 || (result.numAffectedRows ?? 0n) > 0n;
    throw new Undone();
  };
  try {
    return await within(store.database, scope, work);
  } catch (error) {
    if (error instanceof Undone) return touched;
    return !(error instanceof Error && 'code' in error && error.code === refusal);
  }
}

class Undone extends Error {}

interface Found {
  readonly row: Row;
  readonly where: RawBuilder<unknown>;
  /** The row as JSON, to be inserted again. */
  readonly copy: string;
}

/** How to name each row in a statement. A row that its owner does not find would make the attempts blind. */
async function rowsWithKeys(store: Store, rows: readonly Row[], types: ReadonlyMap<string, string>): Promise<Found[]> {
  const found: Found[] = [];
  for (const row of rows) {
    const typeOf = (name: string) => types.get(`${row.table}.${name}`) ?? 'int';
    const where = sql.join(Object.entries(row.key).map(([name, value]) => sql`${sql.ref(name)} = cast(${value} as ${sql.raw(typeOf(name))})`), sql` and `);
    const names = Object.keys(row.key);
    const asked = `select to_jsonb(t)::text as copy from ${row.table} t where ${names.map((name, i) => `${name} = cast($${i + 1} as ${typeOf(name)})`).join(' and ')}`;
    const copy = (await store.owner.query<{ copy: string }>(asked, Object.values(row.key))).rows[0]?.copy;
    if (copy === undefined) throw new Error(`the seeded row of ${row.table} at ${row.place} is not found by its key`);
    found.push({ row, where, copy });
  }
  return found;
}
