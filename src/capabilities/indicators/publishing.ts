/** What of the values may be told to those who may not see the persons behind them. */
import { suppress, suppressTable } from '../../kernel/suppression.ts';
import type { Organization } from '../organizations/organizations.ts';
import { publishedCounts } from '../organizations/publishing.ts';
import type { Sums } from './counting.ts';
import type { Measure } from './indicators.ts';

type Node = Pick<Organization, 'organizationId' | 'parentId'>;

/** People by category: those who meet a criterion and those who do not, or those counted. */
function categories({ by }: Measure, { upper, persons }: Sums): readonly number[] {
  return by === 'share' ? [upper, persons - upper] : [persons];
}

type SumsAt = ReadonlyMap<number, Sums>;

/** What each organisation keeps itself: what is left of it without those below. Whoever belongs to two of them makes that less, which hides more, never less. */
function keptAt(organizations: readonly Node[], rowOf: (id: number) => readonly number[]): Map<number, readonly number[]> {
  const children = Map.groupBy(organizations, ({ parentId }) => parentId);
  return new Map(organizations.map(({ organizationId }): [number, readonly number[]] => {
    const below = (children.get(organizationId) ?? []).map((child) => rowOf(child.organizationId));
    return [organizationId, rowOf(organizationId).map((count, i) => Math.max(0, count - below.reduce((sum, row) => sum + (row[i] ?? 0), 0)))];
  }));
}

const nobody: Sums = { upper: 0, lower: 0, persons: 0 };

/** The organisations whose value may be told, judged over the whole tenant so that everybody is told the same. */
export function toldOrganizations(measure: Measure, organizations: readonly Node[], { sums, k }: { readonly sums: SumsAt; readonly k: number }): ReadonlySet<number> {
  if (measure.by === 'sessions') return new Set(organizations.map(({ organizationId }) => organizationId));
  const own = keptAt(organizations, (id) => categories(measure, sums.get(id) ?? nobody));
  const shown = publishedCounts(organizations, own, { k, width: categories(measure, nobody).length });
  return new Set([...shown].flatMap(([id, { total, cells }]) => ((measure.by === 'share' ? cells?.every((cell) => cell !== null) === true : total !== null) ? [id] : [])));
}

/** The sums of every organisation: of all its people, and of each band of a breakdown. */
export interface Broken {
  readonly whole: SumsAt;
  readonly bands: readonly SumsAt[];
  readonly k: number;
}

/**
 * Which bands of a breakdown may be told, and at which organisations: one answer for the whole tenant, since what an organisation is
 * told of a band, without what those below it are told, is what is kept from the rest. Those in no band are a part as well.
 */
export function toldBands(measure: Measure, organizations: readonly Node[], { whole, bands, k }: Broken): { readonly bands: readonly boolean[]; readonly places: ReadonlySet<number> } {
  if (measure.by === 'sessions') return { bands: bands.map(() => true), places: new Set(organizations.map(({ organizationId }) => organizationId)) };
  const partsAt = (id: number) => {
    const parts = bands.map((band) => categories(measure, band.get(id) ?? nobody));
    const none = categories(measure, whole.get(id) ?? nobody).map((count, i) => Math.max(0, count - sumAt(parts, i)));
    return [...parts, none];
  };
  const tops = topmostOf(organizations);
  const all = partsAt(0).map((part, row) => part.map((_, i) => tops.reduce((sum, { organizationId }) => sum + (partsAt(organizationId)[row]?.[i] ?? 0), 0)));
  const open = openParts(all, k).slice(0, -1);
  const width = categories(measure, nobody).length;
  const rowOf = (id: number) => {
    const parts = partsAt(id);
    const rest = Array.from({ length: width }, (_, i) => sumAt(parts.filter((_part, row) => open[row] !== true), i));
    return [...parts.filter((_, row) => open[row] === true), rest].flat();
  };
  const own = keptAt(organizations, rowOf);
  const shown = publishedCounts(organizations, own, { k, width: rowOf(0).length, open: (counts) => counts.map(() => true) });
  return { bands: open, places: new Set([...shown].flatMap(([id, { cells }]) => (cells === null ? [] : [id]))) };
}

/** Which parts of a whole that is told may be told as well. */
function openParts(parts: readonly (readonly number[])[], k: number): readonly boolean[] {
  if ((parts[0]?.length ?? 0) > 1) return suppressTable(parts, k).map((row) => row.every((count) => count !== null));
  const there = parts.map(([count = 0]) => count);
  const told = suppress(there.filter((count) => count > 0), k).cells[Symbol.iterator]();
  return there.map((count) => count === 0 || (told.next().value ?? null) !== null);
}

function topmostOf(organizations: readonly Node[]): readonly Node[] {
  const known = new Set(organizations.map(({ organizationId }) => organizationId));
  return organizations.filter(({ parentId }) => parentId === null || !known.has(parentId));
}

function sumAt(rows: readonly (readonly number[])[], i: number): number {
  return rows.reduce((sum, row) => sum + (row[i] ?? 0), 0);
}
