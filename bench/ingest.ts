import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type pg from 'pg';
import { newKey } from '../src/capabilities/monitoring/keys.gateway.ts';
import { deliverReadings } from '../src/capabilities/monitoring/devices.ts';
import { buildServer } from '../src/app/server.ts';
import { clockAt } from '../src/platform/clock.ts';
import { openPool } from '../src/platform/database.ts';
import { runningUrl } from '../src/platform/running.ts';
import { spreadOf } from './measure.ts';
import { benchTenant, firstPerson } from './population.ts';
import type { BenchOptions } from './run.ts';
import { inPopulation } from './tiers.ts';

const today = '2026-11-22';
const batchSize = 1000;
const batches = 25;
const senders = 2;
const rounds = 3;
const singles = 500;

interface Value {
  readonly personId: number;
  readonly code: 'blood-pressure' | 'heart-rate';
  readonly value: number;
  readonly value2: number | null;
  readonly at: string;
}

let moment = 0;

/** A batch as a gateway brings it: a pressure and a pulse of each of five hundred persons; one pressure in a hundred is in crisis. */
function batchOf(persons: number): Value[] {
  moment += 1;
  return Array.from({ length: batchSize }, (_, i) => {
    const personId = firstPerson + ((moment * 7919 + (i >> 1) * 31) % persons);
    const at = new Date(Date.parse(`${today}T00:00:00Z`) - moment * 60_000 - i).toISOString();
    const crisis = (i + moment) % 200 === 0;
    return i % 2 === 0 ? { personId, code: 'blood-pressure', value: crisis ? 184 : 118 + (i % 20), value2: crisis ? 112 : 70 + (i % 14), at } : { personId, code: 'heart-rate', value: 62 + (i % 30), value2: null, at };
  });
}

/** CPU seconds that PostgreSQL's processes have used, by /proc. */
function databaseCpu(postmaster: number): number {
  const ticks = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number);
      return Number(pid) === postmaster || fields[1] === postmaster ? [(fields[11] ?? 0) + (fields[12] ?? 0)] : [];
    } catch {
      return [];
    }
  });
  return ticks.reduce((sum, one) => sum + one, 0) / 100;
}

/** The senders are a thread of their own, so that their CPU is not the server's. */
const sender = `
  const { parentPort } = require('node:worker_threads');
  const { Agent, request } = require('node:http');
  parentPort.on('message', async ({ url, key, payloads, senders }) => {
    const agent = new Agent({ keepAlive: true, maxSockets: senders });
    const times = [];
    let next = 0;
    const post = (payload) => new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent, headers: { authorization: 'Bearer ' + key, 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) } }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => response.statusCode === 200 ? resolve(JSON.parse(Buffer.concat(parts))) : reject(new Error(response.statusCode + ' ' + Buffer.concat(parts))));
      });
      sent.on('error', reject);
      sent.end(payload);
    });
    let stored = 0;
    let alarms = 0;
    const send = async () => {
      while (next < payloads.length) {
        const payload = payloads[next++];
        const started = performance.now();
        const answer = await post(payload);
        stored += answer.stored;
        alarms += answer.alarms;
        times.push(performance.now() - started);
      }
    };
    const before = process.threadCpuUsage();
    await Promise.all(Array.from({ length: senders }, send));
    const used = process.threadCpuUsage(before);
    agent.destroy();
    parentPort.postMessage({ stored, alarms, times, cpu: (used.user + used.system) / 1e6 });
  });`;

interface Sent {
  readonly stored: number;
  readonly alarms: number;
  readonly times: readonly number[];
  readonly cpu: number;
}

interface Measured {
  readonly seconds: number;
  readonly readings: number;
  readonly serverCpu: number;
  readonly databaseCpu: number;
  readonly sent: Sent | null;
}

/** `npm run bench -- ingest --json`: readings through the whole path over HTTP, beside plain inserts into the same table. */
export async function benchIngest(options: BenchOptions): Promise<object> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'kangcheng-bench-'));
  try {
    return await ingesting({ ...options, data });
  } finally {
    if (options.data === null) rmSync(data, { recursive: true, force: true });
  }
}

function ingesting({ data, ...options }: BenchOptions & { readonly data: string }): Promise<object> {
  return inPopulation({ ...options, data }, async (store) => {
    const { key, keyHash } = newKey();
    await store.owner.query(`insert into device values ($1, $2, 'gateway', 'bench', '', 1, 16, $3, true, now(), null)`, [benchTenant, randomUUID(), keyHash]);
    const app = await buildServer(store, { clock: clockAt(today), log: 'error', queue: () => null });
    const url = (await app.listen({ port: 0, host: '127.0.0.1' })) + deliverReadings.path;
    const worker = new Worker(sender, { eval: true });
    const plain = openPool(runningUrl(data, 'kangcheng') ?? '', senders);
    const postmaster = Number(readFileSync(postmasterNote(data), 'utf8').split('\n')[0]);
    const measure = (work: () => Promise<Sent | null>, readings: number) => measured(work, { readings, postmaster });
    const whole = (values: readonly Value[][]) => send(worker, { url, key, payloads: values.map(payloadOf), senders });
    const fresh = () => Array.from({ length: batches }, () => batchOf(options.persons));
    await whole([batchOf(options.persons), batchOf(options.persons)]);
    const best = { batch: [] as Measured[], raw: [] as Measured[], unnest: [] as Measured[], single: [] as Measured[] };
    for (let round = 0; round < rounds; round += 1) {
      const [forBatch, forRaw, forUnnest] = [fresh(), fresh(), fresh()];
      best.raw.push(await measure(() => insertAll(plain, forRaw, insertValues), batches * batchSize));
      best.batch.push(await measure(() => whole(forBatch), batches * batchSize));
      best.unnest.push(await measure(() => insertAll(plain, forUnnest, insertUnnest), batches * batchSize));
      const one = batchOf(options.persons).slice(0, singles).map((value) => [value]);
      best.single.push(await measure(() => whole(one), singles));
    }
    await worker.terminate();
    await plain.end();
    await app.close();
    return figures(best, options.persons);
  });
}

function figures(best: { readonly batch: readonly Measured[]; readonly raw: readonly Measured[]; readonly unnest: readonly Measured[]; readonly single: readonly Measured[] }, persons: number): object {
  const fastest = (all: readonly Measured[]): Measured => all.reduce((a, b) => (b.seconds < a.seconds ? b : a));
  const rate = (one: Measured) => one.readings / one.seconds;
  const [batch, raw, unnest, single] = [fastest(best.batch), fastest(best.raw), fastest(best.unnest), fastest(best.single)];
  const micro = (cpu: number, one: Measured) => Math.round((cpu * 1e6) / one.readings);
  const ratio = (a: number, b: number) => Number((a / b).toFixed(2));
  return {
    bench: 'ingest', persons, batch_size: batchSize, senders,
    batch_per_second: Math.round(rate(batch)), raw_insert_per_second: Math.round(rate(raw)), raw_unnest_per_second: Math.round(rate(unnest)), single_per_second: Math.round(rate(single)),
    ratio_to_raw_insert: ratio(rate(batch), rate(raw)), ratio_to_raw_unnest: ratio(rate(batch), rate(unnest)), ratio_single_to_batch: ratio(rate(single), rate(batch)),
    server_cpu_us: micro(batch.serverCpu, batch), database_cpu_us: micro(batch.databaseCpu, batch), raw_database_cpu_us: micro(raw.databaseCpu, raw),
    single_server_cpu_us: micro(single.serverCpu, single), single_database_cpu_us: micro(single.databaseCpu, single),
    batch_ms: spreadOf(batch.sent?.times ?? []), single_ms: spreadOf(single.sent?.times ?? []), alarms: batch.sent?.alarms ?? 0,
  };
}

function postmasterNote(data: string): string {
  const found = readdirSync(data, { recursive: true, encoding: 'utf8' }).find((file) => file.endsWith('postmaster.pid'));
  return `${data}/${found ?? ''}`;
}

async function measured(work: () => Promise<Sent | null>, { readings, postmaster }: { readonly readings: number; readonly postmaster: number }): Promise<Measured> {
  const [cpu, database, started] = [process.cpuUsage(), databaseCpu(postmaster), performance.now()];
  const sent = await work();
  const seconds = (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  return { seconds, readings, serverCpu: (used.user + used.system) / 1e6 - (sent?.cpu ?? 0), databaseCpu: databaseCpu(postmaster) - database, sent };
}

function payloadOf(values: readonly Value[]): string {
  return JSON.stringify({ readings: values.map(({ personId, code, value, value2, at }) => ({ id: `${personId} ${code} ${at}`, personId, code, value, ...(value2 === null ? {} : { value2 }), at })) });
}

function send(worker: Worker, order: object): Promise<Sent> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(order);
  });
}

type Insert = (client: pg.PoolClient, values: readonly Value[]) => Promise<unknown>;

async function insertAll(pool: pg.Pool, all: readonly (readonly Value[])[], insert: Insert): Promise<null> {
  let next = 0;
  const one = async () => {
    const client = await pool.connect();
    for (let values = all[next++]; values !== undefined; values = all[next++]) await insert(client, values);
    client.release();
  };
  await Promise.all(Array.from({ length: senders }, one));
  return null;
}

const columns = '(tenant_id, person_id, effective_at, recorded_at, value, value2, recorded_by, organization_pos, positions, code, source_id, label, implausible)';
const rowOf = ({ personId, code, value, value2, at }: Value) => [benchTenant, personId, at, `${today}T02:00:00Z`, value, value2, null, 16, null, code === 'heart-rate' ? 5 : 3, 3, 1, false];

function insertValues(client: pg.PoolClient, values: readonly Value[]): Promise<unknown> {
  const rows = values.map((_, i) => `(${Array.from({ length: 13 }, (__, k) => `$${i * 13 + k + 1}`).join(',')})`);
  return client.query({ name: `values ${values.length}`, text: `insert into observation ${columns} values ${rows.join(',')}`, values: values.flatMap(rowOf) });
}

function insertUnnest(client: pg.PoolClient, values: readonly Value[]): Promise<unknown> {
  const rows = values.map(rowOf);
  const types = ['int', 'bigint', 'timestamptz', 'timestamptz', 'float8', 'float8', 'uuid', 'int', 'int4multirange', 'smallint', 'smallint', 'smallint', 'boolean'];
  return client.query({ name: 'unnest', text: `insert into observation ${columns} select * from unnest(${types.map((type, k) => `$${k + 1}::${type}[]`).join(', ')})`, values: types.map((_, k) => rows.map((row) => row[k])) });
}
