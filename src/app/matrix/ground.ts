import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { connect, ensureDatabase } from '../open.ts';
import { passingVault } from '../../platform/vault.ts';
import { prepare, type Ground } from './matrix.ts';

/** Seed one database of a running PostgreSQL, and hand out copies of it: each role spoils its own. */
export async function groundOn(urlOf: (database: string) => string): Promise<Ground> {
  const source = `matrix_${randomUUID().slice(0, 8)}`;
  const vault = passingVault();
  await ensureDatabase(urlOf('postgres'), source);
  const first = await connect(urlOf(source), vault);
  const seeded = await prepare(first);
  await first.close();
  return {
    seeded,
    open: async () => {
      const name = `${source}_${randomUUID().slice(0, 8)}`.replaceAll('-', '_');
      await once(urlOf('postgres'), `create database ${name} template ${source} strategy file_copy`);
      const store = await connect(urlOf(name), vault);
      return {
        ...store,
        close: async () => {
          await store.close();
          await once(urlOf('postgres'), `drop database ${name} with (force)`);
        },
      };
    },
  };
}

async function once(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
