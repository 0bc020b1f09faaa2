/**
 * Small cells of published counts: left out, and others with them, so that no difference of published numbers brings one back.
 * Everything that shows counts of people to those who may not see single persons goes through one of these: `suppress` a breakdown
 * with its total, `suppressTable` a table whose margins are known, `suppressTree` counts at every organisation and above it.
 * The smallest cell that is shown is data: content/publishing.yaml. A zero tells of nobody: in tables and trees it may be shown.
 */

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
export function suppress(counts: readonly number[], k: number): Suppressed {
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
 * A table whose sums of rows, columns and all are published. Each small cell but zero becomes a corner of a rectangle of cells left out, whose
 * two neighbouring corners hold `k` or more: people can be moved around it without changing any sum, `k` of them at least. Where no
 * such rectangle is left, the whole table is left out.
 */
export function suppressTable(rows: readonly (readonly number[])[], k: number): readonly (readonly (number | null)[])[] {
  const gone = new Set<string>();
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0;
  const columns = rows[0]?.map((_, j) => j) ?? [];
  for (const [i, row] of rows.entries()) {
    for (const [j, count] of row.entries()) {
      if (count === 0 || count >= k) continue;
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

/** An organisation with the people who belong to it directly, by category, and the organisations below it. */
export interface Branch {
  readonly id: number;
  readonly own: readonly number[];
  readonly branches: readonly Branch[];
}

/** What is shown of an organisation with all below it: the count of all, and that of each category. */
export interface Shown {
  /** Null where it is too small, or would give a smaller one away. */
  readonly total: number | null;
  /** Null as a whole where only the total is shown; a single null where that category is shown nowhere. */
  readonly cells: readonly (number | null)[] | null;
}

interface TreeRules {
  readonly k: number;
  /** Which categories are shown at all; the others count as one rest. By default all that are large enough, the rest as `suppress` has it. */
  readonly open?: readonly boolean[];
}

/**
 * Counts at every organisation, each with all that is below it. What is hidden somewhere is hidden everywhere below, so that
 * families (an organisation, those right below it, and the people it keeps itself) can be judged one by one. In a family whose upper
 * end is shown, the hidden totals are none, or two and more that hold `k` together. The same holds for the rows of
 * categories, which have `k` people in every category together, or none, and `k` beside each row with a small cell. A hidden total
 * can then be anything from 0 to the sum of those hidden with it, and a hidden cell lies between max(0, row + column − all) and
 * min(row, column) of its family's hidden rows (Fréchet), which are `k` apart where the cell is small and its row is not.
 */
export function suppressTree(root: Branch, { k, open }: TreeRules): ReadonlyMap<number, Shown> {
  const shown = new Map<number, Shown>();
  const cells = sumOf(root);
  const all = totalOf(cells);
  const seen = open ?? suppress(cells, k).cells.map((cell) => cell !== null);
  const columns = (counts: readonly number[]) => [...counts.filter((_, i) => seen[i]), totalOf(counts.filter((_, i) => !seen[i]))];
  visit(root, { total: all >= k, rows: all >= k && columns(cells).every((count) => count === 0 || count >= k) });
  return shown;

  function visit(branch: Branch, show: { total: boolean; rows: boolean }): void {
    const counts = sumOf(branch);
    shown.set(branch.id, { total: show.total ? totalOf(counts) : null, cells: show.rows ? counts.map((count, i) => (seen[i] ? count : null)) : null });
    const children = branch.branches.map((child) => ({ child, row: columns(sumOf(child)) }));
    const kept = totalOf(branch.own) > 0 ? [columns(branch.own)] : [];
    const totals = hiddenOf({ rows: children.map(({ row }) => [totalOf(row)]), kept: kept.map((row) => [totalOf(row)]), k });
    const rows = hiddenOf({ rows: children.map(({ row }) => row), kept, k, already: totals });
    children.forEach(({ child }, i) => visit(child, { total: show.total && !totals.has(i), rows: show.total && show.rows && !rows.has(i) }));
  }
}

interface Family {
  readonly rows: readonly (readonly number[])[];
  /** Never shown, and as little to be told: the people whom the upper organisation keeps itself. */
  readonly kept: readonly (readonly number[])[];
  readonly k: number;
  readonly already?: ReadonlySet<number>;
}

/** Which rows of a family are left out: those with a small cell, and the smallest others with them until they hide each other. Nobody hides among no people. */
function hiddenOf({ rows, kept, k, already = new Set() }: Family): ReadonlySet<number> {
  const small = (row: readonly number[]) => row.some((count) => count > 0 && count < k);
  const gone = new Set(rows.flatMap((row, i) => (already.has(i) || small(row) ? [i] : [])));
  const others = rows.map((row, i) => ({ size: totalOf(row), i })).filter(({ size, i }) => size > 0 && !gone.has(i)).toSorted((a, b) => a.size - b.size || a.i - b.i);
  const safe = () => {
    const hidden = [...kept, ...[...gone].map((i) => rows[i] ?? [])].filter((row) => totalOf(row) > 0);
    const sums = hidden[0]?.map((_, column) => totalOf(hidden.map((row) => row[column] ?? 0))) ?? [];
    const all = totalOf(sums);
    const alone = (row: readonly number[]) => row.length > 1 && small(row) && all - totalOf(row) < k;
    return hidden.length === 0 || (hidden.length > 1 && sums.every((sum) => sum === 0 || sum >= k) && !hidden.some(alone));
  };
  while (!safe() && others.length > 0) gone.add(others.shift()?.i ?? 0);
  return gone;
}

function sumOf({ own, branches }: Branch): readonly number[] {
  return branches.map(sumOf).reduce((sum, counts) => sum.map((count, i) => count + (counts[i] ?? 0)), own);
}

function totalOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
