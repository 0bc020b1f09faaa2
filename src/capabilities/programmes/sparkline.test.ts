import { describe, expect, test } from 'vitest';
import { sparkline } from './sparkline.ts';

const box = { width: 100, height: 10, including: [] };

describe('sparkline', () => {
  test.each([
    ['from the bottom to the top', [0, 5, 10], { lines: ['0,10 50,5 100,0'], last: { x: 100, y: 0 } }],
    ['a gap breaks the line', [0, null, 10], { lines: ['0,10', '100,0'], last: { x: 100, y: 0 } }],
    ['a level line runs in the middle', [3, 3], { lines: ['0,5 100,5'], last: { x: 100, y: 5 } }],
    ['one value is a point', [3], { lines: ['0,5'], last: { x: 0, y: 5 } }],
    ['nothing known', [null, null], { lines: [], last: null }],
  ])('%s', (_what, values, drawn) => expect(sparkline(values, box)).toEqual(drawn));

  test('leaves room for the target', () => {
    expect(sparkline([0, 5], { ...box, including: [10] }).lines).toEqual(['0,10 100,5']);
  });
});
