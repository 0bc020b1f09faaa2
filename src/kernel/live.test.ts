import { expect, test } from 'vitest';
import { hears, LiveEvent, type Listener } from './live.ts';

const alarms = { name: 'monitoring.alarm', permissions: ['monitoring.read'] };
const scope = { tenant: 1, from: 16, to: 40, label: 1, purpose: 'care', persons: [] };
const nurse: Listener = { account: 'n', permissions: ['monitoring.*'], scope };
const told = LiveEvent.parse({ topic: alarms.name, tenant: 1, pos: 20, person: 7, label: 1 });

test.each<[string, Listener, object, boolean]>([
  ['inside the reach', nurse, {}, true],
  ['at the end of the reach', nurse, { pos: 40 }, true],
  ['beyond the reach', nurse, { pos: 41 }, false],
  ['beyond it, but visible through another membership', nurse, { pos: 41, positions: '{[39,41)}' }, true],
  ['a membership that ends before the reach', nurse, { pos: 41, positions: '{[3,16),[41,44)}' }, false],
  ['of another tenant', nurse, { tenant: 2 }, false],
  ['of another tenant, to the same account', nurse, { tenant: 2, account: 'n' }, false],
  ['more sensitive than the role reads', nurse, { label: 2 }, false],
  ['without the act', { ...nurse, permissions: ['people.read'] }, {}, false],
  ['addressed to the account, whatever its role', { ...nurse, permissions: [], scope: { ...scope, from: 1, to: 0 } }, { account: 'n' }, true],
  ['about a person, to whoever works with numbers', { ...nurse, scope: { ...scope, purpose: 'numbers' } }, { label: 0 }, false],
  ['sensitive, to whoever manages', { ...nurse, scope: { ...scope, purpose: 'manage' } }, {}, false],
  ['about oneself', { ...nurse, scope: { ...scope, from: 1, to: 0, purpose: 'self', persons: [7] } }, {}, true],
  ['about somebody else', { ...nurse, scope: { ...scope, from: 1, to: 0, purpose: 'self', persons: [8] } }, {}, false],
])('%s', (_case, listener, change, heard) => {
  expect(hears(listener, { ...told, ...change }, alarms)).toBe(heard);
});
