import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cells, columns, hypertensionRisk, HypertensionRiskInput, rows } from './hypertension-risk.ts';
import { personWith, shippedRules, vectors } from './fixtures.gateway.ts';
import { anyone } from './persons.fixtures.ts';
import { tierOf, TierInput } from './tier.ts';
import type { Row } from './persons.fixtures.ts';

const rules = shippedRules();
const risk = (given: Row) => hypertensionRisk(HypertensionRiskInput.parse(given), rules.stratification);
const treated = (changes: Row) => risk(personWith(changes));

test.each(vectors.hypertension.filter((row) => row['matrix'] === true))('reference: row $row, column $column is $result', (row) => {
  expect(risk({ row: row['row'], column: row['column'] }).category).toBe(row['result']);
});

test('every cell of the matrix', () => {
  const matrix = { r0: ['none', 'low', 'mid', 'high'], r1: ['low', 'mid', 'mid_high', 'very_high'], r3: ['mid_high', 'high', 'high', 'very_high'], r4: ['high_very_high', 'very_high', 'very_high', 'very_high'] };
  for (const row of rows) expect(columns.map((column) => risk({ row, column }).category)).toEqual(matrix[row]);
});

test.each([[129, 84, 'hn'], [139, 89, 'hn'], [140, 70, 'g1'], [120, 90, 'g1'], [159, 99, 'g1'], [160, 70, 'g2'], [120, 100, 'g2'], [179, 109, 'g2'], [180, 70, 'g3'], [120, 110, 'g3']])('%s/%s stands in column %s', (sbp, dbp, column) => {
  expect(treated({ sbp, dbp }).column).toBe(column);
});

const factors = (changes: Row) => treated({ uric_acid: null, hr: null, ...changes }).factors.filter((item) => item.met === true).map(({ code }) => code);

describe('risk factors', () => {
  test.each([
    [{ age: 55 }, []], [{ age: 56 }, ['age']], [{ age: 65, sex: 'F' }, []], [{ age: 66, sex: 'F' }, ['age']], [{ smoker: true }, ['smoking']],
    [{ fpg: 6.0 }, []], [{ fpg: 6.1 }, ['dysglycaemia']], [{ fpg: 6.9 }, ['dysglycaemia']], [{ ogtt2h: 7.8 }, ['dysglycaemia']], [{ ogtt2h: 11.0 }, ['dysglycaemia']],
    [{ tc: 5.2 }, ['dyslipidaemia']], [{ ldl: 3.4, tc: 6 }, ['dyslipidaemia']], [{ ldl: 3.39 }, []], [{ hdl: 1.0 }, []], [{ hdl: 0.99 }, ['dyslipidaemia']], [{ family_cvd: true }, ['family_history']],
    [{ waist: 90 }, ['obesity']], [{ waist: 89 }, []], [{ sex: 'F', waist: 85 }, ['obesity']], [{ bmi: 28 }, ['obesity']], [{ bmi: 28, waist: 95 }, ['obesity']], [{ hcy: 10 }, ['homocysteine']], [{ hcy: 9.9 }, []],
    [{ uric_acid: 420 }, ['uric_acid']], [{ uric_acid: 419 }, []], [{ sex: 'F', uric_acid: 360 }, ['uric_acid']], [{ hr: 80 }, []], [{ hr: 81 }, ['heart_rate']],
  ])('%o counts %o', (change, expected) => expect(factors(change)).toEqual(expected));
});

describe('rows', () => {
  test.each([
    [{}, 'r0'], [{ smoker: true }, 'r1'], [{ smoker: true, age: 60 }, 'r1'], [{ smoker: true, age: 60, hr: 90 }, 'r3'],
    [{ lvh: true }, 'r3'], [{ sokolow_lyon_mv: 3.9 }, 'r3'], [{ sokolow_lyon_mv: 3.8 }, 'r0'], [{ lvmi: 109 }, 'r3'], [{ imt_mm: 0.9 }, 'r3'], [{ cfpwv_ms: 10 }, 'r3'], [{ bapwv_ms: 17.9 }, 'r0'], [{ abi: 0.89 }, 'r3'], [{ abi: 0.9 }, 'r0'],
    [{ egfr: 60 }, 'r0'], [{ egfr: 59.9 }, 'r3'], [{ egfr: 30 }, 'r3'], [{ egfr: 29.9 }, 'r4'], [{ uacr: 29 }, 'r0'], [{ uacr: 30 }, 'r3'], [{ uacr: 300 }, 'r4'], [{ albumin_mg_24h: 30 }, 'r3'], [{ albumin_mg_24h: 300 }, 'r4'],
    [{ creatinine_umol_l: 114 }, 'r0'], [{ creatinine_umol_l: 115 }, 'r3'], [{ creatinine_umol_l: 132 }, 'r3'], [{ creatinine_umol_l: 133 }, 'r4'], [{ sex: 'F', creatinine_umol_l: 107 }, 'r3'], [{ sex: 'F', creatinine_umol_l: 124 }, 'r4'],
    [{ dx_t2dm: true }, 'r3'], [{ dx_t2dm: true, egfr: 59 }, 'r4'], [{ dx_t2dm: true, uacr: 120 }, 'r3'], [{ dx_t2dm: true, retinopathy: 'pdr' }, 'r4'], [{ retinopathy: 'pdr' }, 'r0'], [{ retinopathy: 'htn_haemorrhage' }, 'r4'], [{ dx_t2dm: true, foot_ulcer: true }, 'r4'],
    [{ fpg: 7.0 }, 'r3'], [{ ogtt2h: 11.1 }, 'r3'], [{ ascvd: true }, 'r4'], [{ heart_failure: true }, 'r4'], [{ atrial_fibrillation: true }, 'r4'], [{ pad: true }, 'r4'],
  ])('%o stands in row %s', (change, row) => expect(treated(change).row).toBe(row));
});

test('what is left to judgement says so', () => {
  expect(treated({ lvh: true }).notes.map(({ code }) => code)).toEqual(['lowest_column', 'judgement', 'one_source_cell']);
  expect(risk({ row: 'r0', column: 'g1' }).notes).toEqual([]);
});
test('below the matrix without hypertension nobody is stratified', () => {
  expect(risk(personWith({ sbp: 129, dbp: 84 }, []))).toMatchObject({ value: null, reason: { code: 'below_matrix' } });
  expect(risk(personWith({ sbp: 130, dbp: 84 }, [])).value).toBe('none');
});
test('an unknown factor is not counted, but listed, and widens the range', () => {
  expect(treated({ hcy: null, lvh: null })).toMatchObject({ value: 'none', range: ['none', 'mid_high'], missing: ['hcy', 'lvh'] });
});
test('without a pressure the value is open, the range is not', () => {
  expect(treated({ sbp: null, hcy: 5, ascvd: true })).toMatchObject({ value: null, range: ['high_very_high', 'very_high'], missing: ['sbp'] });
});

test('the same cell as the tiers work with', () => {
  fc.assert(fc.property(anyone, (person) => {
    const tier = tierOf(TierInput.parse(person), rules);
    fc.pre(tier.cell !== null && !(typeof person['fpg'] === 'number' && person['fpg'] >= 7));
    expect(risk(person).value).toBe(tier.cell);
  }));
});

test('the range holds the cell found once the missing inputs are supplied', () => {
  const names = Object.keys(HypertensionRiskInput.shape);
  fc.assert(fc.property(anyone, fc.subarray(names, { maxLength: 6 }), (person, gone) => {
    fc.pre(typeof person['age'] !== 'number' || person['age'] >= 18);
    const whole = risk({ ...person, dx_htn: true });
    const partial = risk({ ...person, dx_htn: true, ...Object.fromEntries(gone.filter((name) => name !== 'dx_htn').map((name) => [name, null])) });
    if (whole.value !== null && partial.reason === null) expect(partial.categories).toContain(whole.value);
  }), { numRuns: 1000 });
});

test('more pressure never means a milder cell', () => {
  fc.assert(fc.property(anyone, fc.integer({ min: 1, max: 60 }), (person, up) => {
    const known = { ...person, sbp: Number(person['sbp'] ?? 120), dbp: Number(person['dbp'] ?? 70), dx_htn: true, age: 50 };
    const [before, after] = [risk(known).value, risk({ ...known, sbp: known.sbp + up }).value];
    expect(cells.indexOf(after ?? 'none')).toBeGreaterThanOrEqual(cells.indexOf(before ?? 'none'));
  }));
});
