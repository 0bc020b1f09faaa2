/**
 * `node bin/run.js scripts/kill-ingest.ts [readings] [kills]`: readings go to the product over HTTP while its server, or its database, is killed with
 * SIGKILL again and again. Afterwards every acknowledged reading must be on record once, and every alarm deserved must stand once.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { deliverReadings } from '../src/capabilities/monitoring/devices.ts';
import { newKey } from '../src/capabilities/monitoring/keys.gateway.ts';
import { runningUrl } from '../src/platform/running.ts';

const checkout = join(import.meta.dirname, '..');
const batchSize = 100;
const persons = 400;
const firstPerson = 1_000_000;
const organization = { id: 1, pos: 16 };

interface Given {
  readonly id: string;
  readonly personId: number;
  readonly code: string;
  readonly value: number;
  readonly at: string;
}

/** Every forty-ninth is a severe hypoglycaemia, so that everybody has some; each reading has its own moment. */
function readingsOf(count: number): Given[] {
  const began = Date.now() - count * 1000 - 3_600_000;
  return Array.from({ length: count }, (_, i) => ({ id: `r${i}`, personId: firstPerson + ((i * 31) % persons), code: 'capillary-glucose', value: i % 49 === 0 ? 2.5 : 6.2, at: new Date(began + i * 1000).toISOString() }));
}

interface Server {
  readonly child: ChildProcess;
  readonly url: string;
}

async function launch(data: string): Promise<Server> {
  const child = spawn(process.execPath, ['src/app/cli.ts', 'start'], { cwd: checkout, env: { ...process.env, PORT: '0', HOST: '127.0.0.1', KANGCHENG_DATA: data, KANGCHENG_DEMO_PERSONS: '0', KANGCHENG_LOG: 'silent' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (piece: Buffer) => {
      said += piece.toString();
      const found = /is ready: (http:\S+)/.exec(said);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('exit', () => reject(new Error(`the server ended: ${said}`)));
  });
  return { child, url };
}

/** The postmaster over a data folder, with the server processes that are its children. */
function databaseProcesses(data: string): number[] {
  const note = readdirSync(data, { recursive: true, encoding: 'utf8' }).map((file) => join(data, file)).concat(join(data, 'database', 'postgres', 'postmaster.pid')).find((file) => file.endsWith('postmaster.pid') && existsSync(file));
  const postmaster = Number(readFileSync(note ?? '', 'utf8').split('\n')[0]);
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === postmaster;
    } catch {
      return false;
    }
  });
  return [postmaster, ...children.map(Number)];
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await new Promise((resolve) => child.once('exit', resolve));
}

async function prepare(data: string, keyHash: string): Promise<void> {
  const client = new pg.Client({ connectionString: runningUrl(data, 'kangcheng') ?? '' });
  await client.connect();
  await client.query(`insert into tenant values (1, 'kill')`);
  await client.query(`insert into organization (tenant_id, organization_id, parent_id, kind, name_zh, name_en, pos, pos_end) values (1, $1, null, 'district', '甲', 'A', $2, 1000)`, [organization.id, organization.pos]);
  await client.query(
    `insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at) select 1, $1 + i, $2, $3, '李', 'li', 'male', '1960-01-01', '2020-01-01' from generate_series(0, $4 - 1) i`,
    [firstPerson, organization.id, organization.pos, persons],
  );
  await client.query(`insert into device values (1, $1, 'gateway', 'kill', '', $2, $3, $4, true, now(), null)`, [randomUUID(), organization.id, organization.pos, keyHash]);
  await client.end();
}

export interface Survived {
  readonly readings: number;
  readonly acknowledged: number;
  readonly stored: number;
  readonly lost: number;
  readonly twice: number;
  readonly kills: { readonly server: number; readonly database: number };
  readonly resent: number;
  readonly alarmsDeserved: number;
  readonly alarmsStanding: number;
  readonly alarmsMissing: number;
  readonly alarmsTwice: number;
  /** Severe readings that their alarm does not hold exactly once. */
  readonly readingsAstray: number;
}

/** Deliver `count` readings through `kills` deaths, now of the server, now of the database, and count what is there. */
export async function survive(count: number, kills: number): Promise<Survived> {
  const data = mkdtempSync(join(tmpdir(), 'kangcheng-kill-'));
  const { key, keyHash } = newKey();
  let server = await launch(data);
  const done = { server: 0, database: 0, resent: 0 };
  const acknowledged: Given[] = [];
  try {
    await prepare(data, keyHash);
    const all = readingsOf(count);
    const batches = Array.from({ length: Math.ceil(count / batchSize) }, (_, i) => all.slice(i * batchSize, (i + 1) * batchSize));
    const killAt = new Set(Array.from({ length: kills }, (_, k) => Math.floor(((k + 0.5) * batches.length) / kills)));
    for (const [i, batch] of batches.entries()) {
      let answer = null;
      if (killAt.has(i)) {
        // The blow falls while the batch is under way, at another moment each time.
        const sent = send(server.url, { key, batch });
        await new Promise((resolve) => setTimeout(resolve, (i * 7) % 40));
        const ofDatabase = (done.server + done.database) % 2 === 1;
        if (ofDatabase) databaseProcesses(data).forEach(kill);
        else kill(server.child.pid ?? 0);
        done[ofDatabase ? 'database' : 'server'] += 1;
        answer = await sent;
        if (answer === null) done.resent += 1;
        kill(server.child.pid ?? 0);
        await gone(server.child);
        server = await launch(data);
      }
      for (answer ??= await send(server.url, { key, batch }); answer === null; answer = await send(server.url, { key, batch })) done.resent += 1;
      acknowledged.push(...batch);
    }
    return { ...(await counted(data, { all, acknowledged })), kills: { server: done.server, database: done.database }, resent: done.resent };
  } finally {
    server.child.kill('SIGTERM');
    await gone(server.child);
    const elsewhere = join(data, 'database');
    if (existsSync(elsewhere)) rmSync(realpathSync(elsewhere), { recursive: true, force: true });
    rmSync(data, { recursive: true, force: true });
  }
}

/** What the server answered; null when nobody did. */
async function send(url: string, { key, batch }: { readonly key: string; readonly batch: readonly Given[] }): Promise<unknown> {
  try {
    const answer = await fetch(url + deliverReadings.path, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ readings: batch }) });
    return answer.status === 200 ? await answer.json() : null;
  } catch {
    return null;
  }
}

async function counted(data: string, { all, acknowledged }: { readonly all: readonly Given[]; readonly acknowledged: readonly Given[] }): Promise<Omit<Survived, 'kills' | 'resent'>> {
  const client = new pg.Client({ connectionString: runningUrl(data, 'kangcheng') ?? '' });
  await client.connect();
  const keyOf = (person: number, at: string) => `${person} ${new Date(at).toISOString()}`;
  const { rows } = await client.query<{ person: string; at: Date; n: number }>(`select person_id as person, effective_at as at, count(*)::int as n from observation group by 1, 2`);
  const stored = new Map(rows.map((row) => [keyOf(Number(row.person), row.at.toISOString()), row.n]));
  const { rows: alarms } = await client.query<{ person: string; n: number; held: string[] }>(`
    select a.person_id as person, count(distinct a.alarm_id)::int as n, array_agg(r->>'at') as held from alarm a cross join lateral jsonb_array_elements(a.readings) r where a.rule_id = 'GLU_SEVERE_LOW' group by 1`);
  await client.end();
  const severe = all.filter((reading) => reading.value < 3);
  const deserving = new Set(severe.map((reading) => reading.personId));
  const held = new Map<string, number>();
  for (const { person, held: times } of alarms) for (const at of times) held.set(keyOf(Number(person), at), (held.get(keyOf(Number(person), at)) ?? 0) + 1);
  return {
    readings: all.length,
    acknowledged: acknowledged.length,
    stored: rows.length,
    lost: acknowledged.filter((reading) => !stored.has(keyOf(reading.personId, reading.at))).length,
    twice: [...stored.values()].filter((n) => n > 1).length,
    alarmsDeserved: deserving.size,
    alarmsStanding: alarms.length,
    alarmsMissing: [...deserving].filter((person) => !alarms.some((alarm) => Number(alarm.person) === person)).length,
    alarmsTwice: alarms.filter((alarm) => alarm.n > 1).length,
    readingsAstray: severe.filter((reading) => held.get(keyOf(reading.personId, reading.at)) !== 1).length,
  };
}

if (process.argv[1] === import.meta.filename) {
  const result = await survive(Number(process.argv[2] ?? 50_000), Number(process.argv[3] ?? 10));
  console.log(JSON.stringify(result));
  process.exitCode = result.lost + result.twice + result.alarmsMissing + result.alarmsTwice + result.readingsAstray === 0 ? 0 : 1;
}
