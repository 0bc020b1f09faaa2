/** Small cells of published counts: left out, and others with them, so that no difference of published numbers brings one back. */

/** Counts below this tell of single people. Policy of the product (no law names a number). */
export const smallestCell = 10;

export interface Suppressed {
  /** Null where the count is not published. */
  readonly cells: readonly (number | null)[];
  /** Null where even the sum of all is too small, or would give a cell away. */
  readonly total: number | null;
}

/**
 * A breakdown with its total. Cells below `k` go, zeros too; then the smallest others go with them, until at least two are gone that
 * hold `k` together: whoever subtracts the published from the total learns a sum of `k` or more over two cells or more, so each of
 * them can be anything from 0 to that sum.
 */
export function suppress(counts: readonly number[], k: number = smallestCell): Suppressed {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total < k) return { cells: counts.map(() => null), total: null };
  const gone = new Set(counts.flatMap((count, i) => (count < k ? [i] : [])));
  if (gone.size === 0) return { cells: [...counts], total };
  const others = counts.map((count, i) => ({ count, i })).filter(({ i }) => !gone.has(i)).toSorted((a, b) => a.count - b.count || a.i - b.i);
  const held = () => [...gone].reduce((sum, i) => sum + (counts[i] ?? 0), 0);
  while ((gone.size < 2 || held() < k) && others.length > 0) gone.add(others.shift()?.i ?? 0);
  // A breakdown of one cell is its own total.
  const alone = gone.size < 2;
  return { cells: counts.map((count, i) => (gone.has(i) ? null : count)), total: alone ? null : total };
}

/**
 * A table whose sums of rows, columns and all are published. Each small cell becomes a corner of a rectangle of cells left out, whose
 * two neighbouring corners hold `k` or more: people can be moved around it without changing any sum, `k` of them at least. Where no
 * such rectangle is left, the whole table is left out.
 */
export function suppressTable(rows: readonly (readonly number[])[], k: number = smallestCell): readonly (readonly (number | null)[])[] {
  const gone = new Set<string>();
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  const columns = rows[0]?.map((_, j) => j) ?? [];
  for (const [i, row] of rows.entries()) {
    for (const [j, count] of row.entries()) {
      if (count >= k) continue;
      const rectangle = rectangleAt({ i, j }, { at, rows: rows.length, columns, k });
      if (!rectangle) return rows.map((each) => each.map(() => null));
      for (const corner of rectangle) gone.add(corner.join('/'));
    }
  }
  return rows.map((row, i) => row.map((count, j) => (gone.has(`${i}/${j}`) ? null : count)));
}

interface Grid {
  readonly at: (i: number, j: number) => number;
  readonly rows: number;
  readonly columns: readonly number[];
  readonly k: number;
}

/** The cheapest rectangle with a corner here whose neighbouring corners are large. */
function rectangleAt({ i, j }: { i: number; j: number }, { at, rows, columns, k }: Grid): [number, number][] | null {
  let best: { cost: number; corners: [number, number][] } | null = null;
  for (let other = 0; other < rows; other++) {
    for (const column of columns) {
      if (other === i || column === j || at(i, column) < k || at(other, j) < k) continue;
      const cost = at(i, column) + at(other, j) + at(other, column);
      if (best === null || cost < best.cost) best = { cost, corners: [[i, j], [i, column], [other, j], [other, column]] };
    }
  }
  return best?.corners ?? null;
}
