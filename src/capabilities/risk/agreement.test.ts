import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cohensKappa, weightedShare, wilson } from './agreement.ts';

const pathologists = [[22, 2, 2, 0], [5, 7, 14, 0], [0, 2, 36, 0], [0, 1, 17, 10]];
const couples = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]];

describe('published examples', () => {
  test.each([
    ['Agresti, Categorical Data Analysis 2002, table 10.8: carcinoma by two pathologists', pathologists, 'none', 0.493, 0.057],
    ['the same, quadratic weights', pathologists, 'quadratic', 0.784, null],
    ['Hout et al. 1987 as in R package vcd, Kappa(SexualFun)', couples, 'none', 0.1293, 0.0686],
    ['the same, equal-spacing weights', couples, 'linear', 0.2374, 0.07832],
    ['Fleiss, Statistical Methods for Rates and Proportions 1981, chapter 13: psychiatric diagnoses', [[75, 1, 4], [5, 4, 1], [0, 0, 10]], 'none', 0.68, 0.087],
    ['two readers of 50 proposals', [[20, 5], [10, 15]], 'none', 0.4, null],
  ] as const)('%s', (_, counts, weighting, kappa, error) => {
    const found = cohensKappa(counts, weighting);
    const digits = (value: number) => String(value).split('.')[1]?.length ?? 0;
    expect(Number(found?.kappa.toFixed(digits(kappa)))).toBe(kappa);
    if (error !== null) expect(Math.abs((found?.error ?? 0) - error)).toBeLessThan(0.001);
  });

  test('the interval of the pathologists', () => {
    expect(cohensKappa(pathologists)?.interval.map((end) => Number(end.toFixed(2)))).toEqual([0.38, 0.6]);
  });

  // Newcombe, Stat Med 1998;17:857-872, table I, method 3.
  test.each([[81, 263, 0.2553, 0.3662], [15, 148, 0.0624, 0.1605], [0, 20, 0, 0.1611], [1, 29, 0.0061, 0.1718]])('Wilson: %i of %i', (hits, of, low, high) => {
    expect(wilson(hits, of)?.interval.map((end) => Number(end.toFixed(4)))).toEqual([low, high]);
  });
});

const table = fc.array(fc.array(fc.nat(30), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 });

describe('κ', () => {
  test('is 1 for those who always agree, 0 for chance, and none where there is nothing to say', () => {
    expect(cohensKappa([[10, 0, 0], [0, 20, 0], [0, 0, 5]])).toMatchObject({ kappa: 1, error: 0 });
    expect(cohensKappa([[25, 25], [25, 25]])?.kappa).toBe(0);
    expect(cohensKappa([[0, 0], [0, 0]])).toBeNull();
    expect(cohensKappa([[9, 0], [0, 0]])).toBeNull();
  });
  test('does not depend on who is first, nor on the order of classes; of two classes all weightings are one', () => {
    fc.assert(fc.property(table, (counts) => {
      const turned = counts.map((_, i) => counts.map((row) => row[i] ?? 0));
      const reversed = counts.map((row) => row.toReversed()).toReversed();
      const kappa = cohensKappa(counts, 'linear')?.kappa ?? 0;
      expect(cohensKappa(turned, 'linear')?.kappa ?? 0).toBeCloseTo(kappa, 9);
      expect(cohensKappa(reversed, 'linear')?.kappa ?? 0).toBeCloseTo(kappa, 9);
    }));
    expect(cohensKappa([[20, 5], [10, 15]], 'quadratic')?.kappa).toBeCloseTo(0.4, 12);
  });
  test('lies inside its interval', () => {
    fc.assert(fc.property(table, (counts) => {
      const found = cohensKappa(counts);
      fc.pre(found !== null);
      expect(found?.interval[0]).toBeLessThanOrEqual(found?.kappa ?? 2);
      expect(found?.interval[1]).toBeGreaterThanOrEqual(found?.kappa ?? -2);
    }));
  });
});

test('the share of a population counts each stratum for the persons it stands for', () => {
  expect(weightedShare([{ persons: 900, reviewed: 10, agreed: 10 }, { persons: 100, reviewed: 10, agreed: 5 }])?.share).toBeCloseTo(0.95);
  expect(weightedShare([{ persons: 900, reviewed: 10, agreed: 10 }, { persons: 100, reviewed: 0, agreed: 0 }])).toBeNull();
  expect(weightedShare([{ persons: 10, reviewed: 10, agreed: 8 }])?.interval).toEqual([0.8, 0.8]);
});
