/** The limits of the guidelines' clauses, value by value on either side; worked out by hand from the clause that each block names. */
import { describe, expect, test } from 'vitest';
import { prepareAssessor } from './assess.ts';
import { content, personWith } from './fixtures.gateway.ts';
import type { Row } from './persons.fixtures.ts';

const prepared = prepareAssessor(content);
const assessor = prepared.ok ? prepared : expect.fail('content does not compile');
const ask = (model: string, inputs: Row): Row => ({ ...assessor.assess([{ id: 1, model, inputs }])[0] });

describe('office blood pressure, the higher of the two decides', () => {
  test.each([
    [119, 79, 'normal'], [120, 79, 'high_normal'], [119, 80, 'high_normal'], [139, 89, 'high_normal'], [140, 89, 'grade1'], [139, 90, 'grade1'], [159, 99, 'grade1'], [160, 99, 'grade2'],
    [159, 100, 'grade2'], [179, 109, 'grade2'], [180, 109, 'grade3'], [179, 110, 'grade3'], [150, 112, 'grade3'],
  ])('%i/%i is %s', (sbp, dbp, category) => expect(ask('bp-grade', { sbp, dbp })).toMatchObject({ category }));
});

describe('body, WS/T 428-2013', () => {
  test.each([[18.4, 'underweight'], [18.5, 'normal'], [23.9, 'normal'], [24, 'overweight'], [27.9, 'overweight'], [28, 'obese']])('BMI %d is %s', (bmi, category) => expect(ask('bmi', { bmi })).toMatchObject({ category }));
  test.each([['M', 84.9, 'normal'], ['M', 85, 'pre'], ['M', 89.9, 'pre'], ['M', 90, 'central_obesity'], ['F', 79.9, 'normal'], ['F', 80, 'pre'], ['F', 84.9, 'pre'], ['F', 85, 'central_obesity']])('waist %s %d is %s', (sex, waist, category) => expect(ask('waist', { sex, waist })).toMatchObject({ category }));
});

describe('lipids, primary prevention', () => {
  const well = { tc: 4, ldl: 2, hdl: 1.2, tg: 1 };
  test.each([
    [{ tc: 5.19 }, 'normal'], [{ tc: 5.2 }, 'dyslipidaemia'], [{ ldl: 3.39 }, 'normal'], [{ ldl: 3.4 }, 'dyslipidaemia'], [{ tg: 1.69 }, 'normal'], [{ tg: 1.7 }, 'dyslipidaemia'], [{ hdl: 1 }, 'normal'],
    [{ hdl: 0.99 }, 'dyslipidaemia'], [{ tc: 5.14, hdl: 1.05 }, 'normal'], [{ tc: 5.15, hdl: 1.05 }, 'dyslipidaemia'],
  ])('%o is %s', (changes, category) => expect(ask('lipids', { ...well, ...changes })).toMatchObject({ category }));
  test.each([[{ ldl: 4.8 }, []], [{ ldl: 4.9 }, ['severe_cholesterol']], [{ tc: 7.2 }, ['severe_cholesterol']], [{ diabetes: true, age: 39 }, []], [{ diabetes: true, age: 40 }, ['diabetes_from_40']], [{ egfr: 60 }, []], [{ egfr: 59 }, ['ckd_3_4']], [{ egfr: 15 }, ['ckd_3_4']], [{ egfr: 14 }, []]])('%o: directly high by %j', (changes, directHigh) => expect(ask('lipids', { ...well, ...changes })).toMatchObject({ directHigh }));
});

describe('kidney, KDIGO', () => {
  test.each([[90, 'G1'], [89.9, 'G2'], [60, 'G2'], [59.9, 'G3a'], [45, 'G3a'], [44.9, 'G3b'], [30, 'G3b'], [29.9, 'G4'], [15, 'G4'], [14.9, 'G5']])('filtration %d is %s', (egfr, category) => expect(ask('egfr', { egfr })).toMatchObject({ category }));
  test.each([[29, 'A1'], [30, 'A2'], [300, 'A2'], [301, 'A3']])('albumin/creatinine %d is %s', (uacr, albuminuria) => expect(ask('egfr', { egfr: 90, uacr })).toMatchObject({ albuminuria }));
});

describe('glucose', () => {
  test.each([[6, 7.7, 'normal'], [6.1, 7.7, 'ifg'], [6.9, 7.7, 'ifg'], [7, 7.7, 'diabetes_range'], [6, 7.8, 'igt'], [6, 11, 'igt'], [6, 11.1, 'diabetes_range']])('fasting %d, two hours %d: %s', (fpg, ogtt2h, category) => expect(ask('glucose-state', { fpg, ogtt2h })).toMatchObject({ category }));
  const at = { age: 50, fpg: 6.9, ppg: 9.9, hba1c: 6.9 };
  test.each([
    [{}, 'controlled'], [{ fpg: 7 }, 'uncontrolled'], [{ ppg: 10 }, 'uncontrolled'], [{ hba1c: 7 }, 'uncontrolled'], [{ fpg: 4.4 }, 'controlled'], [{ fpg: 4.3 }, 'uncontrolled'], [{ age: 64, hba1c: 7 }, 'uncontrolled'],
    [{ age: 65, hba1c: 7.9 }, 'controlled'], [{ age: 65, hba1c: 8 }, 'uncontrolled'],
  ])('control %o: %s', (changes, category) => expect(ask('dm-control', { ...at, ...changes })).toMatchObject({ category }));
});

describe('metabolic syndrome, three of five', () => {
  const three = { sex: 'M', waist: 90, fpg: 6, dx_t2dm: false, sbp: 129, dbp: 84, dx_htn: false, tg: 1.7, hdl: 1.03 };
  test.each([[{}, 3, 'present'], [{ waist: 89.9 }, 2, 'absent'], [{ tg: 1.69 }, 2, 'absent'], [{ hdl: 1.04 }, 2, 'absent'], [{ hdl: 1.04, fpg: 6.1 }, 3, 'present'], [{ hdl: 1.04, dbp: 85 }, 3, 'present'], [{ hdl: 1.04, sbp: 130 }, 3, 'present'], [{ hdl: 1.04, ogtt2h: 7.8 }, 3, 'present'], [{ sex: 'F', waist: 85 }, 3, 'present'], [{ sex: 'F', waist: 84.9 }, 2, 'absent']])('%o: %i, %s', (changes, score, category) => expect(ask('metabolic-syndrome', { ...three, ...changes })).toMatchObject({ score, category }));
});

describe('blood pressure on target', () => {
  test.each([
    [{ age: 50, sbp: 139, dbp: 89 }, 'controlled'], [{ age: 50, sbp: 140, dbp: 80 }, 'uncontrolled'], [{ age: 50, sbp: 130, dbp: 90 }, 'uncontrolled'], [{ age: 50, dx_t2dm: true, sbp: 129, dbp: 79 }, 'controlled'],
    [{ age: 50, dx_t2dm: true, sbp: 130, dbp: 79 }, 'uncontrolled'], [{ age: 50, dx_t2dm: true, sbp: 129, dbp: 80 }, 'uncontrolled'], [{ age: 79, sbp: 140, dbp: 80 }, 'uncontrolled'], [{ age: 80, sbp: 149, dbp: 89 }, 'controlled'],
    [{ age: 80, sbp: 150, dbp: 89 }, 'uncontrolled'], [{ age: 80, sbp: 149, dbp: 90 }, 'uncontrolled'], [{ age: 50, bp_source: 'home', sbp: 134, dbp: 84 }, 'controlled'], [{ age: 50, bp_source: 'home', sbp: 135, dbp: 84 }, 'uncontrolled'],
  ])('%o: %s', (inputs, category) => expect(ask('htn-control', { dx_t2dm: false, ...inputs })).toMatchObject({ category }));
});

describe('follow-up of the national service', () => {
  test.each([[{ age: 64, sbp: 140, dbp: 80 }, 'uncontrolled', false], [{ age: 64, sbp: 139, dbp: 89 }, 'controlled', false], [{ age: 65, sbp: 149, dbp: 89 }, 'controlled', false], [{ age: 65, sbp: 150, dbp: 89 }, 'uncontrolled', false], [{ age: 50, sbp: 179, dbp: 109 }, 'uncontrolled', false], [{ age: 50, sbp: 180, dbp: 90 }, 'uncontrolled', true], [{ age: 50, sbp: 150, dbp: 110 }, 'uncontrolled', true]])('pressure %o: %s, danger %s', (inputs, group, danger) => expect(ask('htn-followup', inputs)).toMatchObject({ group, danger }));
  test.each([[{ fpg: 6.9 }, 'controlled', false], [{ fpg: 7 }, 'uncontrolled', false], [{ fpg: 6, glucose_now: 3.9 }, 'controlled', true], [{ fpg: 6, glucose_now: 4 }, 'controlled', false], [{ fpg: 8, glucose_now: 16.6 }, 'uncontrolled', false], [{ fpg: 8, glucose_now: 16.7 }, 'uncontrolled', true], [{ fpg: 8, hr: 100 }, 'uncontrolled', false], [{ fpg: 8, hr: 101 }, 'uncontrolled', true], [{ fpg: 8, temperature: 39 }, 'uncontrolled', false], [{ fpg: 8, temperature: 39.1 }, 'uncontrolled', true]])('glucose %o: %s, danger %s', (inputs, group, danger) => expect(ask('dm-followup', inputs)).toMatchObject({ group, danger }));
});

describe('self-care of older people', () => {
  test.each([[[2, 0, 0, 0, 0], 3, 'independent'], [[2, 1, 0, 0, 0], 4, 'mild'], [[2, 0, 0, 2, 0], 8, 'mild'], [[2, 1, 0, 2, 0], 9, 'moderate'], [[0, 2, 0, 2, 3], 18, 'moderate'], [[0, 1, 2, 2, 3], 19, 'dependent'], [[3, 3, 3, 3, 3], 37, 'dependent']])('%j: %i, %s', (answers, score, category) => expect(ask('elderly-self-care', { answers })).toMatchObject({ score, category }));
});

describe('Chinese diabetes risk score', () => {
  const at24 = { age: 44, sex: 'M', sbp: 120, bmi: 24, waist: 80, family: false };
  test.each([[{}, 24, 'negative'], [{ age: 45 }, 25, 'positive'], [{ sbp: 119 }, 22, 'negative'], [{ bmi: 30 }, 26, 'positive'], [{ waist: 85 }, 26, 'positive'], [{ waist: 79.9 }, 22, 'negative'], [{ family: true }, 30, 'positive'], [{ sex: 'F' }, 24, 'negative']])('%o: %i points, %s', (changes, score, category) => expect(ask('cdrs', { ...at24, ...changes })).toMatchObject({ score, category }));
  test.each([19, 75])('age %i lies outside', (age) => expect(ask('cdrs', { ...at24, age })).toMatchObject({ score: null, reason: 'outside_age' }));
});

describe('tier rules', () => {
  const fires = (changes: Row, blocks: readonly ('htn' | 'dm')[] = ['htn']) => ask('tier', personWith(changes, blocks))['fires'];
  test.each<[Row, string, boolean]>([
    [{ sbp: 179 }, 'H01', false], [{ sbp: 180 }, 'H01', true], [{ dbp: 109 }, 'H01', false], [{ dbp: 110 }, 'H01', true], [{ ldl: 4.8 }, 'H11', false], [{ ldl: 4.9 }, 'H11', true], [{ tc: 7.1 }, 'H11', false], [{ tc: 7.2 }, 'H11', true],
    [{ egfr: 30 }, 'H04', false], [{ egfr: 29.9 }, 'H04', true], [{ uacr: 299 }, 'H04', false], [{ uacr: 300 }, 'H04', true], [{ controlled_in_row: 2 }, 'M14', false], [{ controlled_in_row: 1 }, 'M14', true], [{ dx_days: 90 }, 'M09', false], [{ dx_days: 89 }, 'M09', true],
    [{ drug_changed_days: 28 }, 'M09', false], [{ drug_changed_days: 27 }, 'M09', true], [{ china_par: 9.9 }, 'M11', false], [{ china_par: 10 }, 'M11', true], [{ bp_days: 90 }, 'M13', false], [{ bp_days: 91 }, 'M13', true], [{ egfr_days: 365 }, 'M13', false], [{ egfr_days: 366 }, 'M13', true],
    [{ uncontrolled_in_row: 1 }, 'H10', false], [{ uncontrolled_in_row: 2 }, 'H10', true], [{ age: 80, sbp: 149 }, 'M01', false], [{ age: 80, sbp: 150 }, 'M01', true],
  ])('%o: %s %s', (changes, rule, does) => expect(fires(changes)).toEqual(does ? expect.arrayContaining([rule]) : expect.not.arrayContaining([rule])));
  test.each<[Row, string, boolean]>([
    [{ hba1c: 8.9 }, 'H06', false], [{ hba1c: 9 }, 'H06', true], [{ fpg: 10, ppg: 13.9 }, 'H07', false], [{ fpg: 10, ppg: 14 }, 'H07', true], [{ fpg: 9.9, ppg: 14 }, 'H07', false], [{ egfr: 60 }, 'H04', false], [{ egfr: 59.9 }, 'H04', true], [{ uacr: 29 }, 'M06', false],
    [{ uacr: 30 }, 'M06', true], [{ ldl: 2.6, age: 39 }, 'M07', false], [{ ldl: 2.6, age: 40 }, 'M07', true], [{ ldl: 2.59, age: 40 }, 'M07', false], [{ dm_years: 9 }, 'M08', false], [{ dm_years: 10 }, 'M08', true], [{ hba1c_days: 180 }, 'M13', false], [{ hba1c_days: 181 }, 'M13', true],
    [{ age: 79, sbp: 130 }, 'M02', true], [{ age: 80, sbp: 130 }, 'M02', false], [{ glucose_now: 16.6 }, 'H01', false], [{ glucose_now: 16.7 }, 'H01', true],
  ])('with diabetes %o: %s %s', (changes, rule, does) => expect(fires(changes, ['dm'])).toEqual(does ? expect.arrayContaining([rule]) : expect.not.arrayContaining([rule])));
});

describe('hostile input is answered item by item, in words', () => {
  test.each<[unknown, string, RegExp]>([
    [{ id: 1, model: 'tier', inputs: { age: '56' } }, 'wrongType', /inputs\.age must be a number: string was given/],
    [{ id: 1, model: 'bmi', inputs: { bmi: -3 } }, 'implausible', /8 or more/],
    [{ id: 1, model: 'bmi', inputs: { bmi: 1e30 } }, 'implausible', /90 or less/],
    [{ id: 1, model: 'bmi', inputs: { bmi: Number.NaN } }, 'wrongType', /NaN/],
    [{ id: 1, model: 'bmi', inputs: { bmi: Number.POSITIVE_INFINITY } }, 'wrongType', /Infinity/],
    [{ id: 1, model: 'tier', inputs: { sbp: [140] } }, 'wrongType', /array/],
    [{ id: 1, model: 'tier', inputs: { sex: '?' } }, 'unknownWord', /one of M, F/],
    [{ id: 1, model: 'tier', inputs: { pregnant: 'yes' } }, 'wrongType', /boolean/],
    [{ id: 1, model: 'elderly-self-care', inputs: { answers: [0, 1] } }, 'implausible', /5 entries/],
    [{ id: 1, model: 'tier', inputs: { dates: { sbp: 'yesterday' } } }, 'invalid', /date/],
    [{ id: 1, model: 'bmi' }, 'notAnObject', /not nothing/],
    [{ id: 1, inputs: {} }, 'unknownModel', /known are tier/],
    [{ id: 1, model: ['tier'], inputs: {} }, 'unknownModel', /Unknown model/],
    [null, 'notAnObject', /not nothing/],
    [[], 'notAnObject', /not a list/],
    ['x', 'notAnObject', /not a string/],
  ])('%o', (item, code, words) => {
    const [answer] = assessor.assess([item]);
    const error = (answer?.error ?? {}) as { code?: string; message?: string };
    expect(error.code).toBe(code);
    expect(error.message).toMatch(words);
  });
  test('the same id twice is answered twice, and an item without one too', () => {
    const answers = assessor.assess([{ id: 1, model: 'bmi', inputs: { bmi: 22 } }, { id: 1, model: 'bmi', inputs: { bmi: 29 } }, { model: 'bmi', inputs: { bmi: 24 } }]);
    expect(answers.map(({ id, ...rest }) => [id, 'category' in rest ? rest.category : null])).toEqual([[1, 'normal'], [1, 'obese'], [null, 'overweight']]);
  });
});
