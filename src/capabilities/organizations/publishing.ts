/** Publishing: what counts of people at organisations become before somebody reads them who may not see single persons. */
import { z } from 'zod';
import { suppressTree, type Branch, type Shown } from '../../kernel/suppression.ts';
import type { Organization } from './organizations.ts';

/** content/publishing.yaml */
export const Publishing = z.strictObject({ smallest_cell: z.int().min(3) });

/** People at each organisation itself, by category; organisations without any may be left out. */
export type CountsAt = ReadonlyMap<number, readonly number[]>;

interface Published {
  readonly k: number;
  readonly width: number;
  /** Which categories are shown at all, judged by all people together. */
  readonly open?: (all: readonly number[]) => readonly boolean[];
}

/** No organisation has this number: it stands above all. */
const everything = 0;

/**
 * What may be told of each organisation with all below it. `organizations` and `counts` are those of the whole tenant, whoever asks,
 * so that everybody is shown the same, and what is put together from several answers tells no more than one.
 */
export function publishedCounts(organizations: readonly Pick<Organization, 'organizationId' | 'parentId'>[], counts: CountsAt, { k, width, open }: Published): ReadonlyMap<number, Shown> {
  const none = Array<number>(width).fill(0);
  const known = new Set(organizations.map(({ organizationId }) => organizationId));
  const below = Map.groupBy(organizations, ({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : everything));
  const branch = (id: number): Branch => ({ id, own: counts.get(id) ?? none, branches: (below.get(id) ?? []).map(({ organizationId }) => branch(organizationId)) });
  const all = none.map((_, i) => [...counts.values()].reduce((sum, row) => sum + (row[i] ?? 0), 0));
  return suppressTree(branch(everything), { k, ...(open ? { open: open(all) } : {}) });
}
