/**
 * The guidelines' models as criteria over the facts of a person, written once from the clinical tables: a class is possible while
 * its criterion is not false, and decided when it is the only one. Both engines evaluate the same text (model-answers.ts).
 */
import { any, bandCriterion, both, byAge, each, when } from './criterion-text.ts';
import type { Band } from './estimate.ts';
import type { FactTypes } from '../../kernel/expression/check.ts';
import type { RiskContent } from './content.ts';

/** Criteria of classes may speak of the model's own numbers, as `%NAME_value`, `%NAME_low` and `%NAME_high`. `missing`: a fact to ask for when it is unknown and the criterion holds; null holds always. */
export type PopulationModel = {
  readonly name: string;
  readonly inputs: readonly string[];
  /** A criterion; others have no answer. */
  readonly applies: string;
  readonly value: string | null;
  /** Lowest and highest value still possible. */
  readonly range: readonly [string, string] | null;
  readonly classes: readonly { readonly code: string; readonly when: string }[];
  readonly missing: readonly { readonly fact: string; readonly when: string | null }[];
  /** Nothing is asked for once the class is decided. */
  readonly asksUntilDecided: boolean;
  /** The class is told with the value alone. */
  readonly needsValue: boolean;
};

type Given = Pick<PopulationModel, 'name' | 'inputs' | 'applies' | 'classes'> & Partial<PopulationModel>;

function model(given: Given): PopulationModel {
  return { value: null, range: null, missing: given.inputs.map((fact) => ({ fact, when: null })), asksUntilDecided: false, needsValue: false, ...given };
}

export function populationModels(content: RiskContent): readonly PopulationModel[] {
  return [...bodyModels(content), ...bloodModels(content), ...controlModels(content), ...followupModels(content), chinaPar(content), diabetesRisk(content), metabolicSyndrome(content), selfCare(content)];
}

const adult = (age: number) => `iif(%age < ${age}, false, true)`;
const notPregnant = 'iif(%pregnant, false, true)';
const bands = (fact: string, list: readonly Band[]) => list.map((band) => ({ code: band.code, when: bandCriterion(fact, band) }));

function bodyModels({ body }: RiskContent): readonly PopulationModel[] {
  const applies = both(adult(body.min_age), notPregnant);
  const measured = ['height', 'weight'].map((fact) => ({ fact, when: '%bmi.empty()' }));
  const waists = body.waist.M.map((man) => {
    const woman = body.waist.F.find(({ code }) => code === man.code) ?? man;
    const [his, hers] = [bandCriterion('waist', man), bandCriterion('waist', woman)];
    return { code: man.code, when: when(`%sex = 'M'`, his, when(`%sex = 'F'`, hers, any([both(`%sex = 'M'`, his), both(`%sex = 'F'`, hers), both(his, hers)]))) };
  });
  return [
    model({ name: 'bmi', inputs: ['bmi'], applies, value: '%bmi.round(1)', classes: bands('bmi', body.bmi.bands), missing: measured }),
    model({ name: 'waist', inputs: ['waist', 'sex'], applies, classes: waists }),
  ];
}

function bloodModels({ lipids: { classes }, kidney }: RiskContent): readonly PopulationModel[] {
  const abnormalIn = (fact: string, list: readonly Band[]) => list.filter(({ code }) => classes.abnormal.includes(code)).map((band) => bandCriterion(fact, band));
  const nonHdl = abnormalIn('tc', classes.non_hdl).map((text) => text.replaceAll('%tc', '(%tc - %hdl).round(2)'));
  const abnormal = any([...abnormalIn('tc', classes.tc), ...abnormalIn('ldl', classes.ldl), ...nonHdl, ...abnormalIn('tg', classes.tg), ...abnormalIn('hdl', classes.hdl)]);
  const unmeasured = ['creatinine_umol_l', 'age', 'sex'].map((fact) => ({ fact, when: '%egfr.empty()' }));
  return [
    model({ name: 'lipids', inputs: ['tc', 'ldl', 'hdl', 'tg'], applies: 'true', classes: [{ code: 'normal', when: `(${abnormal}).not()` }, { code: 'dyslipidaemia', when: abnormal }] }),
    model({ name: 'egfr', inputs: ['egfr', 'creatinine_umol_l', 'age', 'sex'], applies: adult(kidney.min_age), value: '%egfr.round(1)', classes: bands('egfr', kidney.stages.gfr), missing: unmeasured }),
  ];
}

type Pressure = { readonly sbp: number; readonly dbp: number };
const reachesText = ({ sbp, dbp }: Pressure) => `(%sbp >= ${sbp} or %dbp >= ${dbp})`;
const belowText = ({ sbp, dbp }: Pressure) => `(%sbp < ${sbp} and %dbp < ${dbp})`;

function controlModels({ control: { hypertension, diabetes } }: RiskContent): readonly PopulationModel[] {
  const rows = hypertension.targets.filter(({ edition }) => edition === hypertension.default_edition);
  const limitAt = (age: number, hasDiabetes: boolean): Pressure => {
    const row = rows.find((one) => (one.age_from ?? 0) <= age && age < (one.age_below ?? Infinity) && (one.diabetes === undefined || hasDiabetes));
    return row?.below ?? hypertension.home;
  };
  const steps = [...new Set(rows.flatMap(({ age_from, age_below }) => [age_from ?? [], age_below ?? []].flat()))].toSorted((a, b) => a - b);
  const pressure = (text: (limit: Pressure) => string) => {
    const ofLimit = (own: Pressure) => {
      const [home, office] = [text({ sbp: Math.min(own.sbp, hypertension.home.sbp), dbp: Math.min(own.dbp, hypertension.home.dbp) }), text(own)];
      return home === office ? office : when(`%bp_source = 'home'`, home, office);
    };
    const [yes = '', no = ''] = [true, false].map((hasDiabetes) => byAge(steps, (age) => ofLimit(limitAt(age, hasDiabetes))));
    return when('%dx_t2dm', yes, when('%dx_t2dm.not()', no, any([both('%dx_t2dm', yes), both('%dx_t2dm.not()', no), both(yes, no)])));
  };
  const glucose = (isOff: boolean) => byAge([diabetes.relaxed_from_age], (age) => {
    const { fpg, ppg_below, hba1c_below } = diabetes.regimes[age >= diabetes.relaxed_from_age ? 'relaxed' : 'standard'];
    const low = fpg.from === undefined ? [] : [isOff ? `%fpg < ${fpg.from}` : `%fpg >= ${fpg.from}`];
    const parts = isOff ? [...low, `%fpg >= ${fpg.below}`, `%ppg >= ${ppg_below}`, `%hba1c >= ${hba1c_below}`] : [...low, `%fpg < ${fpg.below}`, `%ppg < ${ppg_below}`, `%hba1c < ${hba1c_below}`];
    return isOff ? any(parts) : each(parts);
  });
  return [
    model({ name: 'htn_control', inputs: ['age', 'sbp', 'dbp', 'dx_t2dm'], applies: '%dx_htn', classes: [{ code: 'controlled', when: pressure(belowText) }, { code: 'uncontrolled', when: pressure(reachesText) }] }),
    model({ name: 'dm_control', inputs: ['fpg', 'ppg', 'hba1c', 'age'], applies: '%dx_t2dm', classes: [{ code: 'controlled', when: glucose(false) }, { code: 'uncontrolled', when: glucose(true) }] }),
  ];
}

function followupModels({ followup: { hypertension: htn, diabetes } }: RiskContent): readonly PopulationModel[] {
  const complication = when('%new_complication', 'true', 'false');
  const reaction = when('%adr or %refractory_adr', 'true', 'false');
  const quiet = both(`${complication}.not()`, `${reaction}.not()`);
  const pressure = (text: (limit: Pressure) => string) => byAge([htn.older_from_age], (age) => text(age >= htn.older_from_age ? htn.older_uncontrolled_from : htn.uncontrolled_from));
  const groups = (controlled: string, uncontrolled: string) => [
    { code: 'controlled', when: both(quiet, controlled) },
    { code: 'uncontrolled', when: both(quiet, uncontrolled) },
    { code: 'adr', when: both(`${complication}.not()`, reaction) },
    { code: 'complication', when: complication },
  ];
  return [
    model({ name: 'htn_followup', inputs: ['age', 'sbp', 'dbp'], applies: '%dx_htn', classes: groups(pressure(belowText), pressure(reachesText)), asksUntilDecided: true }),
    model({ name: 'dm_followup', inputs: ['fpg'], applies: '%dx_t2dm', classes: groups(`%fpg < ${diabetes.uncontrolled_fpg}`, `%fpg >= ${diabetes.uncontrolled_fpg}`), asksUntilDecided: true }),
  ];
}

/** Answers of models that criteria of other models speak of, beside the registered facts. */
export const modelTypes: FactTypes = { china_par_least: { type: 'number' }, china_par_greatest: { type: 'number' } };

/** The percent, and while inputs are missing its bounds, are worked out in SQL. */
function chinaPar({ chinaPar: { min_age, categories } }: RiskContent): PopulationModel {
  const everyone = ['sex', 'age', 'sbp', 'bp_treated', 'tc', 'hdl', 'waist', 'smoker', 'dx_t2dm', 'north'];
  const missing = [...everyone.map((fact) => ({ fact, when: null })), ...['urban', 'family_cvd'].map((fact) => ({ fact, when: `iif(%sex = 'F', false, true)` }))];
  const classes = categories.map((band) => {
    const reached = each([...(band.below === null ? [] : [`%china_par_least < ${band.below}`]), ...(band.from === null ? [] : [`%china_par_greatest >= ${band.from}`])]);
    return { code: band.code, when: when('%china_par.exists()', bandCriterion('china_par', band), reached) };
  });
  return model({ name: 'china_par', inputs: [...everyone, 'urban', 'family_cvd'], applies: both(adult(min_age), 'iif(%ascvd, false, true)'), value: '%china_par', classes, missing, needsValue: true });
}

function diabetesRisk({ diabetesRisk: { score } }: RiskContent): PopulationModel {
  type Points = (typeof score.age)[number];
  const table = (fact: string, list: readonly Points[], unknown: number) =>
    list.reduceRight((rest, row) => when(bandCriterion(fact, row), String(row.points), rest), String(unknown));
  const least = (list: readonly Points[]) => Math.min(...list.map(({ points }) => points));
  const most = (list: readonly Points[]) => Math.max(...list.map(({ points }) => points));
  const total = (end: (list: readonly Points[]) => number) => {
    const bySex = (his: string, hers: string) => when(`%sex = 'M'`, his, when(`%sex = 'F'`, hers, '{}'));
    const waist = (list: readonly Points[]) => table('waist', list, end(list));
    const family = when('%family_dm', String(score.family), when('%family_dm.not()', '0', String(end === least ? 0 : score.family)));
    const numbers = ([['age', score.age], ['sbp', score.sbp], ['bmi', score.bmi]] as const).map(([fact, list]) => table(fact, list, end(list)));
    return [...numbers, bySex(waist(score.waist.M), waist(score.waist.F)), family, bySex(String(score.sex.M), String(score.sex.F))].join(' + ');
  };
  const [low, high] = [total(least), total(most)];
  // A score for finding diabetes says nothing of those who have it.
  const applies = both('iif(%dx_t2dm, false, true)', when('%age.exists()', any(score.age.map((row) => bandCriterion('age', row))), 'true'));
  return model({
    name: 'cdrs',
    inputs: ['age', 'sex', 'sbp', 'bmi', 'waist', 'family_dm'],
    applies,
    value: settledValue('cdrs'),
    range: [low, high],
    classes: decidedBy('cdrs', { from: score.positive_from, codes: ['negative', 'positive'] }),
    needsValue: true,
  });
}

/** Known once nothing missing can change it. */
function settledValue(name: string): string {
  return when(`%${name}_low = %${name}_high`, `%${name}_low`, '{}');
}

function decidedBy(name: string, { from, codes: [below, above] }: { readonly from: number; readonly codes: readonly [string, string] }): PopulationModel['classes'] {
  const [isBelow, isAbove] = [`%${name}_high < ${from}`, `%${name}_low >= ${from}`];
  return [
    { code: below, when: when(isBelow, 'true', when(isAbove, 'false', '{}')) },
    { code: above, when: when(isAbove, 'true', when(isBelow, 'false', '{}')) },
  ];
}

function metabolicSyndrome({ metabolicSyndrome: by, body }: RiskContent): PopulationModel {
  const components: readonly (readonly [text: string, wants: readonly string[]])[] = [
    [any([both(`%sex = 'M'`, `%waist >= ${by.waist.M}`), both(`%sex = 'F'`, `%waist >= ${by.waist.F}`), both(`%waist >= ${by.waist.M}`, `%waist >= ${by.waist.F}`)]), ['sex', 'waist']],
    [any(['%dx_t2dm', `%fpg >= ${by.fpg}`, when(`%ogtt2h >= ${by.ogtt2h}`, 'true', 'false')]), ['fpg', 'dx_t2dm']],
    [any(['%dx_htn', `%sbp >= ${by.sbp}`, `%dbp >= ${by.dbp}`]), ['sbp', 'dbp', 'dx_htn']],
    [`%tg >= ${by.tg}`, ['tg']],
    [`%hdl < ${by.hdl_below}`, ['hdl']],
  ];
  const low = components.map(([text]) => when(text, '1', '0')).join(' + ');
  const high = components.map(([text]) => when(text, '1', when(`(${text}).exists()`, '0', '1'))).join(' + ');
  return model({
    name: 'metabolic_syndrome',
    inputs: components.flatMap(([, wants]) => wants),
    applies: both(adult(body.min_age), notPregnant),
    value: settledValue('metabolic_syndrome'),
    range: [low, high],
    classes: decidedBy('metabolic_syndrome', { from: by.needed, codes: ['absent', 'present'] }),
    missing: components.flatMap(([text, wants]) => wants.map((fact) => ({ fact, when: `(${text}).empty()` }))),
  });
}

/** Asked of older people alone. */
const elderlyFrom = 65;

function selfCare({ selfCare: { bands: list } }: RiskContent): PopulationModel {
  return model({ name: 'self_care', inputs: ['self_care'], applies: `%age >= ${elderlyFrom}`, value: '%self_care', classes: list.map(({ code, from, to }) => ({ code, when: both(`%self_care >= ${from}`, `%self_care <= ${to}`) })) });
}
