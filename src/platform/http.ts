import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Contract } from '../kernel/contract.ts';
import { permits } from '../kernel/permission.ts';
import { Problem } from '../kernel/problem.ts';
import type { Locale } from '../kernel/text.ts';
import type { Clock } from './clock.ts';
import { within, type Db, type Tx } from './database.ts';
import type { Caller, Ctx, Endpoint, PublicCtx, PublicEndpoint, Trace } from './handle.ts';
import { faultsOf } from './faults.ts';
import { enqueue } from './jobs.ts';
import type { Vault } from './vault.ts';

export interface Parts {
  readonly database: Db;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly log: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** The reverse proxies whose word on the caller's address is taken: addresses or networks; none by default. */
  readonly trustProxy?: string | undefined;
  /** The caller behind a session's cookie or a system's bearer token, or null. */
  whoIs(token: string, of: 'session' | 'system'): Promise<Caller | null>;
  /** Refuse, before anything is read, a call that a person's own word forbids. */
  admit(db: Tx, caller: Caller, call: { readonly contract: Contract; readonly persons: readonly number[] }): Promise<void>;
  /** Write a trace into the audit trail. */
  audit(db: Tx, caller: Caller, trace: Trace): Promise<void>;
  /** Told in the same transaction that a call wrote about these persons. */
  changed(db: Tx, persons: readonly number[]): Promise<void>;
  /** The words of a refusal in a language. */
  words(code: string, params: Readonly<Record<string, unknown>>, locale: Locale): string;
}

const cookieName = 'kangcheng';
const uploadLimit = 60 * 1024 * 1024;

/** The HTTP server over a list of endpoints: sign-in, permission, scope, transaction and errors are decided here and nowhere else. */
export async function buildHttp(parts: Parts, endpoints: readonly (Endpoint | PublicEndpoint)[]): Promise<FastifyInstance> {
  const app = Fastify({
    logger: parts.log === 'silent' ? false : { level: parts.log, serializers },
    trustProxy: parts.trustProxy ?? false,
    bodyLimit: 2 * 1024 * 1024,
    routerOptions: { maxParamLength: 200 },
  });
  await app.register(helmet, { contentSecurityPolicy: { directives: policy }, strictTransportSecurity: false });
  await app.register(cookie);
  await app.register(rateLimit, { global: true, max: 1200, timeWindow: '1 minute', allowList: (req) => !req.url.startsWith('/api/') });
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: uploadLimit }, (_req, body, done) => done(null, body));
  app.addHook('onRequest', async (req) => {
    const limit = req.routeOptions.bodyLimit ?? uploadLimit;
    if (Number(req.headers['content-length'] ?? 0) > limit) await takeIn(req, limit);
  });
  app.setErrorHandler((error, req, reply) => answerError(error, { req, reply, parts }));
  for (const endpoint of endpoints) {
    app.route({
      method: endpoint.contract.method,
      url: endpoint.contract.path,
      ...(endpoint.contract.upload ? { bodyLimit: uploadLimit } : {}),
      ...(endpoint.contract.perMinute ? { config: { rateLimit: { max: endpoint.contract.perMinute, timeWindow: '1 minute' } } } : {}),
      handler: (req, reply) => ('runPublic' in endpoint ? answerPublic(endpoint, { req, reply, parts }) : answer(endpoint, { req, parts })),
    });
  }
  return app;
}

/** An answer is read once the request is sent: what is too large is taken in, up to a bound, and thrown away before it is refused. */
async function takeIn({ raw }: FastifyRequest, limit: number): Promise<never> {
  let taken = 0;
  await new Promise<void>((done) => {
    raw.on('data', (piece: Buffer) => (taken += piece.length) > 4 * limit && done());
    raw.on('end', done);
    raw.on('error', () => done());
  });
  throw Object.assign(new Error('too large'), { statusCode: 413 });
}

/** What the log tells of a request and of an error. Never the query, which holds what was looked for, nor the row that a database error quotes. */
const serializers = {
  req: ({ method, url, ip }: FastifyRequest) => ({ method, path: url.split('?')[0], ip }),
  err: ({ name, message, stack, code }: Error & { code?: string }) => ({ type: name, message, stack: stack ?? '', ...(code === undefined ? {} : { code }) }),
};

/** Mantine and the charts set inline styles; scripts come from us alone. */
const policy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  objectSrc: ["'none'"],
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
};

async function answer(endpoint: Endpoint, { req, parts }: { req: FastifyRequest; parts: Parts }): Promise<unknown> {
  const caller = await callerBehind(req, parts);
  try {
    if (!permits(caller.permissions, endpoint.contract.permission)) throw new Problem('access.notAllowed', 403, { permission: endpoint.contract.permission });
    return (await run(endpoint, { req, parts, caller })) ?? null;
  } catch (error) {
    await traceRefusal(error, { contract: endpoint.contract, req, parts, caller });
    throw error;
  }
}

/** Whoever a session's cookie or a system's bearer token stands for; refused when it stands for nobody. */
export async function callerBehind(req: FastifyRequest, parts: Pick<Parts, 'whoIs'>): Promise<Caller> {
  // A forged request carries the browser's cookie, never a system's token.
  const bearer = /^Bearer (\S+)$/i.exec(req.headers.authorization ?? '')?.[1];
  if (bearer === undefined) refuseForgery(req);
  const token = bearer ?? req.cookies[cookieName];
  const caller = token ? await parts.whoIs(token, bearer === undefined ? 'session' : 'system') : null;
  if (!caller) throw new Problem('access.notSignedIn', 401);
  return caller;
}

/** One transaction: the work in the caller's scope and, last, its traces. */
async function run(endpoint: Endpoint, { req, parts, caller }: { req: FastifyRequest; parts: Parts; caller: Caller }): Promise<unknown> {
  const { contract } = endpoint;
  const input = inputOf(req);
  const prepared = await endpoint.prepare?.(input, req.body instanceof Uint8Array ? req.body : new Uint8Array());
  const notes: Pick<Trace, 'persons' | 'action'>[] = subjectsOf(contract, input).map((person) => ({ persons: [person], action: contract.method === 'GET' ? 'read' : 'write' }));
  return within(parts.database, caller.scope, async (db) => {
    const ctx: Ctx = {
      ...timeOf(parts),
      db,
      locale: localeOf(req),
      caller,
      vault: parts.vault,
      newId: randomUUID,
      enqueue: (job, payload) => enqueue(db, job, payload),
      note: (persons, action) => void notes.push({ persons, action }),
    };
    await parts.admit(db, caller, { contract, persons: subjectsOf(contract, input) });
    const result = await endpoint.run(input, ctx, prepared);
    for (const note of notes) await parts.audit(db, caller, { ...note, contract, address: req.ip, outcome: 'done' });
    const written = contract.method === 'GET' ? [] : notes.flatMap(({ persons, action }) => (action === 'list' ? [] : persons));
    if (written.length > 0) await parts.changed(db, [...new Set(written)]);
    return result;
  });
}

/** An attempt at a person's record that was refused leaves a trace too; its own transaction is gone, so in another. */
async function traceRefusal(error: unknown, { contract, req, parts, caller }: { contract: Contract; req: FastifyRequest; parts: Parts; caller: Caller }): Promise<void> {
  const persons = subjectsOf(contract, inputOf(req));
  if (!(error instanceof Problem) || persons.length === 0) return;
  await within(parts.database, caller.scope, (db) =>
    parts.audit(db, caller, { contract, persons, action: contract.method === 'GET' ? 'read' : 'write', address: req.ip, outcome: error.code }),
  );
}

/** The person that the contract's `subject` names, if the input holds one. */
function subjectsOf(contract: Contract, input: object): number[] {
  const named = contract.subject === undefined ? undefined : Object.entries(input).find(([name]) => name === contract.subject);
  const person = Number(named?.[1]);
  return Number.isSafeInteger(person) && person > 0 ? [person] : [];
}

async function answerPublic(endpoint: PublicEndpoint, { req, reply, parts }: { req: FastifyRequest; reply: FastifyReply; parts: Parts }): Promise<unknown> {
  refuseForgery(req);
  const ctx: PublicCtx = {
    ...timeOf(parts),
    database: parts.database,
    vault: parts.vault,
    locale: localeOf(req),
    newId: randomUUID,
    request: { cookie: req.cookies[cookieName] ?? null, address: req.ip, agent: req.headers['user-agent'] ?? '' },
    setCookie: (token, maxAge) =>
      void reply.setCookie(cookieName, token ?? '', { path: '/', httpOnly: true, sameSite: 'lax', secure: req.protocol === 'https', maxAge: token ? maxAge : 0 }),
  };
  return (await endpoint.runPublic(inputOf(req), ctx)) ?? null;
}

/** Another site cannot set this header without our leave, so a forged form or link changes nothing. */
function refuseForgery(req: FastifyRequest): void {
  if (req.method !== 'GET' && req.headers['x-kangcheng'] === undefined) throw new Problem('access.forgedRequest', 403);
}

function inputOf(req: FastifyRequest): object {
  const body = typeof req.body === 'object' && req.body !== null && !(req.body instanceof Uint8Array) ? req.body : {};
  return { ...asRecord(req.query), ...body, ...asRecord(req.params) };
}

function asRecord(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function timeOf({ clock }: Parts) {
  return { today: clock.today(), now: clock.now() };
}

export function localeOf(req: FastifyRequest): Locale {
  const asked = req.headers['accept-language'] ?? '';
  return asked.toLowerCase().startsWith('en') ? 'en' : 'zh-CN';
}

/** RFC 9457 problem details: `type` is the code a program acts on, `title` the words a person reads. */
function answerError(error: unknown, { req, reply, parts }: { req: FastifyRequest; reply: FastifyReply; parts: Parts }): FastifyReply {
  const locale = localeOf(req);
  const send = (status: number, code: string, params: Readonly<Record<string, unknown>> = {}) =>
    reply.code(status).type('application/problem+json').send({ type: code, title: parts.words(code, params, locale), status, params });
  if (error instanceof Problem) return send(error.status, error.code, error.params);
  if (error instanceof z.ZodError) {
    const issues = faultsOf(error, { words: parts.words, locale });
    return send(400, 'request.invalid', { issues, first: issues[0]?.message ?? '' });
  }
  if (isUnstorable(error)) return send(400, 'request.invalid', { first: parts.words('fault.unstorable', {}, locale) });
  const status = statusOf(error);
  if (status === 413) return send(413, 'request.tooLarge', { limitMb: Math.round((req.routeOptions.bodyLimit ?? uploadLimit) / 1024 / 1024) });
  if (status >= 400 && status < 500) return send(status, status === 429 ? 'request.tooMany' : 'request.invalid', { first: parts.words('fault.unreadable', {}, locale) });
  req.log.error(error);
  return send(500, 'request.failed');
}

/** Text or numbers that PostgreSQL cannot hold: a NUL, half a surrogate pair, a number or date out of range. */
function isUnstorable(error: unknown): boolean {
  const codes = ['22021', '22P05', '22003', '22007', '22008'];
  return typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
}
