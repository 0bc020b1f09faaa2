import { describe, expect, test } from 'vitest';
import { whatWouldChange } from './change.ts';
import { checkCriterion, checkExpression, type FactTypes } from './check.ts';
import { evaluate, type Values } from './evaluate.ts';
import { factsIn, substitute, type Expression } from './expression.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { compileAllToSql, compileToSql } from './sql.ts';

const facts: FactTypes = {
  age: { type: 'number', unit: 'a', changeable: false, plausible: [0, 130] },
  sbp: { type: 'number', unit: 'mm[Hg]', plausible: [40, 300] },
  dbp: { type: 'number', unit: 'mm[Hg]', plausible: [20, 200] },
  ldl: { type: 'number', unit: 'mmol/L', otherUnits: { 'mg/dL': '0.02586' }, plausible: [0.05, 30] },
  fpg: { type: 'number', unit: 'mmol/L', otherUnits: { 'mg/dL': '0.0555' }, plausible: [0.3, 80] },
  weight: { type: 'number', unit: 'kg', plausible: [1, 400] },
  height: { type: 'number', unit: 'm', changeable: false, plausible: [0.4, 2.5] },
  visits: { type: 'number' },
  smoker: { type: 'boolean' },
  pregnant: { type: 'boolean', changeable: false },
  sex: { type: 'string', codes: ['M', 'F'], changeable: false },
  source: { type: 'string', codes: ['office', 'home'] },
  seen: { type: 'date' },
  habits: { type: 'codes', codes: ['smoking', 'salt', 'sleep'] },
};

function read(text: string): Expression {
  const checked = checkExpression(text, facts);
  return checked.ok ? checked.ast : expect.fail(`${text}: ${JSON.stringify(checked.faults)}`);
}

/** The tree with every operation in parentheses. */
function grouped(ast: Expression): string {
  if (ast.kind === 'binary') return `(${grouped(ast.left)} ${ast.operator} ${grouped(ast.right)})`;
  if (ast.kind === 'minus') return `(-${grouped(ast.of)})`;
  return ast.kind === 'call' ? `${grouped(ast.of)}.${ast.method}()` : print(ast);
}

test.each([
  ['1 + 2 * 3', '(1 + (2 * 3))'],
  ['1 - 2 - 3', '((1 - 2) - 3)'],
  ['-%age * 2', '((-%age) * 2)'],
  ['-%age.abs()', '(-%age.abs())'],
  ['1 < 2 = true', '((1 < 2) = true)'],
  ['%age + 1 > 2 and true', '(((%age + 1) > 2) and true)'],
  ['true or true and false', '(true or (true and false))'],
  ['true or false xor true', '((true or false) xor true)'],
  ['true implies false or true', '(true implies (false or true))'],
  ['true implies false implies true', '((true implies false) implies true)'],
  ["%sex in ('M' | 'F') and true", "((%sex in ('M' | 'F')) and true)"],
  ['1 + 2 in 3 | 4', '((1 + 2) in (3 | 4))'],
])('%s means %s', (text, meaning) => {
  expect(grouped(read(text))).toBe(meaning);
});

test.each([
  ['(%age)', '%age'],
  ['((1 + 2)) * 3', '(1 + 2) * 3'],
  ['1 + (2 * 3)', '1 + 2 * 3'],
  ['1 - (2 - 3)', '1 - (2 - 3)'],
  ['- (-1)', '--1'],
  ["'it\\'s \\u4e2d'", "'it\\'s 中'"],
  ["140'mm[Hg]'", "140 'mm[Hg]'"],
  ['%age.round( 2 )', '%age.round(2)'],
  ['iif(true,1)', 'iif(true, 1)'],
])('%s is printed as %s', (text, printed) => {
  expect(print(read(text))).toBe(printed);
});

describe('three-valued truth', () => {
  const all = ['true', 'false', '{}'];
  const table = (operator: string): unknown[] => all.flatMap((a) => all.map((b) => evaluate(read(`${a} ${operator} ${b}`), {}).value));
  test.each([
    ['and', [true, false, null, false, false, false, null, false, null]],
    ['or', [true, true, true, true, false, null, true, null, null]],
    ['xor', [false, true, null, true, false, null, null, null, null]],
    ['implies', [true, false, null, true, true, true, true, null, null]],
  ])('%s', (operator, expected) => {
    expect(table(operator)).toEqual(expected);
  });
});

describe('faults', () => {
  test.each([
    ['', 'unexpected', [0, 0], {}],
    ['%age >', 'unexpected', [6, 6], {}],
    ['%age %sbp', 'unexpected', [5, 9], { found: '%sbp' }],
    ['(%age', 'expected', [5, 5], { wanted: ')' }],
    ['iif(true)', 'expected', [8, 9], { wanted: ',' }],
    ['%age # 3', 'unexpectedCharacter', [5, 6], { character: '#' }],
    ["'abc", 'unclosedString', [0, 4], {}],
    ["'\\x'", 'badEscape', [0, 4], {}],
    ["'\\u0000'", 'badEscape', [0, 8], {}],
    ['@2026-02-30', 'badDate', [0, 11], {}],
    ['@2026-11', 'badDate', [0, 8], {}],
    ['1.123456789', 'badNumber', [0, 11], {}],
    ['%age.round(9)', 'badNumber', [11, 12], {}],
    ['sbp > 1', 'unknownWord', [0, 3], { nearest: '%sbp' }],
    ['%age.exist()', 'unknownWord', [5, 10], { nearest: 'exists' }],
    ['%age in (1 | %sbp)', 'notALiteral', [13, 17], {}],
    ['%spb > 1', 'unknownFact', [0, 4], { name: 'spb', nearest: 'sbp' }],
    ['%constructor', 'unknownFact', [0, 12], { nearest: null }],
    ["%sex = 'female'", 'unknownCode', [7, 15], { code: 'female' }],
    ["%habits contains 'smokin'", 'unknownCode', [17, 25], { nearest: 'smoking' }],
    ["%sbp > 'high'", 'typeMismatch', [7, 13], { wanted: 'number', found: 'string' }],
    ['%smoker > false', 'typeMismatch', [0, 7], { found: 'boolean' }],
    ['%smoker + 1', 'typeMismatch', [0, 7], { wanted: 'number' }],
    ['%age and true', 'typeMismatch', [0, 4], { wanted: 'boolean', found: 'number' }],
    ['iif(1, 2, 3)', 'typeMismatch', [4, 5], {}],
    ["iif(true, 2, 'a')", 'typeMismatch', [13, 16], {}],
    ["%habits = 'salt'", 'typeMismatch', [10, 16], { wanted: 'codes' }],
    ["%sbp > 140 'mmol/L'", 'unitMismatch', [7, 19], { wanted: 'mm[Hg]', found: 'mmol/L' }],
    ["%visits > 2 'd'", 'unitMismatch', [10, 15], { wanted: '1', found: 'd' }],
    ['%sbp > %ldl', 'unitMismatch', [7, 11], {}],
    ['%sbp + %visits', 'unitMismatch', [7, 14], {}],
    ["%weight / (%height * %height) > 28 'kg/m2'", 'unitMismatch', [32, 42], {}],
    ["%sbp in (140 'mm[Hg]' | 5 'kg')", 'unitMismatch', [24, 30], { found: 'kg' }],
    ['1 + '.repeat(1_100), 'tooLong', [4000, 4400], {}],
    ['('.repeat(300), 'tooDeep', [200, 201], {}],
  ])('%s: %s', (text, code, at, params) => {
    const checked = checkExpression(text, facts);
    expect(checked.ok ? [] : checked.faults.slice(0, 1)).toMatchObject([{ code, at, params }]);
  });

  test('every fault of a text is told at once', () => {
    const checked = checkExpression("%spb > 1 and %sex = 'X' and %sbp > 1 'kg'", facts);
    expect(checked.ok ? [] : checked.faults.map(({ code }) => code)).toEqual(['unknownFact', 'unknownCode', 'unitMismatch']);
  });

  test('a criterion is true, false or unknown, never a number', () => {
    expect(checkCriterion('%sbp', facts)).toMatchObject({ ok: false, faults: [{ code: 'notBoolean', params: { found: 'number' } }] });
    expect(checkCriterion('{}', facts).ok).toBe(true);
  });
});

describe('units', () => {
  test.each([
    ["%ldl >= 100 'mg/dL'", 2.586, true],
    ["%ldl >= 100 'mg/dL'", 2.585, false],
    ["100 'mg/dL' <= %ldl", 2.586, true],
    ["%ldl - 10 'mg/dL' > 2.3", 2.56, true],
    ["%ldl in (100 'mg/dL' | 1 'mmol/L')", 2.586, true],
    ["-%ldl < -100 'mg/dL'", 2.6, true],
    ["%ldl.round(1) >= 2.6 'mmol/L'", 2.55, true],
  ])('%s for ldl %s', (text, ldl, expected) => {
    expect(evaluate(read(text), { ldl }).value).toBe(expected);
  });

  test.each([
    ['%sbp - %dbp', 'mm[Hg]'],
    ['2 * %sbp', 'mm[Hg]'],
    ['%sbp / %dbp', '1'],
    ['iif(%smoker, %sbp, 0)', 'mm[Hg]'],
    ['%weight / %height', null],
    ['1 + 1', null],
  ])('%s is in %s', (text, unit) => {
    expect(checkExpression(text, facts)).toMatchObject({ ok: true, type: 'number', unit });
  });

  test('the printed text keeps the unit the author wrote', () => {
    expect(print(read("%ldl >= 100 'mg/dL'"))).toBe("%ldl >= 100 'mg/dL'");
  });
});

test.each([
  ['%sbp >= 140', ['sbp']],
  ['%sbp >= 140 or %dbp >= 90', ['sbp', 'dbp']],
  ['true or %sbp > 1', []],
  ['%smoker or %sbp > 1', ['smoker', 'sbp']],
  ['%pregnant and %sbp > 1', []], // pregnant is false
  ['%pregnant implies %sbp > 1', []],
  ['%sbp / 0 > 1', []],
  ['%sbp + {} > 1', []],
  ['(%sbp / 0 > 1) and %smoker', ['smoker']],
  ['iif(%smoker, %sbp, %dbp)', ['smoker', 'dbp']],
  ['%sbp.exists()', []],
  ["%sex in ('M' | 'F')", ['sex']],
  ["'salt' in %habits", []],
  ['%smoker xor %sbp > 1', ['smoker', 'sbp']],
])('%s misses %j', (text, missing) => {
  expect(evaluate(read(text), { pregnant: false }).trace.missing).toEqual(missing);
});

test('the trace shows every part with its value', () => {
  const { trace } = evaluate(read('%sbp >= 140 and %smoker'), { sbp: 152 });
  expect(trace).toMatchObject({
    value: null,
    missing: ['smoker'],
    parts: [
      { value: true, parts: [{ value: 152 }, { value: 140 }] },
      { value: null, missing: ['smoker'] },
    ],
  });
  expect(print(trace.parts[0]?.expression ?? expect.fail())).toBe('%sbp >= 140');
});

test.each([
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  [1e-9, 0],
  [1e21, 1e21],
  [-0, 0],
])('a stored %s is read as %s', (sbp, value) => {
  expect(evaluate(read('%sbp'), { sbp }).value).toBe(value);
});

test('a derived fact is written out in the expressions that use it', () => {
  const whole = substitute(read('iif(%visits > 1, -%visits, 0).abs() = 2'), (name) => (name === 'visits' ? read('%age - 1') : null));
  expect(print(whole)).toBe('iif(%age - 1 > 1, -(%age - 1), 0).abs() = 2');
  expect(factsIn(whole)).toEqual(['age']);
});

describe('SQL', () => {
  const source = { column: (fact: string): string => `f.${fact}` };
  test.each([
    ['%sbp >= 140 and not_me', '', []],
    ["%sbp >= 140 'mm[Hg]'", '(f.sbp >= $1::numeric)', ['140']],
    ["%source = 'home'", '(f.source = ($1::text COLLATE "C"))', ['home']],
    ['%seen < @2026-01-01', '(f.seen < $1::date)', ['2026-01-01']],
    ['%age in (1 | 2)', '(f.age = ANY ($1::numeric[]))', [['1', '2']]],
    ['%smoker implies %pregnant', '((NOT f.smoker) OR f.pregnant)', []],
    ['%smoker and {}', '(f.smoker AND NULL::boolean)', []],
    ['%sbp * 2 > 2', '(round((f.sbp * $1::numeric), 8) > $1::numeric)', ['2']],
    ['iif(%smoker, 1, {})', '(CASE WHEN f.smoker THEN $1::numeric ELSE NULL END)', ['1']],
    ['{} = 1', 'NULL', []],
  ])('%s', (text, sql, params) => {
    const parsed = checkExpression(text, facts);
    expect(parsed.ok ? compileToSql(parsed.ast, source) : { sql: '', params: [] }).toEqual({ sql, params });
  });

  test('several expressions share their parameters', () => {
    expect(compileAllToSql([read('%sbp > 140'), read('%dbp < 140')], source)).toEqual({
      list: ['(f.sbp > $1::numeric)', '(f.dbp < $1::numeric)'],
      params: ['140'],
    });
  });
});

describe('what would change a criterion', () => {
  const li: Values = { age: 62, sbp: 152, dbp: 95, ldl: 3.4, weight: 81, height: 1.7, smoker: true, source: 'office', habits: ['smoking', 'salt'], visits: 2 };
  const answers = (text: string, wanted: boolean): string[] =>
    whatWouldChange(read(text), { facts, values: li, wanted }).map((moves) => moves.map(({ fact, to }) => `${fact} ${to.is} ${String(to.value)}`).join(' and '));

  test.each([
    ['%sbp >= 140', false, ['sbp below 140']],
    ['%sbp > 140', false, ['sbp atMost 140']],
    ['%sbp <= 160', false, ['sbp above 160']],
    ['%sbp < 160', false, ['sbp atLeast 160']],
    ['%sbp = 140', true, ['sbp exactly 140']],
    ['%sbp >= 130 and %sbp < 140', true, ['sbp below 140']],
    ['%sbp >= 140 or %ldl >= 3.4', false, ['sbp below 140 and ldl below 3.4']],
    ['%sbp >= 140 and %ldl >= 3.4', false, ['ldl below 3.4', 'sbp below 140']],
    ['%sbp >= 140 and %smoker', false, ['sbp below 140', 'smoker exactly false']],
    ["%sbp >= iif(%source = 'home', 135, 140)", false, ['sbp below 140']],
    ['%sbp - %dbp > 50', false, ['sbp atMost 145', 'dbp atLeast 102']],
    ['%weight / (%height * %height) >= 28', false, ['weight below 80.92']],
    ['%habits.count() >= 2', false, ['habits without smoking']],
    ["%habits contains 'sleep'", true, ['habits with sleep']],
    ['%visits in (3 | 4)', true, ['visits exactly 3']],
    ['%sbp >= 140', true, ['']], // it is so already
    ['%age >= 60', false, []], // nobody gets younger
    ['%sbp < 400', false, []], // not plausible
    ['%fpg >= 7', true, []], // unknown, so there is nothing to move
    ['%sbp >= 140 or %dbp >= 90 or %smoker', false, []], // three facts
  ])('%s to be %s', (text, wanted, expected) => {
    expect(answers(text, wanted).toSorted()).toEqual(expected.toSorted());
  });

  test('the nearest comes first', () => {
    expect(answers('%sbp >= 140 and %dbp >= 94', false)).toEqual(['dbp below 94', 'sbp below 140']);
  });
});

test('an expression cannot be altered', () => {
  const parsed = parse('%sbp > 140 and true');
  expect(Object.isFrozen(parsed.ok && parsed.ast)).toBe(true);
});
