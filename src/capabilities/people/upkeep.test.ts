import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { addKey, keyFile, openVault } from '../../platform/vault.ts';
import { PersonId } from './people.ts';
import { identifiersOf, insertPeople } from './people.store.ts';
import { openedIdentifier } from './identifiers.gateway.ts';
import { resealAll } from './upkeep.api.ts';

const folder = mkdtempSync(join(tmpdir(), 'kangcheng-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('after a rotation a running server seals every number anew, and finds it as before', async () => {
  const { store, organizations } = await testApp();
  const vault = openVault(folder, null);
  const [scope, today] = [systemScope(testTenant), Day.parse('2026-11-22')];
  const home = organizations.get('ward');
  const people = Array.from({ length: 620 }, (_, i) => ({
    person: { tenantId: testTenant, personId: PersonId.parse(5000 + i), organizationId: home?.organizationId ?? 0, organizationPos: home?.pos ?? 0, name: '王芳', sex: 'female' as const, birthDate: today, address: null, registeredAt: Instant.parse('2026-01-01T00:00:00.000Z'), deceasedOn: null, movedOn: null },
    identifiers: [{ kind: 'phone' as const, number: `1540000${String(i).padStart(4, '0')}` }],
    memberships: [],
  }));
  await within(store.database, scope, (tx) => insertPeople(tx, people, { vault, today }));
  addKey(keyFile(folder));
  const everyTenant = (work: Parameters<Parameters<typeof resealAll>[0]['everyTenant']>[0]) => within(store.database, scope, (db) => work({ db, today, vault, scope, now: Instant.parse('2026-11-22T00:00:00.000Z') }));
  expect(await resealAll({ everyTenant })).toBe(620);
  expect(await resealAll({ everyTenant })).toBe(0);
  const [row] = await within(store.database, scope, (tx) => identifiersOf(tx, PersonId.parse(5007)));
  expect(row).toMatchObject({ keyId: 2 });
  expect(row && openedIdentifier(vault, row)).toBe('15400000007');
});
