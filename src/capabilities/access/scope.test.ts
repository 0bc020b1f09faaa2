import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { beyondReach, countingAll, labels, within, type Purpose, type Scope, type Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { sql } from 'kysely';
import { Instant } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';
import { AccountId } from './access.ts';
import { insertAccounts } from './access.store.ts';
import { insertTeam } from './teams.store.ts';
import { TeamId } from './teams.ts';

const { store, organizations } = await testApp();
const posOf = (key: string) => organizations.get(key)?.pos ?? 0;
const endOf = (key: string) => organizations.get(key)?.posEnd ?? 0;
const team = TeamId.parse(randomUUID());

/** A table of the shape that every record has: one row of each label at three places, persons 1 (ward), 2 (hospital-b), 3 (district). */
await store.owner.query(`
  create table sample (tenant_id int not null, person_id bigint not null, organization_pos int not null, label smallint not null, team_id uuid);
  ${guarded('sample')}
  create table kept_sample (like sample);
  ${guarded('kept_sample', { kept: true })}
  grant select, insert, update, delete on sample, kept_sample to "${(await store.owner.query<{ n: string }>('select current_database() as n')).rows[0]?.n}_server"`);
for (const [person, place] of [[1, 'ward'], [2, 'hospital-b'], [3, 'district']] as const) {
  for (const label of [0, 1, 2]) await store.owner.query('insert into sample values ($1, $2, $3, $4, $5)', [testTenant, person, posOf(place), label, label === 2 ? team : null]);
}
await store.owner.query('insert into sample values (2, 9, $1, 0, null)', [posOf('ward')]);
await store.owner.query('insert into kept_sample values ($1, 1, $2, 2, $3)', [testTenant, posOf('ward'), team]);

const at = (place: string, purpose: Purpose, more: Partial<Scope> = {}): Scope => ({
  ...systemScope(testTenant), from: posOf(place), to: endOf(place), label: purpose === 'care' || purpose === 'self' ? labels.sensitive : labels.ordinary, purpose, ...more,
});
const nowhere = { from: 1, to: 0 };

test.each<[string, Scope, string[]]>([
  ['care sees its subtree, ordinary and sensitive', at('hospital', 'care'), ['1/0', '1/1']],
  ['care at the parent sees all below', at('district', 'care'), ['1/0', '1/1', '2/0', '2/1', '3/0', '3/1']],
  ['care at a sibling sees nothing of it', at('school', 'care'), []],
  ['managers see no health data', at('district', 'manage'), ['1/0', '2/0', '3/0']],
  ['managers see none even if their label said so', at('district', 'manage', { label: labels.sensitive }), ['1/0', '2/0', '3/0']],
  ['whoever works with numbers sees nobody', at('district', 'numbers'), []],
  ['the system counts over all but the sealed', systemScope(testTenant), ['1/0', '1/1', '2/0', '2/1', '3/0', '3/1']],
  ['no label opens what is sealed', at('district', 'care', { label: labels.sealed }), ['1/0', '1/1', '2/0', '2/1', '3/0', '3/1']],
  ['the team sees its case beside its subtree', at('school', 'care', { teams: [team] }), ['1/2', '2/2', '3/2']],
  ['another team does not', at('school', 'care', { teams: [randomUUID()] }), []],
  ['a person sees himself, all but the sealed', at('district', 'self', { ...nowhere, persons: [2] }), ['2/0', '2/1']],
  ['an emergency opens one person, not the sealed', at('school', 'care', { persons: [2] }), ['2/0', '2/1']],
  ['another tenant sees nothing', { ...systemScope(3) }, []],
])('%s', async (_name, scope, seen) => {
  const rows = await within(store.database, scope, (tx) => sql<{ seen: string }>`select person_id || '/' || label as seen from sample order by 1`.execute(tx));
  expect(rows.rows.map((row) => row.seen)).toEqual(seen);
});

test('nobody writes where they may not read', async () => {
  const write = (scope: Scope, label: number) =>
    within(store.database, scope, (tx) => sql`insert into sample values (${testTenant}, 4, ${posOf('ward')}, ${label}, ${label === 2 ? team : null}::uuid)`.execute(tx));
  await expect(write(at('school', 'care'), 0)).rejects.toThrow(/row-level security/);
  await expect(write(at('hospital', 'manage'), 1)).rejects.toThrow(/row-level security/);
  await expect(write(at('hospital', 'care'), 2)).rejects.toThrow(/row-level security/);
});

test('a team is formed by whoever opens the case, and works at once', async () => {
  const teamId = TeamId.parse(randomUUID());
  const accountId = AccountId.parse(randomUUID());
  const since = Instant.parse('2026-11-22T00:00:00.000Z');
  await within(store.database, systemScope(testTenant), (tx) =>
    insertAccounts(tx, [{ tenantId: testTenant, accountId, login: 'counsellor', name: '咨询师', organizationPos: posOf('hospital'), personId: null, passwordHash: null, active: true }]),
  );
  const form = (tx: Tx) =>
    insertTeam(tx, { tenantId: testTenant, teamId, personId: PersonId.parse(1), formedAt: since, formedBy: accountId }, { tenantId: testTenant, teamId, accountId, name: '咨询师', since });
  const members = await within(store.database, at('hospital', 'care', { account: accountId }), async (tx) => {
    await form(tx);
    await sql`insert into sample values (${testTenant}, 1, ${posOf('ward')}, 2, ${teamId}::uuid)`.execute(tx);
    return (await sql`select 1 from sample where team_id = ${teamId}`.execute(tx)).rows.length;
  });
  expect(members).toBe(1);
  await expect(within(store.database, at('district', 'care'), form)).rejects.toThrow(/duplicate key/);
});

test('acts that must leave nothing behind reach what is sealed where a table keeps it so; counting never does', async () => {
  const scope = at('hospital', 'care', { teams: [team] });
  const sealed = (tx: Tx, table: string) => sql`select 1 from ${sql.table(table)} where label = 2`.execute(tx).then(({ rows }) => rows.length);
  expect(await within(store.database, scope, (tx) => countingAll(tx, scope, () => sealed(tx, 'sample')))).toBe(0);
  expect(await within(store.database, at('hospital', 'care'), (tx) => beyondReach(tx, at('hospital', 'care'), () => sealed(tx, 'sample')))).toBe(0);
  expect(await within(store.database, at('hospital', 'care'), (tx) => beyondReach(tx, at('hospital', 'care'), () => sealed(tx, 'kept_sample')))).toBe(1);
  expect(await within(store.database, at('hospital', 'care', { label: labels.sealed }), (tx) => sealed(tx, 'kept_sample'))).toBe(0);
});

test('a pooled connection carries nothing over', async () => {
  await within(store.database, at('district', 'care', { teams: [team], persons: [1] }), async () => {});
  const { rows } = await sql`select * from sample`.execute(store.database);
  expect(rows).toEqual([]);
});
