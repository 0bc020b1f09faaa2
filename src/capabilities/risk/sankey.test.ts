import { expect, test } from 'vitest';
import { sankey } from './sankey.ts';

const frame = { order: ['low', 'mid', 'high'], width: 100, height: 50, gap: 10, bar: 10 };

test('heights are in proportion to persons, in the order of the tiers', () => {
  const { left, right, ribbons } = sankey([{ from: 'mid', to: 'low', persons: 1 }, { from: 'low', to: 'low', persons: 3 }, { from: 'high', to: 'mid', persons: 0 }], frame);
  expect(left).toEqual([{ key: 'low', persons: 3, y: 0, height: 30 }, { key: 'mid', persons: 1, y: 40, height: 10 }]);
  expect(right).toEqual([{ key: 'low', persons: 4, y: 0, height: 40 }]);
  expect(ribbons.map(({ from, to, persons }) => [from, to, persons])).toEqual([['low', 'low', 3], ['mid', 'low', 1]]);
  expect(ribbons[1]?.path).toBe('M10,40 C50,40 50,30 90,30 L90,40 C50,40 50,50 10,50 Z');
});

test('nobody is drawn as nothing', () => {
  expect(sankey([], frame)).toEqual({ left: [], right: [], ribbons: [], height: 0 });
});
