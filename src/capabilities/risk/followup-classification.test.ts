import { describe, expect, test } from 'vitest';
import { classifyDiabetesVisit, classifyHypertensionVisit, DiabetesVisit, HypertensionVisit } from './followup-classification.ts';
import { content, vectors } from './fixtures.gateway.ts';

const pressure = (given: object) => classifyHypertensionVisit(HypertensionVisit.parse(given), content.followup);
const glucose = (given: object) => classifyDiabetesVisit(DiabetesVisit.parse(given), content.followup);

describe('reference', () => {
  test.each(vectors.hypertension.filter((row) => row['public_health'] === true))('$age years $sbp/$dbp: $group', (row) => expect(pressure(row).value).toBe(row['group']));
  test.each(vectors.diabetes.filter((row) => row['public_health'] === true))('fasting $fpg', (row) => {
    const visit = glucose(row);
    if ('group' in row) expect(visit.value).toBe(row['group']);
    if ('danger' in row) expect(visit.danger.length > 0).toBe(row['danger']);
    if ('followup_weeks' in row) expect(visit.followupWeeks).toBe(row['followup_weeks']);
  });
});

test.each([
  [{ sbp: 139, dbp: 89 }, 'controlled', 'keep', null], [{ sbp: 139, dbp: 90 }, 'uncontrolled', 'adjust', 2],
  [{ sbp: 145, dbp: 80, previous_group: 'uncontrolled' }, 'uncontrolled', 'refer', 2], [{ sbp: 145, dbp: 80, uncontrolled_in_row: 2 }, 'uncontrolled', 'refer', 2], [{ sbp: 145, dbp: 80, uncontrolled_in_row: 1 }, 'uncontrolled', 'adjust', 2],
  [{ sbp: 120, dbp: 70, adr: true }, 'adr', 'adjust', 2], [{ sbp: 120, dbp: 70, refractory_adr: true }, 'adr', 'refer', 2], [{ sbp: 120, dbp: 70, new_complication: true }, 'complication', 'refer', 2],
  [{ sbp: 180, dbp: 80 }, 'uncontrolled', 'refer_urgently', 2], [{ sbp: 120, dbp: 110 }, 'uncontrolled', 'refer_urgently', 2], [{ sbp: 120, dbp: 70, danger_symptom: true }, 'controlled', 'refer_urgently', 2],
  [{ sbp: 140, dbp: 80, pregnant: true }, 'uncontrolled', 'refer_urgently', 2],
])('hypertension %o: %s, %s', (...row) => {
  const [visit, value, action, followupWeeks] = row;
  expect(pressure({ age: 50, ...visit })).toMatchObject({ value, action, followupWeeks });
});

test('an unknown age matters only between the limits', () => {
  expect(pressure({ sbp: 145, dbp: 80 })).toMatchObject({ value: null, categories: ['controlled', 'uncontrolled'], missing: ['age'] });
  expect(pressure({ sbp: 135, dbp: 80 })).toMatchObject({ value: 'controlled', missing: [] });
  expect(pressure({ sbp: 150, dbp: 80 }).value).toBe('uncontrolled');
});
test('a satisfactory visit is followed within three months', () => expect(glucose({ fpg: 6.9 })).toMatchObject({ action: 'keep', intervalMaxMonths: 3, followupWeeks: null }));
test('the other danger signs of diabetes', () => {
  expect(glucose({ fpg: 6, hr: 101 }).danger).toEqual(['tachycardia']);
  expect(glucose({ fpg: 6, hr: 100 }).danger).toEqual([]);
  expect(glucose({ fpg: 6, temperature: 39.1 }).danger).toEqual(['fever']);
  expect(glucose({ fpg: 6, glucose_now: 3.9 }).danger).toEqual(['glucose']);
  expect(glucose({ fpg: 5.1, pregnant: true }).danger).toEqual(['pregnancy']);
});
