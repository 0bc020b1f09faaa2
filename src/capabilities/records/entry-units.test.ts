import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { convert, roundTo } from '../../kernel/unit.ts';
import { storedValue, unitsOf, writtenUnit } from './entry-units.ts';
import { observationRegistry, ObservationCodes } from './observation-codes.ts';

const registry = observationRegistry(ObservationCodes.parse(parse(readFileSync(new URL('../../../content/observations.yaml', import.meta.url), 'utf8'))));

function codeOf(code: string) {
  const found = registry.byCode(code);
  if (found === undefined) throw new Error(`no observation code ${code}`);
  return found;
}

test.each([
  ['fasting-glucose', 126, 'mg/dL', 7],
  ['fasting-glucose', 125, 'mg/dL', 6.9],
  ['fasting-glucose', 110, 'mg/dL', 6.1],
  ['random-glucose', 200, 'mg/dL', 11.1],
  ['glucose-2h-ogtt', 140, 'mg/dL', 7.8],
  ['fasting-glucose', 5.6, 'mmol/L', 5.6],
  ['hba1c', 48, 'mmol/mol', 6.5],
  ['hba1c', 53, 'mmol/mol', 7],
  ['hba1c', 42, 'mmol/mol', 6],
  ['hba1c', 6.5, '%', 6.5],
  ['total-cholesterol', 200, 'mg/dL', 5.17],
  ['ldl-cholesterol', 70, 'mg/dL', 1.81],
  ['triglycerides', 150, 'mg/dL', 1.69],
  ['creatinine', 1.2, 'mg/dL', 106],
  ['creatinine', 8, 'mg/dL', 707],
  ['uric-acid', 7, 'mg/dL', 416],
  ['body-weight', 130, '[jin_cn]', 65],
  ['body-weight', 143.3, '[lb_av]', 65],
  ['body-height', 1.72, 'm', 172],
  ['waist-circumference', 0.855, 'm', 85.5],
  ['blood-pressure', 18.7, 'kPa', 140],
  ['blood-pressure', 12, 'kPa', 90],
  ['body-temperature', 98.6, '[degF]', 37],
  ['body-temperature', 212, '[degF]', 100],
  ['haemoglobin', 13.5, 'g/dL', 135],
  ['heart-rate', 72, '/min', 72],
  ['smoking-status', 2, null, 2],
])('%s: %d %s is kept as %d', (code, typed, unit, stored) => {
  expect(storedValue(codeOf(code), typed, unit)).toBe(stored);
});

test.each([
  ['fasting-glucose', 'kg'],
  ['triglycerides', 'umol/L'],
  ['urea-nitrogen', 'mg/dL'],
  ['lipoprotein-a', 'nmol/L'],
  ['smoking-status', '%'],
])('%s is never typed in %s', (code, unit) => {
  expect(storedValue(codeOf(code), 5, unit)).toBeNull();
});

test('every unit goes to the stored one and back', () => {
  const pairs = registry.all.flatMap((code) => unitsOf(code).map((unit) => [unit, unitsOf(code)[0] ?? unit] as const));
  fc.assert(
    fc.property(fc.constantFrom(...pairs), fc.double({ min: 0.1, max: 1000, noNaN: true }), ([unit, own], value) => {
      expect(convert(convert(value, unit, own), own, unit)).toBeCloseTo(value, 8);
    }),
  );
});

test.each([
  [7.05, 1, 7.1],
  [-7.05, 1, -7.1],
  [1.005, 2, 1.01],
  [2.4, 0, 2],
  [120, 0, 120],
])('%d to %d decimals is %d', (value, decimals, expected) => {
  expect(roundTo(value, decimals)).toBe(expected);
});

test('units are shown as people write them', () => {
  expect(['mm[Hg]', '[jin_cn]', 'umol/L', 'mmol/L', '{score}', 'mL/min/{1.73_m2}', 'm[IU]/L'].map(writtenUnit)).toEqual(['mmHg', '斤', 'μmol/L', 'mmol/L', '', 'mL/min/1.73 m²', 'mIU/L']);
});
