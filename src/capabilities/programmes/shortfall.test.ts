import { expect, test } from 'vitest';
import { lackingOf } from './shortfall.ts';

const part = (label: string, numerator: number | null, denominator: number | null) => ({ label, numerator, denominator });

test('where most people are missing comes first; what is held back is no part of it', () => {
  expect(lackingOf([part('a', 45, 60), part('b', 3, 40), part('c', null, null), part('d', 20, 20)], { better: 'higher', most: 5 })).toEqual([{ label: 'b', people: 37, share: 37 / 52 }, { label: 'a', people: 15, share: 15 / 52 }]);
});

test('of what should be few, those that are there', () => {
  expect(lackingOf([part('a', 6, 60), part('b', 2, 40), part('c', 1, 9)], { better: 'lower', most: 2 }).map(({ label, people }) => [label, people])).toEqual([['a', 6], ['b', 2]]);
});
