import { isAbsolute, join, resolve } from 'node:path';
import { statSync } from 'node:fs';
import { z } from 'zod';
import { Stop } from './stop.ts';

/** Digits alone: blanks would count as 0. */
const number = z.string().regex(/^\d+$/, '须为数字 · is not a number').transform(Number);

/** What the installation says: every setting comes from the environment, with a default that runs on a laptop. */
const Environment = z.object({
  PORT: number.pipe(z.number().max(65535)).default(8086),
  HOST: z.string().default('127.0.0.1'),
  KANGCHENG_DATA: z.string().optional(),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'starts with postgres://').optional(),
  KANGCHENG_KEYS: z.string().optional(),
  KANGCHENG_ARCHIVE: z.string().optional(),
  KANGCHENG_DEMO_PERSONS: number.pipe(z.number().max(1_000_000)).default(2000),
  /** Addresses or networks of reverse proxies, by commas: `loopback`, 10.0.0.0/8. Without it X-Forwarded-For is not believed. */
  KANGCHENG_TRUST_PROXY: z.string().optional(),
  KANGCHENG_LOG: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Folder that holds the embedded database and the keys. */
  readonly data: string;
  /** An outer PostgreSQL to use instead of the embedded one. */
  readonly databaseUrl: string | null;
  /** The keys of the vault as JSON, or the file that holds them; null for the data folder's own. */
  readonly keys: string | null;
  /** Where the embedded database copies its write-ahead log, for recovery to a point in time; null for nowhere. */
  readonly archive: string | null;
  readonly demoPersons: number;
  /** The reverse proxies whose word on the caller's address is taken. */
  readonly trustProxy: string | null;
  readonly log: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

export function readConfig(env: NodeJS.ProcessEnv, checkout: string): Config {
  const read = Environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, v]) => v !== '')));
  if (!read.success) {
    const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
    throw new Stop(`配置有误 · a setting is wrong — ${faults}.`);
  }
  const e = read.data;
  return {
    port: e.PORT,
    host: e.HOST,
    data: e.KANGCHENG_DATA ? resolve(e.KANGCHENG_DATA) : join(checkout, 'data'),
    databaseUrl: e.DATABASE_URL ?? null,
    keys: e.KANGCHENG_KEYS ?? null,
    archive: e.KANGCHENG_ARCHIVE ? resolve(e.KANGCHENG_ARCHIVE) : null,
    demoPersons: e.KANGCHENG_DEMO_PERSONS,
    trustProxy: e.KANGCHENG_TRUST_PROXY ?? null,
    log: e.KANGCHENG_LOG,
  };
}

/** The first folder on the way to `path` that another user may not enter, or null. Folders that do not exist yet count as open. */
export function blockedFolder(path: string): string | null {
  if (!isAbsolute(path)) return blockedFolder(resolve(path));
  const steps = path.split('/').map((_, i, all) => all.slice(0, i + 1).join('/') || '/');
  return steps.find((folder) => isClosed(folder)) ?? null;
}

function isClosed(folder: string): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found !== undefined && (found.mode & 0o001) === 0 && found.uid !== nobody.uid;
}

/** The unprivileged user that every Unix has: PostgreSQL runs as it when we are root. */
export const nobody = { uid: 65534, gid: 65534 } as const;
