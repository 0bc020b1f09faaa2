import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { loadCare } from '../src/app/demo/care.ts';
import { loadPopulation } from '../src/app/demo/load.ts';
import { loadProgrammes } from '../src/app/demo/programmes.ts';
import { openStore } from '../src/app/open.ts';
import { buildServer, startQueue } from '../src/app/server.ts';
import { buildScreens } from '../src/app/start.ts';
import { clockAt } from '../src/platform/clock.ts';
import { Day } from '../src/kernel/day.ts';

declare module 'vitest' {
  interface ProvidedContext {
    address: string;
  }
}

/** The day on which every journey takes place. */
export const today = Day.parse('2026-11-22');

/** The real product for the journeys: built screens, a database of their own, the demo as it was on a fixed day. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = join(tmpdir(), `kangcheng-e2e-${process.pid}`);
  await buildScreens({ run: (_title, work) => work(() => {}) });
  const store = await openStore({ data, databaseUrl: null });
  const organizations = await loadPopulation(store, { size: 400, until: today }, () => {});
  await store.owner.query('analyze');
  await loadProgrammes(store, { size: 400, until: today, organizations }, () => {});
  await loadCare(store, { until: today, organizations });
  const runner = await startQueue(store, clockAt(today));
  const app = await buildServer(store, { clock: clockAt(today), log: 'error', queue: () => runner });
  project.provide('address', await app.listen({ port: 0, host: '127.0.0.1' }));
  return async () => {
    await app.close();
    await runner.stop();
    await store.close();
    rmSync(data, { recursive: true, force: true });
  };
}
