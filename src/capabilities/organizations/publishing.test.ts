import { expect, test } from 'vitest';
import { publishedCounts } from './publishing.ts';

const tree = [
  { organizationId: 1, parentId: null },
  { organizationId: 2, parentId: 1 },
  { organizationId: 3, parentId: 1 },
  { organizationId: 4, parentId: 1 },
];

test('an organisation is told with all below it; a small one hides behind the smallest of its sisters', () => {
  const shown = publishedCounts(tree, new Map([[2, [4]], [3, [30]], [4, [200]]]), { k: 10, width: 1 });
  expect([1, 2, 3, 4].map((id) => shown.get(id)?.total)).toEqual([234, null, null, 200]);
});

test('which categories are told at all is judged by all people together', () => {
  const shown = publishedCounts(tree, new Map([[2, [40, 8, 20]], [3, [30, 7, 40]]]), { k: 10, width: 3, open: (all) => all.map((count) => count >= 60) });
  expect([1, 2, 3].map((id) => shown.get(id)?.cells)).toEqual([[70, null, 60], null, null]);
});
