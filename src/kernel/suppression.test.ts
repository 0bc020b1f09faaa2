import fc from 'fast-check';
import { expect, test } from 'vitest';
import { suppress, suppressTable, suppressTree, type Branch } from './suppression.ts';

const ten = 10;

test.each<[string, number[], (number | null)[], number | null]>([
  ['large cells stay', [10, 20, 30], [10, 20, 30], 60],
  ['one small cell takes the smallest other with it', [7, 20, 30], [null, null, 30], 57],
  ['two small cells that hold enough go alone', [6, 5, 30], [null, null, 30], 41],
  ['two small cells that hold too little take a third', [1, 1, 12, 30], [null, null, null, 30], 44],
  ['a zero is a small cell', [0, 15, 40], [null, null, 40], 55],
  ['a sum below ten is not published', [3, 4], [null, null], null],
  ['a breakdown of one', [50], [50], 50],
])('%s', (_name, counts, cells, total) => {
  expect(suppress(counts, ten)).toEqual({ cells, total });
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
          const count = rows[i]?.[j] ?? 0;
          if (cell !== null) return expect(cell).toBe(count);
          if (count > 0 && count < k) expect(possible[i]?.[j]?.size).toBeGreaterThan(k);
          else if (count >= k) expect(possible[i]?.[j]?.size).toBeGreaterThan(1);
        }),
      );
      expect(published.flat().every((cell) => cell === null || cell === 0 || cell >= k)).toBe(true);
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

const leaf = (id: number, own: number[], branches: Branch[] = []): Branch => ({ id, own, branches });

test('a district with three hospitals: what one hides, its sister hides with it', () => {
  const shown = suppressTree(leaf(1, [0, 0], [leaf(2, [40, 3]), leaf(3, [30, 12]), leaf(4, [90, 50])]), { k: ten });
  expect(Object.fromEntries(shown)).toEqual({
    1: { total: 225, cells: [160, 65] },
    2: { total: 43, cells: null },
    3: { total: 42, cells: null },
    4: { total: 140, cells: [90, 50] },
  });
});

test('people whom the upper organisation keeps itself are not told by subtraction either', () => {
  const shown = suppressTree(leaf(1, [2], [leaf(2, [40]), leaf(3, [30])]), { k: ten });
  expect([...shown.values()].map(({ total }) => total)).toEqual([72, 40, null]);
});

test('below a hidden organisation nothing is shown, and a category that is small everywhere is shown nowhere', () => {
  const shown = suppressTree(leaf(1, [0, 0, 0], [leaf(2, [5, 0, 1], [leaf(3, [5, 0, 1])]), leaf(4, [60, 20, 2])]), { k: ten });
  expect(shown.get(1)).toEqual({ total: 94, cells: [70, null, null] });
  expect([shown.get(2), shown.get(3), shown.get(4)]).toEqual([12, null, 82].map((total) => ({ total, cells: null })));
});

/** Everything that may be added and subtracted: sums over the people of single organisations and categories, with their values. */
interface Equation {
  readonly weights: readonly number[];
  readonly value: number;
}

interface Places {
  readonly branches: readonly Branch[];
  readonly below: ReadonlyMap<number, readonly number[]>;
  readonly width: number;
}

function placesOf(root: Branch): Places {
  const branches: Branch[] = [];
  const below = new Map<number, readonly number[]>();
  const walk = (branch: Branch): number[] => {
    const at = branches.push(branch) - 1;
    const all = [at, ...branch.branches.flatMap(walk)];
    below.set(branch.id, all);
    return all;
  };
  walk(root);
  return { branches, below, width: root.own.length };
}

const sumWeights = ({ branches, width }: Places, at: readonly number[], category: number | null) =>
  branches.flatMap((_, i) => Array.from({ length: width }, (_unused, c) => (at.includes(i) && (category === null || category === c) ? 1 : 0)));

function equationsOf(places: Places, root: Branch, k: number): Equation[] {
  const shown = suppressTree(root, { k });
  return places.branches.flatMap(({ id }): Equation[] => {
    const { total, cells } = shown.get(id) ?? { total: null, cells: null };
    const at = places.below.get(id) ?? [];
    return [
      ...(total === null ? [] : [{ weights: sumWeights(places, at, null), value: total }]),
      ...(cells ?? []).flatMap((cell, c) => (cell === null ? [] : [{ weights: sumWeights(places, at, c), value: cell }])),
    ];
  });
}

/** Whether a sum follows from the equations alone (Gauss). */
function follows(equations: readonly Equation[], wanted: readonly number[]): boolean {
  const rows = equations.map(({ weights }) => [...weights]);
  const target = [...wanted];
  for (let column = 0; column < target.length; column++) {
    const pivot = rows.find((row) => row.findIndex((weight) => Math.abs(weight) > 1e-9) === column);
    if (!pivot) continue;
    for (const row of [...rows.filter((one) => one !== pivot), target]) {
      const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
      if (Math.abs(factor) > 1e-9) pivot.forEach((weight, i) => (row[i] = (row[i] ?? 0) - factor * weight));
    }
  }
  return target.every((weight) => Math.abs(weight) < 1e-6);
}

const counts = (width: number, most: number) => fc.array(fc.oneof(fc.constant(0), fc.nat(most)), { minLength: width, maxLength: width });

function trees(width: number, most: number): fc.Arbitrary<Branch> {
  let id = 0;
  const { tree } = fc.letrec<{ tree: Omit<Branch, 'id'> }>((tie) => ({
    tree: fc.record({ own: fc.oneof(fc.constant(Array<number>(width).fill(0)), counts(width, most)), branches: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constant([]), fc.array(tie('tree').map((branch) => ({ id: (id += 1), ...branch })), { maxLength: 4 })) }),
  }));
  return tree.map((branch) => ({ id: 0, ...branch }));
}

test('nothing small follows from all that is shown at all organisations', () => {
  const k = 5;
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }).chain((width) => trees(width, 12)), (root) => {
      const places = placesOf(root);
      const equations = equationsOf(places, root, k);
      for (const { id, own } of places.branches) {
        const at = places.below.get(id) ?? [];
        const whole = own.map((_, c) => at.reduce((sum, i) => sum + (places.branches[i]?.own[c] ?? 0), 0));
        const asked = [
          { value: whole.reduce((sum, count) => sum + count, 0), weights: sumWeights(places, at, null) },
          ...whole.map((value, c) => ({ value, weights: sumWeights(places, at, c) })),
          { value: own.reduce((sum, count) => sum + count, 0), weights: sumWeights(places, [places.branches.findIndex((branch) => branch.id === id)], null) },
        ];
        for (const { value, weights } of asked) if (value > 0 && value < k) expect(follows(equations, weights), `${value} at ${id}`).toBe(false);
      }
    }),
    { numRuns: 500 },
  );
});

test('nor can it be bounded to one value, for who knows that people are whole and never fewer than none', () => {
  const k = 3;
  const small = fc.tuple(counts(2, 5), counts(2, 5), counts(2, 5)).map(([own, a, b]) => leaf(0, own, [leaf(1, a), leaf(2, b)]));
  fc.assert(
    fc.property(small, (root) => {
      const places = placesOf(root);
      const equations = equationsOf(places, root, k);
      // The whole population is known even where it is not shown: nobody is hidden among people who may not exist.
      const all = root.own.map((_, c) => places.branches.reduce((sum, { own }) => sum + (own[c] ?? 0), 0));
      const possible = places.branches.map(() => [new Set<number>(), new Set<number>()]);
      for (const solution of splits(all, places.branches.length)) {
        if (!equations.every(({ weights, value }) => weights.reduce((sum, weight, i) => sum + weight * (solution.flat()[i] ?? 0), 0) === value)) continue;
        solution.forEach((row, i) => row.forEach((value, c) => possible[i]?.[c]?.add(value)));
      }
      const shown = suppressTree(root, { k });
      places.branches.slice(1).forEach(({ id, own }, i) =>
        own.forEach((count, c) => {
          if (shown.get(id)?.cells === null && count > 0 && count < k && (all[c] ?? 0) >= k) expect(possible[i + 1]?.[c]?.size, `${count} at ${id}`).toBeGreaterThan(1);
        }),
      );
    }),
    { numRuns: 200 },
  );
});

/** Every way to spread the people of two categories over organisations. */
function* splits([first = 0, second = 0]: readonly number[], parts: number): Generator<number[][]> {
  for (const a of compositions(first, parts)) for (const b of compositions(second, parts)) yield a.map((count, i) => [count, b[i] ?? 0]);
}

function* compositions(sum: number, parts: number): Generator<number[]> {
  if (parts === 1) return yield [sum];
  for (let head = 0; head <= sum; head++) for (const rest of compositions(sum - head, parts - 1)) yield [head, ...rest];
}
