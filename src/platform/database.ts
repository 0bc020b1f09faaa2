import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, type Transaction } from 'kysely';
import pg from 'pg';
import { Stop } from './stop.ts';

/** Each capability adds its tables here, from its own store file. */
// oxlint-disable-next-line typescript/no-empty-object-type -- filled by declaration merging
export interface Tables {}
export type Db = Kysely<Tables>;
/** A transaction inside somebody's scope: what row-level security lets them see and write. */
export type Tx = Transaction<Tables>;

/**
 * Who is asking, as the database knows it. Every row-level policy decides by these settings alone.
 * `from`–`to` is the interval of organisation positions that the acting role reaches; `label` the highest sensitivity it may read.
 * `persons` are single persons it reaches besides: oneself, one's wards, those of an emergency. `teams` open what is sealed.
 */
export interface Scope {
  readonly tenant: number;
  readonly from: number;
  readonly to: number;
  readonly label: Label;
  readonly account: string;
  readonly purpose: Purpose;
  readonly persons?: readonly number[];
  readonly teams?: readonly string[];
}

/**
 * Sensitivity of a row: 0 ordinary, 1 sensitive (health data), 2 sealed (psychological, for the case's team alone), 3 withheld (sensitive,
 * and the person withdrew consent: for the person and an emergency alone). No role reads at 3.
 */
export const labels = { ordinary: 0, sensitive: 1, sealed: 2, withheld: 3 } as const;
export type Label = Exclude<(typeof labels)[keyof typeof labels], 3>;

/**
 * Why somebody reads. `care` of the person; to `manage` people and work, without health data; `numbers` alone, about nobody;
 * the person's own view (`self`); to `audit` who looked at what; the `system`'s upkeep, which is nobody's role.
 */
export const purposes = ['care', 'manage', 'numbers', 'self', 'audit', 'system'] as const;
export type Purpose = (typeof purposes)[number];

/** The type's number in every PostgreSQL; the driver names it nowhere. */
const bigintArray: number = 1016;
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(bigintArray, (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(Number)));
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());

export function openPool(url: string, max = 10): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, idleTimeoutMillis: 30_000 });
  // A server that goes away must not end the process: the next query reports it, and /readyz says so.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Statements that come again are prepared: planning a query under row-level security takes longer than many a query. */
const oftenEnough = 3;
/** Prepared statements live in every connection, so there is an end to them. */
const mostPrepared = 500;

function preparing(pool: pg.Pool): PostgresPool {
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  const nameOf = (text: string): string | undefined => {
    const known = names.get(text);
    if (known !== undefined || names.size >= mostPrepared) return known;
    const times = (seen.get(text) ?? 0) + 1;
    if (times < oftenEnough) {
      // Texts that differ at every call (long lists) would fill the memory.
      if (seen.size > 10 * mostPrepared) seen.clear();
      seen.set(text, times);
      return undefined;
    }
    seen.delete(text);
    names.set(text, `s${names.size}`);
    return names.get(text);
  };
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  const wrapped = (client: pg.PoolClient): PostgresPoolClient => {
    const query = (statement: unknown, values?: readonly unknown[]) => {
      if (typeof statement !== 'string') return Reflect.apply(client.query, client, [statement]);
      const name = values === undefined || values.length === 0 ? undefined : nameOf(statement);
      return client.query({ text: statement, values: [...(values ?? [])], ...(name === undefined ? {} : { name }) });
    };
    const made: PostgresPoolClient = { query, release: () => client.release() };
    clients.set(client, made);
    return made;
  };
  return {
    connect: async () => {
      const client = await pool.connect();
      return clients.get(client) ?? wrapped(client);
    },
    end: () => pool.end(),
    options: pool.options,
  };
}

export function openDatabase(pool: pg.Pool): Db {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }), plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] });
}

/**
 * Run `work` in one transaction inside `scope`. The settings are local to the transaction, so a pooled connection never
 * carries them over; separate SET LOCAL statements (not set_config) because only those reach the workers of Citus.
 */
export function within<T>(db: Db, scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await tx.executeQuery({ sql: settings(scope), parameters: [], query: raw, queryId: { queryId: 'scope' } });
    return work(tx);
  });
}

const raw = { kind: 'RawNode', sqlFragments: [], parameters: [] } as const;

function settings(scope: Scope): string {
  const values: Record<string, string | number> = {
    tenant: scope.tenant,
    pos_from: scope.from,
    pos_to: scope.to,
    label: scope.label,
    account: scope.account,
    purpose: scope.purpose,
    persons: `{${(scope.persons ?? []).join(',')}}`,
    teams: `{${(scope.teams ?? []).join(',')}}`,
  };
  return Object.entries(values)
    .map(([name, value]) => `set local app.${name} = ${pg.escapeLiteral(String(value))}`)
    .join(';');
}

/** Check that the server answers and is new enough; a refusal becomes one sentence. */
export async function awaitServer(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ version: number }>(`select current_setting('server_version_num')::int as version`);
    const version = Math.floor((rows[0]?.version ?? 0) / 10_000);
    if (version < 15) throw new Stop(`需要 PostgreSQL 15 或更高版本 · PostgreSQL 15 or later is needed, this is ${version}.`);
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop(`无法连接数据库 · the database cannot be reached at ${withoutPassword(url)}: ${error instanceof Error ? error.message || error.name : String(error)}`);
  } finally {
    await client.end().catch(() => {});
  }
}

export function withoutPassword(url: string): string {
  const at = url.lastIndexOf('@');
  const start = url.indexOf('://') + 3;
  const user = url.slice(start, at).split(':')[0] ?? '';
  const hidden = at > start && url.slice(start, at).includes(':') ? `${url.slice(0, start)}${user}:***${url.slice(at)}` : url;
  return hidden.replace(/([?&]password=)[^&]*/gi, '$1***');
}

/**
 * Let `work` count over sensitive rows inside the caller's reach, although the caller may not read them: for aggregates alone.
 * The reach stays as it is; label, purpose and teams go back to the caller's afterwards. What is sealed is counted for nobody.
 */
export async function countingAll<T>(tx: Tx, scope: Scope, work: () => Promise<T>): Promise<T> {
  const set = (wanted: Scope) => tx.executeQuery({ sql: settings(wanted), parameters: [], query: raw, queryId: { queryId: 'counting' } });
  await set({ ...scope, label: labels.sensitive, purpose: 'system', teams: [] });
  const result = await work();
  await set(scope);
  return result;
}

/** The same over the whole tenant: what small counts must hide is judged alike for everybody (organizations/publishing.ts). */
export async function countingEverywhere<T>(tx: Tx, scope: Scope, work: () => Promise<T>): Promise<T> {
  return countingAll(tx, { ...scope, from: 0, to: 2_147_483_646 }, work).finally(() => tx.executeQuery({ sql: settings(scope), parameters: [], query: raw, queryId: { queryId: 'counted' } }));
}

/**
 * Let `work` reach the whole tenant and every label, for the few acts that must leave nothing behind: moving a person between
 * organisations, merging two records. The caller's own scope returns afterwards.
 */
export async function beyondReach<T>(tx: Tx, scope: Scope, work: () => Promise<T>): Promise<T> {
  const set = (wanted: Scope) => tx.executeQuery({ sql: settings(wanted), parameters: [], query: raw, queryId: { queryId: 'reach' } });
  await set({ ...scope, from: 0, to: 2_147_483_646, label: labels.sealed, purpose: 'system' });
  const result = await work();
  await set(scope);
  return result;
}

/** Some fields of a row to change; a field that is absent or undefined stays as it is. */
export type Patch<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** What a patch really changes; null when it changes nothing. */
export function changesOf<T extends object>(patch: Patch<T>): Partial<T> | null {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return given.length === 0 ? null : (Object.fromEntries(given) as Partial<T>);
}

/**
 * How what follows in this transaction is planned. `many`: for the very rows it is given, because a plan made for a handful compares each of
 * thousands with each; `few`: once and for all, because planning a long statement takes longer than running it on one row.
 */
export async function planningFor(tx: Tx, rows: 'few' | 'many'): Promise<void> {
  await tx.executeQuery({ sql: `set local plan_cache_mode = ${rows === 'many' ? 'force_custom_plan' : 'force_generic_plan'}; set local jit = off`, parameters: [], query: raw, queryId: { queryId: 'planning' } });
}
