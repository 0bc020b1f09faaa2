import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { observationRegistry, ObservationCodes, plausibilityOf, referenceFor } from './observation-codes.ts';

const content = ObservationCodes.parse(parse(readFileSync(new URL('../../../content/observations.yaml', import.meta.url), 'utf8')));
const registry = observationRegistry(content);

function codeOf(code: string) {
  const found = registry.byCode(code);
  if (found === undefined) throw new Error(`no observation code ${code}`);
  return found;
}

test.each([
  ['fasting-glucose', '14771-0', 'mmol/L'],
  ['hba1c', '4548-4', '%'],
  ['blood-pressure', '85354-9', 'mm[Hg]'],
  ['body-weight', '29463-7', 'kg'],
  ['health-knowledge-score', null, '{score}'],
])('%s is LOINC %s in %s', (code, loinc, unit) => {
  expect(codeOf(code)).toMatchObject({ loinc, unit });
});

test('finds a code by slug, by number and by LOINC', () => {
  const glucose = codeOf('fasting-glucose');
  expect(registry.byId(glucose.id)).toBe(glucose);
  expect(registry.byLoinc('14771-0')).toBe(glucose);
  expect(registry.byCode('fasting-sugar')).toBeUndefined();
});

test('numbers below 75 are the 74 check-up items', () => {
  expect(content.observations.filter(({ id }) => id <= 74)).toHaveLength(74);
});

test.each([
  ['fasting-glucose', 5.6, null, 'plausible'],
  ['fasting-glucose', 1.4, null, 'confirm'],
  ['fasting-glucose', 99, null, 'refused'],
  ['fasting-glucose', 5.6, 3, 'refused'],
  ['fasting-glucose', Number.NaN, null, 'refused'],
  ['blood-pressure', 132, 84, 'plausible'],
  ['blood-pressure', 260, 84, 'confirm'],
  ['blood-pressure', 132, 38, 'confirm'],
  ['blood-pressure', 84, 132, 'refused'],
  ['blood-pressure', 132, null, 'refused'],
  ['uncorrected-visual-acuity', 4.6, 4.8, 'plausible'],
  ['smoking-status', 2, null, 'plausible'],
  ['smoking-status', 2.5, null, 'refused'],
])('%s %s/%s is %s', (code, value, value2, expected) => {
  expect(plausibilityOf(codeOf(code), value, value2)).toBe(expected);
});

test('reference intervals differ by sex only where the source says so', () => {
  expect(referenceFor(codeOf('haemoglobin'), 'female')).toEqual([115, 150]);
  expect(referenceFor(codeOf('haemoglobin'), 'male')).toEqual([130, 175]);
  expect(referenceFor(codeOf('fasting-glucose'), 'female')).toEqual([3.9, 6.1]);
  expect(referenceFor(codeOf('blood-pressure'), 'female', 2)).toEqual([60, 89]);
  expect(referenceFor(codeOf('body-height'), 'male')).toBeNull();
});

test('a coded observation lists its answers in both languages', () => {
  expect(registry.answersOf('smoking-status').map(({ code }) => code)).toEqual(['never', 'former', 'some-days', 'daily']);
  expect(registry.answersOf('body-weight')).toEqual([]);
});

test('refuses a number used twice and an unknown answer list', () => {
  const twice = { ...content, observations: [...content.observations, { ...codeOf('hba1c'), code: 'hba1c-again' }] };
  expect(ObservationCodes.safeParse(twice).error?.issues[0]?.message).toMatch(/is taken/);
  const lost = { ...content, answers: {} };
  expect(ObservationCodes.safeParse(lost).success).toBe(false);
});
