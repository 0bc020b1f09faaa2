import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeGate } from '../../platform/offload.ts';

const usual = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const milliseconds = 60_000;
const gate = makeGate(1);

/** The browser that prints: KANGCHENG_BROWSER, else one that is installed; null without any. */
function browser(): string | null {
  return process.env['KANGCHENG_BROWSER'] ?? usual.find((path) => existsSync(path)) ?? null;
}

/** A web page as PDF, printed by the server's browser. Null when there is none, or when it fails. */
export async function printed(html: string): Promise<Uint8Array | null> {
  const program = browser();
  if (program === null) return null;
  return gate(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kangcheng-print-'));
    try {
      await writeFile(join(folder, 'page.html'), html);
      const ended = await run(program, ['--headless', '--no-sandbox', '--disable-gpu', '--no-pdf-header-footer', `--user-data-dir=${join(folder, 'profile')}`, `--print-to-pdf=${join(folder, 'page.pdf')}`, pathToFileURL(join(folder, 'page.html')).href]);
      return ended && existsSync(join(folder, 'page.pdf')) ? new Uint8Array(await readFile(join(folder, 'page.pdf'))) : null;
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

function run(program: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', timeout: milliseconds, killSignal: 'SIGKILL' });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}
