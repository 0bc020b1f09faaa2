import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { refuse as refuseAccess } from '../capabilities/access/access.ts';
import { refuse as refuseActivities } from '../capabilities/activities/activities.ts';
import { refuse as refuseForms } from '../capabilities/forms/bank.ts';
import { refuse as refuseMessaging } from '../capabilities/messaging/messaging.ts';
import { refuse as refuseMonitoring } from '../capabilities/monitoring/alarms.ts';
import { refuse as refuseOrganizations } from '../capabilities/organizations/organizations.ts';
import { refuse as refusePeople } from '../capabilities/people/people.ts';
import { documentRefusals } from '../capabilities/plans/document.ts';
import { refuse as refusePlans } from '../capabilities/plans/plans.ts';
import { refuse as refuseProgrammes } from '../capabilities/programmes/programmes.ts';
import { refuse as refuseRecords } from '../capabilities/records/records.ts';
import { refuse as refuseRules } from '../capabilities/risk/desk.ts';
import { refuse as refuseRisk } from '../capabilities/risk/risk.ts';
import { refuse as refuseCare } from '../capabilities/care/care.ts';
import { refuse as refuseWorklist } from '../capabilities/worklist/worklist.ts';
import { refuse as refuseSelfcare } from '../capabilities/selfcare/selfcare.ts';
import { hashOf } from '../platform/migrations.ts';
import { endpoints, entities, migrations } from './capabilities.ts';
import { testDatabase } from './testing.ts';
import { hasWords } from './words.ts';
import shipped from './migrations.json' with { type: 'json' };

const store = await testDatabase();
const source = join(import.meta.dirname, '..');

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

test.each(Object.entries<z.ZodObject>(entities))('%s: entity and table say the same', async (table, entity) => {
  const { rows } = await store.owner.query<{ column_name: string; data_type: string; is_nullable: string }>(
    `select column_name, data_type, is_nullable from information_schema.columns where table_schema = 'public' and table_name = $1`,
    [table],
  );
  const inDatabase = Object.fromEntries(rows.map((row) => [row.column_name, familyOf(row.data_type) + (row.is_nullable === 'YES' ? '?' : '')]));
  const inCode = Object.fromEntries(Object.entries(entity.shape).map(([name, type]) => [snake(name), sqlTypeOf(type as z.ZodType)]));
  expect(inDatabase).toEqual(inCode);
});

/** Whole numbers of every width, text in every guise, and lists of every storage are one thing to the program. */
function familyOf(type: string): string {
  return type === 'smallint' || type === 'bigint' ? 'integer' : type === 'double precision' ? 'numeric' : type === 'ARRAY' ? 'jsonb' : type === 'int4multirange' ? 'text' : type;
}

const sqlTypes: Record<string, string> = {
  uuid: 'uuid', date: 'date', 'date-time': 'timestamp with time zone', integer: 'integer', number: 'numeric', boolean: 'boolean', string: 'text',
};

function sqlTypeOf(type: z.ZodType): string {
  if (type instanceof z.ZodNullable) return `${sqlTypeOf(type.unwrap() as z.ZodType)}?`;
  if (type instanceof z.ZodCustom) return 'bytea';
  const schema = z.toJSONSchema(type, { unrepresentable: 'any' });
  return sqlTypes[String(schema.format)] ?? sqlTypes[String(schema.type)] ?? 'jsonb';
}

test('every table has row-level security', async () => {
  const { rows } = await store.owner.query<{ relname: string }>(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relrowsecurity order by 1`,
  );
  // What every tenant shares and nobody writes: the schema's own notes.
  expect(rows.map((row) => row.relname)).toEqual(['installation', 'schema_step']);
});

test("the server's role owns nothing and cannot bypass row-level security", async () => {
  const { rows } = await store.owner.query(`
    select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as powerful,
      exists (select 1 from pg_class c where c.relowner = r.oid) as owns
    from pg_roles r where rolname = current_database() || '_server'`);
  expect(rows).toEqual([{ powerful: false, owns: false }]);
});

test('without a scope the server sees no row of any table', async () => {
  for (const table of Object.keys(entities)) {
    const rows = await store.database.selectFrom(table as never).selectAll().limit(1).execute();
    expect(rows, table).toEqual([]);
  }
});

test('every contract names a permission and a path of its own', () => {
  const seen = endpoints.map(({ contract }) => `${contract.method} ${contract.path}`);
  expect(new Set(seen).size).toBe(seen.length);
  for (const { contract } of endpoints) expect(contract.permission, contract.path).toMatch(/^(public|signed-in|[a-z]+\.[a-zA-Z]+)$/);
});

const refusals = [
  ...[refuseAccess, refuseOrganizations, refusePeople, refuseActivities, refuseForms, refusePlans, refuseProgrammes, refuseRecords, refuseRisk, refuseRules, refuseWorklist, refuseCare, refuseMonitoring, refuseSelfcare, refuseMessaging].flatMap((refuse) => refuse.codes),
  ...Object.keys(documentRefusals).map((code) => `plans.${code}`),
  'request.invalid', 'request.tooMany', 'request.failed', 'request.unknownPath',
];

test.each(refusals)('%s has words in each language', (code) => {
  expect(hasWords(code)).toBe(true);
});

test('shipped migrations are unchanged', () => {
  const now = Object.fromEntries(migrations.map((step) => [step.id, hashOf(step)]));
  expect(now).toEqual(shipped);
});

test('a table is written only by the stores of its own capability', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.startsWith('capabilities/') && /\.(store|api|gateway)\.ts$/.test(file));
  const texts = files.map((file) => ({ file, home: file.split('/')[1] ?? '', text: readFileSync(join(source, file), 'utf8') }));
  const homes = new Map(texts.flatMap(({ home, text }) => [...text.matchAll(/create table (?:if not exists )?(\w+)/g)].map((m) => [m[1], home])));
  const writes = /(?:insertInto|updateTable|deleteFrom)\('(\w+)[ ']|\b(?:insert into|delete from|update) (\w+) (?:set|as|\(|where)/g;
  for (const { file, home, text } of texts) {
    const foreign = [...text.matchAll(writes)].map((m) => snake(m[1] ?? m[2] ?? '')).filter((table) => homes.has(table) && homes.get(table) !== home);
    expect(foreign, file).toEqual([]);
    if (!file.endsWith('.store.ts')) expect([...text.matchAll(writes)].map((m) => m[0]), file).toEqual([]);
  }
});
