import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { addKey, keyFile, keyOf, openVault, passingVault } from './vault.ts';

const folder = mkdtempSync(join(tmpdir(), 'kangcheng-vault-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('what was sealed opens again, for its own row alone', () => {
  const vault = passingVault();
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (value, about) => {
      const sealed = vault.seal(value, about);
      expect(vault.open(sealed, about)).toBe(value);
      expect(() => vault.open(sealed, `${about}.`)).toThrow();
    }),
  );
});

test('one changed bit anywhere is noticed', () => {
  const vault = passingVault();
  const sealed = vault.seal('990001199001011234', '1/7/id-card');
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => vault.open(changed, '1/7/id-card'), `byte ${at}`).toThrow();
  }
});

test('the same value is never sealed twice alike, and never shows', () => {
  const vault = passingVault();
  const [a, b] = [vault.seal('15412345678', 'x'), vault.seal('15412345678', 'x')];
  expect(a.equals(b)).toBe(false);
  expect(a.toString('latin1')).not.toContain('15412345678');
});

test('blind numbers meet for the same value of the same kind, under the same keys', () => {
  const [vault, other] = [passingVault(), passingVault()];
  expect(vault.blind('5678', 'phone tail')).toBe(vault.blind('5678', 'phone tail'));
  expect(vault.blind('5678', 'phone tail')).not.toBe(vault.blind('5678', 'id tail'));
  expect(vault.blind('5678', 'phone tail')).not.toBe(other.blind('5678', 'phone tail'));
  expect(Number.isSafeInteger(vault.blind('5678', 'phone tail'))).toBe(true);
});

test('keys are made once, for their owner alone', () => {
  const vault = openVault(folder, null);
  expect(statSync(keyFile(folder)).mode & 0o777).toBe(0o600);
  expect(openVault(folder, null).fingerprint).toBe(vault.fingerprint);
});

test('a new key seals from then on; a server that runs opens its values, and keeps opening the old', () => {
  const running = openVault(folder, null);
  const before = running.seal('before', 'x');
  expect(addKey(keyFile(folder))).toBe(2);
  const after = openVault(folder, null).seal('after', 'x');
  expect([keyOf(before), keyOf(after)]).toEqual([1, 2]);
  expect(running.open(after, 'x')).toBe('after');
  running.refresh();
  expect([running.current, running.open(before, 'x')]).toEqual([2, 'before']);
});

test('keys may come from the environment, as JSON or as a file', () => {
  const sealed = openVault(folder, null).seal('here', 'x');
  expect(openVault('/nowhere', readFileSync(keyFile(folder), 'utf8')).open(sealed, 'x')).toBe('here');
  expect(openVault('/nowhere', keyFile(folder)).open(sealed, 'x')).toBe('here');
  expect(() => openVault('/nowhere', join(folder, 'absent.json'))).toThrow('does not exist');
  expect(() => openVault('/nowhere', '{"index":"c2VjcmV0"}')).toThrow(/^密钥格式有误 · the keys are not in their form: KANGCHENG_KEYS$/);
});
