import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arranged, subtreeOf, type Placed } from './arranging.ts';

const root: Placed = { organizationId: 1, parentId: null, pos: 16, posEnd: 31 };

/** What makes intervals a tree: inside the parent's, apart from each other's. */
function expectNested(nodes: readonly Placed[]): void {
  expect(new Set(nodes.map(({ pos }) => pos)).size).toBe(nodes.length);
  for (const node of nodes) {
    expect(node.posEnd).toBeGreaterThanOrEqual(node.pos);
    const parent = nodes.find(({ organizationId }) => organizationId === node.parentId);
    if (parent) expect(node.pos > parent.pos && node.posEnd <= parent.posEnd, JSON.stringify([parent, node])).toBe(true);
    const inside = nodes.filter(({ pos }) => pos >= node.pos && pos <= node.posEnd).map(({ organizationId }) => organizationId);
    expect(inside.toSorted((a, b) => a - b)).toEqual(subtreeOf(nodes, node.organizationId).map(({ organizationId }) => organizationId).toSorted((a, b) => a - b));
  }
}

function applied(nodes: readonly Placed[], changes: readonly Placed[]): Placed[] {
  const kept = nodes.filter((node) => !changes.some(({ organizationId }) => organizationId === node.organizationId));
  return [...kept, ...changes];
}

const step = fc.record({ kind: fc.constantFrom('add' as const, 'add' as const, 'move' as const), under: fc.nat(), what: fc.nat() });

test('whatever is added and moved, every subtree is one interval', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      let nodes: Placed[] = [root];
      for (const { kind, under, what } of steps) {
        if (kind === 'add') {
          const parent = nodes[under % nodes.length] ?? root;
          const fresh = { organizationId: nodes.length + 1, parentId: parent.organizationId, pos: 0, posEnd: 0 };
          nodes = applied(nodes, arranged(nodes, { moved: [fresh], parentId: parent.organizationId }));
          continue;
        }
        const top = nodes[what % nodes.length] ?? root;
        const moved = subtreeOf(nodes, top.organizationId);
        const others = nodes.filter((node) => !moved.includes(node));
        const parent = others[under % Math.max(1, others.length)];
        if (top.parentId === null || !parent) continue;
        nodes = applied(nodes, arranged(others, { moved, parentId: parent.organizationId }));
      }
      expectNested(nodes);
    }),
  );
});

test('a free gap moves nobody; without one only the nearest subtree with room is renumbered', () => {
  const one = arranged([root], { moved: [{ organizationId: 2, parentId: 1, pos: 0, posEnd: 0 }], parentId: 1 });
  expect(one.map(({ organizationId }) => organizationId)).toEqual([2]);
  const full: Placed[] = [root, { organizationId: 2, parentId: 1, pos: 17, posEnd: 31 }];
  const spreadOut = arranged(full, { moved: [{ organizationId: 3, parentId: 1, pos: 0, posEnd: 0 }], parentId: 1 });
  expectNested(applied(full, spreadOut));
  expect(spreadOut.every(({ pos }) => pos <= 31)).toBe(true);
});
