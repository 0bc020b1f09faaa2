/** What counts of tiers become before somebody reads them who may not see single persons: judged over the whole tenant, alike for everybody. */
import { suppressTable } from '../../kernel/suppression.ts';
import type { Organization } from '../organizations/organizations.ts';
import { publishedCounts } from '../organizations/publishing.ts';
import { Flow } from './risk.ts';

type Node = Pick<Organization, 'organizationId' | 'parentId' | 'pos'>;

/** Persons at each organisation by itself. */
export type At<T> = T & { readonly organizationPos: number; readonly persons: number };

interface Asked {
  readonly organizationId: number;
  readonly k: number;
}

export const tierOrder = ['high', 'mid', 'low', 'not_tiered'] as const;
export type TierCount = At<{ readonly tier: (typeof tierOrder)[number] }>;

/** How many stand in each tier at an organisation with all below it. */
export function toldTiers(organizations: readonly Node[], counted: readonly TierCount[], { organizationId, k }: Asked): { cells: readonly (number | null)[]; total: number | null } {
  const counts = countsAt(organizations, counted, { width: tierOrder.length, column: ({ tier }) => tierOrder.indexOf(tier) });
  const told = publishedCounts(organizations, counts, { k, width: tierOrder.length }).get(organizationId);
  return { cells: told?.cells ?? tierOrder.map(() => null), total: told?.total ?? null };
}

const ends = Flow.shape.from.options;
const pairs = ends.flatMap((from) => ends.map((to) => ({ from, to })));

/** The flows at an organisation with all below it; none where every cell would be hidden. */
export function toldFlows(organizations: readonly Node[], counted: readonly At<Pick<Flow, 'from' | 'to'>>[], { organizationId, k }: Asked): Flow[] {
  const counts = countsAt(organizations, counted, { width: pairs.length, column: (flow) => pairs.findIndex(({ from, to }) => from === flow.from && to === flow.to) });
  const cells = publishedCounts(organizations, counts, { k, width: pairs.length, open: (all) => openFlows(all, k) }).get(organizationId)?.cells;
  return cells ? pairs.flatMap((pair, i) => (cells[i] === 0 ? [] : [{ ...pair, persons: cells[i] ?? null }])) : [];
}

/** Tiers are known on every day, so the margins of the table are: what they would tell of its small cells is hidden with them. */
function openFlows(counts: readonly number[], k: number): boolean[] {
  const rows = ends.map((_, i) => counts.slice(i * ends.length, (i + 1) * ends.length));
  return suppressTable(rows, k).flat().map((cell) => cell !== null);
}

function countsAt<T>(organizations: readonly Node[], counted: readonly At<T>[], { width, column }: { width: number; column: (one: At<T>) => number }): Map<number, number[]> {
  const idAt = new Map(organizations.map(({ pos, organizationId }) => [pos, organizationId]));
  const counts = new Map<number, number[]>();
  for (const one of counted) {
    const id = idAt.get(one.organizationPos) ?? 0;
    const row = counts.get(id) ?? Array<number>(width).fill(0);
    row[column(one)] = one.persons;
    counts.set(id, row);
  }
  return counts;
}
