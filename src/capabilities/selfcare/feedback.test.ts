import { describe, expect, test } from 'vitest';
import { loadRiskContent } from '../risk/content.gateway.ts';
import { selfCare } from './content.gateway.ts';
import { bmiOf, feedbackOn, meanOfSitting } from './feedback.ts';

const said = (id: string, value: number, more: { value2?: number; bmi?: number; adult?: boolean } = {}) => {
  const measure = selfCare.measures.find((one) => one.id === id);
  if (!measure) throw new Error(id);
  return feedbackOn(measure, { value, value2: more.value2 ?? null, bmi: more.bmi ?? null, adult: more.adult ?? true })?.code;
};

describe('what is said about a blood pressure', () => {
  test.each([
    [180, 80, 'danger'],
    [179, 110, 'danger'],
    [179, 109, 'high'],
    [135, 70, 'high'],
    [134, 85, 'high'],
    [134, 84, 'fine'],
    [91, 60, 'fine'],
    [90, 60, 'low'],
  ])('%i/%i: %s', (value, value2, code) => {
    expect(said('blood-pressure', value, { value2 })).toBe(code);
  });

  test('a child hears of danger alone', () => {
    expect([said('blood-pressure', 182, { value2: 90, adult: false }), said('blood-pressure', 136, { value2: 86, adult: false })]).toEqual(['danger', 'fine']);
  });
});

test.each([
  ['fasting-glucose', 2.8, 'very-low'],
  ['fasting-glucose', 2.9, 'low'],
  ['fasting-glucose', 3.9, 'low'],
  ['fasting-glucose', 4.0, 'fine'],
  ['fasting-glucose', 6.1, 'fine'],
  ['fasting-glucose', 6.2, 'borderline'],
  ['fasting-glucose', 7.0, 'high'],
  ['fasting-glucose', 16.7, 'very-high'],
  ['glucose-2h-after-meal', 9.9, 'fine'],
  ['glucose-2h-after-meal', 10.0, 'high'],
  ['glucose-2h-after-meal', 16.7, 'very-high'],
  ['daily-steps', 5999, 'more'],
  ['daily-steps', 6000, 'fine'],
])('%s %d: %s', (id, value, code) => {
  expect(said(id, value)).toBe(code);
});

test.each([
  [18.4, 'underweight'],
  [18.5, 'fine'],
  [24, 'overweight'],
  [28, 'obese'],
  [null, 'fine'],
])('a body mass index of %s: %s', (bmi, code) => {
  expect(said('body-weight', 60, bmi === null ? {} : { bmi })).toBe(code);
});

test('the limits are those of the guidelines that the tiers go by', () => {
  const { bloodPressure, body } = loadRiskContent();
  const { home } = bloodPressure.hypertension_from.limits;
  expect(said('blood-pressure', home.sbp, { value2: 60 })).toBe('high');
  expect(said('blood-pressure', home.sbp - 1, { value2: home.dbp - 1 })).toBe('fine');
  const third = bloodPressure.grades.rows.at(-1)?.from;
  expect([said('blood-pressure', third?.sbp ?? 0, { value2: 60 }), said('blood-pressure', 120, { value2: third?.dbp ?? 0 })]).toEqual(['danger', 'danger']);
  expect(body.bmi.bands.flatMap(({ from }) => (from === undefined || from === null ? [] : [said('body-weight', 60, { bmi: from })]))).toEqual(['fine', 'overweight', 'obese']);
});

test('every measure ends with a row that always holds, and names sources', () => {
  for (const { rows } of selfCare.measures) expect(rows.map(({ any }) => any.length === 0)).toEqual([...rows.slice(1).map(() => false), true]);
});

test('the mean of one sitting; an hour later is another one', () => {
  const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 0, minutes)).toISOString();
  const readings = [{ at: at(0), value: 150, value2: 96 }, { at: at(70), value: 142, value2: 90 }, { at: at(75), value: 137, value2: 87 }];
  expect(meanOfSitting(readings)).toEqual({ value: 140, value2: 89, count: 2 });
  expect(meanOfSitting(readings.slice(0, 2))).toBeNull();
  expect(bmiOf(66.2, 165)).toBe(24.3);
});
