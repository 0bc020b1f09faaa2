import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../app/testing.ts';
import { evaluate, type Values } from '../../kernel/expression/evaluate.ts';
import { bmiClass, BmiInput, waistClass, WaistInput } from './body.ts';
import { categoryOf, ChinaParInput, tenYearAscvd } from './china-par.ts';
import { diabetesControl, DiabetesControlInput, hypertensionControl, HypertensionControlInput } from './control.ts';
import { diabetesRiskScore, DiabetesRiskInput } from './diabetes-risk.ts';
import { factTypes, riskFacts } from './facts.ts';
import { content } from './fixtures.gateway.ts';
import { classifyDiabetesVisit, classifyHypertensionVisit, DiabetesVisit, HypertensionVisit } from './followup-classification.ts';
import { filtration, KidneyInput } from './kidney.ts';
import { lipidClasses, LipidsInput } from './lipids.ts';
import { metabolicSyndrome, MetabolicSyndromeInput } from './metabolic-syndrome.ts';
import { answerOf, columnsOf, modelsQuery, preparePopulation, type ModelAnswer } from './model-answers.ts';
import { modelDefinitions } from './model-sql.ts';
import { modelTypes, populationModels } from './population-models.ts';
import type { Estimate } from './estimate.ts';

const { owner } = await testDatabase();
const facts = riskFacts(content.facts);
const types = { ...factTypes(facts), ...modelTypes };
const prepared = preparePopulation(populationModels(content), types);
const models = prepared.ok ? prepared.models : expect.fail(JSON.stringify(prepared.faulty));
const modelNamed = (name: string) => models.find(({ model }) => model.name === name) ?? expect.fail(name);

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 5 });
const near = (limits: readonly number[], step: number) => fc.oneof(...limits.map((limit) => fc.constantFrom(limit - step, limit, limit + step).map((value) => Math.round(value * 100) / 100)));
const flag = maybe(fc.boolean());
const seldom = maybe(fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }));

/** Persons at and around every limit, with gaps: the facts that the models speak of. */
const anyone = fc.record({
  age: fc.oneof(fc.integer({ min: 0, max: 95 }), near([18, 20, 25, 65, 75, 80], 1), fc.constant(0)), sex: fc.constantFrom('M', 'F'), pregnant: seldom,
  bmi: maybe(near([18.5, 22, 24, 28, 30], 0.1)), waist: maybe(near([70, 75, 80, 85, 90, 95], 0.1)), height: maybe(fc.constant(170)), weight: maybe(fc.constant(70)),
  tc: maybe(near([4.6, 5.2, 6.2, 7.2], 0.1)), ldl: maybe(near([2.6, 3.4, 4.1, 4.9], 0.1)), hdl: maybe(near([1, 1.04, 1.4], 0.01)), tg: maybe(near([1.7, 2.3], 0.1)),
  egfr: maybe(near([15, 30, 45, 60, 90], 0.1)), creatinine_umol_l: fc.constant(null), sbp: maybe(near([110, 120, 130, 135, 140, 150, 160], 1)), dbp: maybe(near([80, 85, 90], 1)), bp_source: maybe(fc.constantFrom('office', 'home')),
  dx_htn: flag, dx_t2dm: flag, fpg: maybe(near([4.4, 6.1, 7], 0.1)), ppg: maybe(near([10], 0.1)), hba1c: maybe(near([6.5, 7, 8], 0.1)), ogtt2h: maybe(near([7.8], 0.1)), family_dm: flag,
  new_complication: seldom, adr: seldom, refractory_adr: seldom, self_care: maybe(near([3, 4, 8, 9, 18, 19], 1)),
  bp_treated: flag, smoker: flag, north: flag, urban: flag, family_cvd: flag, ascvd: seldom, china_par: fc.constant(null),
});
type Person = Values;

/** The whole of a fact row: what is not named is unknown. */
const people = (n: number, seed: number): Person[] => fc.sample(anyone, { numRuns: n, seed }).map((person) => ({ ...person, ...(person.bmi === null ? {} : { height: 170, weight: 70 }) }));

const parsed = <S extends { parse: (given: unknown) => unknown }>(schema: S, person: Person, more: object = {}) => schema.parse({ ...person, ...more }) as ReturnType<S['parse']>;
/** The answer of the model for one person, in the shape of the population's. */
const shaped = (estimate: Estimate<unknown>, more: Partial<ModelAnswer> = {}): ModelAnswer => ({
  applies: estimate.range !== null,
  category: estimate.category,
  value: null,
  low: null,
  high: null,
  possible: estimate.range === null || estimate.category !== null ? null : [...estimate.categories],
  missing: estimate.missing.length === 0 ? null : [...estimate.missing],
  ...more,
});
const nothing: ModelAnswer = { applies: false, category: null, value: null, low: null, high: null, possible: null, missing: null };
const numeric = (estimate: Estimate<number>) => shaped(estimate, estimate.range === null ? {} : { value: estimate.value, low: estimate.range[0], high: estimate.range[1] });
const adult = (person: Person) => !(typeof person['age'] === 'number' && person['age'] < 18) && person['pregnant'] !== true;

const alone: Readonly<Record<string, (person: Person) => ModelAnswer>> = {
  bmi: (person) => { const one = bmiClass(parsed(BmiInput, person, person['bmi'] === null ? { height: null, weight: null } : {}), content.body); return shaped(one, { value: one.range === null ? null : one.value }); },
  waist: (person) => shaped(waistClass(parsed(WaistInput, person), content.body)),
  lipids: (person) => shaped(lipidClasses(parsed(LipidsInput, person), content.lipids)),
  egfr: (person) => { const one = filtration(parsed(KidneyInput, person), content.kidney); return shaped(one, { value: one.range === null ? null : one.value }); },
  cdrs: (person) => person['dx_t2dm'] === true ? nothing : numeric(diabetesRiskScore(parsed(DiabetesRiskInput, person, { family: person['family_dm'] }), content.diabetesRisk)),
  metabolic_syndrome: (person) => (adult(person) ? numeric(metabolicSyndrome(parsed(MetabolicSyndromeInput, person), content.metabolicSyndrome)) : nothing),
  htn_control: (person) => (person['dx_htn'] === true ? shaped(hypertensionControl(parsed(HypertensionControlInput, person), content.control)) : nothing),
  dm_control: (person) => (person['dx_t2dm'] === true ? shaped(diabetesControl(parsed(DiabetesControlInput, person), content.control)) : nothing),
  htn_followup: (person) => (person['dx_htn'] === true ? shaped(classifyHypertensionVisit(parsed(HypertensionVisit, person), content.followup)) : nothing),
  dm_followup: (person) => (person['dx_t2dm'] === true ? shaped(classifyDiabetesVisit(parsed(DiabetesVisit, person), content.followup)) : nothing),
};
/** Names that the model for one person uses for the same input. */
const renamed = (answer: ModelAnswer): ModelAnswer => ({ ...answer, missing: answer.missing?.map((name) => (name === 'family' ? 'family_dm' : name)).toSorted() ?? null });
const own = (person: Person, name: string) => (person['bmi'] === null && name === 'bmi' ? { ...person, height: null, weight: null } : person);

describe('in memory, the criteria say what the model says', () => {
  test.each(Object.keys(alone))('%s, for 3,000 persons', (name) => {
    const prepared = modelNamed(name);
    const seen = new Set<string>();
    for (const person of people(3000, 20261123)) {
      const answer = answerOf(prepared, own(person, name));
      seen.add(`${String(answer.category)} ${String(answer.applies)}`);
      expect({ person, ...renamed(answer) }).toEqual({ person, ...renamed((alone[name] ?? expect.fail())(person)) });
    }
    expect(seen.size).toBeGreaterThan(2);
  });
});

const sqlTypes = { number: 'numeric', boolean: 'boolean', string: 'text', codes: 'text[]' } as const;

test('in SQL, everybody gets the answers that each gets alone, of every model', async () => {
  const all = people(3000, 7).map((person) => own(person, 'bmi'));
  const names = Object.keys(facts).filter((name) => name !== 'china_par');
  const columns = names.map((name) => `"${name}" ${sqlTypes[facts[name]?.type ?? 'number']}`);
  const definitions = [...names.map((name) => ({ name, needs: [], sql: `f."${name}"` })), ...modelDefinitions(content)];
  const { sql, params } = modelsQuery({ models, facts: definitions, types, criteria: new Map(), from: `jsonb_to_recordset((select given from input)) as f(no int, ${columns.join(', ')})`, key: ['no'] });
  const { rows } = await owner.query<Record<string, unknown>>(`with input as (select $${params.length + 1}::jsonb as given) select * from (${sql}) answer order by no`, [...params, JSON.stringify(all.map((person, no) => ({ no, ...person })))]);
  expect(rows).toHaveLength(all.length);
  for (const [no, person] of all.entries()) {
    const row = rows[no] ?? expect.fail();
    const par = tenYearAscvd(ChinaParInput.parse({ ...person, tc_mmol: person['tc'], hdl_mmol: person['hdl'], waist_cm: person['waist'], diabetes: person['dx_t2dm'], family_ascvd: person['family_cvd'], known_ascvd: person['ascvd'] }), content.chinaPar);
    const isOpen = par.range !== null && par.category === null;
    expect({ no, category: row['china_par'], possible: row['china_par_possible'], applies: row['china_par_missing'] !== null || row['china_par'] !== null }).toEqual({ no, category: par.category, possible: isOpen ? par.categories : null, applies: par.range !== null });
    for (const one of models.filter(({ model }) => model.name !== 'china_par')) {
      const { applies: _applies, ...answer } = answerOf(one, person);
      const { name } = one.model;
      const inSql = Object.fromEntries(columnsOf(one.model).map((column) => [column.name, column.type === 'numeric' && row[column.name] !== null ? Number(row[column.name]) : row[column.name]]));
      const inMemory = Object.fromEntries(columnsOf(one.model).map((column) => [column.name, column.name === name ? answer.category : { value: answer.value, low: answer.low, high: answer.high, possible: answer.possible, missing: answer.missing }[column.name.slice(name.length + 1)]]));
      expect({ no, ...inSql }).toEqual({ no, ...inMemory });
    }
  }
});

test('China-PAR keeps the category of its percent', () => {
  for (const percent of [4.9, 5, 9.9, 10]) expect(answerOf(modelNamed('china_par'), { age: 50, china_par: percent }).category).toBe(categoryOf(percent, content.chinaPar));
});

test('every criterion is decided by the facts it names', () => {
  for (const { model, parts } of models) for (const { ast } of parts.values()) expect(() => evaluate(ast, {}), model.name).not.toThrow();
});
