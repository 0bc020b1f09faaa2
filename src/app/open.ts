import type pg from 'pg';
import type { Config } from '../platform/config.ts';
import { awaitServer, labels, openDatabase, openPool, type Db, type Scope } from '../platform/database.ts';
import { startEmbedded } from '../platform/embedded.ts';
import { prepareJobs } from '../platform/jobs.ts';
import { makeAppRole, migrate } from '../platform/migrations.ts';
import { openVault, passingVault, type Vault } from '../platform/vault.ts';
import { Stop } from '../platform/stop.ts';
import { appendOnly, migrations } from './capabilities.ts';

/** The opened store: the owner's pool for schema and jobs, the server's own for everything that serves people. */
export interface Store {
  readonly owner: pg.Pool;
  readonly database: Db;
  /** Seals the identifiers that the database keeps. */
  readonly vault: Vault;
  readonly newSteps: number;
  close(): Promise<void>;
}

/** Start or reach the database, migrate it, and connect as the server's own role. */
export async function openStore(config: Pick<Config, 'data' | 'databaseUrl'> & Partial<Pick<Config, 'keys' | 'archive'>>): Promise<Store> {
  const vault = openVault(config.data, config.keys ?? null);
  if (config.databaseUrl) {
    await awaitServer(config.databaseUrl);
    return withOwnKeys(await connect(config.databaseUrl, vault));
  }
  const embedded = await startEmbedded(config.data, { durable: true, archive: config.archive ?? null });
  try {
    await ensureDatabase(embedded.urlOf('postgres'), 'kangcheng');
    const store = await withOwnKeys(await connect(embedded.urlOf('kangcheng'), vault));
    return {
      ...store,
      close: async () => {
        await store.close();
        await embedded.stop();
      },
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** A database remembers which keys it was sealed with: with others every identifier would be lost, so nothing starts. */
async function withOwnKeys(store: Store): Promise<Store> {
  const { rows } = await store.owner.query<{ value: string }>(
    `with made as (insert into installation values ('keys', $1) on conflict do nothing returning value)
     select value from made union all select value from installation where key = 'keys' limit 1`,
    [store.vault.fingerprint],
  );
  if (rows[0]?.value === store.vault.fingerprint) return store;
  await store.close();
  throw new Stop('密钥与数据库不匹配:请恢复数据文件夹中的 keys.json,或用 KANGCHENG_KEYS 指定 · the keys are not those of the database: restore keys.json in the data folder, or name them with KANGCHENG_KEYS.');
}

/** Migrate a database as its owner and connect to it as the server's role. */
export async function connect(url: string, vault: Vault = passingVault()): Promise<Store> {
  const owner = openPool(url, 4);
  try {
    const newSteps = await migrate(owner, migrations);
    await owner.query('select guard_withheld()');
    const role = await roleName(owner);
    const password = await makeAppRole(owner, { role, appendOnly });
    await prepareJobs(owner, role);
    const database = openDatabase(openPool(asRole(url, { role, password })));
    return {
      owner,
      database,
      vault,
      newSteps,
      close: async () => {
        await database.destroy();
        await owner.end();
      },
    };
  } catch (error) {
    await owner.end();
    throw error;
  }
}

export async function ensureDatabase(url: string, name: string): Promise<void> {
  const pool = openPool(url, 1);
  const { rowCount } = await pool.query('select 1 from pg_database where datname = $1', [name]);
  if (!rowCount) await pool.query(`create database "${name}"`);
  await pool.end();
}

/** Roles belong to the whole cluster, so each database has a role of its own name. */
async function roleName(owner: pg.Pool): Promise<string> {
  const { rows } = await owner.query<{ name: string }>('select current_database() as name');
  return `${rows[0]?.name ?? 'kangcheng'}_server`;
}

/** The same server and database, as another role. A socket address has no host; the URL parser wants one, and `?host=` wins over it. */
function asRole(url: string, { role, password }: { role: string; password: string }): string {
  const made = new URL(url.replace(/^postgres(ql)?:\/\/\//, 'postgres://socket/'));
  made.searchParams.delete('user');
  made.username = role;
  made.password = password;
  return made.toString();
}

/** The whole of a tenant, for the system's own upkeep. */
export function systemScope(tenant: number): Scope {
  return { tenant, from: 0, to: 2_147_483_646, label: labels.sensitive, account: '00000000-0000-0000-0000-000000000000', purpose: 'system' };
}
