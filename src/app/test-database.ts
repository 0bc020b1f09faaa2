import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../platform/embedded.ts';
import { connect, ensureDatabase } from './open.ts';

declare module 'vitest' {
  interface ProvidedContext {
    databaseServer: string;
  }
}

/** Vitest's global setup: one PostgreSQL for the whole run, with a migrated template that every test file copies. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = join(tmpdir(), `kangcheng-test-${process.pid}`);
  const embedded = await startEmbedded(folder, { durable: false });
  await ensureDatabase(embedded.urlOf('postgres'), 'kangcheng_template');
  await (await connect(embedded.urlOf('kangcheng_template'))).close();
  project.provide('databaseServer', embedded.urlOf('postgres'));
  return async () => {
    await embedded.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
