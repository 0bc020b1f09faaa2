import { expect, test } from 'vitest';
import { isWithin, placeOrganizations, type OrganizationNode } from './organizations.ts';

const name = (text: string) => ({ zh: text, en: text });
const tree: OrganizationNode[] = [
  { key: 'd', parent: null, kind: 'district', name: name('d') },
  { key: 'h', parent: 'd', kind: 'hospital', name: name('h') },
  { key: 's', parent: 'd', kind: 'school', name: name('s') },
  { key: 'w', parent: 'h', kind: 'department', name: name('w') },
];

test('a subtree is an interval: descendants lie inside, siblings outside', () => {
  const placed = new Map(placeOrganizations(tree, { tenantId: 1, firstId: 10, firstPos: 16 }).map((o) => [o.key, o]));
  const at = (key: string) => placed.get(key) ?? expect.fail(key);
  expect(isWithin(at('w'), at('h'))).toBe(true);
  expect(isWithin(at('w'), at('d'))).toBe(true);
  expect(isWithin(at('s'), at('h'))).toBe(false);
  expect(isWithin(at('h'), at('s'))).toBe(false);
  expect(at('w').parentId).toBe(at('h').organizationId);
  expect(new Set([...placed.values()].map((o) => o.organizationId)).size).toBe(4);
});
