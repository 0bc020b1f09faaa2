import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { AccountId } from '../../capabilities/access/access.ts';
import { callerOf } from '../../capabilities/access/access.api.ts';
import { hashPassword } from '../../capabilities/access/access.gateway.ts';
import { insertAccounts, insertGrants } from '../../capabilities/access/access.store.ts';
import { savePolicy } from '../../capabilities/access/policy.store.ts';
import { insertOrganizations, insertTenant } from '../../capabilities/organizations/organizations.store.ts';
import { roles } from '../../capabilities/access/roles.gateway.ts';
import { permits } from '../../kernel/permission.ts';
import { systemClock } from '../../platform/clock.ts';
import { within } from '../../platform/database.ts';
import type { Caller } from '../../platform/handle.ts';
import { endpoints } from '../capabilities.ts';
import { systemScope, type Store } from '../open.ts';
import { buildServer } from '../server.ts';
import { attemptsOver } from './attempts.ts';
import { maySee, type Place, type SeededRow } from './oracle.ts';
import { sender, wire, type Reply, type Send } from './requests.ts';
import { numberBase, organizationAt, organizations, personAt, seed, type Seed } from './seed.ts';
import { watchElsewhere } from './elsewhere.ts';
import type { Leak } from './leak.ts';
import { attemptsInSql } from './statements.ts';

export interface Result {
  readonly attempts: number;
  readonly leaks: readonly Leak[];
  /** Attempts that showed rows which the role may see: without any, the matrix would be blind. */
  readonly seen: number;
  /** Endpoints that failed (5xx), and tables that could not be seeded: what the matrix does not see. */
  readonly blind: readonly string[];
}

/** Everything that stays the same for all roles of a run: opened databases are copies of one that is seeded. */
export interface Ground {
  readonly seeded: Seed;
  /** A copy of the seeded database, opened; `close` drops it. */
  open(): Promise<Store>;
}

/** Fill a fresh database with one row of everything at every place. */
export async function prepare(store: Store): Promise<Seed> {
  for (const tenantId of [1, 2]) {
    await within(store.database, systemScope(tenantId), async (tx) => {
      await insertTenant(tx, { tenantId, name: `tenant ${tenantId}` });
      await savePolicy(tx, { tenantId, idleMinutes: 480, secondFactorRoles: [] });
      await insertOrganizations(tx, organizations.filter((organization) => organization.tenantId === tenantId).map(({ key: _key, ...organization }) => organization));
    });
  }
  return seed(store);
}

interface Options {
  readonly only?: readonly string[];
  /** Spoils each copy before it is tried: a test plants a leak with it. */
  readonly plant?: (store: Store) => Promise<void>;
  /** A role that works with the rights of another: a test widens one with it. */
  readonly widened?: Readonly<Record<string, string>>;
  readonly progress?: (role: string, result: Result) => void;
}

/** Tried once more as members of sealed cases: for care that opens them, for numbers it opens nothing. */
const onTeams: Readonly<Record<string, readonly Place[]>> = { counsellor: ['own', 'sibling'], leader: ['own', 'sibling'] };

/** Every role at `own` tries everything. */
export async function runMatrix(ground: Ground, { only, plant, widened, progress }: Options = {}): Promise<Result> {
  const results: Result[] = [];
  const named = [...(only ?? roles.keys())];
  const runs = [...named.map((role) => ({ role, teams: [] })), ...named.flatMap((role) => (onTeams[role] ? [{ role, teams: onTeams[role] }] : []))];
  for (const { role, teams } of runs) {
    const store = await ground.open();
    try {
      await plant?.(store);
      const result = await runRole(store, { role, rights: widened?.[role] ?? role, teams, seeded: ground.seeded });
      progress?.(teams.length > 0 ? `${role} on teams` : role, result);
      results.push(result);
    } finally {
      await store.close();
    }
  }
  return {
    attempts: results.reduce((sum, { attempts }) => sum + attempts, 0),
    leaks: results.flatMap(({ leaks }) => leaks),
    seen: results.reduce((sum, { seen }) => sum + seen, 0),
    blind: [...new Set([...ground.seeded.failed, ...results.flatMap(({ blind }) => blind)])],
  };
}

interface Run {
  readonly role: string;
  /** The role that the account really holds. */
  readonly rights: string;
  /** The places of the sealed cases on whose teams the account is. */
  readonly teams: readonly Place[];
  readonly seeded: Seed;
}

async function runRole(store: Store, run: Run): Promise<Result> {
  const app = await buildServer(store, { clock: systemClock, log: 'silent', queue: () => null });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const address: AddressInfo | string | null = app.server.address();
  const send = sender(typeof address === 'object' && address ? address.port : 0);
  try {
    const { enter, caller } = await account(store, run, send);
    const inSql = await attemptsInSql(store, { ...run, scope: (await caller()).scope });
    const overHttp = await tryEndpoints(store, { ...run, send, enter });
    return { attempts: overHttp.attempts + inSql.attempts, leaks: [...overHttp.leaks, ...inSql.leaks], seen: overHttp.seen + inSql.seen, blind: overHttp.blind };
  } finally {
    await app.close();
  }
}

/** Make an account with the role at `own`, and the way to sign it in. */
async function account(store: Store, { role, rights, teams, seeded }: Run, send: Send): Promise<{ enter: () => Promise<string>; caller: () => Promise<Caller> }> {
  const login = `matrix-${role}`;
  const password = randomUUID();
  const passwordHash = await hashPassword(password);
  const { organizationId, pos } = organizationAt('own');
  await within(store.database, systemScope(1), async (tx) => {
    const accountId = AccountId.parse(randomUUID());
    await insertAccounts(tx, [{ tenantId: 1, accountId, login, name: role, organizationPos: pos, personId: role === 'resident' ? personAt('self') : null, passwordHash, active: true }]);
    await insertGrants(tx, [{ tenantId: 1, accountId, role: rights, organizationId, organizationPos: pos }]);
  });
  for (const place of teams) {
    await store.owner.query('insert into care_team_member (tenant_id, team_id, account_id, name, since) select 1, $1, account_id, name, now() from account where login = $2', [seeded.idOf('team_id', place, 2), login]);
  }
  const enter = async () => (await send({ method: 'POST', path: '/api/access/sign-in' }, { login, password }, '')).cookie;
  return {
    enter,
    caller: async () => {
      const found = await callerOf(store.database, decodeURIComponent((await enter()).split('=')[1] ?? ''), systemClock.now());
      if (!found) throw new Error(`${role} cannot sign in`);
      return found;
    },
  };
}

async function tryEndpoints(store: Store, { role, teams, seeded, send, enter }: Run & { send: Send; enter: () => Promise<string> }): Promise<Result> {
  const granted = roles.get(role)?.permissions ?? [];
  const elsewhere = await watchElsewhere(store.owner, seeded.tables);
  const leaks: Leak[] = [];
  const blind = new Map<string, string>();
  let [attempts, seen] = [0, 0];
  let cookie = await enter();
  for (const { contract, place, input } of attemptsOver(endpoints.map((endpoint) => endpoint.contract), seeded)) {
    const endpoint = `${contract.method} ${contract.path}`;
    let reply = await send(contract, input, contract.permission === 'public' ? '' : cookie);
    if (reply.status === 401 && contract.permission !== 'public') {
      cookie = await enter();
      reply = await send(contract, input, cookie);
    }
    attempts += 1;
    if (reply.status >= 500 && !blind.has(endpoint)) blind.set(endpoint, `${endpoint}: ${reply.status} on ${wire(contract, input).url}`);
    if (reply.status < 300 && !permits(granted, contract.permission)) leaks.push({ endpoint, role, place, what: 'answers without the permission' });
    const found = markedRows(reply, seeded.rows);
    seen += found.length > 0 ? 1 : 0;
    for (const row of found.filter((row) => !maySee(role, row, teams))) leaks.push({ endpoint, role, place: row.place, what: `${row.table}, label ${row.label ?? '–'}` });
    // Whoever may break the glass did so: what that opens is no leak.
    if (contract.method === 'POST') await store.owner.query('update emergency_access set expires_at = opened_at where expires_at > opened_at and opened_at > now() - interval \'1 day\'');
    const changed = contract.method === 'GET' || reply.status >= 300 ? [] : await elsewhere.changes();
    for (const table of changed) leaks.push({ endpoint, role, place: 'elsewhere', what: `writes ${table}` });
  }
  return { attempts, leaks: unique(leaks), seen, blind: [...blind.values()] };
}

/** The rows that an answer tells of: by the marker that each of their texts carries, or by their number. */
function markedRows({ text }: Reply, rows: readonly SeededRow[]): SeededRow[] {
  const serials = [...text.matchAll(/MX(\d+)X/g)].map((match) => Number(match[1]));
  const numbers = [...text.matchAll(/\b314\d{6}\b/g)].map((match) => Number(match[0]) - numberBase);
  return [...new Set([...serials, ...numbers])].flatMap((serial) => rows[serial - 1] ?? []);
}

function unique(leaks: readonly Leak[]): Leak[] {
  return [...new Map(leaks.map((leak) => [Object.values(leak).join('|'), leak])).values()];
}
