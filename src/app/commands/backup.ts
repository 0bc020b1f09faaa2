import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { sizeOf, takeBackup } from '../../platform/backup.ts';
import { readConfig, type Config } from '../../platform/config.ts';
import { withoutPassword } from '../../platform/database.ts';
import { clusterOf, startEmbedded } from '../../platform/embedded.ts';
import { runningUrl } from '../../platform/running.ts';
import { Stop } from '../../platform/stop.ts';
import { keyFile } from '../../platform/vault.ts';

interface Options {
  readonly folder: string;
  readonly withKeys: boolean;
}

/** `kangcheng backup FOLDER`: the whole embedded database, beside a running server or not. */
export async function backupCommand(env: NodeJS.ProcessEnv, { folder, withKeys }: Options): Promise<number> {
  const config = readConfig(env, join(import.meta.dirname, '..', '..', '..'));
  const to = resolve(folder);
  const { bytes, started } = await backUp(config, { to, withKeys });
  console.log(`备份完成 · backed up: ${to} (${Math.ceil(bytes / 1024 / 1024)} MB, ${started})`);
  console.log(
    withKeys
      ? '  含密钥:得到此备份者可读取其中全部内容,请加密保存 · with the keys: whoever holds this backup reads all of it; keep it encrypted.'
      : '  不含密钥:请另行保管 keys.json,缺少它身份证号与电话无法恢复 · without the keys: keep keys.json elsewhere; without it identity numbers and phones cannot be read again.',
  );
  return 0;
}

/** Back up into a new or empty folder. */
export async function backUp(config: Pick<Config, 'data' | 'databaseUrl'> & Partial<Pick<Config, 'keys' | 'archive'>>, { to, withKeys }: { to: string; withKeys: boolean }): Promise<{ bytes: number; started: string }> {
  if (config.databaseUrl) {
    throw new Stop(`数据库在外部,请用 PostgreSQL 自带工具备份 · the database is an outer one, back it up with PostgreSQL's own tools: pg_basebackup (全库与时间点恢复 · whole, with points in time), pg_dump (${withoutPassword(config.databaseUrl)}).`);
  }
  const file = config.keys ?? keyFile(config.data);
  if (withKeys && !existsSync(file)) throw new Stop(`密钥不在文件中,不能一并保存 · the keys are in no file and cannot be put into the backup: ${config.keys === null ? file : 'KANGCHENG_KEYS'}`);
  if (!existsSync(config.data)) throw new Stop(`没有数据 · there is no data: ${config.data}`);
  const running = runningUrl(config.data, 'postgres');
  const embedded = running === null ? await startEmbedded(config.data, { durable: true, archive: config.archive ?? null }) : null;
  const client = new pg.Client({ connectionString: running ?? embedded?.urlOf('postgres') });
  try {
    await client.connect();
    const { home, cluster } = clusterOf(config.data);
    const beside = { 'postgres.key': join(home, 'postgres.key'), ...(withKeys ? { 'keys.json': file } : {}) };
    const manifest = await takeBackup(client, { cluster, beside, keys: withKeys ? 'included' : 'excluded', to });
    return { bytes: await sizeOf(to, manifest), started: manifest.startedAt };
  } finally {
    await client.end();
    await embedded?.stop();
  }
}
