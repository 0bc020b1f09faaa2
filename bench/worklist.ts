import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openStore, systemScope, type Store } from '../src/app/open.ts';
import { buildServer } from '../src/app/server.ts';
import { hashPassword } from '../src/capabilities/access/access.gateway.ts';
import { loadPathways } from '../src/capabilities/care/content.gateway.ts';
import { insertProgramme } from '../src/capabilities/care/pathways.store.ts';
import { plan } from '../src/capabilities/care/planning.api.ts';
import { sealedIdentifier } from '../src/capabilities/people/identifiers.gateway.ts';
import { PersonId } from '../src/capabilities/people/people.ts';
import { addDays, addMonths, Day, type Instant } from '../src/kernel/day.ts';
import { clockAt } from '../src/platform/clock.ts';
import { within } from '../src/platform/database.ts';
import { browser, spreadOf, timed } from './measure.ts';
import { benchTenant, firstPerson } from './population.ts';
import type { BenchOptions } from './run.ts';

const today = Day.parse('2026-11-23');
const plannedOn = addDays(today, -21);
const perNurse = 2500;
/** Nurses whose lists are asked for, one after the other. */
const asked = 20;
const rounds = 600;
const warmUp = 60;

/** The first page of a nurse's list over HTTP, beside the bare SQL of the same rows as the database's owner; and what planning everybody takes. */
export async function benchWorklist({ persons, json, data }: BenchOptions): Promise<object> {
  const say = (line: string) => (json ? undefined : console.error(line));
  const folder = data ?? mkdtempSync(join(tmpdir(), 'kangcheng-bench-'));
  const store = await openStore({ data: folder, databaseUrl: null });
  try {
    const fill = await timed(() => fillPanels(store, persons));
    say(`${persons} people in ${(fill / 1000).toFixed(1)} s`);
    const planned = await planEverybody(store, say);
    await store.owner.query('vacuum analyze');
    const app = await buildServer(store, { clock: clockAt(today), log: 'silent', queue: () => null });
    const origin = await app.listen({ port: 0, host: '127.0.0.1' });
    const bare = new pg.Client({ connectionString: store.owner.options.connectionString });
    await bare.connect();
    try {
      const figures = await measure({ origin, bare });
      return { bench: 'worklist', persons, fill_seconds: Math.round(fill / 100) / 10, ...planned, p99_ratio_to_bare_sql: Number((figures.http.p99 / figures.bare.p99).toFixed(2)), ...figures };
    } finally {
      await bare.end();
      await app.close();
    }
  } finally {
    await store.close();
    if (data === null) rmSync(folder, { recursive: true, force: true });
  }
}

const accountOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** People of whom a third have hypertension, each with a tier and a nurse; the nurses whose lists are asked for know their people's numbers. */
async function fillPanels({ owner, vault }: Store, persons: number): Promise<void> {
  const nurses = Math.max(asked, Math.ceil(persons / perNurse));
  await owner.query(`insert into tenant values (${benchTenant}, 'bench')`);
  await owner.query(`insert into organization (tenant_id, organization_id, parent_id, kind, name_zh, name_en, pos, pos_end) values (${benchTenant}, 1, null, 'hospital', '甲', 'A', 16, 1000)`);
  const hash = await hashPassword('secret');
  await owner.query(`insert into account (tenant_id, account_id, login, name, organization_pos, active) select ${benchTenant}, ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 'nurse' || i, '护士' || i, 16, true from generate_series(1, ${nurses}) i`);
  await owner.query(`insert into account_secret (tenant_id, account_id, password_hash, failures, totp_step) select tenant_id, account_id, $1, 0, 0 from account where login ~ '^nurse'`, [hash]);
  await owner.query(`insert into role_grant (tenant_id, account_id, role, organization_id, organization_pos) select ${benchTenant}, account_id, 'nurse', 1, 16 from account`);
  await owner.query(`
    insert into person (tenant_id, person_id, organization_id, organization_pos, name, pinyin, sex, birth_date, registered_at)
    select ${benchTenant}, ${firstPerson} + i, 1, 16, '李秀英', 'li xiu ying', case when i % 2 = 0 then 'male' else 'female' end, date '${today}' - 12000 - i % 18000, '2020-01-01' from generate_series(0, ${persons - 1}) i`);
  await owner.query(`
    insert into person_fact (tenant_id, person_id, organization_pos, label, dx_htn, sbp, sbp_on, dbp, dbp_on)
    select ${benchTenant}, person_id, 16, 1, person_id % 3 = 0, 110 + person_id % 70, date '${today}' - (person_id % 80)::int, 60 + person_id % 40, date '${today}' - (person_id % 80)::int from person`);
  await owner.query(`
    insert into person_tier (tenant_id, person_id, version, tier, computed, provisional, emergency, urgent, danger, fires, undecided, missing, awaited, assessed_on, tier_since, organization_pos, label)
    select ${benchTenant}, person_id, 1, t, t, false, false, false, '{}', '{}', '{}', '{}', '{}', date '${plannedOn}', date '${plannedOn}', 16, 1
    from (select person_id, case when person_id % 30 = 0 then 'high' when person_id % 3 = 0 and person_id % 2 = 0 then 'mid' when person_id % 3 = 0 then 'low' else 'not_tiered' end as t from person) x`);
  await owner.query(`
    insert into clinician (tenant_id, person_id, role, account_id, name, since, organization_pos)
    select ${benchTenant}, person_id, 'nurse', ('00000000-0000-4000-8000-' || lpad((1 + person_id % ${nurses})::text, 12, '0'))::uuid, '护士', '2026-01-01', 16 from person`);
  const { rows } = await owner.query<{ person_id: number }>(`select person_id from person where 1 + person_id % ${nurses} <= ${asked}`);
  const sealed = rows.flatMap(({ person_id }) => (['id-card', 'phone'] as const).map((kind) => sealedIdentifier(vault, { tenantId: benchTenant, personId: PersonId.parse(person_id) }, { kind, number: kind === 'phone' ? `154${String(person_id).padStart(8, '0')}` : `99000019600101${String(person_id % 10_000).padStart(4, '0')}` })));
  const column = <K extends keyof (typeof sealed)[number]>(key: K) => sealed.map((one) => one[key]);
  await owner.query(
    `insert into person_identifier (tenant_id, person_id, kind, sealed, key_id, whole, tail4, tail6, organization_pos)
     select *, 16 from unnest($1::int[], $2::bigint[], $3::text[], $4::bytea[], $5::int[], $6::bigint[], $7::bigint[], $8::bigint[]) on conflict do nothing`,
    [column('tenantId'), column('personId'), column('kind'), column('sealed'), column('keyId'), column('whole'), column('tail4'), column('tail6')],
  );
  await owner.query('analyze');
}

/** The planner over everybody, once anew and once when nothing is to be done. */
async function planEverybody({ database, owner }: Store, say: (line: string) => void): Promise<object> {
  const [pathway] = loadPathways();
  if (!pathway) throw new Error('no pathway');
  const scope = systemScope(benchTenant);
  await within(database, scope, (tx) => insertProgramme(tx, {
    tenantId: benchTenant, programmeId: accountOf(999_999), title: '慢病', organizationPos: 16, organizationPosEnd: 1000, startsOn: addMonths(today, -6), endsOn: addMonths(today, 6), pathway, version: 1, changedAt: `${plannedOn}T01:00:00.000Z` as Instant, changedBy: null,
  }));
  const pass = (day: Day) => timed(() => within(database, scope, (tx) => plan(tx, { today: day, at: `${day}T01:00:00.000Z` as Instant, whom: null })));
  const first = await pass(plannedOn);
  await owner.query('analyze');
  const again = await pass(plannedOn);
  const { rows } = await owner.query<{ enrolled: number; steps: number; items: number }>(`select (select count(*)::int from enrolment) as enrolled, (select count(*)::int from pathway_step) as steps, (select count(*)::int from work_item) as items`);
  const found = rows[0] ?? { enrolled: 0, steps: 0, items: 0 };
  say(`planned ${found.steps} steps of ${found.enrolled} people in ${(first / 1000).toFixed(1)} s, again in ${(again / 1000).toFixed(1)} s`);
  return { ...found, plan_seconds: Math.round(first / 100) / 10, plan_again_seconds: Math.round(again / 100) / 10 };
}

/** The list's rows in one statement, as somebody would write it by hand. */
const bareList = `
  select i.*, date '${today}' - i.due_on as days_late, p.name, p.pinyin, p.sex, p.birth_date, p.address, o.name_zh, o.name_en, f.sbp, f.dbp, f.sbp_on,
    (select k.sealed from person_identifier k where k.tenant_id = i.tenant_id and k.person_id = i.person_id and k.kind = 'id-card' limit 1) as id_card,
    (select k.sealed from person_identifier k where k.tenant_id = i.tenant_id and k.person_id = i.person_id and k.kind = 'phone' limit 1) as phone,
    (select c.name from clinician c where c.tenant_id = i.tenant_id and c.person_id = i.person_id and c.role = 'doctor' and c.until is null limit 1) as doctor,
    (select count(*) from contact_call c where c.tenant_id = i.tenant_id and c.person_id = i.person_id and c.item_id = i.item_id) as calls
  from (
    select * from work_item i where i.tenant_id = ${benchTenant} and i.state = 'open' and i.assigned_to = $1 and (i.hidden_until is null or i.hidden_until <= date '${today}')
      and i.due_on <= date '${today}' and i.due_on >= date '${addDays(today, -365)}' order by rank desc, due_on desc, person_id, item_id limit 51) i
  join person p on p.tenant_id = i.tenant_id and p.person_id = i.person_id join organization o on o.organization_id = p.organization_id
  left join person_fact f on f.tenant_id = i.tenant_id and f.person_id = i.person_id order by i.rank desc, i.due_on desc, i.person_id, i.item_id`;

async function measure({ origin, bare }: { origin: string; bare: pg.Client }): Promise<{ rows: number; http: ReturnType<typeof spreadOf>; bare: ReturnType<typeof spreadOf> }> {
  const desks = await Promise.all(Array.from({ length: asked }, async (_, i) => {
    const desk = browser(origin);
    const { headers, status } = await desk.ask({ method: 'POST', path: '/api/access/sign-in', body: { login: `nurse${i + 1}`, password: 'secret' } });
    if (status !== 200) throw new Error(`sign-in answered ${status}`);
    desk.cookie = String(headers['set-cookie']).split(';')[0] ?? '';
    return { desk, account: accountOf(i + 1) };
  }));
  const times: { http: number; bare: number }[] = [];
  let rows = 0;
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const at = desks[round % asked];
    if (!at) continue;
    const http = await timed(async () => {
      const { status, body } = await at.desk.ask({ method: 'GET', path: '/api/worklist' });
      if (status !== 200) throw new Error(`the list answered ${status}`);
      rows = (body as { items: unknown[] }).items.length;
    });
    const plain = await timed(() => bare.query({ name: 'list', text: bareList, values: [at.account] }));
    if (round >= warmUp) times.push({ http, bare: plain });
  }
  return { rows, http: spreadOf(times.map((one) => one.http)), bare: spreadOf(times.map((one) => one.bare)) };
}
