import { createHash } from 'node:crypto';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type pg from 'pg';
import { z } from 'zod';
import { nobody } from './config.ts';
import { Stop } from './stop.ts';

/** What a backup says about itself. A file is named with its SHA-256, so that a damaged backup is found before it replaces anything. */
const Manifest = z.strictObject({
  kangcheng: z.literal(1),
  postgres: z.string(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  keys: z.enum(['included', 'excluded']),
  files: z.record(z.string(), z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

const manifestName = 'manifest.json';

/** What PostgreSQL makes anew, or must not find in a copy. */
const emptied = new Set(['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);
const left = /^(postmaster\.(pid|opts)|current_logfiles|pgsql_tmp.*|pg_internal\.init.*)$/;

export interface BackupPlaces {
  /** The running cluster's folder. */
  readonly cluster: string;
  /** Files beside the cluster to keep as well: name in the backup → path. */
  readonly beside: Readonly<Record<string, string>>;
  readonly keys: Manifest['keys'];
  /** A new or empty folder. */
  readonly to: string;
}

/** Copy a cluster while it works, with the log that makes the copy consistent. `client` must stay one session. */
export async function takeBackup(client: pg.ClientBase, { cluster, beside, keys, to }: BackupPlaces): Promise<Manifest> {
  if (existsSync(to) && readdirSync(to).length > 0) throw new Stop(`备份文件夹须为空 · the folder of the backup must be empty: ${to}`);
  await mkdir(join(to, 'postgres', 'pg_wal'), { recursive: true, mode: 0o700 });
  const startedAt = new Date().toISOString();
  // The slot keeps the log from being recycled until it is copied; it ends with the session.
  await client.query(`select pg_create_physical_replication_slot('kangcheng_backup', true, true)`);
  const { rows: begun } = await client.query<{ segment: string }>(`select pg_walfile_name(pg_backup_start('kangcheng', fast => true)) as segment`);
  const files: Record<string, string> = {};
  for (const file of await filesIn(cluster)) await keep(join(cluster, file), { to, name: `postgres/${file}`, files });
  const { rows: ended } = await client.query<{ segment: string; label: string; map: string }>(
    `select pg_walfile_name(lsn) as segment, labelfile as label, spcmapfile as map from pg_backup_stop(wait_for_archive => false)`,
  );
  await client.query('select pg_switch_wal()');
  const [first = '', last = ''] = [begun[0]?.segment, ended[0]?.segment];
  const log = (await readdir(join(cluster, 'pg_wal'))).filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last);
  for (const name of log) await keep(join(cluster, 'pg_wal', name), { to, name: `postgres/pg_wal/${name}`, files });
  if (!log.includes(first) || !log.includes(last)) throw new Stop('备份期间日志被回收,请重试 · the log was recycled during the backup: try again.');
  await writeFile(join(to, 'postgres', 'backup_label'), ended[0]?.label ?? '', { mode: 0o600 });
  files['postgres/backup_label'] = sha256(ended[0]?.label ?? '');
  for (const [name, path] of Object.entries(beside)) await keep(path, { to, name, files });
  const postgres = (await readFile(join(cluster, 'PG_VERSION'), 'utf8')).trim();
  const manifest: Manifest = { kangcheng: 1, postgres, startedAt, finishedAt: new Date().toISOString(), keys, files };
  await writeManifest(to, manifest);
  return manifest;
}

async function writeManifest(to: string, manifest: Manifest): Promise<void> {
  const file = await open(join(to, `${manifestName}.part`), 'w', 0o600);
  await file.writeFile(`${JSON.stringify(manifest, null, 1)}\n`);
  await file.sync();
  await file.close();
  await rename(join(to, `${manifestName}.part`), join(to, manifestName));
}

/** Every file to copy, below the cluster; the control file last. */
async function filesIn(cluster: string): Promise<string[]> {
  const entries = await readdir(cluster, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !left.test(entry.name)).map((entry) => join(entry.parentPath, entry.name).slice(cluster.length + 1).replaceAll('\\', '/'));
  const copied = files.filter((file) => !emptied.has(file.split('/')[0] ?? ''));
  return [...copied.filter((file) => file !== 'global/pg_control'), 'global/pg_control'];
}

const piece = 1024 * 1024;

/** Copy one file and note its hash. A table that is dropped meanwhile takes its file along: then there is nothing to keep. */
async function keep(from: string, { to, name, files }: { to: string; name: string; files: Record<string, string> }): Promise<void> {
  const source = await open(from, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!source) return;
  await mkdir(dirname(join(to, name)), { recursive: true, mode: 0o700 });
  const target = await open(join(to, name), 'wx', 0o600);
  const hash = createHash('sha256');
  const buffer = Buffer.alloc(piece);
  try {
    for (;;) {
      const { bytesRead } = await source.read(buffer, 0, piece, null);
      if (bytesRead === 0) break;
      hash.update(buffer.subarray(0, bytesRead));
      await target.write(buffer, 0, bytesRead);
    }
    await target.datasync();
    files[name] = hash.digest('hex');
  } finally {
    await source.close();
    await target.close();
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Read what a backup says about itself and check every file; a damaged one is refused. */
export async function checkBackup(folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  for (const [name, hash] of Object.entries(manifest.files)) {
    const content = await readFile(join(folder, name)).catch(() => null);
    if (content === null || sha256(content) !== hash) throw new Stop(`备份已损坏 · the backup is damaged: ${join(folder, name)}`);
  }
  return manifest;
}

async function readManifest(folder: string): Promise<Manifest> {
  try {
    return Manifest.parse(JSON.parse(await readFile(join(folder, manifestName), 'utf8')));
  } catch {
    throw new Stop(`不是康程的备份,或备份未完成 · no backup of Kangcheng, or one that was not finished: ${folder}`);
  }
}

export interface RestorePlaces {
  readonly from: string;
  /** Where the cluster is to stand. */
  readonly cluster: string;
  /** Whether PostgreSQL replays more than the backup's own log. */
  readonly replay: boolean;
}

/** Put the cluster of a checked backup in its place; it becomes consistent when it is started. */
export async function placeBackup(manifest: Manifest, { from, cluster, replay }: RestorePlaces): Promise<void> {
  const part = `${cluster}.part`;
  await rm(part, { recursive: true, force: true });
  for (const folder of ['.', ...emptied, 'pg_wal/archive_status', 'pg_commit_ts', 'pg_tblspc', 'pg_twophase', 'pg_logical/snapshots', 'pg_logical/mappings', 'pg_stat']) await mkdir(join(part, folder), { recursive: true, mode: 0o700 });
  const names = Object.keys(manifest.files).filter((name) => name.startsWith('postgres/'));
  for (const name of names) {
    const to = join(part, name.slice('postgres/'.length));
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await copyFile(join(from, name), to);
  }
  if (replay) await writeFile(join(part, 'recovery.signal'), '');
  await giveToDatabase(part);
  await rename(part, cluster);
}

/** Files that root copied must belong to the user that PostgreSQL runs as. */
async function giveToDatabase(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  chownSync(folder, nobody.uid, nobody.gid);
  for (const entry of await readdir(folder, { recursive: true })) chownSync(join(folder, entry), nobody.uid, nobody.gid);
}

/** How much a backup takes, in bytes. */
export async function sizeOf(folder: string, { files }: Manifest): Promise<number> {
  const sizes = await Promise.all(Object.keys(files).map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
