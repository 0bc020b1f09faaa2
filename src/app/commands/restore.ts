import { chownSync, copyFileSync, existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkBackup, placeBackup } from '../../platform/backup.ts';
import { nobody, readConfig, type Config } from '../../platform/config.ts';
import { clusterOf, replaying, startEmbedded } from '../../platform/embedded.ts';
import { runningUrl } from '../../platform/running.ts';
import { Stop } from '../../platform/stop.ts';
import { keyFile } from '../../platform/vault.ts';

interface Options {
  readonly folder: string;
  /** A time, `latest`, or null for the moment of the backup. */
  readonly until: string | null;
}

type Place = Pick<Config, 'data' | 'databaseUrl' | 'archive'>;

/** `kangcheng restore FOLDER`: the database as it was at the backup, or at a later time that the archive holds. */
export async function restoreCommand(env: NodeJS.ProcessEnv, { folder, until }: Options): Promise<number> {
  const config = readConfig(env, join(import.meta.dirname, '..', '..', '..'));
  const { keys } = await restore(config, { folder: resolve(folder), until });
  console.log(`恢复完成 · restored: ${config.data}`);
  if (keys === 'missing') console.log(`  备份不含密钥:启动前请放回 keys.json · the backup holds no keys: put keys.json back before the start: ${keyFile(config.data)}`);
  return 0;
}

/** Restore into a data folder without a database, and start it once so that it is known to work. */
export async function restore(config: Place, { folder, until }: Options): Promise<{ keys: 'restored' | 'kept' | 'missing' }> {
  if (config.databaseUrl) throw new Stop("数据库在外部,请用 PostgreSQL 自带工具恢复 · the database is an outer one, restore it with PostgreSQL's own tools: pg_restore, pg_basebackup.");
  if (until !== null && config.archive === null) throw new Stop('恢复到某一时刻需要归档 · a point in time needs the archive: KANGCHENG_ARCHIVE=…');
  const target = until === null || until === 'latest' ? null : instantOf(until);
  const manifest = await checkBackup(folder);
  if (target !== null && target < manifest.finishedAt) throw new Stop(`该时刻早于备份(${manifest.finishedAt})· that time is before this backup; use an earlier one.`);
  if (runningUrl(config.data, 'postgres') !== null) throw new Stop(`数据库正在运行,请先停止 · the database is running, stop it first: ${config.data}`);
  const { home, cluster } = clusterOf(config.data);
  if (existsSync(cluster)) throw new Stop(`数据文件夹已有数据库,请先移走 · the data folder holds a database, move it away first: ${cluster}`);
  copyFileSync(join(folder, 'postgres.key'), join(home, 'postgres.key'));
  if (process.getuid?.() === 0) chownSync(join(home, 'postgres.key'), nobody.uid, nobody.gid);
  await placeBackup(manifest, { from: folder, cluster, replay: until !== null });
  await startOnce(config, { until, target, cluster });
  return { keys: restoreKeys(config, folder) };
}

/** The first start replays the log; a cluster that cannot reach its target is taken away again. */
async function startOnce({ data, archive }: Place, { until, target, cluster }: { until: string | null; target: string | null; cluster: string }): Promise<void> {
  try {
    const settings = until === null || archive === null ? {} : replaying(archive, target);
    const embedded = await startEmbedded(data, { durable: true, archive, settings });
    await embedded.stop();
  } catch (error) {
    rmSync(cluster, { recursive: true, force: true });
    if (error instanceof Stop && /recovery ended before/.test(error.message)) throw new Stop(`归档尚未到该时刻,可用 --until latest · the archive does not reach that time yet; --until latest restores all it holds.`);
    throw error;
  }
}

function restoreKeys({ data }: Place, folder: string): 'restored' | 'kept' | 'missing' {
  if (existsSync(keyFile(data))) return 'kept';
  const kept = join(folder, 'keys.json');
  if (!existsSync(kept)) return 'missing';
  copyFileSync(kept, keyFile(data));
  return 'restored';
}

/** A time without a zone is China's. */
function instantOf(text: string): string {
  const [, time = '', zone = '+08'] = /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*([Zz]|[+-]\d\d(?::?\d\d)?)?$/.exec(text.trim()) ?? [];
  const instant = Date.parse(`${time.replace(' ', 'T')}${/^[Zz]$/.test(zone) ? 'Z' : zone.length === 3 ? `${zone}:00` : zone}`);
  if (Number.isNaN(instant)) throw new Stop(`看不懂这个时刻 · this is no time: ${text} (2026-11-22 14:30, 北京时间 · China's time)`);
  return new Date(instant).toISOString();
}
