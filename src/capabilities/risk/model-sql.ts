/** The risk models over a whole population: the same tables as the models for one person, written as SQL over the row `q` of facts. */
import type { Definition } from '../rules/stored-facts.ts';
import type { ChinaParContent } from './china-par.ts';
import type { RiskContent } from './content.ts';
import type { DiabetesRiskContent } from './diabetes-risk.ts';
import type { KidneyContent } from './kidney.ts';

const q = (fact: string): string => `q."${fact}"`;
const float = (sql: string): string => `(${sql})::float8`;

/** Facts that are answers of models, as definitions beside the facts that are stored. */
export function modelDefinitions(content: Pick<RiskContent, 'chinaPar' | 'diabetesRisk'>): readonly Definition[] {
  return [
    ...logged.map((fact) => ({ name: logOf(fact), needs: [fact], sql: `case when ${q(fact)} > 0 then ln(${float(q(fact))}) end` })),
    { name: 'china_par', needs: [...chinaParNeeds, ...logged.map(logOf)], sql: `round((${chinaParSql(content.chinaPar, { column: q, ln: lnOf })})::numeric, 1)` },
    ...(['least', 'greatest'] as const).map((bound) => ({ name: `china_par_${bound}`, needs: ['china_par', ...chinaParNeeds, ...logged.map(logOf)], sql: chinaParBound(content.chinaPar, bound) })),
    { name: 'diabetes_risk_score', needs: ['age', 'sex', 'sbp', 'bmi', 'waist', 'family_dm'], sql: diabetesScoreSql(content.diabetesRisk) },
  ];
}

/** Logarithms are taken once for all that is made of them. */
const logged = ['age', 'sbp', 'tc', 'hdl', 'waist'];
const logOf = (fact: string): string => `ln:${fact}`;
const lnOf = (fact: string): string => q(logOf(fact));

const chinaParNeeds = ['sex', 'age', 'sbp', 'bp_treated', 'tc', 'hdl', 'waist', 'smoker', 'dx_t2dm', 'north', 'urban', 'family_cvd', 'ascvd'];

/** Percent, unrounded; NULL where an input is missing or the model does not apply. `column` gives the SQL of an input, `ln` that of its logarithm. */
export function chinaParSql(content: ChinaParContent, columns: Columns): string {
  const { column } = columns;
  const everyone = ['age', 'sbp', 'bp_treated', 'tc', 'hdl', 'waist', 'smoker', 'dx_t2dm', 'north'].map((name) => `${column(name)} is not null`);
  const applies = [...everyone, `${column('age')} >= ${content.min_age}`, `${column('ascvd')} is not true`].join(' and ');
  const men = `${column('sex')} = 'M' and ${column('urban')} is not null and ${column('family_cvd')} is not null`;
  return `case when ${applies} then case when ${men} then ${percentSql(content.men, { content, ...columns })} when ${column('sex')} = 'F' then ${percentSql(content.women, { content, ...columns })} end end`;
}

/** Lowest and highest percent that the missing inputs leave possible, to 0.1; NULL where none is missing, or the model does not apply. */
function chinaParBound(content: ChinaParContent, bound: Bound): string {
  const [youngest, oldest] = content.tool_limits.age;
  const ages = [{ lnAge: `coalesce(${lnOf('age')}, ${Math.log(youngest)})`, also: '' }, { lnAge: `${Math.log(oldest)}::float8`, also: ` and ${q('age')} is null` }];
  const of = (sex: 'M' | 'F', by: Coefficients) => ages.map(({ lnAge, also }) => `case when ${q('sex')} is distinct from '${sex === 'M' ? 'F' : 'M'}'${also} then ${extremeSql(by, { content, bound, lnAge })} end`);
  const applies = `${q('china_par')} is null and (${q('age')} >= ${content.min_age}) is not false and ${q('ascvd')} is not true`;
  return `case when ${applies} then round((${bound}(${[...of('M', content.men), ...of('F', content.women)].join(', ')}))::numeric, 1) end`;
}

type Bound = 'least' | 'greatest';

/** At a given age every term stands by itself, so that the extreme of the whole is made of the extremes of the terms. */
function extremeSql(by: Coefficients, { content: { tool_limits: limits, mmol_per_mgdl }, bound, lnAge }: { readonly content: ChinaParContent; readonly bound: Bound; readonly lnAge: string }): string {
  const number = (value: number) => `(${value})::float8`;
  const flagged = (fact: string, amount: string) => `${bound}(case when ${q(fact)} is not false then ${amount} end, case when ${q(fact)} is not true then 0::float8 end)`;
  const between = (known: string, [low, high]: readonly [number, number], factor: string) => `${bound}(${[low, high].map((limit) => `${factor} * coalesce(${known}, ${Math.log(limit)})`).join(', ')})`;
  const pressure = ([['not false', by.ln_sbp_treated, by.ln_age_x_ln_sbp_treated], ['not true', by.ln_sbp_untreated, by.ln_age_x_ln_sbp_untreated]] as const).map(
    ([is, own, byAge]) => `case when ${q('bp_treated')} is ${is} then ${between(lnOf('sbp'), limits.sbp, `(${number(own)} + ${number(byAge)} * ${lnAge})`)} end`,
  );
  const mgdl = (fact: string) => `(${lnOf(fact)} - ${Math.log(mmol_per_mgdl)}::float8)`;
  const terms = [
    `${number(by.ln_age)} * ${lnAge}`,
    `${bound}(${pressure.join(', ')})`,
    between(mgdl('tc'), limits.tc_mgdl, number(by.ln_tc)),
    between(mgdl('hdl'), limits.hdl_mgdl, number(by.ln_hdl)),
    between(lnOf('waist'), limits.waist_cm, number(by.ln_waist)),
    flagged('smoker', `${number(by.smoker)} + ${number(by.ln_age_x_smoker)} * ${lnAge}`),
    flagged('dx_t2dm', number(by.diabetes)),
    flagged('north', number(by.north)),
    ...(by.urban === 0 ? [] : [flagged('urban', number(by.urban))]),
    ...(by.family_ascvd === 0 ? [] : [flagged('family_cvd', `${number(by.family_ascvd)} + ${number(by.ln_age_x_family)} * ${lnAge}`)]),
  ];
  return percentOfSql(terms, by);
}

/** Ten-year risk in percent from the terms of the predictor. */
function percentOfSql(terms: readonly string[], by: Coefficients): string {
  return `100::float8 * (1::float8 - power((${by.S10})::float8, exp(${terms.join(' + ')} - (${by.mean_LP})::float8)))`;
}

type Coefficients = ChinaParContent['men'];

type Columns = { readonly column: (fact: string) => string; readonly ln: (fact: string) => string };

function percentSql(by: Coefficients, { content, column, ln }: Columns & { readonly content: ChinaParContent }): string {
  const mgdl = (fact: string) => `(${ln(fact)} - ${Math.log(content.mmol_per_mgdl)}::float8)`;
  const [age, sbp] = [ln('age'), ln('sbp')];
  const number = (value: number) => `(${value})::float8`;
  const when = (fact: string, amount: string) => `case when ${column(fact)} then ${amount} else 0::float8 end`;
  const terms = [
    `${number(by.ln_age)} * ${age}`,
    `case when ${column('bp_treated')} then ${number(by.ln_sbp_treated)} else ${number(by.ln_sbp_untreated)} end * ${sbp}`,
    `case when ${column('bp_treated')} then ${number(by.ln_age_x_ln_sbp_treated)} else ${number(by.ln_age_x_ln_sbp_untreated)} end * ${age} * ${sbp}`,
    `${number(by.ln_tc)} * ${mgdl('tc')}`,
    `${number(by.ln_hdl)} * ${mgdl('hdl')}`,
    `${number(by.ln_waist)} * ${ln('waist')}`,
    when('smoker', `${number(by.smoker)} + ${number(by.ln_age_x_smoker)} * ${age}`),
    when('dx_t2dm', number(by.diabetes)),
    when('north', number(by.north)),
    ...(by.urban === 0 ? [] : [when('urban', number(by.urban))]),
    ...(by.family_ascvd === 0 ? [] : [when('family_cvd', `${number(by.family_ascvd)} + ${number(by.ln_age_x_family)} * ${age}`)]),
  ];
  return percentOfSql(terms, by);
}

type Points = readonly { readonly from: number | null; readonly below: number | null; readonly points: number }[];

function pointsSql(fact: string, points: Points): string {
  const rows = points.map(({ from, below, points: amount }) => {
    const bounds = [from === null ? null : `${q(fact)} >= ${from}`, below === null ? null : `${q(fact)} < ${below}`].filter((bound) => bound !== null);
    return `when ${bounds.length === 0 ? `${q(fact)} is not null` : bounds.join(' and ')} then ${amount}`;
  });
  return `(case ${rows.join(' ')} end)`;
}

/** NULL where an input is missing, or the age lies outside the score's. */
function diabetesScoreSql({ score }: DiabetesRiskContent): string {
  const bySex = (man: string, woman: string) => `(case ${q('sex')} when 'M' then ${man} when 'F' then ${woman} end)`;
  const terms = [
    pointsSql('age', score.age),
    pointsSql('sbp', score.sbp),
    pointsSql('bmi', score.bmi),
    bySex(pointsSql('waist', score.waist.M), pointsSql('waist', score.waist.F)),
    `(case when ${q('family_dm')} then ${score.family} when not ${q('family_dm')} then 0 end)`,
    bySex(String(score.sex.M), String(score.sex.F)),
  ];
  return `(${terms.join(' + ')})::numeric`;
}

/** Filtration from creatinine in µmol/L, in two decimals; NULL below the equation's age. */
export function filtrationSql(content: KidneyContent, { creatinine, sex, age }: { readonly creatinine: string; readonly sex: string; readonly age: string }): string {
  const by = content.equations[content.default_equation];
  const of = (group: 'M' | 'F') => {
    const ratio = `(${float(creatinine)} / ${content.umol_per_mgdl} / ${by.k[group]})`;
    const filtered = `${by.factor}::float8 * power(least(${ratio}, 1), ${by.a[group]}) * power(greatest(${ratio}, 1), ${by.above}) * power(${by.per_year}::float8, ${float(age)})`;
    return group === 'F' ? `${filtered} * ${by.female}` : filtered;
  };
  return `case when ${age} >= ${content.min_age} then round((case ${sex} when 'M' then ${of('M')} when 'F' then ${of('F')} end)::numeric, 2) end`;
}
