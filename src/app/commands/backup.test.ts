import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ensureDatabase } from '../open.ts';
import { openPool } from '../../platform/database.ts';
import { startEmbedded } from '../../platform/embedded.ts';
import { backUp } from './backup.ts';
import { restore } from './restore.ts';

const root = mkdtempSync(join(tmpdir(), 'kangcheng-backup-'));
// The database's own user must be able to walk here.
chmodSync(root, 0o755);
const config = { data: join(root, 'data'), databaseUrl: null, archive: join(root, 'archive'), keys: null };
const folder = join(root, 'backup');

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function withDatabase<T>(work: (run: (statement: string) => Promise<Record<string, unknown>[]>) => Promise<T>): Promise<T> {
  const embedded = await startEmbedded(config.data, { durable: true, archive: config.archive });
  await ensureDatabase(embedded.urlOf('postgres'), 'kangcheng');
  const pool = openPool(embedded.urlOf('kangcheng'), 2);
  try {
    return await work(async (statement) => (await pool.query(statement)).rows);
  } finally {
    await pool.end();
    await embedded.stop();
  }
}

const notes = () => withDatabase(async (run) => (await run('select text from note order by text')).map((row) => row['text']));

test('what was lost is found again: as of the backup, and as of a later moment', { timeout: 180_000 }, async () => {
  const later = await withDatabase(async (run) => {
    writeFileSync(join(config.data, 'keys.json'), '{"secret":"keys"}');
    await run('create table note (text text primary key)');
    await run(`insert into note select 'before ' || i from generate_series(1, 3) i`);
    const load = run(`insert into note select 'meanwhile ' || i from generate_series(1, 20000) i`);
    const { bytes } = await backUp(config, { to: folder, withKeys: true });
    expect(bytes).toBeGreaterThan(1_000_000);
    await load;
    await run(`delete from note where text like 'meanwhile%'`);
    await run(`insert into note values ('after the backup')`);
    const [row] = await run(`select (clock_timestamp() + interval '10 ms')::text as now, pg_sleep(0.05)`);
    await run(`insert into note values ('the mistake')`);
    await run(`delete from note where text like 'before%'`);
    const [last] = await run('select pg_walfile_name(pg_switch_wal()) as segment');
    for (let tries = 0; tries < 200 && !existsSync(join(config.archive, String(last?.['segment']))); tries++) await run('select pg_sleep(0.05)');
    return String(row?.['now']);
  });
  rmSync(config.data, { recursive: true });

  expect(await restore(config, { folder, until: later })).toEqual({ keys: 'restored' });
  expect(await notes()).toEqual(['after the backup', 'before 1', 'before 2', 'before 3']);
  expect(readFileSync(join(config.data, 'keys.json'), 'utf8')).toBe('{"secret":"keys"}');
  await expect(restore(config, { folder, until: null })).rejects.toThrow(/holds a database/);

  rmSync(config.data, { recursive: true });
  await restore({ ...config, archive: null }, { folder, until: null });
  expect((await notes()).filter((text) => !String(text).startsWith('meanwhile'))).toEqual(['before 1', 'before 2', 'before 3']);
});

test('a damaged backup is refused before it replaces anything', async () => {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const copy = join(root, 'damaged');
  mkdirSync(copy);
  writeFileSync(join(copy, 'manifest.json'), JSON.stringify(manifest));
  await expect(restore(config, { folder: copy, until: null })).rejects.toThrow(/damaged/);
  await expect(restore(config, { folder: root, until: null })).rejects.toThrow(/no backup/);
});

test.each([
  ['2001-01-01 00:00', /before this backup/],
  ['soon', /no time/],
])('restoring until %s is refused', async (until, reason) => {
  await expect(restore(config, { folder, until })).rejects.toThrow(reason);
});

test('an outer database is left to its own tools', async () => {
  const outer = { ...config, databaseUrl: 'postgres://kang:secret@db/kang' };
  await expect(backUp(outer, { to: join(root, 'never'), withKeys: false })).rejects.toThrow(/pg_basebackup.*\*\*\*@db/);
  await expect(restore(outer, { folder, until: null })).rejects.toThrow(/pg_restore/);
});
