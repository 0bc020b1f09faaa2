import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diabetesControl, DiabetesControlInput, hypertensionControl, HypertensionControlInput } from './control.ts';
import { content } from './fixtures.gateway.ts';

const pressure = (given: object) => hypertensionControl(HypertensionControlInput.parse(given), content.control);
const glucose = (given: object) => diabetesControl(DiabetesControlInput.parse(given), content.control);

describe('blood pressure', () => {
  const adult = { age: 50, dx_t2dm: false };
  test.each([
    [{ ...adult, sbp: 139, dbp: 89 }, 'controlled', true], [{ ...adult, sbp: 140, dbp: 89 }, 'uncontrolled', false], [{ ...adult, sbp: 139, dbp: 90 }, 'uncontrolled', false],
    [{ ...adult, sbp: 129, dbp: 79 }, 'controlled', true],
  ])('general %o is %s', (given, expected) => expect(pressure(given).category).toBe(expected));
  test.each([
    [{ age: 79, dx_t2dm: true, sbp: 130, dbp: 70 }, 'uncontrolled'], [{ age: 79, dx_t2dm: true, sbp: 129, dbp: 79 }, 'controlled'],
    [{ age: 80, dx_t2dm: true, sbp: 149, dbp: 89 }, 'controlled'], [{ age: 80, dx_t2dm: false, sbp: 150, dbp: 80 }, 'uncontrolled'],
    [{ age: 79, dx_t2dm: false, sbp: 140, dbp: 80 }, 'uncontrolled'],
    [{ age: 70, sbp: 145, dbp: 80, edition: '2018', dx_t2dm: false }, 'controlled'],
    [{ age: 64, sbp: 145, dbp: 80, edition: 'public_health_2017' }, 'uncontrolled'], [{ age: 65, sbp: 149, dbp: 80, edition: 'public_health_2017' }, 'controlled'],
    [{ age: 50, sbp: 135, dbp: 80, edition: 'grassroots_2025' }, 'uncontrolled'],
    [{ age: 50, sbp: 135, dbp: 80, bp_source: 'home', dx_t2dm: false }, 'uncontrolled'], [{ age: 50, sbp: 134, dbp: 84, bp_source: 'home', dx_t2dm: false }, 'controlled'],
    [{ sbp: 139, dbp: 89, edition: 'source_plan' }, 'controlled'],
  ])('%o is %s', (given, expected) => expect(pressure(given).category).toBe(expected));
  test('the stricter target', () => {
    expect(pressure({ age: 50, dx_t2dm: false, sbp: 135, dbp: 75 })).toMatchObject({ category: 'controlled', stricterMet: false });
    expect(pressure({ age: 50, dx_t2dm: false, sbp: 129, dbp: 79 }).stricterMet).toBe(true);
  });
  test('an unknown diabetes leaves what lies between the targets open', () => {
    expect(pressure({ age: 50, sbp: 135, dbp: 75 })).toMatchObject({ category: null, range: ['controlled', 'uncontrolled'], missing: ['dx_t2dm'] });
    expect(pressure({ age: 50, sbp: 125, dbp: 75 }).category).toBe('controlled');
    expect(pressure({ sbp: 155, dbp: 75 }).category).toBe('uncontrolled');
  });
  test('the range holds the status found once the missing inputs are supplied', () => {
    const person = fc.record({ age: fc.integer({ min: 18, max: 100 }), dx_t2dm: fc.boolean(), sbp: fc.integer({ min: 100, max: 190 }), dbp: fc.integer({ min: 50, max: 120 }) });
    fc.assert(fc.property(person, fc.subarray(['age', 'dx_t2dm', 'sbp', 'dbp']), fc.constantFrom('2018', '2024', 'grassroots_2025', 'public_health_2017'), (full, gone, edition) => {
      expect(pressure({ ...full, edition, ...Object.fromEntries(gone.map((name) => [name, null])) }).categories).toContain(pressure({ ...full, edition }).category);
    }));
  });
});

describe('glucose', () => {
  const well = { age: 50, fpg: 6.9, ppg: 9.9, hba1c: 6.9 };
  test.each([
    [{}, 'controlled'], [{ fpg: 7.0 }, 'uncontrolled'], [{ fpg: 4.3 }, 'uncontrolled'], [{ fpg: 4.4 }, 'controlled'], [{ ppg: 10.0 }, 'uncontrolled'], [{ hba1c: 7.0 }, 'uncontrolled'],
    [{ age: 65, hba1c: 7.9 }, 'controlled'], [{ age: 65, hba1c: 8.0 }, 'uncontrolled'], [{ age: 64, hba1c: 7.9 }, 'uncontrolled'], [{ regime: 'strict', hba1c: 6.5 }, 'uncontrolled'], [{ regime: 'elderly_75', fpg: 8.2, hba1c: 8.0 }, 'controlled'],
  ])('%o is %s', (change, expected) => expect(glucose({ ...well, ...change }).category).toBe(expected));
  test('each item stands for itself', () => expect(glucose({ age: 50, fpg: 7.0, hba1c: 6.9 })).toMatchObject({ category: 'uncontrolled', items: { fpg: 'above', ppg: null, hba1c: 'controlled' }, missing: ['ppg'] }));
  test('what is missing leaves it open', () => expect(glucose({ age: 50, fpg: 6.9 })).toMatchObject({ category: null, categories: ['controlled', 'uncontrolled'], missing: ['ppg', 'hba1c'] }));
});
