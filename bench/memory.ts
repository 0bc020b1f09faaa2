import { readFileSync } from 'node:fs';
import type pg from 'pg';

/** Megabytes at the highest: this process, and what the database's sessions hold of their own beside the shared buffers (null where the system does not tell). */
export interface Peak {
  readonly server_mb: number;
  readonly database_sessions_mb: number | null;
}

const everyMs = 200;

/** Watch memory while `work` runs. */
export async function watched<T>(owner: pg.Pool, work: () => Promise<T>): Promise<{ readonly result: T; readonly peak: Peak }> {
  let [server, sessions]: [number, number | null] = [0, null];
  const sample = async () => {
    server = Math.max(server, process.memoryUsage.rss());
    const held = await sessionsMemory(owner);
    if (held !== null) sessions = Math.max(sessions ?? 0, held);
  };
  await sample();
  const timer = setInterval(() => void sample(), everyMs);
  try {
    return { result: await work(), peak: { server_mb: megabytes(server), database_sessions_mb: sessions === null ? null : megabytes(sessions) } };
  } finally {
    clearInterval(timer);
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

async function sessionsMemory(owner: pg.Pool): Promise<number | null> {
  const { rows } = await owner.query<{ pid: number }>(`select pid from pg_stat_activity where backend_type in ('client backend', 'parallel worker')`);
  const held = rows.flatMap(({ pid }) => anonymous(pid) ?? []);
  return held.length === 0 ? null : held.reduce((sum, one) => sum + one, 0);
}

function anonymous(pid: number): number | null {
  try {
    const [, kilobytes] = /RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
