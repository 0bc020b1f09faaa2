import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { Stop } from './stop.ts';

/** A shipped step of the schema: append only, never edited. `id` starts with its date, so that steps of all capabilities have one order. */
export interface Migration {
  readonly id: string;
  readonly sql: string;
}

/** Name of the migrations table's advisory lock: one server migrates at a time. */
const lock = 2_026_112_2;

/**
 * Bring the schema up to date as its owner, and let the server's own role use it.
 * @returns how many steps were new
 */
export async function migrate(owner: pg.Pool, steps: readonly Migration[]): Promise<number> {
  const client = await owner.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lock]);
    await client.query(`create table if not exists schema_step (id text primary key, hash text not null, applied_at timestamptz not null default now())`);
    await client.query('create table if not exists installation (key text primary key, value text not null)');
    const { rows } = await client.query<{ id: string; hash: string }>('select id, hash from schema_step');
    const applied = new Map(rows.map((row) => [row.id, row.hash]));
    refuseForeign(applied, steps);
    const fresh = steps.filter((step) => !applied.has(step.id)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    for (const step of fresh) await apply(client, step);
    return fresh.length;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]).catch(() => {});
    client.release();
  }
}

async function apply(client: pg.PoolClient, step: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(step.sql);
    await client.query('insert into schema_step (id, hash) values ($1, $2)', [step.id, hashOf(step)]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Stop(`数据库升级失败 · the schema step "${step.id}" failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function refuseForeign(applied: Map<string, string>, steps: readonly Migration[]): void {
  const known = new Map(steps.map((step) => [step.id, hashOf(step)]));
  const newer = [...applied.keys()].find((id) => !known.has(id));
  if (newer) throw new Stop(`数据库由更新版本的程序创建,请升级程序 · the database was made by a newer program (it has "${newer}"): upgrade this program.`);
  const changed = [...applied].find(([id, hash]) => known.get(id) !== hash);
  if (changed) throw new Stop(`数据库与程序不是同一版本 · the database was made by another build of this program: its step "${changed[0]}" differs. 换一个数据文件夹,或删除它以重新开始 · use another data folder, or delete it to start anew.`);
}

export function hashOf(step: Migration): string {
  return createHash('sha256').update(step.sql.replace(/\s+/g, ' ').trim()).digest('hex').slice(0, 16);
}

/** How many shipped steps the database lacks; for /readyz. */
export async function missingSteps(pool: pg.Pool, steps: readonly Migration[]): Promise<number> {
  const { rows } = await pool.query<{ id: string }>('select id from schema_step');
  const applied = new Set(rows.map((row) => row.id));
  return steps.filter((step) => !applied.has(step.id)).length;
}

/**
 * The role that the server works as: it owns nothing and cannot bypass row-level security.
 * @returns the password just set for it
 */
export async function makeAppRole(owner: pg.Pool, { role, appendOnly }: { role: string; appendOnly: readonly string[] }): Promise<string> {
  const password = randomBytes(24).toString('hex');
  const name = pg.escapeIdentifier(role);
  const { rowCount } = await owner.query('select 1 from pg_roles where rolname = $1', [role]);
  await owner.query(`${rowCount ? 'alter' : 'create'} role ${name} login nosuperuser nobypassrls nocreatedb nocreaterole noinherit password ${pg.escapeLiteral(password)}`);
  await owner.query(`
    grant usage on schema public to ${name};
    grant select, insert, update, delete on all tables in schema public to ${name};
    grant usage on all sequences in schema public to ${name};
    revoke insert, update, delete on schema_step, installation from ${name};
    ${appendOnly.map((table) => `revoke update, delete, truncate on ${pg.escapeIdentifier(table)} from ${name};`).join('\n')}`);
  return password;
}

const setting = (name: string, type: string) => `nullif(current_setting('app.${name}', true), '')::${type}`;

/** The scope of `beyondReach`: no role has this label. */
export const everything = `${setting('label', 'int')} = 2 and ${setting('purpose', 'text')} = 'system'`;

/**
 * Row-level security of a table, one permissive policy without a sub-select (Citus allows no other). A missing setting reads as
 * null, which shows nothing. The table's columns say what is asked:
 * - always: the row is of the tenant, and its `pos` inside the reach;
 * - `person_id`: the row tells of a person. Whoever works with numbers alone sees none; whoever was let in to this one person
 *   (the person, a guardian, an emergency) needs no reach;
 * - `positions`: besides `pos`, every other position through which the person is visible; null where there is none, which keeps the
 *   usual row as cheap as a plain comparison (docs/decisions/visibility.md has the figures);
 * - `label`: sensitive rows (1) ask for a purpose of care and a role that may read them. Sealed rows (2) ask for the team
 *   in `team_id` and for nothing else, and are seen by nobody where there is no such column. With `kept`, acts that must leave
 *   nothing behind (`beyondReach`: a merge, a transfer) reach them too; no role does.
 */
export function guarded(table: string, { pos = 'organization_pos', kept = false }: { pos?: string; kept?: boolean } = {}): string {
  const reach = `${pos} between ${setting('pos_from', 'int')} and ${setting('pos_to', 'int')}`;
  const anywhere = `(${reach} or (positions is not null and positions && int4range(${setting('pos_from', 'int')}, ${setting('pos_to', 'int')} + 1)))`;
  const person = `(${reach} and ${setting('purpose', 'text')} <> 'numbers' or person_id = any (${setting('persons', 'bigint[]')}))`;
  const label = `(label = 0 and ${setting('label', 'int')} >= 0 or label = 1 and ${setting('label', 'int')} >= 1 and ${setting('purpose', 'text')} in ('care', 'self', 'system'))`;
  const team = `team_id = any (${setting('teams', 'uuid[]')})`;
  const sealed = `label = 2 and ${kept ? `(${team} or ${everything})` : team}`;
  return `
    alter table ${table} enable row level security;
    alter table ${table} force row level security;
    do $guard$
    declare
      has_person boolean := exists (select from pg_attribute where attrelid = '${table}'::regclass and attname = 'person_id' and not attisdropped);
      has_label boolean := exists (select from pg_attribute where attrelid = '${table}'::regclass and attname = 'label' and not attisdropped);
      has_team boolean := exists (select from pg_attribute where attrelid = '${table}'::regclass and attname = 'team_id' and not attisdropped);
      has_positions boolean := exists (select from pg_attribute where attrelid = '${table}'::regclass and attname = 'positions' and not attisdropped);
      condition text := case when has_person then ${pg.escapeLiteral(person)} else ${pg.escapeLiteral(reach)} end;
    begin
      if has_positions then condition := replace(condition, ${pg.escapeLiteral(reach)}, ${pg.escapeLiteral(anywhere)}); end if;
      if has_label then condition := condition || ' and ' || ${pg.escapeLiteral(label)}; end if;
      if has_team then condition := '(' || condition || ' or ' || ${pg.escapeLiteral(sealed)} || ')'; end if;
      execute 'create policy scope on ${table} using (tenant_id = ' || ${pg.escapeLiteral(setting('tenant', 'int'))} || ' and ' || condition || ')';
    end $guard$;`;
}

/** Let a guarded table of a person's rows hold sealed ones: each names its team, and no other row does. */
export function sealable(table: string): string {
  return `
    alter table ${table} add column team_id uuid;
    alter table ${table} add constraint ${table}_sealed check ((label = 2) = (team_id is not null));
    drop policy scope on ${table};
    ${guarded(table, { kept: true })}`;
}

/** The same for a table that all of a tenant share, such as its organisations. Not forced: functions that run as the owner read it before anybody is known. */
export function tenantWide(table: string): string {
  return `
    alter table ${table} enable row level security;
    create policy scope on ${table} using (tenant_id = ${setting('tenant', 'int')});`;
}
