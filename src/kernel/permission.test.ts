import { expect, test } from 'vitest';
import { permits } from './permission.ts';

test.each([
  ['the act itself', ['plans.read'], 'plans.read', true],
  ['every act of the same capability', ['plans.*'], 'plans.upload', true],
  ['everything', ['*'], 'plans.upload', true],
  ['another act', ['plans.read'], 'plans.upload', false],
  ['a capability whose name begins alike', ['plan.*'], 'plans.read', false],
  ['nothing granted', [], 'plans.read', false],
  ['whoever is signed in', [], 'signed-in', true],
])('%s', (_, granted, permission, expected) => {
  expect(permits(granted, permission)).toBe(expected);
});
