import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awarenessOf, literacyLevel, literacyOf } from './marking.ts';
import { comparePairs, intervalOf, percentGain, sentenceOf, type Comparison, type Pair } from './paired.ts';
import { tQuantile } from './t-distribution.ts';

const pairs = (before: readonly number[], after: readonly number[]): Pair[] => before.map((one, i) => ({ before: one, after: after[i] ?? null }));
const compared = (...given: Parameters<typeof comparePairs>): Comparison => comparePairs(...given) ?? expect.fail('nobody');

describe('published worked examples', () => {
  // Student (1908), "The probable error of a mean", Biometrika 6:1-25: hours of sleep gained. R's help page of t.test: t = -4.0621, df = 9,
  // mean difference -1.58, 95 % interval -2.4598858 to -0.7001142.
  test("Student's sleep data", () => {
    const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
    const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    const found = compared(pairs(second, first));
    expect(found.change).toBeCloseTo(-1.58, 10);
    expect(found.interval?.[0]).toBeCloseTo(-2.4598858, 6);
    expect(found.interval?.[1]).toBeCloseTo(-0.7001142, 6);
    expect((found.dz ?? 0) * Math.sqrt(10)).toBeCloseTo(-4.0621, 4);
  });

  // Lakens D. Calculating and reporting effect sizes. Front Psychol 2013;4:863, table 1 and its analysis as paired data:
  // means 8.7 and 7.7, t(9) = 4.74, d_z = 1.50, d_av = 1.13, 95 % interval of the difference 0.52 to 1.48.
  test('two films rated by ten people', () => {
    const found = compared(pairs([9, 6, 7, 8, 7, 9, 8, 8, 8, 7], [9, 7, 8, 9, 8, 9, 9, 10, 9, 9]));
    expect([found.meanBefore, found.meanAfter, found.change].map((one) => one.toFixed(2))).toEqual(['7.70', '8.70', '1.00']);
    expect([found.dz, found.dav].map((one) => one?.toFixed(2))).toEqual(['1.50', '1.13']);
    expect(found.interval?.map((one) => one.toFixed(2))).toEqual(['0.52', '1.48']);
  });

  // The anorexia data of R's MASS package, as a textbook reports them: n = 72, mean change 2.763889, t = 2.9376, 95 % interval 0.8878354 to 4.6399424.
  test('a mean, its deviation and the number of people are enough for the interval', () => {
    const [low, high] = intervalOf({ mean: 2.763889, deviation: (2.763889 * Math.sqrt(72)) / 2.93757, count: 72 });
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['0.888', '4.640']);
  });

  // Quantiles of Student's t as printed in statistical tables (two-sided 5 %, 1 % and 10 %).
  test.each([
    [0.975, 1, 12.7062],
    [0.975, 2, 4.30265],
    [0.975, 9, 2.26216],
    [0.975, 30, 2.04227],
    [0.975, 120, 1.97993],
    [0.975, 1e6, 1.95997],
    [0.995, 10, 3.16927],
    [0.95, 5, 2.01505],
    [0.5, 7, 0],
  ])('t of %s with %s degrees of freedom is %s', (p, df, t) => {
    expect(tQuantile(p, df)).toBeCloseTo(t, t > 10 ? 4 : 5);
  });
});

describe('the target', () => {
  test.each([
    [60, 72, 20, true], // 平均分提升20%
    [60, 71.9, 20, false],
    [60, 72.1, 20, true],
    [50, 40, -20, true],
    [50, 41, -20, false],
    [0, 5, 20, false],
  ])('from %s to %s against %s %%: %s', (before, after, percent, met) => {
    expect(compared([{ before, after }], { percent }).target).toEqual({ percent, met });
  });
  test('percent of a mean', () => {
    expect(percentGain(60, 72)).toBe(20);
    expect(percentGain(0, 5)).toBeNull();
    expect(percentGain(-10, -5)).toBe(50);
  });
});

describe('who is counted', () => {
  const before = [60, 62, 58, 64, 61, 59, 63, 57, 65, 60];
  test('only those who answered both times', () => {
    const found = compared([...pairs(before, before.slice(0, 8).map((one) => one + 10)), { before: null, after: 90 }]);
    expect(found).toMatchObject({ pairs: 8, onlyBefore: 2, onlyAfter: 1, change: 10, attrition: 0.2, meanBeforeOfLost: 62.5 });
    expect(found.warnings).toEqual(['attrition', 'fewPairs']);
  });
  test('a fifth lost is a warning, less is not', () => {
    expect(compared(pairs(before, before.slice(0, 9))).warnings).not.toContain('attrition');
    expect(compared(pairs(before, before.slice(0, 8))).warnings).toContain('attrition');
  });
  test('nobody, one, and all alike', () => {
    expect(comparePairs([{ before: 1, after: null }])).toBeNull();
    expect(compared([{ before: 1, after: 2 }])).toMatchObject({ pairs: 1, interval: null, dz: null, dav: null, warnings: ['fewPairs', 'uncertain'] });
    expect(compared(pairs([1, 2, 3], [2, 3, 4]))).toMatchObject({ change: 1, dz: null, interval: [1, 1] });
    expect(comparePairs([{ before: Number.NaN, after: 3 }])).toBeNull();
  });
});

test('one sentence in both languages', () => {
  const respondents = Array.from({ length: 100 }, (_, i) => ({ before: 55 + (i % 11), after: i < 75 ? 67 + ((i * 7) % 11) : null }));
  expect(sentenceOf(compared(respondents, { percent: 20 }))).toEqual({
    zh: '75人前后均作答，平均值由59.9变为72.0，提高12.1分(20.2%)；平均变化的95%置信区间为11.1至13.1；达到“提升20%”的目标；25%的人未参加后测，结果可能偏向愿意作答者。',
    en: 'Among 75 who answered both times the mean rose by 12.1 points (20.2%), from 59.9 to 72.0; 95% interval of the change 11.1 to 13.1; the target of a rise of 20% is met; 25% did not answer again, so the result may be that of the willing.',
  });
  expect(sentenceOf(compared([{ before: 5, after: 5 }])).en).toBe('Among 1 who answered both times the mean did not change, from 5.0 to 5.0; the change may be chance; few answered, so take it as a hint.');
});

test('shifting everybody shifts the change and nothing else', () => {
  const score = fc.integer({ min: 0, max: 100 });
  fc.assert(
    fc.property(fc.array(fc.tuple(score, score), { minLength: 3, maxLength: 40 }), fc.integer({ min: -20, max: 20 }), (people, shift) => {
      const [plain, moved] = [compared(people.map(([before, after]) => ({ before, after }))), compared(people.map(([before, after]) => ({ before, after: after + shift })))];
      expect(moved.change).toBeCloseTo(plain.change + shift, 8);
      expect((moved.interval?.[1] ?? 0) - (moved.interval?.[0] ?? 0)).toBeCloseTo((plain.interval?.[1] ?? 0) - (plain.interval?.[0] ?? 0), 8);
    }),
    { numRuns: 200, seed: 20261122 },
  );
});

describe('literacy and awareness', () => {
  test.each([
    [53, 66, 80.3, true],
    [52, 66, 78.8, false],
    [0, 66, 0, false],
  ])('%s of %s points: %s %%, literate %s', (score, full, percent, literate) => {
    expect(literacyOf(score, full)).toEqual({ percent, literate });
  });
  test('the level of a population', () => {
    expect(literacyLevel(637, 2000)).toBe(31.85);
    expect(literacyLevel(0, 0)).toBeNull();
    expect(literacyOf(5, 0)).toBeNull();
  });
  test('two definitions of awareness', () => {
    const paper = (right: number): boolean[] => Array.from({ length: 10 }, (_, i) => i < right);
    const papers = [...Array.from({ length: 22 }, () => paper(9)), ...Array.from({ length: 18 }, () => paper(8))]; // 342 right of 400
    expect(awarenessOf(papers)).toMatchObject({ core: 85.5, persons: 100 });
    expect(awarenessOf([paper(10), paper(7)])).toMatchObject({ core: 85, persons: 50, items: [100, 100, 100, 100, 100, 100, 100, 50, 50, 50] });
    expect(awarenessOf([])).toBeNull();
  });
});
