import { expect, test } from 'vitest';
import { AccountId } from './access.ts';
import { contentOf, type AuditEvent } from './audit.ts';
import { appendAudit } from './audit.store.ts';
import { testDatabase } from '../../app/testing.ts';
import { systemScope } from '../../app/open.ts';
import { within } from '../../platform/database.ts';
import { createHash } from 'node:crypto';

const store = await testDatabase();

const entry = {
  tenantId: 1, accountId: AccountId.parse('5f0c7b1e-8a48-4d0e-9d7e-0a1b2c3d4e5f'), role: 'doctor', organizationId: 2, organizationPos: 32, purpose: 'care',
  action: 'read', contract: 'GET /api/people/:personId', persons: [7, 9], address: '127.0.0.1', outcome: 'done', waits: true,
};

test('the database hashes the content that the program reads', async () => {
  await within(store.database, systemScope(1), async (tx) => {
    await appendAudit(tx, { ...entry, outcome: '已完成 😀' });
    await appendAudit(tx, { ...entry, persons: [] });
  });
  const { rows } = await store.owner.query<{ e: AuditEvent }>(`
    select json_build_object('tenantId', tenant_id, 'lane', lane, 'seq', seq, 'at', at, 'accountId', account_id, 'role', role, 'organizationId', organization_id,
      'organizationPos', organization_pos, 'purpose', purpose, 'action', action, 'contract', contract, 'persons', persons, 'address', address, 'outcome', outcome, 'hash', hash) as e
    from audit_event order by seq`);
  let previous = '';
  for (const { e } of rows) {
    expect(e.hash).toBe(createHash('sha256').update(previous + contentOf({ ...e, at: new Date(e.at).toISOString() as AuditEvent['at'] })).digest('hex'));
    previous = e.hash;
  }
  expect(rows.map(({ e }) => e.seq)).toEqual([1, 2]);
});
