import fc from 'fast-check';
import fhirpath from 'fhirpath';
import { describe, expect, test } from 'vitest';
import { testDatabase } from '../../app/testing.ts';
import { checkExpression, type FactTypes } from './check.ts';
import { evaluate, type Value, type Values } from './evaluate.ts';
import type { Binary, Expression, Literal, Operator } from './expression.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { compileAllToSql } from './sql.ts';

const facts: FactTypes = {
  age: { type: 'number' },
  ldl: { type: 'number', unit: 'mmol/L', otherUnits: { 'mg/dL': '0.02586' } },
  sbp: { type: 'number', unit: 'mm[Hg]' },
  smoker: { type: 'boolean' },
  pregnant: { type: 'boolean' },
  sex: { type: 'string' },
  note: { type: 'string' },
  seen: { type: 'date' },
  habits: { type: 'codes' },
};
const columns = 'age int, ldl float8, sbp numeric, smoker boolean, pregnant boolean, sex text, note text, seen date, habits text[]';

// ---- generated expressions, well typed

const at = [0, 0] as const;
// Characters in the same order in UTF-16 (the reference engine) and by code point (ours).
const words = fc.string({ unit: fc.constantFrom('a', 'B', ' ', "'", '\\', '\n', 'é', '中', '𠮷'), maxLength: 2 });
const days = fc.constantFrom('2026-01-31', '2026-02-28', '2024-02-29', '1960-12-01');
const amounts = fc.oneof(fc.nat(12).map(String), fc.constantFrom('0', '0.1', '0.2', '0.3', '0.5', '1.50', '2.5', '2.33333333', '140', '6.1', '0.005'));

const literal = {
  number: amounts.map((value): Literal => ({ kind: 'number', value, at })),
  string: words.map((value): Literal => ({ kind: 'string', value, at })),
  date: days.map((value): Literal => ({ kind: 'date', value, at })),
  boolean: fc.boolean().map((value): Literal => ({ kind: 'boolean', value, at })),
};
const nothing = fc.constant<Expression>({ kind: 'nothing', at });
const fact = (...names: string[]): fc.Arbitrary<Expression> => fc.constantFrom(...names).map((name) => ({ kind: 'fact', name, many: false, at }));
const binary = (operators: Operator[], left: fc.Arbitrary<Expression>, right = left): fc.Arbitrary<Expression> =>
  fc.tuple(fc.constantFrom(...operators), left, right).map(([operator, l, r]): Binary => ({ kind: 'binary', operator, left: l, right: r, at }));
const call = (names: ('not' | 'exists' | 'empty' | 'count' | 'abs' | 'round')[], of: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> =>
  fc.tuple(fc.constantFrom(...names), of, fc.nat(3)).map(([method, inner, digits]) => ({ kind: 'call', method, of: inner, digits: method === 'round' ? digits : 0, at }));
const iif = (condition: fc.Arbitrary<Expression>, branch: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> =>
  fc.tuple(condition, branch, fc.option(branch)).map(([test, result, otherwise]) => ({ kind: 'iif', condition: test, result, otherwise, at }));
const listOf = (item: fc.Arbitrary<Literal>): fc.Arbitrary<Expression> => fc.array(item, { minLength: 2, maxLength: 3 }).map((items) => ({ kind: 'list', items, at }));

/** `a / b * b` against `a`: the same at the step, and rarely digit by digit. */
const backAndForth = (number: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> =>
  fc.tuple(fc.constantFrom<Operator>('<', '<=', '=', '!='), number, number).map(([operator, a, b]) => {
    const quotient: Expression = { kind: 'binary', operator: '/', left: a, right: b, at };
    return { kind: 'binary', operator, left: { kind: 'binary', operator: '*', left: quotient, right: b, at }, right: a, at };
  });

const kinds = fc.letrec<Record<'number' | 'string' | 'date' | 'boolean', Expression>>((tie) => {
  const [number, string, date, boolean] = [tie('number'), tie('string'), tie('date'), tie('boolean')];
  const some = { depthSize: 'small', withCrossShrink: true } as const;
  return {
    number: fc.oneof(
      some,
      fact('age'),
      literal.number,
      nothing,
      binary(['+', '-', '*', '/'], number),
      number.map((of): Expression => ({ kind: 'minus', of, at })),
      call(['abs', 'round'], number),
      call(['count'], fc.oneof(number, string, boolean, fact('habits'))),
      iif(boolean, number),
    ),
    string: fc.oneof(some, fact('sex', 'note'), literal.string, nothing, iif(boolean, string)),
    date: fc.oneof(some, fact('seen'), literal.date, nothing, iif(boolean, date)),
    boolean: fc.oneof(
      some,
      fact('smoker', 'pregnant'),
      binary(['<', '<=', '>', '>=', '=', '!='], fact('age'), literal.number),
      literal.boolean,
      nothing,
      binary(['and', 'or', 'xor', 'implies'], boolean),
      binary(['<', '<=', '>', '>=', '=', '!='], number),
      binary(['<', '<=', '>', '>=', '=', '!='], string),
      binary(['<', '<=', '>', '>=', '=', '!='], date),
      backAndForth(number),
      binary(['=', '!='], boolean),
      call(['not'], boolean),
      call(['exists', 'empty'], fc.oneof(number, string, date, boolean, fact('habits'))),
      iif(boolean, boolean),
      binary(['in'], number, listOf(literal.number)),
      binary(['contains'], listOf(literal.string), string),
      binary(['in'], date, listOf(literal.date)),
      binary(['in'], string, fc.oneof(fact('habits'), nothing)),
      binary(['contains'], fact('habits'), string),
    ),
  };
});
const expressions = fc.oneof({ arbitrary: kinds.boolean, weight: 3 }, { arbitrary: kinds.number, weight: 1 });

const persons = fc.record({
  age: fc.option(fc.integer({ min: 0, max: 12 })),
  ldl: fc.option(fc.constantFrom(1.8, 2.6, 2.59, 3.4, 4.9)),
  sbp: fc.option(fc.integer({ min: 135, max: 185 })),
  smoker: fc.option(fc.boolean()),
  pregnant: fc.option(fc.boolean()),
  sex: fc.option(words),
  note: fc.option(words),
  seen: fc.option(days),
  habits: fc.option(fc.array(words, { maxLength: 2 })),
});

const many = <T>(item: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> => fc.array(item, { minLength: count, maxLength: count });

// ---- three engines

const { owner } = await testDatabase();

/** Every expression for every person, in one statement. */
async function inSql(asts: readonly Expression[], people: readonly Values[]): Promise<unknown[][]> {
  const column = (name: string): string => {
    const { type } = facts[name] ?? { type: 'boolean' };
    if (type === 'number') return `person.${name}::numeric`;
    return type === 'string' ? `(person.${name} COLLATE "C")` : `person.${name}`;
  };
  const { list, params } = compileAllToSql(asts, { column });
  const text = `SELECT ${list.join(', ')} FROM jsonb_to_recordset($${params.length + 1}::jsonb) AS person(no int, ${columns}) ORDER BY no`;
  const values = [...params, JSON.stringify(people.map((person, no) => ({ no, ...person })))];
  return (await owner.query({ text, values, rowMode: 'array' })).rows;
}

/** PostgreSQL sends numerics as text; the reference engine carries 31 digits. */
function same(other: unknown, value: Value): boolean {
  if (typeof value !== 'number') return other === value;
  return other !== null && Math.abs(Number(other) - value) <= 1e-9 * Math.abs(value);
}

/** The same text in the reference engine, for facts as `referenceValues` gives them. */
function inReference(ast: Expression): (given: Record<string, unknown>) => unknown {
  const compiled = fhirpath.compile(print(forReference(ast)), undefined, { preciseMath: true });
  return (given) => {
    const [result = null] = compiled({}, given);
    return result;
  };
}

/** The reference engine refuses minus before an empty value, where the specification has it empty. */
function forReference(ast: Expression): Expression {
  switch (ast.kind) {
    case 'minus':
      return { kind: 'binary', operator: '*', left: forReference(ast.of), right: { kind: 'minus', of: { kind: 'number', value: '1', at }, at }, at };
    case 'call':
      return { ...ast, of: forReference(ast.of) };
    case 'iif':
      return { ...ast, condition: forReference(ast.condition), result: forReference(ast.result), otherwise: ast.otherwise && forReference(ast.otherwise) };
    case 'binary':
      return { ...ast, left: forReference(ast.left), right: forReference(ast.right) };
    default:
      return ast;
  }
}

const raw = { resolveInternalTypes: false, preciseMath: true };

function referenceValues(person: Values, asked: 'decimals' | 'quantities'): Record<string, unknown> {
  const given = (name: string, value: Value): unknown => {
    if (value === null) return [];
    if (name === 'seen') return fhirpath.evaluate({}, `@${String(value)}`, {}, undefined, raw);
    if (typeof value !== 'number') return value;
    const unit = facts[name]?.unit;
    return fhirpath.evaluate({}, asked === 'quantities' && unit !== undefined ? `${value} '${unit}'` : String(value), {}, undefined, raw);
  };
  return Object.fromEntries(Object.entries(person).map(([name, value]) => [name, given(name, value ?? null)]));
}

function checked(ast: Expression): Expression {
  const result = checkExpression(print(ast), facts);
  if (!result.ok) throw new Error(`${print(ast)}: ${JSON.stringify(result.faults)}`);
  return result.ast;
}

test('printing and parsing give the same expression back', () => {
  const bare = (ast: Expression): string => JSON.stringify(ast, (key, value: unknown) => (key === 'at' ? undefined : value));
  fc.assert(
    fc.property(expressions, (ast) => {
      const parsed = parse(print(ast));
      expect(parsed.ok && bare(parsed.ast)).toBe(bare(ast));
    }),
    { numRuns: 2_000, seed: 20261122 },
  );
});

test('memory, PostgreSQL and the reference engine agree on 5,000 expressions for 20 persons each', async () => {
  const batches = fc.sample(fc.tuple(many(expressions, 250), many(persons, 20)), { numRuns: 20, seed: 20261122 });
  let known = 0;
  const disagreements: unknown[] = [];
  for (const [generated, people] of batches) {
    const asts = generated.map(checked);
    const rows = await inSql(asts, people);
    const given = people.map((person) => referenceValues(person, 'decimals'));
    for (const [i, ast] of asts.entries()) {
      const reference = inReference(ast);
      for (const [j, person] of people.entries()) {
        const { value } = evaluate(ast, person);
        const answers = { sql: rows[j]?.[i], reference: reference(given[j] ?? {}) };
        if (value !== null) known += 1;
        if (!same(answers.sql, value) || !same(answers.reference, value)) disagreements.push({ rule: print(ast), person, value, ...answers });
      }
    }
  }
  expect(disagreements.slice(0, 3)).toEqual([]);
  expect(known).toBeGreaterThan(40_000);
}, 120_000);

const nobody: Values = { age: null, ldl: null, sbp: null, smoker: null, pregnant: null, sex: null, note: null, seen: null, habits: null };
const li: Values = { ...nobody, age: 5, ldl: 3.36, sbp: 152, smoker: true, sex: 'F', seen: '2026-11-22', habits: ['salt', 'alcohol'] };

describe.each([
  // numbers are decimals, compared at the eighth
  ['0.1 + 0.2 = 0.3', true],
  ['1 / 3 * 3 = 1', true],
  ['2 / 3 * 3 < 2', false],
  ['0.00000001 / 2 = 0', false],
  ['0.00000001 / 3 = 0', true],
  ['1 / 3 * 3 in (1 | 2)', true],
  ['%age / 0', null],
  ['%age / (%age - 5) > 1', null],
  ['(%age / 2).round()', 3],
  ['(-%age / 2).round()', -3],
  ['-2.5.round()', -3],
  ['(-2.5).round(0)', -3],
  ['1.005.round(2)', 1.01],
  ['2 + 3 * 4 - 6 / 2', 11],
  ['-%age.abs()', -5],
  ['--%age', 5],
  // text by code point, days by calendar
  ["'a' < 'B'", false],
  ["'Z' < 'a'", true],
  ["'e' < 'é'", true],
  ["'' < ' '", true],
  ["'a ' = 'a'", false],
  ["%sex in ('M' | 'F')", true],
  ['%seen > @2026-11-21', true],
  ['%seen = @2026-11-22', true],
  // unknown
  ['%note = {}', null],
  ['{} = {}', null],
  ['%note != %note', null],
  ['%pregnant and false', false],
  ['%pregnant or true', true],
  ['%pregnant xor true', null],
  ['%pregnant implies true', true],
  ['%pregnant implies false', null],
  ['%pregnant.not()', null],
  ["{} in ('a' | 'b')", null],
  ["'a' in {}", false],
  ['iif(%pregnant, 1, 2)', 2],
  ['iif(%pregnant, 1)', null],
  ['iif(%pregnant, 1).exists()', false],
  ['%note.empty()', true],
  ['{}.count() + %age.count()', 1],
  // sets of codes
  ["'salt' in %habits", true],
  ["%habits contains 'sleep'", false],
  ['%habits contains %note', null],
  ['%habits.count()', 2],
  ['%habits.exists()', true],
])('%s is %s', (text, expected) => {
  test('in memory, in PostgreSQL and in the reference engine', async () => {
    const read = checkExpression(text, facts);
    const ast = read.ok ? read.ast : expect.fail(JSON.stringify(read.faults));
    const [[sql] = []] = await inSql([ast], [li]);
    expect(evaluate(ast, li).value).toBe(expected);
    expect(same(sql, expected), `SQL says ${String(sql)}`).toBe(true);
    expect(same(inReference(ast)(referenceValues(li, 'decimals')), expected)).toBe(true);
  });
});

test.each([
  ["%sbp >= 140 'mm[Hg]'", true],
  ["%sbp - 20 'mm[Hg]' < 132 'mm[Hg]'", false],
  ["-%sbp < -151 'mm[Hg]'", true],
  ["%sbp / 2 = 76 'mm[Hg]'", true],
  ["%sbp in (150 'mm[Hg]' | 152 'mm[Hg]')", true],
  ["iif(%smoker, %sbp, 0 'mm[Hg]') > 100 'mm[Hg]'", true],
])('with quantities, %s is %s in every engine', async (text, expected) => {
  const read = checkExpression(text, facts);
  const ast = read.ok ? read.ast : expect.fail(JSON.stringify(read.faults));
  const [[sql] = []] = await inSql([ast], [li]);
  expect([evaluate(ast, li).value, sql, inReference(ast)(referenceValues(li, 'quantities'))]).toEqual([expected, expected, expected]);
});

// UTF-16 order, as the reference engine has it, would put the surrogates of 𠮷 before the full-width tilde.
test('text outside the basic plane comes after everything inside it', async () => {
  const read = checkExpression("'～' < '𠮷'", facts);
  const ast = read.ok ? read.ast : expect.fail();
  const [[sql] = []] = await inSql([ast], [li]);
  expect([evaluate(ast, li).value, sql]).toEqual([true, true]);
});

test('the deepest text that is read can be evaluated and run as SQL', async () => {
  const texts = [Array.from({ length: 1_300 }, () => '1').join(' + '), `${'('.repeat(190)}%age${')'.repeat(190)}`, `${'-'.repeat(190)}%age`];
  const asts = texts.map((text) => {
    const read = checkExpression(text.slice(0, 3_997), facts);
    return read.ok ? read.ast : expect.fail(JSON.stringify(read.faults));
  });
  const [row = []] = await inSql(asts, [li]);
  expect(row.map(Number)).toEqual(asts.map((ast) => evaluate(ast, li).value));
});
