import fc from 'fast-check';
import { expect, test } from 'vitest';
import { albuminuria, filtration, KidneyInput } from './kidney.ts';
import { content, vectors } from './fixtures.gateway.ts';

const kidney = (given: object) => filtration(KidneyInput.parse(given), content.kidney);

test.each(vectors.egfr)('reference: $creatinine_umol_l at $age, $sex', (row) => {
  expect(kidney(row).value).toBeCloseTo(Number(row['ckd_epi_2009']), 1);
  expect(kidney({ ...row, equation: '2021' }).value).toBeCloseTo(Number(row['ckd_epi_2021']), 1);
});

test.each([[90, 'G1'], [89.9, 'G2'], [60, 'G2'], [59.9, 'G3a'], [45, 'G3a'], [44.9, 'G3b'], [30, 'G3b'], [29.9, 'G4'], [15, 'G4'], [14.9, 'G5']])('%s is %s', (egfr, stage) => {
  expect(kidney({ egfr }).category).toBe(stage);
});

test.each([[29.9, 'A1'], [30, 'A2'], [300, 'A2'], [300.1, 'A3']])('%s mg/g is %s', (uacr, expected) => expect(albuminuria(uacr, content.kidney)).toBe(expected));

test('mg/dL is converted', () => expect(kidney({ creatinine_mg_dl: 1.2, age: 55, sex: 'M' }).value).toBe(kidney({ creatinine_umol_l: 106.08, age: 55, sex: 'M' }).value));
test('no equation below 18 years', () => expect(kidney({ creatinine_umol_l: 60, age: 17, sex: 'M' })).toMatchObject({ value: null, reason: { code: 'under_18' } }));

test('the range holds the value found once the missing inputs are supplied', () => {
  const person = fc.record({ creatinine_umol_l: fc.integer({ min: 5, max: 3000 }), age: fc.integer({ min: 18, max: 130 }), sex: fc.constantFrom('M', 'F') });
  fc.assert(fc.property(person, fc.subarray(['creatinine_umol_l', 'age', 'sex'], { minLength: 1 }), (full, gone) => {
    const whole = kidney(full);
    const partial = kidney({ ...full, ...Object.fromEntries(gone.map((name) => [name, null])) });
    expect(partial.range?.[0]).toBeLessThanOrEqual(whole.value ?? Number.NaN);
    expect(partial.range?.[1]).toBeGreaterThanOrEqual(whole.value ?? Number.NaN);
    expect(partial.categories).toContain(whole.category);
  }));
});
