import { expect, test } from 'vitest';
import { verifyTrail } from '../../app/commands/audit-verify.ts';
import { systemScope } from '../../app/open.ts';
import { testDatabase } from '../../app/testing.ts';
import { within } from '../../platform/database.ts';
import { placeOrganizations } from '../organizations/organizations.ts';
import { insertOrganizations, insertTenant } from '../organizations/organizations.store.ts';
import { appendAudit, type Entry } from './audit.store.ts';

const store = await testDatabase();
const tenant = 1;

await within(store.database, systemScope(tenant), async (tx) => {
  await insertTenant(tx, { tenantId: tenant, name: '测试' });
  await insertOrganizations(tx, placeOrganizations([{ key: 'hospital', parent: null, kind: 'hospital', name: { zh: '甲医院', en: 'Hospital A' } }], { tenantId: tenant, firstId: 2, firstPos: 32 }).map(({ key: _key, ...one }) => one));
});

const entry: Entry = {
  tenantId: tenant, accountId: '5f0c7b1e-8a48-4d0e-9d7e-0a1b2c3d4e5f', accountName: '甲医生', role: 'doctor', organizationId: 2, organizationPos: 32, purpose: 'care',
  action: 'read', contract: 'GET /api/people/:personId', persons: [7, 9], address: '127.0.0.1', outcome: 'done', waits: true,
};
const append = (more: Partial<Entry> = {}) => within(store.database, systemScope(tenant), (tx) => appendAudit(tx, { ...entry, ...more }));

// One connection's lane gets twelve rows, whatever else there is.
await within(store.database, systemScope(tenant), async (tx) => {
  for (let n = 0; n < 12; n++) await appendAudit(tx, { ...entry, outcome: n === 3 ? '已完成 😀' : 'done', persons: n === 4 ? [] : [n + 1, 99] });
});
const { rows: lanes } = await store.owner.query<{ lane: number }>('select lane from audit_event group by lane having count(*) = 12');
const lane = lanes[0]?.lane ?? -1;
const where = `where tenant_id = ${tenant} and lane = ${lane}`;

test('many transactions at once keep every chain whole', async () => {
  await Promise.all(Array.from({ length: 60 }, () => append()));
  const verified = await verifyTrail(store.owner);
  expect(verified).toMatchObject({ intact: true, rows: 72, breaks: [] });
});

/** What somebody with the owner's password might do, and the row at which it shows. */
test.each<[string, string, { seq: number; fault: string }]>([
  ['a changed row', `update audit_event set account_id = gen_random_uuid() ${where} and seq = 5`, { seq: 5, fault: 'changed' }],
  ['a row hidden from its person', `update audit_event set persons = '{}' ${where} and seq = 6`, { seq: 6, fault: 'changed' }],
  ['a changed time', `update audit_event set at = at - interval '1 day' ${where} and seq = 2`, { seq: 2, fault: 'changed' }],
  ['a deleted row', `delete from audit_event ${where} and seq = 7`, { seq: 7, fault: 'missing' }],
  ['the first row deleted', `delete from audit_event ${where} and seq = 1`, { seq: 1, fault: 'missing' }],
  ['the last rows deleted', `delete from audit_event ${where} and seq > 10`, { seq: 11, fault: 'cut' }],
  ['a row put at the end', `insert into audit_event select tenant_id, lane, seq + 1000, at, account_id, account_name, role, organization_id, organization_pos, purpose, action, contract, persons, address, outcome, hash from audit_event ${where} and seq = 12`, { seq: 0, fault: 'missing' }],
  ['a row put in between, the later ones moved on', `update audit_event set seq = seq + 5000 ${where} and seq >= 8; update audit_event set seq = seq - 4999 ${where} and seq >= 5008; insert into audit_event select tenant_id, lane, 8, at, account_id, account_name, role, organization_id, organization_pos, purpose, action, contract, persons, address, outcome, hash from audit_event ${where} and seq = 7`, { seq: 8, fault: 'changed' }],
  ['two rows exchanged', `update audit_event set seq = 5000 ${where} and seq = 4; update audit_event set seq = 4 ${where} and seq = 9; update audit_event set seq = 9 ${where} and seq = 5000`, { seq: 4, fault: 'changed' }],
  ['the look-up by person thinned', `delete from audit_person where tenant_id = ${tenant} and lane = ${lane} and seq = 3 and person_id = 99`, { seq: 3, fault: 'changed' }],
  ['the end of the chain rewound', `delete from audit_event ${where} and seq > 10; update audit_head set seq = 10, hash = (select hash from audit_event ${where} and seq = 10) ${where}`, { seq: 11, fault: 'cut' }],
])('%s is found and located', async (name, tampering, { seq, fault }) => {
  const anchors = (await verifyTrail(store.owner)).heads;
  const client = await store.owner.connect();
  await client.query('begin');
  await client.query(tampering);
  // Only this connection sees the change; it goes when the test ends.
  const verified = await verifyTrail(client, name.includes('rewound') ? anchors : []);
  await client.query('rollback');
  client.release();
  expect(verified.intact).toBe(false);
  const expected = seq > 0 ? { tenantId: tenant, lane, seq, fault } : { tenantId: tenant, lane, fault };
  expect(verified.breaks[0]).toMatchObject(expected);
  expect(Date.parse(verified.breaks[0]?.at ?? '')).toBeGreaterThan(Date.parse('2026-01-01'));
});

test("the server's role cannot write the trail but through its function, nor change it", async () => {
  const attempt = (statement: string) => within(store.database, { ...systemScope(tenant), purpose: 'audit' }, (tx) => tx.executeQuery({ sql: statement, parameters: [], query: { kind: 'RawNode', sqlFragments: [], parameters: [] }, queryId: { queryId: 'x' } }));
  await expect(attempt(`update audit_event set role = 'x'`)).rejects.toThrow(/permission denied/);
  await expect(attempt('delete from audit_event')).rejects.toThrow(/permission denied/);
  await expect(attempt('truncate audit_event')).rejects.toThrow(/permission denied/);
  await expect(attempt(`insert into audit_event select * from audit_event limit 1`)).rejects.toThrow(/row-level security/);
  await expect(attempt('update audit_head set seq = 0')).rejects.toThrow(/permission denied/);
});
