import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { startEmbedded } from '../platform/embedded.ts';

const checkout = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'kangcheng-start-'));
afterAll(() => {
  const link = join(folder, 'data', 'database');
  if (existsSync(link)) rmSync(realpathSync(link), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcess;
  said(): string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  /** Resolves once the words were said; rejects when the program ends before. */
  says(words: string): Promise<void>;
}

/** The product's own command, as a user starts it. */
function kangcheng(env: Record<string, string>): Run {
  const child = spawn(process.execPath, ['src/app/cli.ts', 'start'], {
    cwd: checkout,
    env: { ...process.env, PORT: '0', KANGCHENG_DATA: join(folder, 'data'), KANGCHENG_DEMO_PERSONS: '60', ...env },
  });
  let text = '';
  const waiting: (() => void)[] = [];
  const hear = (chunk: Buffer) => {
    text += chunk.toString();
    for (const check of waiting) check();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((done) => child.on('close', (code) => done(code)));
  const says = (words: string) =>
    new Promise<void>((said, silent) => {
      const check = () => text.includes(words) && said();
      waiting.push(check);
      check();
      void ended.then(() => silent(new Error(`ended before "${words}": ${text}`)));
    });
  return { child, said: () => text, ended, says };
}

const stack = /\n\s+at /;

describe('what cannot be is one clear sentence', () => {
  test('a port in use', async () => {
    const other = createServer();
    const port = await new Promise<number>((done) => other.listen(0, '127.0.0.1', () => done(Number((other.address() as { port: number }).port))));
    const run = kangcheng({ PORT: String(port) });
    expect(await run.ended).toBe(1);
    expect(run.said()).toContain(`port ${port} is in use`);
    expect(run.said()).not.toMatch(stack);
    other.close();
  });

  test.each([
    ['a data folder that cannot be one', () => ({ KANGCHENG_DATA: notAFolder() }), 'cannot be written'],
    ['a database that is not there', () => ({ DATABASE_URL: 'postgres://somebody:secret@127.0.0.1:1/nowhere' }), 'cannot be reached'],
    ['a setting that is no number', () => ({ PORT: 'many' }), 'PORT'],
  ])('%s', async (_name, env, words) => {
    const run = kangcheng(env());
    expect(await run.ended).toBe(1);
    expect(run.said()).toContain(words);
    expect(run.said()).not.toContain('secret');
    expect(run.said()).not.toMatch(stack);
  });
});

function notAFolder(): string {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  return join(file, 'data');
}

describe('one installation', () => {
  const address = (run: Run) => /http:\/\/127\.0\.0\.1:\d+/.exec(run.said())?.[0] ?? '';
  /** As root the database lives elsewhere when its user cannot enter this private temporary folder. */
  const postmaster = () => {
    const link = join(folder, 'data', 'database');
    return join(existsSync(link) ? realpathSync(link) : join(folder, 'data'), 'postgres', 'postmaster.pid');
  };

  test('starts from nothing, is ready, and stops with everything it started', async () => {
    const run = kangcheng({});
    await run.says('Ctrl-C');
    expect(await (await fetch(`${address(run)}/readyz`)).json()).toEqual({ database: 'ok', migrations: 'ok', jobs: 'ok' });
    expect(await (await fetch(`${address(run)}/healthz`)).json()).toEqual({ alive: true });
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    expect(existsSync(postmaster())).toBe(false);
  }, 120_000);

  test('starts again with its data, even after it was killed', async () => {
    const killed = kangcheng({});
    await killed.says('Ctrl-C');
    const orphan = Number(readFileSync(postmaster(), 'utf8').split('\n')[0]);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(() => process.kill(orphan, 0)).not.toThrow();
    const again = kangcheng({});
    await again.says('Ctrl-C');
    expect(again.said()).not.toContain('demo\'s people');
    expect(await (await fetch(`${address(again)}/api/access/demo-accounts`)).json()).not.toEqual([]);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(0);
  }, 120_000);

  test('is refused to a second server at the same time', async () => {
    const first = kangcheng({});
    await first.says('Ctrl-C');
    const second = kangcheng({});
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain('in use by another Kangcheng');
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
  }, 120_000);

  test('is refused to an older program, and to one that is not its own', async () => {
    await onOwnersConnection((client) => client.query(`insert into schema_step (id, hash) values ('2999-01-01 later', 'x')`));
    const older = kangcheng({});
    expect(await older.ended).toBe(1);
    expect(older.said()).toContain('made by a newer program');
    await onOwnersConnection((client) => client.query(`delete from schema_step where id like '2999%'; update schema_step set hash = 'changed' where id like '%organizations'`));
    const other = kangcheng({});
    expect(await other.ended).toBe(1);
    expect(other.said()).toContain('another build');
    expect(other.said()).not.toMatch(stack);
  }, 120_000);

  async function onOwnersConnection(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
    const embedded = await startEmbedded(join(folder, 'data'), { durable: true });
    const client = new pg.Client({ connectionString: embedded.urlOf('kangcheng') });
    await client.connect();
    await work(client);
    await client.end();
    await embedded.stop();
  }
});
