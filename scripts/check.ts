/** `npm run check`: types, import rules, lint, dead code. Each part's complaint is printed; the last line sums up. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);

const parts: readonly { name: string; command: string; args: readonly string[] }[] = [
  { name: 'types', command: bin('tsc'), args: ['-b'] },
  { name: 'imports', command: bin('depcruise'), args: ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'] },
  { name: 'lint', command: bin('oxlint'), args: ['--type-aware', '--quiet', 'src', 'scripts', 'e2e', 'bench', 'bin'] },
  { name: 'purity', command: process.execPath, args: [join(root, 'scripts', 'purity.ts')] },
  { name: 'dead code', command: bin('knip'), args: ['--no-progress'] },
];

/** Run every part; returns the names of those that failed. */
export function check(): string[] {
  return parts.flatMap(({ name, command, args }) => {
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
    const right = status === 0;
    console.log(`${right ? '✓' : '✗'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    if (!right) console.log([stdout, stderr].join('').trim());
    return right ? [] : [name];
  });
}

if (process.argv[1] === import.meta.filename) {
  const failed = check();
  console.log(failed.length ? `check failed: ${failed.join(', ')}` : 'check passed');
  process.exitCode = failed.length ? 1 : 0;
}
