import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const debian = '/usr/bin/chromium';

/** A Chromium for the browser tests: the system's, Debian's package when we may install it, else Playwright's own. Returns its path. */
export function findChromium(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return named;
  if (!existsSync(debian) && isDebianRoot()) installDebianPackages();
  if (existsSync(debian)) return debian;
  const own = chromium.executablePath();
  if (!existsSync(own)) run(process.execPath, [join(import.meta.dirname, '..', 'node_modules', 'playwright-core', 'cli.js'), 'install', 'chromium']);
  if (!existsSync(own)) throw new Error('浏览器测试需要 Chromium · the browser tests need a Chromium: install one, or set CHROMIUM_PATH.');
  return own;
}

function isDebianRoot(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/os-release') && /^(ID|ID_LIKE)=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** With a Chinese font, so that screenshots show what users see. */
function installDebianPackages(): void {
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk']);
}

function run(command: string, args: readonly string[]): void {
  console.log(`… ${command} ${args.join(' ')}`);
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
