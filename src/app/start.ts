import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Runner } from 'graphile-worker';
import { build } from 'vite';
import { systemClock } from '../platform/clock.ts';
import { readConfig, type Config } from '../platform/config.ts';
import { Stop } from '../platform/stop.ts';
import { entities } from './capabilities.ts';
import { demoLogins, demoPassword } from './demo/accounts.ts';
import { demoResidents } from './demo/residents.ts';
import { loadAppointments } from './demo/appointments.ts';
import { loadCare } from './demo/care.ts';
import { loadMonitoring } from './demo/monitoring.ts';
import { loadPopulation } from './demo/load.ts';
import { loadProgrammes } from './demo/programmes.ts';
import { loadQuestionnaires } from './demo/questionnaires.ts';
import { openStore, type Store } from './open.ts';
import { brokerPort } from '../capabilities/monitoring/broker.gateway.ts';
import { buildServer, openBroker, startQueue, webFolder } from './server.ts';
import { stepsOn, type Steps } from './steps.ts';

const checkout = join(import.meta.dirname, '..', '..');

/** `kangcheng start`: everything from a clean clone to an open door; ends when asked to, leaving nothing running. */
export async function start(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(env, checkout);
  const steps = stepsOn(process.stderr);
  await refuseTakenPort(config);
  const release = holdFolder(config);
  const ending = endOnSignal();
  let store: Store | null = null;
  let runner: Runner | null = null;
  try {
    await buildScreens(steps);
    store = await steps.run({ zh: '启动数据库', en: 'starting the database' }, () => openStore(config));
    await loadDemo(store, { config, steps: interruptible(steps, ending) });
    const app = await buildServer(store, { clock: systemClock, log: config.log, trustProxy: config.trustProxy ?? undefined, queue: () => runner });
    runner = await startQueue(store, systemClock);
    const address = await app.listen({ port: config.port, host: config.host });
    const mqtt = brokerPort();
    const broker = mqtt === null ? null : await openBroker(app, { port: mqtt, host: config.host });
    announce(address, { demo: config.demoPersons > 0 });
    await ending.asked;
    await broker?.close();
    await app.close();
  } finally {
    await runner?.stop();
    await store?.close();
    release();
  }
}

function announce(address: string, { demo }: { demo: boolean }): void {
  const accounts = demo ? [...demoLogins, ...demoResidents].map(({ login, name }) => `    ${login.padEnd(10)} ${demoPassword}   ${name.zh} · ${name.en}`) : [];
  const list = demo ? ['', '  演示账号 · demo accounts', ...accounts, '', '  演示不发短信,手机验证码直接显示在登录页 · the demo sends no messages: phone codes are shown on the sign-in page'] : [];
  console.log(['', `  康程已就绪 · Kangcheng is ready: ${address}`, ...list, '', '  Ctrl-C 停止 · stops it', ''].join('\n'));
}

/**
 * Resolves at the first Ctrl-C. One press reaches us several times (from the terminal, from npm, from the launcher), so only a
 * press some seconds later means that somebody will not wait.
 */
function endOnSignal(): Ending {
  const patience = 3_000;
  const { promise, resolve } = Promise.withResolvers<void>();
  let first = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (first === 0) first = performance.now();
      else if (performance.now() - first > patience) process.exit(130);
      resolve();
    });
  }
  return { asked: promise, isAsked: () => first > 0 };
}

interface Ending {
  readonly asked: Promise<void>;
  isAsked(): boolean;
}

/** The same steps, given up between two of their parts when somebody wants the program to end. */
function interruptible(steps: Steps, ending: Ending): Steps {
  return {
    run: (title, work) =>
      steps.run(title, (count) =>
        work((done, of) => {
          if (ending.isAsked()) throw new Stop('已停止,演示将在下次启动时重新装入 · stopped: the demo is loaded anew at the next start.');
          count(done, of);
        }),
      ),
  };
}

function refuseTakenPort({ port, host }: Config): Promise<void> {
  return new Promise((free, taken) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      taken(
        new Stop(
          error.code === 'EADDRINUSE'
            ? `端口 ${port} 已被占用 · port ${port} is in use. PORT=… 可另指定 · names another.`
            : `无法监听 ${host}:${port} · cannot listen on ${host}:${port}: ${error.message}`,
        ),
      ),
    );
    probe.listen(port, host, () => probe.close(() => free()));
  });
}

/** One server a data folder. The note of a process that is gone does not count. */
function holdFolder({ data, databaseUrl }: Config): () => void {
  if (databaseUrl) return () => {};
  const note = join(data, 'server.pid');
  const holder = existsSync(note) ? Number(readFileSync(note, 'utf8')) : 0;
  if (holder > 0 && holder !== process.pid && isServer(holder)) throw new Stop(`数据文件夹正被另一个康程使用 · the data folder is in use by another Kangcheng (process ${holder}): ${data}`);
  try {
    mkdirSync(data, { recursive: true });
    writeFileSync(note, String(process.pid));
  } catch (error) {
    throw new Stop(`数据文件夹不可写 · the data folder cannot be written: ${data} (${error instanceof Error ? error.message : ''}). KANGCHENG_DATA=… 可另指定 · names another.`);
  }
  return () => rmSync(note, { force: true });
}

function isServer(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  const command = `/proc/${pid}/cmdline`;
  return !existsSync(command) || readFileSync(command, 'utf8').includes('src/app/cli.ts');
}

/** Build the screens when their sources are not those of the last build. */
export async function buildScreens(steps: Steps): Promise<void> {
  const stamp = join(webFolder, '.sources');
  const sources = hashOfSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  await steps.run({ zh: '构建界面', en: 'building the screens' }, async () => {
    await forProduction(() => build({ root: join(checkout, 'src/app/web'), configFile: join(checkout, 'vite.config.ts'), logLevel: 'error' }));
    writeFileSync(stamp, sources);
  });
}

/** Vite takes NODE_ENV before its own mode: where tests build, the screens would come with React's slow half. */
async function forProduction(work: () => Promise<unknown>): Promise<void> {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = ['src/kernel', 'src/platform', 'src/capabilities', 'src/app'].flatMap((folder) =>
    readdirSync(join(checkout, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !/\.(store|api|gateway|test)\.ts$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)),
  );
  for (const file of [...files.toSorted(), join(checkout, 'vite.config.ts'), join(checkout, 'package-lock.json')]) hash.update(file.slice(checkout.length)).update(readFileSync(file));
  return hash.digest('hex');
}

/** An empty installation gets the demo, unless KANGCHENG_DEMO_PERSONS=0. A load that was cut off starts again from nothing. */
async function loadDemo({ owner, ...store }: Store, { config, steps }: { config: Config; steps: Steps }): Promise<void> {
  if (config.demoPersons === 0) return;
  const { rows } = await owner.query<{ tenants: number; demo: string | null }>(`
    select (select count(*)::int from tenant) as tenants, (select value from installation where key = 'demo') as demo`);
  const { tenants = 0, demo = null } = rows[0] ?? {};
  if (demo === 'loaded' || (demo === null && tenants > 0)) return;
  if (demo === 'loading') await owner.query(`truncate ${Object.keys(entities).join(', ')} cascade`);
  await owner.query(`insert into installation values ('demo', 'loading') on conflict do nothing`);
  const size = { size: config.demoPersons, until: systemClock.today() };
  const organizations = await steps.run({ zh: `生成演示人群(${size.size} 人)`, en: `making the demo's people (${size.size})` }, (count) =>
    loadPopulation({ owner, ...store }, size, (done) => count(done, size.size)),
  );
  // Fresh statistics: without them the planner takes the new tables for empty.
  await owner.query('analyze');
  await steps.run({ zh: '读取并启动七份计划', en: 'reading and launching the seven plans' }, (count) => loadProgrammes({ owner, ...store }, { ...size, organizations }, (done) => count(done, 7)));
  await steps.run({ zh: '发放问卷', en: 'asking questionnaires' }, (count) => loadQuestionnaires({ owner, ...store }, { until: size.until, organizations }, count));
  await steps.run({ zh: '安排随访', en: 'planning the follow-up' }, () => loadCare({ owner, ...store }, { ...size, organizations }));
  await steps.run({ zh: '开放预约', en: 'opening appointments' }, () => loadAppointments(store, { ...size, organizations }));
  await steps.run({ zh: '居家监测', en: 'measuring at home' }, () => loadMonitoring({ owner, ...store }, { ...size, organizations }));
  await owner.query(`update installation set value = 'loaded' where key = 'demo'`);
}
