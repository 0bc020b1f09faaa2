import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../kernel/expression/evaluate.ts';
import { labelledPersons, personWith, shippedRules } from './fixtures.gateway.ts';
import { anyone, plainTier } from './persons.fixtures.ts';
import { tierOf, TierInput } from './tier.ts';
import { tiers, writtenOut } from './tier-rules.ts';
import { HypertensionRiskInput, valuesOf } from './hypertension-risk.ts';
import type { Row } from './persons.fixtures.ts';
import type { Outcome } from './tier-rules.ts';

const rules = shippedRules();
const assess = (given: Row) => tierOf(TierInput.parse(given), rules);
const fires = (given: Row) => assess(given).fired.map(({ rule }) => rule.id);

test.each(labelledPersons)('$id is $tier', ({ inputs, tier, fires: expected, gate, reason, emergency, urgent, provisional, missing }) => {
  const result = assess(inputs);
  expect(result).toMatchObject({ tier, emergency, urgent, provisional, missing });
  expect(result.fired.map(({ rule }) => rule.id).toSorted()).toEqual(expected.toSorted());
  expect(result.gate?.id ?? null).toBe(gate);
  expect(result.gate?.reason ?? null).toBe(reason);
});

test('agrees with a plain reading of the rules, for anyone', () => {
  fc.assert(fc.property(anyone, (person) => {
    const expected = plainTier(person);
    const result = assess(person);
    expect({ tier: result.tier, gate: result.gate?.id ?? null, fires: result.fired.map(({ rule }) => rule.id), cell: result.cell, provisional: result.gate === null && result.provisional }).toEqual(expected);
  }), { numRuns: 1500 });
});

describe('boundaries', () => {
  const both = (changes: Row) => personWith(changes, ['htn', 'dm']);
  test.each([
    [personWith({ sbp: 179 }), 'H01', false], [personWith({ sbp: 180 }), 'H01', true], [personWith({ dbp: 109 }), 'H01', false], [personWith({ dbp: 110 }), 'H01', true],
    [personWith({ glucose_now: 16.6 }), 'H01', false], [personWith({ glucose_now: 16.7 }), 'H01', true], [personWith({ glucose_now: 4.0 }), 'H01', false], [personWith({ glucose_now: 3.9 }), 'H01', true],
    [personWith({ egfr: 30 }), 'H04', false], [personWith({ egfr: 29.9 }), 'H04', true], [both({ egfr: 60 }), 'H04', false], [both({ egfr: 59.9 }), 'H04', true], [personWith({ uacr: 299 }), 'H04', false], [personWith({ uacr: 300 }), 'H04', true],
    [both({ hba1c: 8.9 }), 'H06', false], [both({ hba1c: 9 }), 'H06', true], [both({ fpg: 10, ppg: 13.9 }), 'H07', false], [both({ fpg: 10, ppg: 14 }), 'H07', true], [both({ fpg: 9.9, ppg: 14 }), 'H07', false],
    [personWith({ ldl: 4.8 }), 'H11', false], [personWith({ ldl: 4.9 }), 'H11', true], [personWith({ tc: 7.1 }), 'H11', false], [personWith({ tc: 7.2 }), 'H11', true],
    [personWith({ age: 79, sbp: 140 }), 'M01', true], [personWith({ age: 80, sbp: 149 }), 'M01', false], [personWith({ age: 80, sbp: 150 }), 'M01', true], [personWith({ age: 80, dbp: 90 }), 'M01', true],
    [both({ age: 79, sbp: 130 }), 'M02', true], [both({ age: 80, sbp: 130 }), 'M02', false], [both({ sbp: 129, dbp: 79 }), 'M02', false], [both({ dbp: 80 }), 'M02', true],
    [both({ fpg: 6.9 }), 'M04', false], [both({ fpg: 7.0 }), 'M04', true], [both({ ppg: 10 }), 'M04', true], [both({ age: 64, hba1c: 7 }), 'M04', true], [both({ age: 65, hba1c: 7.9 }), 'M04', false], [both({ age: 65, hba1c: 8 }), 'M04', true],
    [both({ uacr: 29.9 }), 'M06', false], [both({ uacr: 30 }), 'M06', true], [both({ age: 39, ldl: 2.6 }), 'M07', false], [both({ age: 40, ldl: 2.6 }), 'M07', true], [both({ ldl: 2.59 }), 'M07', false],
    [both({ dm_years: 9.9 }), 'M08', false], [both({ dm_years: 10 }), 'M08', true], [personWith({ dx_days: 89 }), 'M09', true], [personWith({ dx_days: 90 }), 'M09', false], [personWith({ drug_changed_days: 27 }), 'M09', true], [personWith({ drug_changed_days: 28 }), 'M09', false],
    [personWith({ lifestyle: ['smoking', 'obesity'] }), 'M10', false], [personWith({ lifestyle: ['smoking', 'obesity', 'high_salt'] }), 'M10', true], [personWith({ lifestyle: ['smoking', 'smoking', 'obesity'] }), 'M10', false],
    [personWith({ china_par: 9.9 }), 'M11', false], [personWith({ china_par: 10 }), 'M11', true], [personWith({ controlled_in_row: 1 }), 'M14', true], [personWith({ controlled_in_row: 2 }), 'M14', false],
    [personWith({ bp_days: 90 }), 'M13', false], [personWith({ bp_days: 91 }), 'M13', true], [personWith({ egfr_days: 366 }), 'M13', true], [personWith({ tc: null, ldl: null }), 'M13', true], [personWith({ tc: null }), 'M13', false], [personWith({ bmi: null }), 'M13', false], [personWith({ bmi: null, waist: null }), 'M13', true],
    [both({ fpg_days: 90 }), 'M13', false], [both({ fpg_days: 91 }), 'M13', true], [both({ hba1c_days: 181 }), 'M13', true], [both({ uacr_days: null }), 'M13', true], [both({ retina_days: 366 }), 'M13', true], [both({ foot_days: null }), 'M13', true], [personWith({ foot_days: null, retina_days: null, fpg: null }), 'M13', false],
  ] as const)('%# %s: %s', (person, id, expected) => expect(fires(person).includes(id)).toBe(expected));

  test.each([[{ age: 17.9 }, 'G1'], [{ age: 18 }, null], [{ lactating: true }, 'G2'], [{ t1dm: true }, 'G3'], [{ secondary_htn: true }, 'G3'], [{ age: 17, pregnant: true }, 'G1']])('%o meets gate %s', (change, gate) => {
    expect(assess(personWith(change)).gate?.id ?? null).toBe(gate);
  });
  test.each([[{ sbp: 139, dbp: 89, fpg: 5.0 }, false], [{ sbp: 140 }, true], [{ dbp: 90 }, true], [{ fpg: 5.1 }, true]])('pregnancy with %o is urgent: %s', (change, urgent) => {
    expect(assess(personWith({ sex: 'F', pregnant: true, fpg: 5.0, ...change })).urgent).toBe(urgent);
  });
});

test('a danger sign is seen in those who are not tiered', () => {
  expect(assess(personWith({ sbp: 185 }, []))).toMatchObject({ tier: 'not_tiered', emergency: false, danger: ['H01'] });
});

test('an unknown diagnosis is not a diagnosis, but is named', () => {
  expect(assess(personWith({ dx_htn: null, dx_t2dm: null }))).toMatchObject({ tier: 'not_tiered', missing: ['dx_htn', 'dx_t2dm'], provisional: true });
});

test('every input is a fact, with the same words and type', () => {
  const inputs = new Set([...Object.keys(TierInput.shape), ...Object.keys(HypertensionRiskInput.shape)].filter((name) => !['dates', 'row', 'column'].includes(name)));
  for (const name of inputs) {
    const { type, codes = [] } = rules.facts[name] ?? expect.fail(name);
    const wrong = type === 'number' ? 'x' : type === 'boolean' ? 1 : type === 'codes' ? ['x'] : 'x';
    const right: readonly unknown[] = type === 'codes' ? [codes] : type === 'string' ? codes : type === 'boolean' ? [true] : [];
    const schema = name in TierInput.shape ? TierInput : HypertensionRiskInput;
    expect(schema.safeParse({ [name]: wrong }).success).toBe(false);
    for (const value of right) expect(schema.safeParse({ [name]: value }).success).toBe(true);
  }
});

const rank = (outcome: Outcome) => tiers.findIndex((tier) => tier === outcome);
const names = Object.keys(personWith({})).filter((name) => !['dates'].includes(name));

describe('missing data', () => {
  test('what is supplied later was among the outcomes still possible', () => {
    fc.assert(fc.property(anyone, fc.subarray(names, { maxLength: 8 }), (person, gone) => {
      const partial = assess({ ...person, ...Object.fromEntries(gone.map((name) => [name, null])) });
      expect(partial.possible).toContain(partial.tier);
      expect(partial.possible).toContain(assess(person).tier);
    }), { numRuns: 1500 });
  });
  test('without its core data nobody is low', () => {
    fc.assert(fc.property(fc.constantFrom('age', 'sex', 'sbp', 'dbp', 'bp_days', 'smoker', 'ascvd', 'egfr', 'controlled_in_row'), anyone, (name, person) => {
      expect(assess({ ...person, [name]: null }).tier).not.toBe('low');
    }));
  });
  test('another missing input never lowers a high rule out of sight, and what is added never lowers a tier that is not provisional', () => {
    const sure = names.filter((name) => !['bp_source', 'dx_htn', 'dx_t2dm', 'pregnant', 'lactating', 't1dm', 'secondary_htn', 'age'].includes(name));
    fc.assert(fc.property(anyone, fc.constantFrom(...sure), (person, name) => {
      const partial = assess({ ...person, [name]: null });
      fc.pre(!partial.provisional && partial.gate === null);
      expect(rank(assess(person).tier)).toBeGreaterThanOrEqual(rank(partial.tier));
    }), { numRuns: 1000 });
  });
});

test.each([['sbp', 300], ['dbp', 200], ['ldl', 30], ['tc', 40], ['hba1c', 25], ['ppg', 80], ['uacr', 30_000], ['waist', 220], ['uncontrolled_in_row', 9], ['dm_years', 90], ['china_par', 100]] as const)('more %s never means a lower tier', (name, most) => {
  fc.assert(fc.property(anyone, fc.integer({ min: 1, max: 40 }), (person, up) => {
    const value = person[name];
    fc.pre(typeof value === 'number');
    const more = { ...person, [name]: Math.min(Number(value) + up, most) };
    const before = assess(person);
    fc.pre(before.gate === null);
    expect(rank(assess(more).tier)).toBeGreaterThanOrEqual(rank(before.tier));
  }));
});

test('written out over the raw facts, every rule says the same', () => {
  const whole = rules.rules.map((rule) => ({ id: rule.id, ast: writtenOut(rule.ast, rules.derived) }));
  fc.assert(fc.property(anyone, (person) => {
    const result = assess(person);
    fc.pre(result.gate === null);
    const values = valuesOf(TierInput.parse(person));
    expect(whole.filter(({ ast }) => evaluate(ast, values).value === true).map(({ id }) => id)).toEqual(result.fired.map(({ rule }) => rule.id));
  }), { numRuns: 50 });
});
