import fc from 'fast-check';
import { expect, test } from 'vitest';
import { smallestCell, suppress, suppressTable } from './suppression.ts';

test.each<[string, number[], (number | null)[], number | null]>([
  ['large cells stay', [10, 20, 30], [10, 20, 30], 60],
  ['one small cell takes the smallest other with it', [7, 20, 30], [null, null, 30], 57],
  ['two small cells that hold enough go alone', [6, 5, 30], [null, null, 30], 41],
  ['two small cells that hold too little take a third', [1, 1, 12, 30], [null, null, null, 30], 44],
  ['a zero is a small cell', [0, 15, 40], [null, null, 40], 55],
  ['a sum below ten is not published', [3, 4], [null, null], null],
  ['a breakdown of one', [50], [50], 50],
])('%s', (_name, counts, cells, total) => {
  expect(suppress(counts)).toEqual({ cells, total });
  expect(smallestCell).toBe(10);
});

/** The values that a cell can have, for somebody who knows all that is published and that people are counted in whole numbers. */
test('no cell left out can be had by subtraction, not even nearly', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 7 }), fc.integer({ min: 2, max: 12 }), (counts, k) => {
      const { cells, total } = suppress(counts, k);
      cells.forEach((cell, i) => expect(cell === null || (cell === counts[i] && cell >= k)).toBe(true));
      if (total === null) return;
      const hidden = cells.filter((cell) => cell === null).length;
      const rest = total - cells.reduce<number>((sum, cell) => sum + (cell ?? 0), 0);
      // Each of two or more hidden cells can be anything from 0 to `rest`: more than k values.
      if (hidden > 0) expect([hidden >= 2, rest >= k]).toEqual([true, true]);
    }),
  );
});

test('nor in a table with the sums of its rows and columns', () => {
  const k = 3;
  const table = fc.array(fc.array(fc.nat(7), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 });
  fc.assert(
    fc.property(table, (rows) => {
      const published = suppressTable(rows, k);
      if (published.flat().every((cell) => cell === null)) return;
      const possible = published.map((row) => row.map(() => new Set<number>()));
      for (const solution of tablesLike(rows, published)) solution.forEach((row, i) => row.forEach((value, j) => possible[i]?.[j]?.add(value)));
      published.forEach((row, i) =>
        row.forEach((cell, j) => {
          if (cell !== null) return expect(cell).toBe(rows[i]?.[j]);
          if ((rows[i]?.[j] ?? 0) < k) expect(possible[i]?.[j]?.size).toBeGreaterThan(k);
          else expect(possible[i]?.[j]?.size).toBeGreaterThan(1);
        }),
      );
      expect(published.flat().every((cell) => cell === null || cell >= k)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

/** Every table of two rows and three columns with the same sums and the same published cells. */
function* tablesLike(rows: readonly (readonly number[])[], published: readonly (readonly (number | null)[])[]): Generator<number[][]> {
  const columns = [0, 1, 2].map((j) => (rows[0]?.[j] ?? 0) + (rows[1]?.[j] ?? 0));
  const first = rows[0]?.reduce((sum, value) => sum + value, 0) ?? 0;
  for (let a = 0; a <= (columns[0] ?? 0); a++) {
    for (let b = 0; b <= (columns[1] ?? 0); b++) {
      const top = [a, b, first - a - b];
      const bottom = top.map((value, j) => (columns[j] ?? 0) - value);
      const fits = [top, bottom].every((row, i) => row.every((value, j) => value >= 0 && (published[i]?.[j] ?? value) === value));
      if (fits) yield [top, bottom];
    }
  }
}
