/**
 * Agreement of two judgements of the same persons. Standard errors are the large-sample ones of Fleiss, Cohen and Everitt
 * (Psychological Bulletin 1969;72:323-327); the interval of a share is Wilson's (J Am Stat Assoc 1927;22:209-212).
 */

/** The normal quantile of 0.975. */
const z = 1.959963984540054;

export type Interval = readonly [number, number];
export type Share = { readonly share: number; readonly interval: Interval };
export type Kappa = { readonly kappa: number; readonly error: number; readonly interval: Interval };

/** How many persons: rows by the first judgement, columns by the second, both in the same order. */
export type Confusion = readonly (readonly number[])[];

/** How much a disagreement counts as agreement, 1 on the diagonal: all or nothing, or by the distance of ordered classes. */
export type Weighting = 'none' | 'linear' | 'quadratic';

export function wilson(hits: number, of: number): Share | null {
  if (of === 0) return null;
  const share = hits / of;
  const middle = (share + (z * z) / (2 * of)) / (1 + (z * z) / of);
  const reach = (z / (1 + (z * z) / of)) * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  return { share, interval: [Math.max(0, middle - reach), Math.min(1, middle + reach)] };
}

/** Null where nobody was judged, or where chance alone would agree always. */
export function cohensKappa(counts: Confusion, weighting: Weighting = 'none'): Kappa | null {
  const size = counts.length;
  const total = sum(counts.flat());
  if (total === 0) return null;
  const p = counts.map((row) => row.map((count) => count / total));
  const rows = p.map(sum);
  const columns = rows.map((_, j) => sum(p.map((row) => row[j] ?? 0)));
  const w = (i: number, j: number) => weightOf(Math.abs(i - j) / Math.max(size - 1, 1), weighting);
  const each = rows.flatMap((_, i) => columns.map((__, j) => [i, j] as const));
  const observed = sum(each.map(([i, j]) => w(i, j) * at(p[i], j)));
  const byChance = sum(each.map(([i, j]) => w(i, j) * at(rows, i) * at(columns, j)));
  if (1 - byChance < 1e-12) return null;
  const kappa = (observed - byChance) / (1 - byChance);
  const ofRow = rows.map((_, i) => sum(columns.map((column, j) => column * w(i, j))));
  const ofColumn = columns.map((_, j) => sum(rows.map((row, i) => row * w(i, j))));
  const spread = sum(each.map(([i, j]) => at(p[i], j) * (w(i, j) - (at(ofRow, i) + at(ofColumn, j)) * (1 - kappa)) ** 2));
  const variance = (spread - (kappa - byChance * (1 - kappa)) ** 2) / (total * (1 - byChance) ** 2);
  const error = Math.sqrt(Math.max(0, variance));
  return { kappa, error, interval: [Math.max(-1, kappa - z * error), Math.min(1, kappa + z * error)] };
}

function weightOf(distance: number, weighting: Weighting): number {
  if (weighting === 'none') return distance === 0 ? 1 : 0;
  return 1 - (weighting === 'linear' ? distance : distance ** 2);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

function at(numbers: readonly number[] | undefined, i: number): number {
  return numbers?.[i] ?? 0;
}

export type Stratum = { readonly persons: number; readonly reviewed: number; readonly agreed: number };

/** The share of the whole population where strata were drawn unevenly: each counts for the persons it stands for. Null while one of them has no verdict. */
export function weightedShare(strata: readonly Stratum[]): Share | null {
  const total = sum(strata.map(({ persons }) => persons));
  if (total === 0 || strata.some(({ persons, reviewed }) => persons > 0 && reviewed === 0)) return null;
  const parts = strata.filter(({ persons }) => persons > 0).map(({ persons, reviewed, agreed }) => ({ weight: persons / total, share: agreed / reviewed, persons, reviewed }));
  const share = sum(parts.map((part) => part.weight * part.share));
  const variance = sum(parts.map((part) => part.weight ** 2 * (1 - part.reviewed / part.persons) * ((part.share * (1 - part.share)) / Math.max(1, part.reviewed - 1))));
  const reach = z * Math.sqrt(Math.max(0, variance));
  return { share, interval: [Math.max(0, share - reach), Math.min(1, share + reach)] };
}
