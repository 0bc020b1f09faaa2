import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../app/testing.ts';
import { readContent } from '../../platform/content.ts';
import { print } from '../../kernel/expression/print.ts';
import { evaluate, type Value, type Values } from '../../kernel/expression/evaluate.ts';
import { ObservationCodes } from '../records/observation-codes.ts';
import { factColumns, factRegistry, Facts, type Fact, type FactRegistry } from './facts.ts';
import { compileRuleSet, evaluateRuleSet, readyRuleSet, RuleSet, type ReadyRuleSet } from './rules.ts';

const { owner } = await testDatabase();
const facts = readContent('facts.yaml', Facts);
const registry = registryOf(facts);

function registryOf(given: readonly Fact[]): FactRegistry {
  const made = factRegistry(given);
  return made.ok ? made.registry : expect.fail(JSON.stringify(made.faults));
}

function fact(id: string, more: object): Fact {
  return Facts.parse([{ id, group: 'derived', title: { zh: '甲', en: 'A' }, citation: 'test', type: 'integer', source: { kind: 'person', field: id }, ...more }])[0] ?? expect.fail();
}

describe('the facts', () => {
  test('are about a hundred, and every derived one is sound', () => {
    expect(facts.length).toBeGreaterThan(80);
    expect([...registry.derived.keys()]).toEqual(['pulse_pressure', 'non_hdl', 'waist_to_height', 'dm_complicated', 'rf_count']);
  });

  test('that are observed have the unit and the limits of the observation', () => {
    const { observations } = readContent('observations.yaml', ObservationCodes);
    for (const { id, source, unit, plausible } of facts) {
      if (source.kind !== 'observation') continue;
      const code = observations.find((each) => each.code === source.code) ?? expect.fail(`${id}: no observation ${source.code}`);
      if (code.kind === 'numeric') expect({ id, unit, plausible }).toEqual({ id, unit: code.unit, plausible: code.plausible });
    }
  });

  test.each([
    ['a name that stands twice', [{ id: 'a' }, { id: 'a' }], 'a stands twice'],
    ['a unit without a number', [{ id: 'a', type: 'boolean', unit: 'kg' }], 'a: only numbers have a unit and limits'],
    ['a code without words', [{ id: 'a', type: 'code' }], 'a: codes stand with code facts'],
    ['an age of nothing', [{ id: 'a', source: { kind: 'age', of: 'b' } }], 'a: no fact b'],
  ])('refuse %s', (_, wrong, message) => {
    const more = { group: 'derived', title: { zh: '甲', en: 'A' }, citation: 'test', type: 'integer', source: { kind: 'person', field: 'x' } };
    const read = Facts.safeParse(wrong.map((each) => ({ ...more, ...each })));
    expect(read.error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  test('that rest on themselves are refused', () => {
    const circle = [fact('a', { source: { kind: 'expression', text: '%b + 1' } }), fact('b', { source: { kind: 'expression', text: '%a' } })];
    expect(factRegistry(circle)).toMatchObject({ ok: false, faults: [{ fact: 'a', code: 'circularFact' }, { fact: 'b', code: 'circularFact' }] });
  });

  test('that are derived wrongly are refused', () => {
    expect(factRegistry([fact('a', { source: { kind: 'expression', text: 'true' } })])).toMatchObject({ ok: false, faults: [{ fact: 'a', code: 'typeMismatch' }] });
  });

  test.each<[Values, number]>([
    [{}, 0],
    [{ sex: 'M', age: 55, waist: 89.9, uric_acid: 419, hr: 80, fpg: 6.0 }, 0],
    [{ sex: 'M', age: 56, waist: 90, uric_acid: 420, hr: 81, fpg: 6.1, dx_t2dm: false }, 5],
    [{ sex: 'F', age: 65, waist: 85, uric_acid: 360, fpg: 6.9, dx_t2dm: false }, 3],
    [{ age: 90, waist: 120, fpg: 6.5 }, 0], // neither sex nor diagnosis known
    [{ sex: 'F', fpg: 6.5, dx_t2dm: true, hdl: 0.9, ldl: 3.4, hcy: 10, smoker: true, family_cvd: true }, 4],
  ])('the risk factors of %j are %s', (values, expected) => {
    expect(evaluate(registry.derived.get('rf_count') ?? expect.fail(), values).value).toBe(expected);
  });
});

const clause = { source: '国家基本公共卫生服务规范(第三版) 2017', text: '危急情况', confidence: 'verified-2-sources' };
const title = { zh: '规则', en: 'Rule' };
const outcome = (code: string): object => ({ code, title });
const criterion = (id: string, result: string, expression: string): object => ({ id, title, expression, outcome: result, clause });
const small = {
  id: 'pressure',
  version: 3,
  title,
  outcomes: [outcome('not_tiered'), outcome('high'), outcome('mid'), outcome('low')],
  otherwise: 'low',
  criteria: [
    criterion('G1', 'not_tiered', '%age < 18'),
    criterion('G2', 'not_tiered', '%pregnant or %lactating'),
    criterion('H01', 'high', "%sbp >= 180 'mm[Hg]' or %dbp >= 110 'mm[Hg]' or %fpg >= 16.7"),
    criterion('H05', 'high', "%retinopathy in ('pdr' | 'dme')"),
    criterion('H10', 'high', '%pulse_pressure > 80'),
    criterion('M01', 'mid', '%age < 80 and (%sbp >= 140 or %dbp >= 90) or %age >= 80 and (%sbp >= 150 or %dbp >= 90)'),
    criterion('M03', 'mid', '%rf_count >= 3'),
    criterion('M07', 'mid', "%ldl >= 100 'mg/dL' and %dx_t2dm"),
    criterion('M10', 'mid', '%lifestyle.count() >= 3'),
  ],
};

function ready(ruleSet: unknown): ReadyRuleSet {
  const made = readyRuleSet(RuleSet.parse(ruleSet), registry);
  return made.ok ? made.ready : expect.fail(JSON.stringify(made.faults));
}

const li: Values = { age: 62, pregnant: false, lactating: false, sbp: 128, dbp: 78, fpg: 5.2, retinopathy: 'none', ldl: 2.4, dx_t2dm: true };

describe('a rule set', () => {
  test.each<[string, Values, object]>([
    ['nothing fires', li, { fired: [], outcome: 'low', provisional: false, undecided: [] }],
    ['the boundary fires', { ...li, sbp: 140 }, { fired: ['M01'], outcome: 'mid', provisional: false }],
    ['the strongest outcome wins', { ...li, sbp: 182 }, { fired: ['H01', 'H10', 'M01'], outcome: 'high', provisional: false }],
    ['missing data does not hide a high rule', { ...li, sbp: null, retinopathy: 'pdr' }, { fired: ['H05'], outcome: 'high', provisional: false }],
    ['missing data leaves a low outcome provisional', { ...li, sbp: null }, { outcome: 'low', provisional: true, undecided: [['H01', ['sbp']], ['H10', ['sbp']], ['M01', ['sbp']]] }],
    ['what is missing may not matter', { ...li, dbp: 95, fpg: null, ldl: null, retinopathy: 'dme' }, { outcome: 'high', provisional: false, undecided: [['H01', ['fpg']], ['M07', ['ldl']]] }],
    ['a gate comes before all', { ...li, age: 17, sbp: 190 }, { fired: ['G1', 'H01', 'H10', 'M01'], outcome: 'not_tiered', provisional: false }],
    ['units are converted', { ...li, ldl: 2.59 }, { fired: ['M07'], outcome: 'mid' }],
    ['a derived fact is followed to what it rests on', { ...li, dbp: null, sbp: 150 }, { fired: ['M01'], provisional: true, undecided: [['H01', ['dbp']], ['H10', ['dbp']]] }],
  ])('%s', (_, values, expected) => {
    const judged = evaluateRuleSet(ready(small), values);
    expect({ ...judged, fired: judged.fired.map(({ id }) => id), undecided: judged.undecided.map(({ id, missing }) => [id, missing]) }).toMatchObject(expected);
  });

  test('explains what fired', () => {
    const [first] = evaluateRuleSet(ready(small), { ...li, sbp: 152 }).fired;
    expect(print(first?.trace.expression ?? expect.fail())).toContain('%sbp >= 140');
    expect(first?.trace).toMatchObject({ value: true, missing: [] });
  });

  test.each([
    [{ otherwise: 'mid' }, 'otherwise: mid is not the mildest outcome'],
    [{ criteria: [criterion('A', 'low', 'true')] }, 'A: no outcome low for a criterion'],
    [{ criteria: [criterion('A', 'none', 'true')] }, 'A: no outcome none for a criterion'],
    [{ criteria: [criterion('A', 'mid', 'true'), criterion('A', 'mid', 'true')] }, 'A stands twice'],
    [{ criteria: [criterion('outcome', 'mid', 'true')] }, 'is taken'],
  ])('is refused when %j', (wrong, message) => {
    expect(RuleSet.safeParse({ ...small, ...wrong }).error?.issues.map((issue) => issue.message)).toEqual([message]);
  });

  test('names the criterion of a fault', () => {
    const wrong = RuleSet.parse({ ...small, criteria: [criterion('A', 'mid', '%sbp'), criterion('B', 'mid', '%spb > 1')] });
    expect(readyRuleSet(wrong, registry)).toMatchObject({ ok: false, faults: [{ criterion: 'A', code: 'notBoolean' }, { criterion: 'B', code: 'unknownFact', params: { nearest: 'sbp' } }] });
  });
});

describe('the same over a population', () => {
  const columnTypes = { integer: 'int', decimal: 'numeric', code: 'text', codes: 'text[]', boolean: 'boolean', date: 'date' } as const;
  const near: Record<string, readonly number[]> = { age: [17, 18, 56, 79, 80], sbp: [128, 139, 140, 150, 180], dbp: [78, 89, 90, 110], fpg: [5.2, 6.1, 6.9, 7, 16.7], ldl: [2.58, 2.59, 2.6, 3.4], hr: [80, 81] };

  function valueOf({ id, type, codes, plausible }: Fact): fc.Arbitrary<Value> {
    const words = Object.keys(codes);
    if (type === 'boolean') return fc.boolean();
    if (type === 'code') return fc.constantFrom(...words);
    if (type === 'codes') return fc.subarray(words);
    return fc.constantFrom(...(near[id] ?? plausible ?? [0, 1]));
  }
  const persons = fc.record(Object.fromEntries(facts.filter(({ source }) => source.kind !== 'expression').map((each) => [each.id, fc.option(valueOf(each))])));

  test('1,000 persons get the outcome that each gets alone', async () => {
    const people = fc.sample(persons, { numRuns: 1_000, seed: 20261122 });
    const set = ready(small);
    const { select, params } = compileRuleSet(set, factColumns(registry, 'person'));
    const columns = facts.filter(({ source }) => source.kind !== 'expression').map(({ id, type }) => `"${id}" ${columnTypes[type]}`);
    const text = `SELECT ${select} FROM jsonb_to_recordset($${params.length + 1}::jsonb) AS person(no int, ${columns.join(', ')}) ORDER BY no`;
    const { rows } = await owner.query(text, [...params, JSON.stringify(people.map((person, no) => ({ no, ...person })))]);
    const alone = people.map((person) => {
      const { fired, undecided, outcome: result, provisional } = evaluateRuleSet(set, person);
      const criteria = set.criteria.map(({ id }) => [id, fired.some((each) => each.id === id) ? true : undecided.some((each) => each.id === id) ? null : false]);
      return { ...Object.fromEntries(criteria), outcome: result, provisional };
    });
    expect(rows).toEqual(alone);
    expect(new Set(rows.map((row) => `${row.outcome} ${row.provisional}`)).size).toBeGreaterThan(5);
  });
});
