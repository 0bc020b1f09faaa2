// npm run matrix [-- --json] [--role ROLE]: every endpoint and every table, tried by every role at its own place and at others'.
// Generated from the contracts and the schema; the last line is {"attempts": N, "leaks": 0}. A leak names endpoint, role and place.
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { groundOn } from '../src/app/matrix/ground.ts';
import type { Leak } from '../src/app/matrix/leak.ts';
import { runMatrix } from '../src/app/matrix/matrix.ts';
import { startEmbedded } from '../src/platform/embedded.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' }, role: { type: 'string', multiple: true } } });
const say = values.json ? () => {} : console.log;
const folder = join(tmpdir(), `kangcheng-matrix-${randomUUID().slice(0, 8)}`);
const embedded = await startEmbedded(folder, { durable: false });
try {
  const ground = await groundOn(embedded.urlOf);
  const started = performance.now();
  const result = await runMatrix(ground, {
    ...(values.role ? { only: values.role } : {}),
    progress: (role, { attempts, leaks, seen }) => say(`${role.padEnd(24)} ${String(attempts).padStart(6)} attempts  ${String(seen).padStart(5)} shown  ${leaks.length} leaks`),
  });
  for (const line of result.blind) console.error(`not seen: ${line}`);
  for (const leak of result.leaks) console.error(`leak: ${wordsOf(leak)}`);
  say(`${result.seen} attempts showed what may be seen; ${((performance.now() - started) / 1000).toFixed(0)} s`);
  console.log(`{"attempts": ${result.attempts}, "leaks": ${result.leaks.length}}`);
  process.exitCode = result.leaks.length > 0 ? 1 : 0;
} finally {
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}

function wordsOf({ endpoint, role, place, what }: Leak): string {
  return `${endpoint} · ${role} · ${place} · ${what}`;
}
