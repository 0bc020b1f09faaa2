import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { AccountId } from '../capabilities/access/access.ts';
import { hashPassword } from '../capabilities/access/access.gateway.ts';
import { insertAccounts, insertGrants } from '../capabilities/access/access.store.ts';
import { placeOrganizations, type OrganizationNode, type PlacedOrganization } from '../capabilities/organizations/organizations.ts';
import { insertOrganizations, insertTenant } from '../capabilities/organizations/organizations.store.ts';
import { savePolicy } from '../capabilities/access/policy.store.ts';
import type { Contract } from '../kernel/contract.ts';
import { clockAt } from '../platform/clock.ts';
import { within } from '../platform/database.ts';
import type { z } from 'zod';
import { connect, systemScope, type Store } from './open.ts';
import { buildServer } from './server.ts';

/**
 * A database of the test file's own, as fresh as on an installation's first day: a copy of the migrated template that
 * `test-database.ts` starts (about 60 ms). It goes with the file.
 */
export async function testDatabase(): Promise<Store> {
  const admin = inject('databaseServer');
  const name = `t_${randomUUID().replaceAll('-', '')}`;
  await once(admin, `create database ${name} template kangcheng_template strategy file_copy`);
  const store = await connect(admin.replace('/postgres?', `/${name}?`));
  afterAll(async () => {
    await store.close();
    await once(admin, `drop database ${name} with (force)`);
  });
  return store;
}

async function once(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** A small tenant: a district with a hospital (and its department), a second hospital, a company and a school. */
const tree: readonly OrganizationNode[] = [
  { key: 'district', parent: null, kind: 'district', name: { zh: '测试区', en: 'Test District' } },
  { key: 'hospital', parent: 'district', kind: 'hospital', name: { zh: '甲医院', en: 'Hospital A' } },
  { key: 'ward', parent: 'hospital', kind: 'department', name: { zh: '甲医院内科', en: 'Internal Medicine A' } },
  { key: 'hospital-b', parent: 'district', kind: 'hospital', name: { zh: '乙医院', en: 'Hospital B' } },
  { key: 'company', parent: 'district', kind: 'enterprise', name: { zh: '某公司', en: 'A Company' } },
  { key: 'school', parent: 'district', kind: 'school', name: { zh: '某学校', en: 'A School' } },
];

export interface TestApp {
  readonly store: Store;
  readonly app: FastifyInstance;
  readonly organizations: ReadonlyMap<string, PlacedOrganization>;
  /** Make an account with a role (for a resident: of that person) and sign it in; calls are typed by their contracts and answer with status and body. */
  readonly as: (role: string, at: string, personId?: number) => Promise<Client>;
  /** Nobody: no session. */
  readonly anonymous: Client;
}

export interface Answer<T> {
  readonly status: number;
  /** The contract's output when `status` is 200, else the problem. */
  readonly body: T;
  readonly problem: { type: string; title: string; params: Record<string, unknown> };
}

export interface Client {
  call<I extends z.ZodType, O extends z.ZodType>(contract: Contract<I, O>, input: z.input<I>, file?: Uint8Array): Promise<Answer<z.output<O>>>;
}

export const testTenant = 1;

/** The real server on a database of its own, on a day of the test's choice. */
export async function testApp({ today = '2026-11-22' }: { today?: string } = {}): Promise<TestApp> {
  const store = await testDatabase();
  const placed = placeOrganizations(tree, { tenantId: testTenant, firstId: 1, firstPos: 16 });
  await within(store.database, systemScope(testTenant), async (tx) => {
    await insertTenant(tx, { tenantId: testTenant, name: '测试' });
    await savePolicy(tx, { tenantId: testTenant, idleMinutes: 30, secondFactorRoles: [] });
    await insertOrganizations(tx, placed.map(({ key: _key, ...organization }) => organization));
  });
  const app = await buildServer(store, { clock: clockAt(today), log: 'silent', queue: () => null });
  afterAll(() => app.close());
  const organizations = new Map(placed.map((organization) => [organization.key, organization]));
  const passwordHash = await hashPassword('secret');
  const as = async (role: string, at: string, personId: number | null = null): Promise<Client> => {
    const login = `${role}-${randomUUID().slice(0, 8)}`;
    const accountId = AccountId.parse(randomUUID());
    const place = organizations.get(at);
    await within(store.database, systemScope(testTenant), async (tx) => {
      await insertAccounts(tx, [{ tenantId: testTenant, accountId, login, name: login, organizationPos: place?.pos ?? 0, personId, passwordHash, active: true }]);
      await insertGrants(tx, [{ tenantId: testTenant, accountId, role, organizationId: place?.organizationId ?? 0, organizationPos: place?.pos ?? 0 }]);
    });
    const answer = await app.inject({ method: 'POST', url: '/api/access/sign-in', headers: { 'x-kangcheng': '1' }, payload: { login, password: 'secret' } });
    return clientOf(app, String(answer.headers['set-cookie']).split(';')[0] ?? '');
  };
  return { store, app, organizations, as, anonymous: clientOf(app, '') };
}

function clientOf(app: FastifyInstance, cookie: string): Client {
  return {
    async call(contract, input, file) {
      const { path, rest } = fillPath(contract.path, input);
      const query = contract.method === 'GET' || contract.upload ? `?${new URLSearchParams(Object.entries(rest).map(([key, value]): [string, string] => [key, String(value)]))}` : '';
      const headers = { cookie, 'x-kangcheng': '1', ...(file ? { 'content-type': 'application/octet-stream' } : {}) };
      const payload = file ? Buffer.from(file) : contract.method === 'GET' ? undefined : rest;
      const response = await app.inject({ method: contract.method, url: path + query, headers, ...(payload === undefined ? {} : { payload }) });
      const body = response.json();
      return { status: response.statusCode, body: response.statusCode === 200 ? contract.output.parse(body) : body, problem: body } as never;
    },
  };
}

function fillPath(path: string, input: unknown): { path: string; rest: Record<string, unknown> } {
  const rest: Record<string, unknown> = { ...(typeof input === 'object' ? input : {}) };
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  return { path: filled, rest };
}
