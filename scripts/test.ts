/** `npm test`: checks, unit and integration tests, browser tests; one summary at the end. Sets up whatever they need. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.ts';
import { findChromium } from './chromium.ts';

const root = join(import.meta.dirname, '..');

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

const failedChecks = check();
const checks = { passed: 5 - failedChecks.length, failed: failedChecks.length };
const outcomes: readonly (readonly [string, Outcome])[] = [
  ['checks', checks],
  ['unit and integration', vitest('vitest.config.ts', {})],
  ['browser', vitest('e2e/vitest.config.ts', { CHROMIUM_PATH: findChromium() })],
];

/** Run one suite; a suite that crashes before it can count is a failure too. */
function vitest(config: string, env: Record<string, string>): Outcome {
  const folder = join(root, '.cache', 'results');
  const results = join(folder, `${config.replaceAll('/', '-')}.json`);
  mkdirSync(folder, { recursive: true });
  rmSync(results, { force: true });
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', config, '--reporter=default', '--reporter=json', `--outputFile.json=${results}`],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } },
  );
  const counted = countsIn(results);
  return status === 0 || counted.failed > 0 ? counted : { ...counted, failed: 1 };
}

function countsIn(file: string): Outcome {
  try {
    const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests || numFailedTestSuites };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

console.log('');
for (const [name, { passed, failed }] of outcomes) console.log(`${failed ? '✗' : '✓'} ${name}: ${passed} passed, ${failed} failed`);
const total = (key: keyof Outcome) => outcomes.reduce((sum, [, outcome]) => sum + outcome[key], 0);
console.log(`${total('passed')} passed, ${total('failed')} failed`);
process.exitCode = total('failed') > 0 ? 1 : 0;
