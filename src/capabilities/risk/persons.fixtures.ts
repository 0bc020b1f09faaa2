/** For tests: persons at and around every limit, and the tier rules once more in the plainest code, without any engine. */
import fc from 'fast-check';

/** Inputs as they come: named, not yet checked. */
export type Row = Readonly<Record<string, unknown>>;

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 12 });
const near = (limits: readonly number[], step: number) => fc.oneof(...limits.map((limit) => fc.constantFrom(limit - step, limit, limit + step).map((value) => Math.round(value * 100) / 100)));
const seldom = fc.oneof({ weight: 12, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.boolean() });
const days = (limit: number) => maybe(fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: limit - 20 }) }, { weight: 1, arbitrary: near([limit], 1) }));

/** Persons at and around every limit, with gaps. */
export const anyone: fc.Arbitrary<Row> = fc.record({
  age: maybe(fc.oneof(fc.integer({ min: 19, max: 95 }), near([18, 40, 55, 65, 80], 1))),
  sex: maybe(fc.constantFrom('M', 'F')),
  pregnant: maybe(seldom), lactating: maybe(seldom), dx_htn: maybe(fc.boolean()), dx_t2dm: maybe(fc.boolean()), t1dm: maybe(seldom), secondary_htn: maybe(seldom),
  dx_days: maybe(fc.oneof(fc.constant(1000), near([90], 1))), dm_years: maybe(fc.oneof(fc.constant(3), near([10], 1))),
  sbp: maybe(fc.oneof(fc.integer({ min: 100, max: 140 }), near([130, 135, 140, 150, 160, 180], 1))), dbp: maybe(fc.oneof(fc.integer({ min: 60, max: 88 }), near([80, 85, 90, 100, 110], 1))),
  bp_source: maybe(fc.constantFrom('office', 'home')), bp_days: days(90),
  fpg: maybe(fc.oneof(fc.constant(5.2), near([6.1, 7, 10, 16.7], 0.1))), fpg_days: days(90), ppg: maybe(fc.oneof(fc.constant(8), near([10, 13.9], 0.1))),
  hba1c: maybe(fc.oneof(fc.constant(6), near([7, 8, 9], 0.1))), hba1c_days: days(180), glucose_now: maybe(fc.oneof({ weight: 5, arbitrary: fc.constant(6) }, { weight: 1, arbitrary: near([3.9, 16.7], 0.1) })),
  hypo_count_3m: maybe(fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) })), severe_hypo_12m: maybe(fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(2) })), dka_hhs_12m: maybe(seldom),
  ascvd: maybe(seldom), heart_failure: maybe(seldom), atrial_fibrillation: maybe(seldom), pad: maybe(seldom),
  retinopathy: maybe(fc.oneof({ weight: 6, arbitrary: fc.constant('none') }, { weight: 1, arbitrary: fc.constantFrom('mild_npdr', 'moderate_npdr', 'severe_npdr', 'pdr', 'dme', 'htn_haemorrhage') })),
  neuropathy: maybe(fc.oneof({ weight: 6, arbitrary: fc.constant('none') }, { weight: 1, arbitrary: fc.constantFrom('asymptomatic', 'symptomatic') })), foot_ulcer: maybe(seldom),
  egfr: maybe(fc.oneof({ weight: 3, arbitrary: fc.constant(95) }, { weight: 1, arbitrary: near([30, 60], 0.1) })), egfr_days: days(365), uacr: maybe(fc.oneof({ weight: 3, arbitrary: fc.constant(10) }, { weight: 1, arbitrary: near([30, 300], 1) })), uacr_days: days(365), retina_days: days(365), foot_days: days(365),
  lvh: maybe(seldom), carotid_plaque: maybe(seldom), stiffness: maybe(seldom), abi_low: maybe(seldom), smoker: maybe(fc.boolean()), family_cvd: maybe(seldom),
  waist: maybe(near([85, 90], 1)), bmi: maybe(fc.oneof(fc.constant(23), near([28], 0.1))), tc: maybe(fc.oneof(fc.constant(4.6), near([5.2, 7.2], 0.1))), ldl: maybe(fc.oneof(fc.constant(2.4), near([2.6, 3.4, 4.9], 0.1))), hdl: maybe(near([1, 1.4], 0.1)), lipid_days: days(365),
  hcy: maybe(near([10], 0.1)), uric_acid: maybe(near([300, 360, 420], 1)), hr: maybe(near([80], 1)),
  lifestyle: maybe(fc.subarray(['smoking', 'heavy_drinking', 'inactivity', 'high_salt', 'obesity', 'poor_sleep'], { maxLength: 4 })), china_par: maybe(fc.oneof(fc.constant(3), near([10], 0.1))),
  controlled_in_row: maybe(fc.nat(4)), uncontrolled_in_row: maybe(fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(3) })), adr: maybe(seldom), refractory_adr: maybe(seldom), new_complication: maybe(seldom), drug_changed_days: maybe(fc.oneof(fc.constant(400), near([28], 1))), danger_symptom: maybe(seldom),
});

export type PlainTier = { readonly tier: string; readonly gate: string | null; readonly fires: readonly string[]; readonly cell: string | null; readonly provisional: boolean };

export function plainTier(p: Row): PlainTier {
  const gate = gateOf(p);
  if (gate !== null) return { tier: 'not_tiered', gate, fires: [], cell: null, provisional: false };
  const cell = cellOf(p);
  const provisional = !coreComplete(p);
  const fires = [...highRules(p, cell), ...middleRules(p, cell), ...lateRules(p, provisional)];
  const tier = fires.some((id) => id.startsWith('H')) ? 'high' : fires.length > 0 ? 'mid' : 'low';
  return { tier, gate: null, fires, cell, provisional };
}

const is = (value: unknown) => value === true;
const ge = (value: unknown, limit: number) => typeof value === 'number' && value >= limit;
const gt = (value: unknown, limit: number) => typeof value === 'number' && value > limit;
const lt = (value: unknown, limit: number) => typeof value === 'number' && value < limit;
const within = (value: unknown, from: number, below: number) => ge(value, from) && lt(value, below);
const known = (value: unknown) => value !== null && value !== undefined;
const one = (value: unknown, words: readonly string[]) => typeof value === 'string' && words.includes(value);
const when = (entries: readonly (readonly [string, boolean])[]) => entries.flatMap(([id, holds]) => (holds ? [id] : []));

function gateOf(p: Row): string | null {
  if (lt(p['age'], 18)) return 'G1';
  if (is(p['pregnant']) || is(p['lactating'])) return 'G2';
  if (is(p['t1dm']) || is(p['secondary_htn'])) return 'G3';
  return is(p['dx_htn']) || is(p['dx_t2dm']) ? null : 'G4';
}

function cellOf(p: Row): string | null {
  if (!is(p['dx_htn']) || !known(p['sbp']) || !known(p['dbp'])) return null;
  const over = (s: number, d: number) => ge(p['sbp'], s) || ge(p['dbp'], d);
  const column = over(180, 110) ? 3 : p['bp_source'] === 'home' ? (over(135, 85) ? 1 : 0) : over(160, 100) ? 2 : over(140, 90) ? 1 : 0;
  const matrix = [['none', 'low', 'mid', 'high'], ['low', 'mid', 'mid_high', 'very_high'], ['mid_high', 'high', 'high', 'very_high'], ['high_very_high', 'very_high', 'very_high', 'very_high']];
  return matrix[rowOf(p)]?.[column] ?? null;
}

function rowOf(p: Row): number {
  const dm = is(p['dx_t2dm']);
  if (hasClinicalCondition(p) || (dm && hasDiabeticComplication(p))) return 3;
  const factors = factorsOf(p);
  if (factors >= 3 || hasOrganDamage(p) || dm) return 2;
  return factors >= 1 ? 1 : 0;
}

function hasClinicalCondition(p: Row): boolean {
  return ['ascvd', 'heart_failure', 'atrial_fibrillation', 'pad'].some((name) => is(p[name])) || p['retinopathy'] === 'htn_haemorrhage' || lt(p['egfr'], 30) || ge(p['uacr'], 300);
}

function hasDiabeticComplication(p: Row): boolean {
  return lt(p['egfr'], 60) || ge(p['uacr'], 300) || one(p['retinopathy'], ['severe_npdr', 'pdr', 'dme']) || p['neuropathy'] === 'symptomatic' || is(p['foot_ulcer']);
}

function hasOrganDamage(p: Row): boolean {
  return ['lvh', 'carotid_plaque', 'stiffness', 'abi_low'].some((name) => is(p[name])) || within(p['egfr'], 30, 60) || within(p['uacr'], 30, 300);
}

function factorsOf(p: Row): number {
  const bySex = (man: boolean, woman: boolean) => (p['sex'] === 'M' && man) || (p['sex'] === 'F' && woman);
  return [
    bySex(gt(p['age'], 55), gt(p['age'], 65)),
    is(p['smoker']),
    !is(p['dx_t2dm']) && within(p['fpg'], 6.1, 7),
    ge(p['tc'], 5.2) || ge(p['ldl'], 3.4) || lt(p['hdl'], 1),
    is(p['family_cvd']),
    bySex(ge(p['waist'], 90), ge(p['waist'], 85)) || ge(p['bmi'], 28),
    ge(p['hcy'], 10),
    bySex(ge(p['uric_acid'], 420), ge(p['uric_acid'], 360)),
    gt(p['hr'], 80),
  ].filter(Boolean).length;
}

function coreComplete(p: Row): boolean {
  const fresh = (value: unknown, age: unknown, most: number) => known(value) && typeof age === 'number' && age <= most;
  const all = ['age', 'sex', 'sbp', 'dbp', 'smoker', 'ascvd', 'controlled_in_row'].every((name) => known(p[name]));
  const everyone = all && fresh(0, p['bp_days'], 90) && fresh(p['egfr'], p['egfr_days'], 365) && fresh(p['tc'] ?? p['ldl'], p['lipid_days'], 365) && known(p['bmi'] ?? p['waist']);
  const diabetic = fresh(p['fpg'], p['fpg_days'], 90) && fresh(p['hba1c'], p['hba1c_days'], 180) && fresh(p['uacr'], p['uacr_days'], 365) && fresh(0, p['retina_days'], 365) && fresh(0, p['foot_days'], 365);
  return everyone && (!is(p['dx_t2dm']) || diabetic);
}

function highRules(p: Row, cell: string | null): readonly string[] {
  return when([
    ['H01', ge(p['sbp'], 180) || ge(p['dbp'], 110) || ge(p['glucose_now'], 16.7) || (known(p['glucose_now']) && !gt(p['glucose_now'], 3.9)) || ge(p['fpg'], 16.7) || is(p['danger_symptom'])],
    ['H02', one(cell, ['high', 'high_very_high', 'very_high'])],
    ['H03', is(p['ascvd']) || is(p['heart_failure']) || is(p['atrial_fibrillation']) || is(p['pad'])],
    ['H04', lt(p['egfr'], 30) || ge(p['uacr'], 300) || (is(p['dx_t2dm']) && lt(p['egfr'], 60))],
    ['H05', one(p['retinopathy'], ['severe_npdr', 'pdr', 'dme', 'htn_haemorrhage']) || p['neuropathy'] === 'symptomatic' || is(p['foot_ulcer'])],
    ['H06', ge(p['hba1c'], 9)],
    ['H07', ge(p['fpg'], 10) && gt(p['ppg'], 13.9)],
    ['H08', ge(p['severe_hypo_12m'], 1) || ge(p['hypo_count_3m'], 2)],
    ['H09', is(p['dka_hhs_12m'])],
    ['H10', ge(p['uncontrolled_in_row'], 2) || is(p['refractory_adr']) || is(p['new_complication'])],
    ['H11', ge(p['ldl'], 4.9) || ge(p['tc'], 7.2)],
  ]);
}

function middleRules(p: Row, cell: string | null): readonly string[] {
  const dm = is(p['dx_t2dm']);
  const over = (sbp: number, dbp: number) => ge(p['sbp'], sbp) || ge(p['dbp'], dbp);
  const office = (lt(p['age'], 80) && over(140, 90)) || (ge(p['age'], 80) && over(150, 90));
  const hba1c = (lt(p['age'], 65) && ge(p['hba1c'], 7)) || (ge(p['age'], 65) && ge(p['hba1c'], 8));
  const early = within(p['uacr'], 30, 300) || one(p['retinopathy'], ['mild_npdr', 'moderate_npdr']) || p['neuropathy'] === 'asymptomatic';
  return when([
    ['M01', p['bp_source'] === 'home' ? over(135, 85) : office],
    ['M02', dm && lt(p['age'], 80) && over(130, 80)],
    ['M03', one(cell, ['mid', 'mid_high'])],
    ['M04', dm && (ge(p['fpg'], 7) || ge(p['ppg'], 10) || hba1c)],
    ['M05', p['hypo_count_3m'] === 1],
    ['M06', dm && early],
    ['M07', ge(p['ldl'], 2.6) && ((dm && ge(p['age'], 40)) || lt(p['egfr'], 60))],
  ]);
}

function lateRules(p: Row, provisional: boolean): readonly string[] {
  return when([
    ['M08', ge(p['dm_years'], 10)],
    ['M09', lt(p['dx_days'], 90) || lt(p['drug_changed_days'], 28)],
    ['M10', Array.isArray(p['lifestyle']) && p['lifestyle'].length >= 3],
    ['M11', ge(p['china_par'], 10)],
    ['M12', p['uncontrolled_in_row'] === 1 || is(p['adr'])],
    ['M13', provisional],
    ['M14', lt(p['controlled_in_row'], 2)],
  ]);
}
