import { expect, test } from 'vitest';
import { judge, wilson } from './integrity.ts';

test.each([
  // Newcombe 1998 (Statistics in Medicine 17:857), table I, method 3: 95 %.
  [81, 263, 25.53, 36.62],
  [15, 148, 6.24, 16.05],
  [0, 20, 0, 16.11],
  [1, 29, 0.61, 17.18],
])('%i of %i lies between %f and %f percent', (hits, of, low, high) => {
  const [from, to] = wilson({ hits, of }, 1.959964) ?? expect.fail();
  expect([Number(from.toFixed(2)), Number(to.toFixed(2))]).toEqual([low, high]);
});

test.each([
  ['half of eight readings end in 0: by chance', { hits: 4, of: 8 }, false],
  ['half of two hundred do not', { hits: 100, of: 200 }, true],
  ['a third of two hundred may be', { hits: 66, of: 200 }, false],
  ['nothing measured', { hits: 0, of: 0 }, false],
])('%s', (_, counts, suspicious) => expect(judge('rounded', counts).suspicious).toBe(suspicious));
