import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Measure } from './indicators.ts';
import { toldBands, toldOrganizations } from './publishing.ts';

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

test('whoever subtracts the bands of the places from those of the whole, or the bands from all, learns of nobody', () => {
  const pair = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }));
  fc.assert(
    fc.property(fc.array(fc.array(pair, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }), (places) => {
      const at = (row: readonly (readonly [number, number])[]) => row.map(([upper, rest]) => sums(upper, upper + rest));
      const added = (all: readonly { upper: number; persons: number }[]) => sums(all.reduce((sum, { upper }) => sum + upper, 0), all.reduce((sum, { persons }) => sum + persons, 0));
      const rows = [[0, 1, 2].map((band) => added(places.map((place) => at(place)[band] ?? sums(0, 0)))), ...places.map(at)];
      const whole = new Map(rows.map((row, i) => [i + 1, added(row)]));
      const bands = [0, 1, 2].map((band) => new Map(rows.map((row, i) => [i + 1, row[band] ?? sums(0, 0)])));
      const shown = toldBands(share, district, { whole, bands, k });
      const cells = (id: number, band: number) => { const { upper, persons } = rows[id - 1]?.[band] ?? sums(0, 0); return [upper, persons - upper]; };
      const open = [0, 1, 2].filter((band) => shown.bands[band]);
      const small = (count: number) => count > 0 && count < k;
      for (const id of shown.places) {
        if (id === 0 || open.length === 0) continue;
        const closed = [0, 1, 2].filter((band) => !open.includes(band));
        const rest = [0, 1].map((side) => closed.reduce((sum, band) => sum + (cells(id, band)[side] ?? 0), 0));
        expect([...open.flatMap((band) => cells(id, band)), ...rest].filter(small)).toEqual([]);
      }
      if (!shown.places.has(1)) return;
      const hidden = [2, 3, 4].filter((id) => !shown.places.has(id));
      for (const band of open) for (const side of [0, 1]) expect(small(hidden.reduce((sum, id) => sum + (cells(id, band)[side] ?? 0), 0))).toBe(false);
      expect(hidden.filter((id) => (whole.get(id)?.persons ?? 0) > 0)).not.toHaveLength(1);
    }),
  );
});
