/** Arranging: where a node of the tree gets its interval when it is added or moved, so that "everything below" stays one comparison. */
import type { Organization } from './organizations.ts';

export type Placed = Pick<Organization, 'organizationId' | 'parentId' | 'pos' | 'posEnd'>;

/** Room that a new leaf takes where there is enough. */
const roomy = 16;

/** A gap that a spread leaves beside each node, at least, before the tree above is spread instead. */
const spare = 4;

/**
 * The nodes whose interval changes when `moved` (a new node alone, or a node with everything below it) hangs under `parentId`.
 * A free gap below the parent is taken; where none is left, the nearest subtree above with room is spread evenly, at last the whole
 * tree into positions that were never used. `nodes` is the whole tree, without `moved`.
 */
export function arranged(nodes: readonly Placed[], { moved, parentId }: { moved: readonly Placed[]; parentId: number }): Placed[] {
  const [top, ...below] = moved;
  const parent = nodes.find(({ organizationId }) => organizationId === parentId);
  if (!top || !parent) return [];
  const hung = [{ ...top, parentId }, ...below];
  const gap = gapsBelow(nodes, parent).find(({ from, to }) => to - from + 1 >= moved.length);
  if (gap) return spread(hung, top.organizationId, { from: gap.from, to: Math.min(gap.to, gap.from + Math.max(roomy, moved.length * spare) - 1) });
  const tree = [...nodes, ...hung];
  for (const above of pathUp(nodes, parent)) {
    const within = subtreeOf(tree, above.organizationId);
    if (above.posEnd - above.pos + 1 >= within.length * spare) return changed(nodes, spread(within, above.organizationId, { from: above.pos, to: above.posEnd }));
  }
  const root = pathUp(nodes, parent).at(-1) ?? parent;
  const within = subtreeOf(tree, root.organizationId);
  const fresh = Math.max(...nodes.map(({ posEnd }) => posEnd)) + 1;
  return changed(nodes, spread(within, root.organizationId, { from: fresh, to: fresh + within.length * roomy - 1 }));
}

/** A node and everything below it, parents first. */
export function subtreeOf<T extends Placed>(nodes: readonly T[], organizationId: number): T[] {
  const children = Map.groupBy(nodes, ({ parentId }) => parentId);
  const walk = (node: T): T[] => [node, ...(children.get(node.organizationId) ?? []).toSorted((a, b) => a.pos - b.pos).flatMap(walk)];
  const top = nodes.find((node) => node.organizationId === organizationId);
  return top ? walk(top) : [];
}

function pathUp(nodes: readonly Placed[], node: Placed): Placed[] {
  const parent = nodes.find(({ organizationId }) => organizationId === node.parentId);
  return [node, ...(parent ? pathUp(nodes, parent) : [])];
}

/** Free positions between the children of a node. */
function gapsBelow(nodes: readonly Placed[], parent: Placed): { from: number; to: number }[] {
  const children = nodes.filter(({ parentId }) => parentId === parent.organizationId).toSorted((a, b) => a.pos - b.pos);
  const edges = [{ pos: parent.pos, posEnd: parent.pos }, ...children, { pos: parent.posEnd + 1, posEnd: parent.posEnd + 1 }];
  return edges.slice(1).flatMap(({ pos }, i) => {
    const from = (edges[i]?.posEnd ?? pos) + 1;
    return pos > from ? [{ from, to: pos - 1 }] : [];
  });
}

/** A subtree over an interval: the node at its start, its children each with a share by their size, in their order. */
function spread(tree: readonly Placed[], organizationId: number, { from, to }: { from: number; to: number }): Placed[] {
  const node = tree.find((one) => one.organizationId === organizationId);
  if (!node) return [];
  const children = tree.filter(({ parentId }) => parentId === organizationId).toSorted((a, b) => a.pos - b.pos);
  const sizes = children.map((child) => subtreeOf(tree, child.organizationId).length);
  const all = sizes.reduce((sum, size) => sum + size, 0);
  // What a gap before the first child leaves is shared, each child at least as wide as its subtree is long.
  const room = to - from;
  const extra = room - all;
  const placed: Placed[] = [{ ...node, pos: from, posEnd: to }];
  let at = from + 1;
  for (const [i, child] of children.entries()) {
    const size = sizes[i] ?? 1;
    const width = size + Math.floor((extra * size) / (all + 1));
    placed.push(...spread(tree, child.organizationId, { from: at, to: at + width - 1 }));
    at += width;
  }
  return placed;
}

function changed(before: readonly Placed[], after: readonly Placed[]): Placed[] {
  return after.filter((node) => !before.some((one) => one.organizationId === node.organizationId && one.pos === node.pos && one.posEnd === node.posEnd && one.parentId === node.parentId));
}
