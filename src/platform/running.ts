import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * How to reach the embedded PostgreSQL that already runs over a data folder, beside the server that started it; null when none does.
 * PostgreSQL notes its process, port (line 4) and socket folder (line 5) in postmaster.pid.
 */
export function runningUrl(folder: string, database: string): string | null {
  const note = [join(folder, 'postgres'), join(folder, 'database', 'postgres')].map((cluster) => join(cluster, 'postmaster.pid')).find((file) => existsSync(file));
  if (note === undefined) return null;
  const [pid = '', , , port = '', socket = ''] = readFileSync(note, 'utf8').split('\n');
  if (socket.trim() === '' || !isAlive(Number(pid))) return null;
  return `postgres:///${database}?host=${encodeURIComponent(socket.trim())}&port=${port.trim()}&user=postgres`;
}

function isAlive(pid: number): boolean {
  try {
    return pid > 1 && process.kill(pid, 0);
  } catch {
    return false;
  }
}
