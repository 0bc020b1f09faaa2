import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../platform/embedded.ts';
import { connect, ensureDatabase } from './open.ts';

/** Vitest's global setup: one PostgreSQL for the whole run, with a migrated template that every test file copies. */
export async function setup(): Promise<() => Promise<void>> {
  const folder = join(tmpdir(), `kangcheng-test-${process.pid}`);
  const embedded = await startEmbedded(folder, { durable: false });
  await ensureDatabase(embedded.urlOf('postgres'), 'kangcheng_template');
  await (await connect(embedded.urlOf('kangcheng_template'))).close();
  const cache = join(import.meta.dirname, '..', '..', '.cache');
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'test-database.url'), embedded.urlOf('postgres'));
  return async () => {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
