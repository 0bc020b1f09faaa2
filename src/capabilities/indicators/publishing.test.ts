import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Measure } from './indicators.ts';
import { toldOrganizations, toldParts } from './publishing.ts';

const k = 10;
const share: Measure = { by: 'share', numerator: 'true', denominator: 'true' };
const mean: Measure = { by: 'mean', of: '%age' };
const sums = (upper: number, persons: number) => ({ upper, lower: persons, persons });
const district = [{ organizationId: 1, parentId: null }, ...[2, 3, 4].map((organizationId) => ({ organizationId, parentId: 1 }))];
const told = (measure: Measure, values: readonly (readonly [number, number])[]) => [...toldOrganizations(measure, district, { k, sums: new Map(values.map(([upper, persons], i) => [i + 1, sums(upper, persons)])) })].filter((id) => id > 0).toSorted();

test.each<[string, Measure, readonly (readonly [number, number])[], number[]]>([
  ['large ones', share, [[60, 150], [20, 50], [20, 50], [20, 50]], [1, 2, 3, 4]],
  ['a small one takes another with it', share, [[53, 160], [3, 50], [20, 50], [30, 60]], [1, 4]],
  ['all but a few is as telling as a few', share, [[117, 160], [47, 50], [20, 50], [50, 60]], [1, 4]],
  ['a mean of nine', mean, [[1, 159], [1, 9], [1, 50], [1, 100]], [1, 4]],
  ['sessions are nobody', { by: 'sessions' }, [[9, 9], [2, 2], [3, 3], [4, 4]], [1, 2, 3, 4]],
])('%s', (_, measure, values, ids) => expect(told(measure, values)).toEqual(ids));

test('whoever subtracts the parts that are told from the whole learns of nobody', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 })), { minLength: 2, maxLength: 7 });
  fc.assert(
    fc.property(pairs, (each) => {
      const parts = each.map(([upper, rest]) => sums(upper, upper + rest));
      const shown = toldParts(share, parts, k);
      const hidden = parts.filter((_, i) => shown[i] !== true);
      if (hidden.length === 0 || hidden.length === parts.length) return;
      expect(hidden.length).toBeGreaterThan(1);
      expect(hidden.reduce((sum, { persons }) => sum + persons, 0)).toBeGreaterThanOrEqual(k);
    }),
  );
});
