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

/**
 * The organisations whose value may be told, judged over the whole tenant so that everybody is told the same. What an organisation
 * keeps itself is what is left of it without those below; whoever belongs to two of them makes that less, which hides more, never less.
 */
export function toldOrganizations(measure: Measure, organizations: readonly Node[], { sums, k }: { readonly sums: ReadonlyMap<number, Sums>; readonly k: number }): ReadonlySet<number> {
  if (measure.by === 'sessions') return new Set(organizations.map(({ organizationId }) => organizationId));
  const none = categories(measure, { upper: 0, lower: 0, persons: 0 });
  const rowOf = (id: number) => { const own = sums.get(id); return own === undefined ? none : categories(measure, own); };
  const children = Map.groupBy(organizations, ({ parentId }) => parentId);
  const own = new Map(organizations.map(({ organizationId }): [number, readonly number[]] => {
    const below = (children.get(organizationId) ?? []).map((child) => rowOf(child.organizationId));
    return [organizationId, rowOf(organizationId).map((count, i) => Math.max(0, count - below.reduce((sum, row) => sum + (row[i] ?? 0), 0)))];
  }));
  const shown = publishedCounts(organizations, own, { k, width: none.length });
  return new Set([...shown].flatMap(([id, { total, cells }]) => ((measure.by === 'share' ? cells?.every((cell) => cell !== null) === true : total !== null) ? [id] : [])));
}

/** Which parts of a whole that is told may be told as well. */
export function toldParts(measure: Measure, parts: readonly Sums[], k: number): readonly boolean[] {
  if (measure.by === 'share') return suppressTable(parts.map((part) => categories(measure, part)), k).map((row) => row.every((count) => count !== null));
  return suppress(parts.map(({ persons }) => persons), k).cells.map((count) => count !== null);
}
