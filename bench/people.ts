import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { demoPassword, demoTenant } from '../src/app/demo/accounts.ts';
import { checkDigit } from '../src/app/demo/identity.ts';
import { demoSeed, loadPopulation, personIdOf } from '../src/app/demo/load.ts';
import { generatePerson, populationOf } from '../src/app/demo/people.ts';
import { openStore, type Store } from '../src/app/open.ts';
import { buildServer } from '../src/app/server.ts';
import { blindTail, blindWhole, sealedIdentifier } from '../src/capabilities/people/identifiers.gateway.ts';
import { PersonId } from '../src/capabilities/people/people.ts';
import { foldedName, nameKeys, pinyinOf } from '../src/capabilities/people/spelling.ts';
import { clockAt } from '../src/platform/clock.ts';
import { Day } from '../src/kernel/day.ts';
import { browser, spreadOf, timed, type Spread } from './measure.ts';
import type { BenchOptions } from './run.ts';

const today = Day.parse('2026-11-22');

interface Trial {
  readonly kind: string;
  readonly http: () => Promise<unknown>;
  readonly bare: () => Promise<unknown>;
}

/** Search, open and register over HTTP, beside the bare SQL of the same answer as the database's owner, turn by turn. */
export async function benchPeople({ persons, json, data }: BenchOptions): Promise<object> {
  const say = (line: string) => (json ? undefined : console.error(line));
  const folder = data ?? mkdtempSync(join(tmpdir(), 'kangcheng-bench-'));
  const store = await openStore({ data: folder, databaseUrl: null });
  try {
    const loaded = await load(store, persons, say);
    const app = await buildServer(store, { clock: clockAt(today), log: 'silent', queue: () => null });
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    const bare = new pg.Client({ connectionString: store.owner.options.connectionString });
    await bare.connect();
    try {
      const desk = browser(origin);
      await signIn(desk);
      const trials = trialsOver({ persons, desk, bare, store });
      const figures: Record<string, { http: Spread; bare: Spread; p99_ratio: number }> = {};
      for (const [name, make] of Object.entries(trials)) figures[name] = await measure(make, say, name);
      return { bench: 'people', persons, load_seconds: loaded, p99_ratio_to_bare_sql: Math.max(...Object.values(figures).map((one) => one.p99_ratio)), ...figures };
    } finally {
      await bare.end();
      await app.close();
    }
  } finally {
    await store.close();
    if (data === null) rmSync(folder, { recursive: true, force: true });
  }
}

async function load(store: Store, persons: number, say: (line: string) => void): Promise<number> {
  const { rows } = await store.owner.query<{ n: number }>('select count(*)::int as n from person');
  if ((rows[0]?.n ?? 0) >= persons) return 0;
  const took = await timed(() => loadPopulation(store, { size: persons, until: today, peopleOnly: true }, (done) => (done % 50_000 === 0 ? say(`${done} people`) : undefined)));
  await store.owner.query('vacuum analyze');
  say(`${persons} people in ${(took / 1000).toFixed(1)} s`);
  return Math.round(took / 100) / 10;
}

async function signIn(desk: ReturnType<typeof browser>): Promise<void> {
  const { headers, status } = await desk.ask({ method: 'POST', path: '/api/access/sign-in', body: { login: 'doctor', password: demoPassword } });
  if (status !== 200) throw new Error(`sign-in answered ${status}`);
  desk.cookie = String(headers['set-cookie']).split(';')[0] ?? '';
}

const warmUp = 60;

/** HTTP and bare turn by turn, so that both meet the same machine. */
async function measure(trials: readonly Trial[], say: (line: string) => void, name: string): Promise<{ http: Spread; bare: Spread; p99_ratio: number }> {
  for (const trial of trials.slice(0, warmUp)) {
    await trial.http();
    await trial.bare();
  }
  const times: { kind: string; http: number; bare: number }[] = [];
  for (const trial of trials.slice(warmUp)) times.push({ kind: trial.kind, http: await timed(trial.http), bare: await timed(trial.bare) });
  for (const [kind, of] of Map.groupBy(times, (one) => one.kind)) {
    say(`${name} ${kind}: http ${words(spreadOf(of.map((one) => one.http)))}, bare ${words(spreadOf(of.map((one) => one.bare)))}`);
  }
  const [http, bare] = [spreadOf(times.map((one) => one.http)), spreadOf(times.map((one) => one.bare))];
  say(`${name}: http ${words(http)}, bare ${words(bare)}`);
  return { http, bare, p99_ratio: Number((http.p99 / bare.p99).toFixed(2)) };
}

const words = ({ n, p50, p99 }: Spread) => `p50 ${p50} ms, p99 ${p99} ms (${n})`;

interface Bench {
  readonly persons: number;
  readonly desk: ReturnType<typeof browser>;
  readonly bare: pg.Client;
  readonly store: Store;
}

const perKind = 160;

function trialsOver(bench: Bench): Record<'search' | 'open' | 'register', Trial[]> {
  const population = populationOf({ seed: demoSeed, size: bench.persons, until: today });
  const sample = Array.from({ length: perKind + 20 }, (_, i) => generatePerson(population, Math.floor(((i * 7919 + 13) % 9973) * (bench.persons / 9973))));
  const searches = sample.flatMap((person) => {
    const key = foldedName(person.nameZh);
    const sounds = nameKeys(person.nameZh).filter((one) => /^[a-z]+$/.test(one));
    const card = person.idNumber;
    return [
      named(bench, 'surname', [...key].slice(0, 1).join('')), named(bench, 'name', key), named(bench, 'given name', [...key].slice(1).join('')),
      named(bench, 'pinyin', sounds[0] ?? key), named(bench, 'pinyin begun', (sounds[0] ?? key).slice(0, 4)), named(bench, 'initials', sounds[1] ?? key),
      numbered(bench, 'phone tail', { typed: (person.phone ?? '15400000000').slice(-4), by: 'tail4' }), numbered(bench, 'ID tail 6', { typed: card.slice(-6), by: 'tail6' }),
      numbered(bench, 'whole ID', { typed: card, by: 'whole' }), born(bench, person.birthDate),
    ];
  });
  // One of each kind after the other, so that the warm-up meets all of them.
  return { search: searches, open: [...sample, ...sample, ...sample].map((person) => opened(bench, personIdOf(person.index))), register: Array.from({ length: 3 * perKind }, (_, i) => registered(bench, i)) };
}

/** What a line of the list is made of. */
const line = `p.person_id, p.name, p.pinyin, p.sex, p.birth_date, p.address, p.deceased_on, p.moved_on, o.name_zh, o.name_en,
  (select c.name from clinician c where c.tenant_id = p.tenant_id and c.person_id = p.person_id and c.role = 'doctor' and c.until is null limit 1) as doctor,
  (select i.sealed from person_identifier i where i.tenant_id = p.tenant_id and i.person_id = p.person_id and i.kind = 'id-card' limit 1) as id_card,
  (select i.sealed from person_identifier i where i.tenant_id = p.tenant_id and i.person_id = p.person_id and i.kind = 'phone' limit 1) as phone`;

async function find({ desk }: Bench, q: string): Promise<void> {
  const { status } = await desk.ask({ method: 'GET', path: `/api/people?q=${encodeURIComponent(q)}` });
  if (status !== 200) throw new Error(`the search for ${q} answered ${status}`);
}

function listOf({ bare }: Bench, ids: string, values: readonly unknown[]): Promise<unknown> {
  return bare.query(`select ${line} from person p join organization o on o.organization_id = p.organization_id where p.tenant_id = ${demoTenant} and p.person_id in (${ids})`, [...values]);
}

const hospital = `(organization_pos between (select pos from organization where kind = 'hospital' limit 1) and (select pos_end from organization where kind = 'hospital' limit 1))`;

function named(bench: Bench, kind: string, q: string): Trial {
  return {
    kind,
    http: () => find(bench, q),
    bare: () => listOf(bench, `select person_id from (select person_id from person_name where tenant_id = ${demoTenant} and key >= $1 and key < $2 and ${hospital} order by key, person_id limit 21) n`, [q, `${q}\u{10ffff}`]),
  };
}

function numbered(bench: Bench, kind: string, { typed, by }: { typed: string; by: 'whole' | 'tail4' | 'tail6' }): Trial {
  const { vault } = bench.store;
  const blind = by === 'whole' ? [blindWhole(vault, demoTenant, { kind: 'id-card', number: typed })] : (['id-card', 'phone'] as const).map((one) => blindTail(vault, demoTenant, { kind: one, tail: typed }));
  return {
    kind,
    http: () => find(bench, typed),
    bare: () => listOf(bench, `select person_id from (select distinct person_id from person_identifier where tenant_id = ${demoTenant} and ${by} = any($1::bigint[]) and ${hospital} order by 1 limit 21) n`, [blind]),
  };
}

function born(bench: Bench, birthDate: string): Trial {
  return {
    kind: 'birth date',
    http: () => find(bench, birthDate),
    bare: () => listOf(bench, `select person_id from (select person_id from person where tenant_id = ${demoTenant} and birth_date = $1 and ${hospital} order by 1 limit 21) n`, [birthDate]),
  };
}

/** The desk belongs to the hospital; whoever is out of its reach costs the same on the way to "not found". */
function opened({ desk, bare }: Bench, personId: PersonId): Trial {
  return {
    kind: 'person',
    http: () => desk.ask({ method: 'GET', path: `/api/people/${personId}` }),
    bare: () =>
      bare.query(
        `select ${line}, p.registered_at,
          (select json_agg(json_build_object('kind', i.kind, 'sealed', i.sealed)) from person_identifier i where i.tenant_id = p.tenant_id and i.person_id = p.person_id) as identifiers,
          (select json_agg(json_build_object('organization', mo.name_zh, 'role', m.role, 'since', m.since, 'until', m.until)) from membership m join organization mo using (organization_id) where m.tenant_id = p.tenant_id and m.person_id = p.person_id) as memberships
        from person p join organization o on o.organization_id = p.organization_id where p.tenant_id = ${demoTenant} and p.person_id = $1`,
        [personId],
      ),
  };
}

function registered({ desk, bare, store }: Bench, i: number): Trial {
  const name = ['张三丰', '单雄信', '欧阳修', '曾国藩'][i % 4] ?? '张三';
  const unique = Math.floor(Math.random() * 1e8);
  const body17 = (n: number) => `98${String(unique % 10_000).padStart(4, '0')}1970${String(1 + (n % 12)).padStart(2, '0')}${String(1 + (n % 28)).padStart(2, '0')}${String(n % 1000).padStart(3, '0')}`;
  const cards = [body17(i * 2), body17(i * 2 + 1)].map((body) => body + checkDigit(body));
  const phone = (n: number) => `154${String((unique + n) % 1e8).padStart(8, '0')}`;
  return {
    kind: 'register',
    http: async () => {
      const { status, body } = await desk.ask({ method: 'POST', path: '/api/people', body: { name, identifiers: [{ kind: 'id-card', number: cards[0] }, { kind: 'phone', number: phone(2 * i) }], address: '康城区一号', organizationId: demoTenant * 1000 + 1, evenIfKnown: true } });
      if (status !== 200) throw new Error(`registration answered ${status} ${JSON.stringify(body)}`);
    },
    bare: async () => {
      const home = (await bare.query<{ organization_id: number; pos: number }>('select organization_id, pos from organization where organization_id = $1', [demoTenant * 1000 + 1])).rows[0];
      const personId = PersonId.parse(Number((await bare.query<{ id: number }>(`select nextval('person_number') as id`)).rows[0]?.id));
      const owner = { tenantId: demoTenant, personId };
      const numbers = [sealedIdentifier(store.vault, owner, { kind: 'id-card', number: cards[1] ?? '' }), sealedIdentifier(store.vault, owner, { kind: 'phone', number: phone(2 * i + 1) })];
      await bare.query('begin');
      await bare.query('insert into person values ($1, $2, $3, $4, null, $5, $6, $7, $8, $9, now(), null, null)', [demoTenant, personId, home?.organization_id, home?.pos, name, pinyinOf(name), 'male', '1970-01-01', '康城区一号']);
      await bare.query('insert into person_name select $1, $2, unnest($3::text[]), $4, null', [demoTenant, personId, nameKeys(name), home?.pos]);
      for (const one of numbers) await bare.query('insert into person_identifier values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null)', [demoTenant, personId, one.kind, one.sealed, one.keyId, one.whole, one.tail4, one.tail6, home?.pos]);
      await bare.query(`insert into membership values ($1, $2, $3, $4, 'resident', current_date, null)`, [demoTenant, personId, home?.organization_id, home?.pos]);
      await bare.query('commit');
    },
  };
}
