import { expect, test } from 'vitest';
import type { Measure } from './indicators.ts';
import { isTellable } from './telling.ts';

const share: Measure = { by: 'share', numerator: 'a', denominator: 'b' };

test.each<[string, Measure, [number | null, number | null], boolean]>([
  ['a share of many', share, [40, 200], true],
  ['a share with few on one side', share, [3, 200], false],
  ['a share with few on the other', share, [195, 200], false],
  ['a share with nobody on one side', share, [0, 200], true],
  ['a share of few', share, [0, 9], false],
  ['a mean over few', { by: 'mean', of: 'a' }, [null, 9], false],
  ['a mean over enough', { by: 'mean', of: 'a' }, [null, 10], true],
  ['few who came', { by: 'attended', count: 'persons' }, [3, null], true],
  ['nothing measured', share, [null, null], true],
])('%s', (_name, how, [numerator, denominator], told) => {
  expect(isTellable(how, { numerator, denominator }, 10)).toBe(told);
});
