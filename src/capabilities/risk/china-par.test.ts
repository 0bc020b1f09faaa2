import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { categoryOf, ChinaParInput, tenYearAscvd } from './china-par.ts';
import { chinaPar, content } from './fixtures.gateway.ts';

const risk = (given: object) => tenYearAscvd(ChinaParInput.parse(given), content.chinaPar);
const man = { sex: 'male', age: 60, sbp: 130, bp_treated: false, tc_mgdl: 210, hdl_mgdl: 55, waist_cm: 80, smoker: false, diabetes: true, north: true, urban: true, family_ascvd: false };

const person = fc.record({
  sex: fc.constantFrom('M', 'F'),
  age: fc.integer({ min: 20, max: 85 }),
  sbp: fc.integer({ min: 70, max: 200 }),
  bp_treated: fc.boolean(),
  tc_mgdl: fc.integer({ min: 80, max: 400 }),
  hdl_mgdl: fc.integer({ min: 20, max: 130 }),
  waist_cm: fc.integer({ min: 50, max: 130 }),
  smoker: fc.boolean(),
  diabetes: fc.boolean(),
  north: fc.boolean(),
  urban: fc.boolean(),
  family_ascvd: fc.boolean(),
});

describe('reference', () => {
  test.each(chinaPar.vectors)('$id', (row) => {
    const { value, category } = risk(row);
    expect(value).toBeCloseTo(Number(row['expect_percent']), 1);
    expect(Math.abs((value ?? 0) - Number(row['expect_percent']))).toBeLessThanOrEqual(0.011);
    expect(Math.abs((value ?? 0) - Number(row['reference_percent']))).toBeLessThanOrEqual(Number(row['tolerance_pp']));
    expect(category).toBe(row['expect_category']);
  });
  test.each(chinaPar.invalid)('none for $age', (row) => expect(risk(row).value).toBeNull());
});

test('says why there is no value', () => {
  expect(risk({ ...man, age: 19 })).toMatchObject({ value: null, range: null, reason: { code: 'below_20' } });
  expect(risk({ ...man, known_ascvd: true })).toMatchObject({ value: null, reason: { code: 'known_ascvd' } });
  expect(risk({ ...man, age: 20 }).value).not.toBeNull();
});

test('the category goes by the risk rounded to 0.1 %', () => {
  expect(categoryOf(4.949, content.chinaPar)).toBe('low');
  expect(categoryOf(4.95, content.chinaPar)).toBe('mid');
  expect(categoryOf(9.949, content.chinaPar)).toBe('mid');
  expect(categoryOf(9.95, content.chinaPar)).toBe('high');
  expect(categoryOf(100, content.chinaPar)).toBe('high');
});

test('cholesterol may come in mmol/L', () => {
  const mgdl = risk(man);
  const inMmol = { tc_mgdl: null, hdl_mgdl: null };
  expect(risk({ ...man, ...inMmol, tc_mmol: 210 * 0.0259, hdl_mmol: 55 * 0.0259 }).value).toBe(mgdl.value);
  expect(risk({ ...man, ...inMmol, tc: 210 * 0.0259, hdl: 55 * 0.0259 }).value).toBe(mgdl.value);
  expect(risk({ ...man, ...inMmol, tc: 210, hdl: 55 }).value).toBe(mgdl.value);
});

test('women need neither city nor family', () => {
  const { urban: _urban, family_ascvd: _family, ...woman } = { ...man, sex: 'F' };
  expect(risk(woman).missing).toEqual([]);
  expect(risk({ ...woman, sex: 'M' }).missing).toEqual(['urban', 'family_ascvd']);
});

test('outside the age of derivation it says so', () => {
  expect(risk({ ...man, age: 34 }).notes.map(({ code }) => code)).toContain('outside_derivation_age');
  expect(risk({ ...man, age: 74 }).notes.map(({ code }) => code)).not.toContain('outside_derivation_age');
  expect(risk({ ...man, age: 75 }).notes.map(({ code }) => code)).toContain('outside_derivation_age');
});

test('the range holds the value found once the missing inputs are supplied', () => {
  const names = Object.keys(man);
  fc.assert(fc.property(person, fc.subarray(names, { minLength: 1, maxLength: 5 }), (full, gone) => {
    const whole = risk(full);
    const partial = risk({ ...full, ...Object.fromEntries(gone.map((name) => [name, null])) });
    expect(partial.range?.[0]).toBeLessThanOrEqual(whole.value ?? Number.NaN);
    expect(partial.range?.[1]).toBeGreaterThanOrEqual(whole.value ?? Number.NaN);
    expect(partial.categories).toContain(whole.category);
    expect(partial.missing.every((name) => gone.includes(name))).toBe(true);
  }));
});

test('higher systolic pressure is never less risk', () => {
  fc.assert(fc.property(person, fc.integer({ min: 1, max: 40 }), (full, up) => {
    fc.pre(full.sbp + up <= 200);
    expect(risk({ ...full, sbp: full.sbp + up }).value).toBeGreaterThanOrEqual(risk(full).value ?? Number.NaN);
  }));
});
