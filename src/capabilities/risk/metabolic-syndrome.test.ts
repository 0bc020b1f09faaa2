import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metabolicSyndrome, MetabolicSyndromeInput } from './metabolic-syndrome.ts';
import { content } from './fixtures.gateway.ts';

const syndrome = (given: object) => metabolicSyndrome(MetabolicSyndromeInput.parse(given), content.metabolicSyndrome);
const well = { sex: 'M', waist: 89.9, fpg: 6.09, dx_t2dm: false, sbp: 129, dbp: 84, dx_htn: false, tg: 1.69, hdl: 1.04 };

test.each([
  [{}, 0], [{ waist: 90 }, 1], [{ sex: 'F', waist: 85 }, 1], [{ sex: 'F', waist: 84.9 }, 0], [{ fpg: 6.1 }, 1], [{ dx_t2dm: true }, 1], [{ ogtt2h: 7.8 }, 1], [{ sbp: 130 }, 1], [{ dbp: 85 }, 1], [{ dx_htn: true }, 1], [{ tg: 1.7 }, 1], [{ hdl: 1.03 }, 1],
])('%o adds %i', (change, count) => expect(syndrome({ ...well, ...change }).value).toBe(count));

test('three of five', () => {
  expect(syndrome({ ...well, waist: 95, tg: 2 }).category).toBe('absent');
  expect(syndrome({ ...well, waist: 95, tg: 2, hdl: 0.9 }).category).toBe('present');
});
test('a settled answer needs no more', () => expect(syndrome({ sex: 'M', waist: 95, tg: 2, hdl: 0.9 })).toMatchObject({ value: null, category: 'present', range: [3, 5] }));

test('the range holds the count found once the missing inputs are supplied', () => {
  const person = fc.record({ sex: fc.constantFrom('M', 'F'), waist: fc.integer({ min: 60, max: 120 }), fpg: fc.integer({ min: 4, max: 9 }), dx_t2dm: fc.boolean(), sbp: fc.integer({ min: 100, max: 160 }), dbp: fc.integer({ min: 60, max: 100 }), dx_htn: fc.boolean(), tg: fc.integer({ min: 1, max: 3 }), hdl: fc.constantFrom(0.8, 1.04, 1.5) });
  fc.assert(fc.property(person, fc.subarray(Object.keys(well), { minLength: 1 }), (full, gone) => {
    const whole = syndrome(full);
    const partial = syndrome({ ...full, ...Object.fromEntries(gone.map((name) => [name, null])) });
    expect(partial.range?.[0]).toBeLessThanOrEqual(whole.value ?? Number.NaN);
    expect(partial.range?.[1]).toBeGreaterThanOrEqual(whole.value ?? Number.NaN);
    expect(partial.categories).toContain(whole.category);
  }));
});
