import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { Runner } from 'graphile-worker';
import { callerOf } from '../capabilities/access/access.api.ts';
import { startBroker, type Broker } from '../capabilities/monitoring/broker.gateway.ts';
import { deliverReadings } from '../capabilities/monitoring/devices.ts';
import { deviceOf } from '../capabilities/monitoring/readings.api.ts';
import { permits } from '../kernel/permission.ts';
import { clientOf } from '../capabilities/access/systems.api.ts';
import { tokenEndpoint } from '../capabilities/access/tokens.gateway.ts';
import { refuseWithdrawn } from '../capabilities/access/consent.api.ts';
import { refuseUnenrolled } from '../capabilities/access/policy.api.ts';
import { appendTrace } from '../capabilities/access/audit.api.ts';
import type { Clock } from '../platform/clock.ts';
import { within, type Scope } from '../platform/database.ts';
import { eventHub } from '../platform/events.ts';
import { eventStream } from '../platform/event-stream.ts';
import type { Caller, Ctx } from '../platform/handle.ts';
import { buildHttp, localeOf, type Parts } from '../platform/http.ts';
import { enqueue, failedJobs, startJobs } from '../platform/jobs.ts';
import { missingSteps } from '../platform/migrations.ts';
import { endpoints, jobs, migrations, topics } from './capabilities.ts';
import { noteChanged } from './changed.ts';
import { demoEndpoints } from './demo/sign-in.ts';
import { systemScope, type Store } from './open.ts';
import { wordsOfRefusal } from './words.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Whoever may publish readings with a key or token. */
    publisher(token: string): Promise<Caller | null>;
  }
}

export const webFolder = join(import.meta.dirname, '..', '..', 'dist', 'web');

interface Running extends Pick<Parts, 'clock' | 'log' | 'trustProxy'> {
  queue(): Runner | null;
}

/** The whole server over an opened store: the API, the screens when they are built, and the health checks. */
export async function buildServer(store: Store, { clock, log, trustProxy, queue }: Running): Promise<FastifyInstance> {
  const whoIs: Parts['whoIs'] = async (token, of) => {
    if (of === 'session') return callerOf(store.database, token, clock.now());
    return (await deviceOf(store.database, token)) ?? delivering(await clientOf(store.database, token, clock.now()));
  };
  const app = await buildHttp(
    { database: store.database, vault: store.vault, clock, log, trustProxy, whoIs, audit: appendTrace, admit, changed: noteChanged, words: wordsOfRefusal },
    [...endpoints, ...demoEndpoints(store)],
  );
  app.decorate('publisher', (token: string) => whoIs(token, 'system'));
  eventStream(app, { parts: { whoIs }, hub: eventHub(store.owner.options), topics });
  tokenEndpoint(app, { database: store.database, clock, base: () => process.env['KANGCHENG_URL']?.replace(/\/$/, '') ?? app.listeningOrigin });
  app.get('/healthz', () => ({ alive: true }));
  app.get('/readyz', async (_req, reply) => {
    const checks = await readiness(store, queue());
    return reply.code(Object.values(checks).every((check) => check === 'ok') ? 200 : 503).send(checks);
  });
  if (existsSync(webFolder)) await serveScreens(app);
  return app;
}

/** The MQTT broker beside the server: what is published takes the way of a request, with its identity, transaction and traces. */
export function openBroker(app: FastifyInstance, { port, host }: { readonly port: number; readonly host: string }): Promise<Broker> {
  const ask = (token: string, readings: string, address: string) =>
    app.inject({ method: 'POST', url: deliverReadings.path, remoteAddress: address, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, payload: readings });
  return startBroker({
    port,
    host,
    whoIs: async (token) => (await app.publisher(token))?.login ?? null,
    deliver: async ({ token, readings, address }) => {
      const { statusCode, body } = await ask(token, readings, address);
      return { status: statusCode, body };
    },
  });
}

/** A system that may write records may deliver readings. */
function delivering(system: Caller | null): Caller | null {
  return system && permits(system.permissions, 'records.write') ? { ...system, permissions: [...system.permissions, 'monitoring.deliver'] } : system;
}

/** Refuse, before anything is read, whoever must first prove more, and calls on records that are withheld. */
const admit: Parts['admit'] = async (db, caller, call) => {
  refuseUnenrolled(caller, call.contract);
  await refuseWithdrawn(db, caller, call);
};

/** What must be right before traffic is sent here; each `ok` or the reason why not. */
async function readiness({ owner, database }: Store, runner: Runner | null): Promise<Record<'database' | 'migrations' | 'jobs', string>> {
  const ask = (work: () => Promise<string>) => work().catch((error: unknown) => (error instanceof Error ? error.message : 'failed'));
  return {
    database: await ask(async () => {
      await database.selectNoFrom((eb) => eb.val(1).as('one')).execute();
      return 'ok';
    }),
    migrations: await ask(async () => {
      const missing = await missingSteps(owner, migrations);
      return missing === 0 ? 'ok' : `${missing} missing`;
    }),
    jobs: await ask(async () => {
      if (!runner) return 'not running';
      const failed = await failedJobs(owner);
      return failed === 0 ? 'ok' : `${failed} failed`;
    }),
  };
}

/** Files with a hash in their name never change; the others are asked for again. A path that is no file is a place inside one of the apps. */
async function serveScreens(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, { root: webFolder, index: false, dotfiles: 'ignore', preCompressed: true, cacheControl: false, setHeaders: (reply, path) => void reply.header('cache-control', path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache') });
  app.get('/', (_req, reply) => reply.sendFile('index.html'));
  app.setNotFoundHandler((req, reply) => {
    if (req.method !== 'GET' || req.url.startsWith('/api/')) return reply.code(404).type('application/problem+json').send({ type: 'request.unknownPath', title: wordsOfRefusal('request.unknownPath', {}, localeOf(req)), status: 404, params: {} });
    return reply.sendFile(/^\/me([/?]|$)/.test(req.url) ? 'me.html' : 'index.html');
  });
}

/** What jobs work with: one tenant after the other, each in a transaction that reaches all of it. */
interface QueueContext {
  everyTenant(work: (ctx: Pick<Ctx, 'db' | 'today' | 'now' | 'vault' | 'enqueue'> & { readonly tenantId: number; readonly scope: Scope }) => Promise<void>): Promise<void>;
}

/** Start the queue: every job works inside one tenant after the other. */
export function startQueue(store: Store, clock: Clock): Promise<Runner> {
  return startJobs<QueueContext>(store.owner, jobs, {
    everyTenant: async (work) => {
      const { rows } = await store.owner.query<{ tenant_id: number }>('select tenant_id from tenant order by 1');
      for (const { tenant_id } of rows) await within(store.database, systemScope(tenant_id), (db) => work({ db, today: clock.today(), now: clock.now(), tenantId: tenant_id, scope: systemScope(tenant_id), vault: store.vault, enqueue: (job, payload) => enqueue(db, job, payload) }));
    },
  });
}
