import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bloodPressureGrade, BloodPressureInput } from './blood-pressure.ts';
import { content, vectors } from './fixtures.gateway.ts';

const grade = (given: object) => bloodPressureGrade(BloodPressureInput.parse(given), content.bloodPressure);
const order = content.bloodPressure.grades.rows.map((row) => row.code);
const sbp = fc.integer({ min: 40, max: 300 });
const dbp = fc.integer({ min: 20, max: 200 });

test.each(vectors.hypertension.filter((row) => 'category' in row))('reference $sbp/$dbp is $category', ({ sbp, dbp, category, subtype = null }) => {
  expect(grade({ sbp, dbp })).toMatchObject({ value: category, category, subtype, missing: [] });
});

test.each([
  [119, 79, 'normal'],
  [119, 80, 'high_normal'],
  [120, 79, 'high_normal'],
  [139.9, 89.9, 'high_normal'],
  [139, 90, 'grade1'],
  [160, 70, 'grade2'],
  [159, 100, 'grade2'],
  [180, 60, 'grade3'],
])('%s/%s is %s', (s, d, expected) => {
  expect(grade({ sbp: s, dbp: d }).category).toBe(expected);
});

describe('a missing pressure', () => {
  test('leaves a range', () => expect(grade({ sbp: 150 })).toMatchObject({ category: null, range: ['grade1', 'grade3'], missing: ['dbp'] }));
  test('leaves nothing open above the highest grade', () => expect(grade({ sbp: 181 })).toMatchObject({ category: 'grade3', missing: ['dbp'] }));
  test('the range holds the grade of the completed pair', () => {
    fc.assert(fc.property(sbp, dbp, (s, d) => {
      const { category } = grade({ sbp: s, dbp: d });
      expect(grade({ sbp: s }).categories).toContain(category);
      expect(grade({ dbp: d }).categories).toContain(category);
    }));
  });
});

test('a higher pressure never has a lower grade', () => {
  fc.assert(fc.property(fc.tuple(sbp, dbp), fc.tuple(fc.nat(60), fc.nat(60)), ([s, d], [up, more]) => {
    fc.pre(s + up <= 300 && d + more <= 200);
    expect(order.indexOf(grade({ sbp: s + up, dbp: d + more }).value ?? '')).toBeGreaterThanOrEqual(order.indexOf(grade({ sbp: s, dbp: d }).value ?? ''));
  }));
});

test.each([
  ['home', 134, 84, 'below_limit'],
  ['home', 135, 84, 'htn'],
  ['ambulatory_24h', 130, 70, 'htn'],
  ['ambulatory_night', 119, 69, 'below_limit'],
])('%s %s/%s is %s', (...row) => {
  const [bp_source, s, d, expected] = row;
  expect(grade({ bp_source, sbp: s, dbp: d }).category).toBe(expected);
});

test('children and pregnancy are not graded', () => {
  expect(grade({ sbp: 150, dbp: 90, age: 17 }).reason?.code).toBe('under_18');
  expect(grade({ sbp: 150, dbp: 90, pregnant: true }).reason?.code).toBe('pregnancy');
  expect(grade({ sbp: 150, dbp: 90, age: 18 }).category).toBe('grade1');
});
