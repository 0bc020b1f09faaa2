import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diabetesRiskScore, DiabetesRiskInput, GlucoseInput, glucoseState } from './diabetes-risk.ts';
import { content, vectors } from './fixtures.gateway.ts';

const score = (given: object) => diabetesRiskScore(DiabetesRiskInput.parse(given), content.diabetesRisk);
const state = (given: object) => glucoseState(GlucoseInput.parse(given), content.diabetesRisk);

test.each(vectors.diabetes_risk_score)('reference: $age $sex scores $score', (row) => {
  const result = score(row);
  expect(result.value).toBe(row['score']);
  if (typeof row['positive'] === 'boolean') expect(result.category).toBe(row['positive'] ? 'positive' : 'negative');
});

const lean = { age: 24, sex: 'F', sbp: 100, bmi: 20, waist: 60, family: false };

describe('class edges', () => {
  test.each([
    [{ age: 20 }, 0], [{ age: 25 }, 4], [{ age: 34 }, 4], [{ age: 35 }, 8], [{ age: 40 }, 11], [{ age: 45 }, 12], [{ age: 50 }, 13], [{ age: 55 }, 15], [{ age: 60 }, 16], [{ age: 64 }, 16], [{ age: 65 }, 18], [{ age: 74 }, 18],
    [{ sbp: 109 }, 0], [{ sbp: 110 }, 1], [{ sbp: 120 }, 3], [{ sbp: 130 }, 6], [{ sbp: 139 }, 6], [{ sbp: 140 }, 7], [{ sbp: 150 }, 8], [{ sbp: 159 }, 8], [{ sbp: 160 }, 10],
    [{ bmi: 21.9 }, 0], [{ bmi: 22 }, 1], [{ bmi: 23.9 }, 1], [{ bmi: 24 }, 3], [{ bmi: 29.9 }, 3], [{ bmi: 30 }, 5],
    [{ waist: 69 }, 0], [{ waist: 70 }, 3], [{ waist: 75 }, 5], [{ waist: 80 }, 7], [{ waist: 85 }, 8], [{ waist: 90 }, 10],
    [{ sex: 'M', waist: 74 }, 2], [{ sex: 'M', waist: 75 }, 5], [{ sex: 'M', waist: 95 }, 12],
    [{ family: true }, 6],
  ])('%o gives %i', (change, expected) => expect(score({ ...lean, ...change }).value).toBe(expected));
  test.each([19, 75])('age %i is outside', (age) => expect(score({ ...lean, age })).toMatchObject({ value: null, reason: { code: 'outside_age' } }));
});

test('the range holds the score found once the missing inputs are supplied', () => {
  const person = fc.record({ age: fc.integer({ min: 20, max: 74 }), sex: fc.constantFrom('M', 'F'), sbp: fc.integer({ min: 60, max: 250 }), bmi: fc.integer({ min: 12, max: 50 }), waist: fc.integer({ min: 40, max: 150 }), family: fc.boolean() });
  fc.assert(fc.property(person, fc.subarray(Object.keys(lean), { minLength: 1 }), (full, gone) => {
    const whole = score(full);
    const partial = score({ ...full, ...Object.fromEntries(gone.map((name) => [name, null])) });
    expect(partial.range?.[0]).toBeLessThanOrEqual(whole.value ?? Number.NaN);
    expect(partial.range?.[1]).toBeGreaterThanOrEqual(whole.value ?? Number.NaN);
    expect(partial.categories).toContain(whole.category);
    expect(partial.value).toBeNull();
    expect(partial.missing.toSorted()).toEqual(gone.toSorted());
  }));
});

describe('glucose states', () => {
  test.each(vectors.diabetes.filter((row) => 'state' in row))('reference: $fpg is $state', (row) => expect(state(row).value).toBe(row['state']));
  test.each([
    [{ fpg: 5, ogtt2h: 7.7 }, 'normal'], [{ fpg: 5, ogtt2h: 7.8 }, 'igt'], [{ fpg: 5, ogtt2h: 11.0 }, 'igt'], [{ fpg: 5, ogtt2h: 11.1 }, 'diabetes_range'], [{ fpg: 7, ogtt2h: 5 }, 'diabetes_range'],
  ])('%o is %s', (given, expected) => expect(state(given).value).toBe(expected));
  test('without a tolerance test the range stays open upwards', () => expect(state({ fpg: 6.1 })).toMatchObject({ value: 'ifg', range: ['ifg', 'diabetes_range'], missing: ['ogtt2h'] }));
});
