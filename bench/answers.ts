import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { demoTenant } from '../src/app/demo/accounts.ts';
import { loadPopulation } from '../src/app/demo/load.ts';
import { openStore, systemScope, type Store } from '../src/app/open.ts';
import { buildServer } from '../src/app/server.ts';
import { loadForms } from '../src/capabilities/forms/bank.gateway.ts';
import { publishVersion } from '../src/capabilities/forms/bank.store.ts';
import { insertDistribution, inviteEverybody } from '../src/capabilities/forms/distribution.store.ts';
import { Day, Instant } from '../src/kernel/day.ts';
import { clockAt } from '../src/platform/clock.ts';
import { within } from '../src/platform/database.ts';
import { spreadOf, timed } from './measure.ts';
import type { BenchOptions } from './run.ts';

const today = Day.parse('2026-11-22');
const phones = 60;

/** PHQ-9 by personal link from one address, each answer validated, scored and kept with facts and, for one in ten, its crisis event and work; beside bare inserts of the same answers. */
export async function benchAnswers({ persons, data }: BenchOptions): Promise<object> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'kangcheng-answers-'));
  const store = await openStore({ data: folder, databaseUrl: null });
  const app = await buildServer(store, { clock: clockAt(today), log: 'silent', queue: () => null });
  try {
    const tokens = await asked(store, persons);
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    const bodies = tokens.map((token, i) => ({ token, body: JSON.stringify({ responseId: randomUUID(), answers: answersOf(i) }) }));
    const bare = await bareInserts(store, bodies.map(({ body }) => body));
    const agent = new Agent({ keepAlive: true, maxSockets: phones });
    const times: number[] = [];
    const statuses = new Map<number, number>();
    const took = await timed(() => shared(bodies, phones, async ({ token, body }) => {
      let status = 0;
      times.push(await timed(async () => { status = await post(`${origin}/api/forms/open/${token}`, { body, agent }); }));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }));
    agent.destroy();
    const kept = await store.owner.query<{ answers: number; scores: number; crises: number; work: number }>(
      `select (select count(*)::int from response) as answers, (select count(*)::int from form_score) as scores, (select count(*)::int from crisis_event) as crises, (select count(*)::int from work_item where source_capability = 'forms') as work`,
    );
    const [submissions, baseline] = [rate(bodies.length, took), rate(bodies.length, bare)];
    return {
      bench: 'answers', answers: bodies.length, processors: cpus().length, connections: phones, addresses: 1, submissions_per_second: submissions, bare_inserts_per_second: baseline,
      ratio_to_bare_insert: Number((submissions / baseline).toFixed(3)), seconds: Number((took / 1000).toFixed(1)), milliseconds: spreadOf(times), statuses: Object.fromEntries(statuses), kept: kept.rows[0],
    };
  } finally {
    await app.close();
    await store.close();
    if (data === null) rmSync(folder, { recursive: true, force: true });
  }
}

const rate = (count: number, milliseconds: number): number => Math.round((count / milliseconds) * 1000);

/** As many people as there are answers, asked by name; their personal tokens. */
async function asked(store: Store, persons: number): Promise<string[]> {
  const [root] = await loadPopulation(store, { size: Math.ceil(persons * 1.1), until: today, peopleOnly: true }, () => {});
  const phq = loadForms().find(({ id }) => id === 'phq-9');
  if (!root || !phq) throw new Error('nobody to ask');
  const distributionId = randomUUID();
  const opensAt = Instant.parse('2026-11-01T00:00:00.000Z');
  await within(store.database, systemScope(demoTenant), async (tx) => {
    const { versionId } = await publishVersion(tx, { tenantId: demoTenant, versionId: randomUUID(), formKey: phq.id, fingerprint: 'bench', definition: phq, publishedAt: opensAt, publishedBy: null });
    await insertDistribution(tx, {
      tenantId: demoTenant, distributionId, organizationId: root.organizationId, organizationPos: root.pos, formKey: phq.id, versionId, title: 'bench', audience: 'people', respondents: 'identified', token: randomUUID(), once: true,
      askGroup: false, quota: null, taken: 0, opensAt, closesAt: null, remindEvery: null, beforeId: null, targetResult: null, targetPercent: null, createdAt: opensAt, createdBy: systemScope(demoTenant).account,
    });
    await inviteEverybody(tx, { tenantId: demoTenant, distributionId, from: root.pos, to: root.posEnd, today });
  });
  await store.owner.query('analyze');
  const { rows } = await store.owner.query<{ token: string }>('select token::text from invitation where distribution_id = $1 order by person_id limit $2', [distributionId, persons]);
  return rows.map(({ token }) => token);
}

const codes = ['LA6568-5', 'LA6569-3', 'LA6570-1', 'LA6571-9'] as const;

function answersOf(i: number): object {
  return { items: Array.from({ length: 9 }, (_, q) => ({ linkId: `q${q + 1}`, answers: [{ value: q === 8 ? (i % 10 === 0 ? codes[2] : codes[0]) : (codes[(i + q) % 4] ?? codes[0]), items: [] }], items: [] })) };
}

/** The same answers, each a row of a table without anything else: what the database can do at all, through the server's own connections. */
async function bareInserts({ owner, database }: Store, bodies: readonly string[]): Promise<number> {
  await owner.query('create table bench_bare (id uuid primary key, answers jsonb not null)');
  await owner.query('grant insert on bench_bare to public');
  const took = await timed(() => shared(bodies, phones, (body) => sql`insert into bench_bare (id, answers) values (${randomUUID()}, ${body}::jsonb)`.execute(database)));
  await owner.query('drop table bench_bare');
  return took;
}

/** Work through a list by so many hands at once. */
async function shared<T>(list: readonly T[], hands: number, work: (one: T) => Promise<unknown>): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: hands }, async () => {
    for (let i = next++; i < list.length; i = next++) {
      const one = list[i];
      if (one !== undefined) await work(one);
    }
  }));
}

function post(url: string, { body, agent }: { body: string; agent: Agent }): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: { 'x-kangcheng': '1', 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
