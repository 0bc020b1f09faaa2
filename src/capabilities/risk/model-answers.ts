/** Answers of the population's models for one person in memory, and for everybody in one query: the same criteria on two engines. */
import { checkExpression } from '../../kernel/expression/check.ts';
import { evaluate, type Value, type Values } from '../../kernel/expression/evaluate.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { FactTypes } from '../../kernel/expression/check.ts';
import { compileDefinitions, layered, withUsedParams, type Definition, type NamedExpression } from '../rules/stored-facts.ts';
import type { FactRegistry } from '../rules/facts.ts';
import type { Sql } from '../../kernel/expression/sql.ts';
import type { FaultyText } from './facts.ts';
import type { PopulationModel } from './population-models.ts';

type Part = { readonly key: string; readonly ast: Expression };
export type PreparedModel = { readonly model: PopulationModel; readonly parts: ReadonlyMap<string, Part> };
export type PreparedPopulation = { readonly ok: true; readonly models: readonly PreparedModel[] } | { readonly ok: false; readonly faulty: readonly FaultyText[] };

const ownNumbers = ['low', 'high', 'value'] as const;

export function preparePopulation(models: readonly PopulationModel[], given: FactTypes): PreparedPopulation {
  const types = withOwnNumbers(models, given);
  const faulty: FaultyText[] = [];
  const prepared = models.map((model): PreparedModel => {
    const texts: readonly (readonly [string, string | null])[] = [
      ['applies', model.applies],
      ['value', model.value],
      ['low', model.range?.[0] ?? null],
      ['high', model.range?.[1] ?? null],
      ...model.classes.map(({ code, when }) => [`class ${code}`, when] as const),
      ...model.missing.map(({ fact, when }) => [`missing ${fact}`, when] as const),
    ];
    const parts = texts.flatMap(([key, text]): (readonly [string, Part])[] => {
      if (text === null) return [];
      const checked = checkExpression(text, types);
      if (checked.ok) return [[key, { key, ast: checked.ast }]];
      faulty.push({ name: `${model.name} ${key}`, text, faults: checked.faults });
      return [];
    });
    return { model, parts: new Map(parts) };
  });
  return faulty.length > 0 ? { ok: false, faulty } : { ok: true, models: prepared };
}

/** The facts, and the numbers that models say of themselves. */
function withOwnNumbers(models: readonly PopulationModel[], types: FactTypes): FactTypes {
  return { ...types, ...Object.fromEntries(models.flatMap(({ name }) => ownNumbers.map((part) => [`${name}_${part}`, { type: 'number' as const }]))) };
}

/** Null everywhere where the model does not apply. `possible` is null once the class is decided. */
export type ModelAnswer = {
  readonly applies: boolean;
  readonly category: string | null;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly possible: readonly string[] | null;
  readonly missing: readonly string[] | null;
};

const none: ModelAnswer = { applies: false, category: null, value: null, low: null, high: null, possible: null, missing: null };

export function answerOf({ model, parts }: PreparedModel, given: Values): ModelAnswer {
  const values: Record<string, Values[string]> = { ...given };
  const of = (key: string): Value => {
    const part = parts.get(key);
    return part === undefined ? null : evaluate(part.ast, values).value;
  };
  const number = (key: string) => asNumber(of(key));
  if (of('applies') !== true) return none;
  for (const part of ownNumbers) values[`${model.name}_${part}`] = number(part);
  const possible = model.classes.filter(({ code }) => of(`class ${code}`) !== false).map(({ code }) => code);
  const isDecided = possible.length === 1;
  const value = number('value');
  const missing = model.missing.filter(({ fact, when }) => (values[fact] ?? null) === null && (when === null || of(`missing ${fact}`) === true)).map(({ fact }) => fact);
  const asked = model.asksUntilDecided && isDecided ? [] : missing;
  return {
    applies: true,
    category: isDecided && !(model.needsValue && value === null) ? (possible[0] ?? null) : null,
    value,
    low: number('low'),
    high: number('high'),
    possible: isDecided && !(model.needsValue && value === null) ? null : possible,
    missing: asked.length === 0 ? null : asked,
  };
}

function asNumber(value: Value): number | null {
  return typeof value === 'number' ? value : null;
}

type Everybody = {
  readonly models: readonly PreparedModel[];
  /** Facts as they hold on the day, over the row `f` of `from`, and those that models answer. */
  readonly facts: readonly Definition[];
  readonly types: FactTypes;
  readonly criteria: FactRegistry['criteria'];
  readonly from: string;
  readonly key: readonly string[];
  /** Columns of the answers; all of them where none are named. */
  readonly wanted?: readonly string[];
};

/** Columns that a model's answer takes. */
export function columnsOf({ name, value, range }: PopulationModel): readonly { readonly name: string; readonly type: 'text' | 'numeric' | 'text[]' }[] {
  return [
    { name, type: 'text' },
    ...(value === null ? [] : [{ name: `${name}_value`, type: 'numeric' as const }]),
    ...(range === null ? [] : [{ name: `${name}_low`, type: 'numeric' as const }, { name: `${name}_high`, type: 'numeric' as const }]),
    { name: `${name}_possible`, type: 'text[]' },
    { name: `${name}_missing`, type: 'text[]' },
  ];
}

/** The answers of everybody, a row a person. */
export function modelsQuery({ models, facts, types, criteria, from, key, wanted = models.flatMap(({ model }) => columnsOf(model).map(({ name }) => name)) }: Everybody): { readonly sql: string; readonly params: Sql['params'] } {
  const expressions = models.flatMap(({ model, parts }) => [...parts.values()].map(({ key: part, ast }): NamedExpression => ({ name: `${model.name} ${part}`, ast })));
  const { definitions, params } = compileDefinitions(expressions, { types: withOwnNumbers(models.map(({ model }) => model), types), criteria });
  const listed = definitions.filter(({ name }) => criteria.has(name));
  const named = new Map(definitions.map((definition) => [definition.name, definition]));
  const answers = models.flatMap((prepared) => answerColumns(prepared, named));
  const inner = layered({ definitions: [...facts, ...listed, ...answers], wanted: wanted.map((name) => `answer ${name}`), key, from });
  const outer = [...key, ...wanted.map((name) => `"answer ${name}" as "${name}"`)];
  return withUsedParams({ sql: `select ${outer.join(', ')} from (${inner}) a`, params });
}

/** Classes first, then what they come to: each class is worked out once. */
function answerColumns({ model, parts }: PreparedModel, named: ReadonlyMap<string, Definition>): readonly Definition[] {
  const { name, classes, missing, needsValue, asksUntilDecided } = model;
  const textOf = (part: string) => named.get(`${name} ${part}`);
  const sqlOf = (part: string) => textOf(part)?.sql ?? 'null';
  const needsOf = (part: string) => textOf(part)?.needs ?? [];
  const q = (column: string) => `q."${name}:${column}"`;
  const inner = (column: string, part: string): Definition => ({ name: `${name}:${column}`, needs: orSome(needsOf(part)), sql: sqlOf(part) });
  const numbers = ownNumbers.filter((part) => parts.has(part));
  const own = numbers.map((part): Definition => ({ name: `${name}_${part}`, needs: orSome(needsOf(part)), sql: sqlOf(part) }));
  const base: Definition[] = [inner('applies', 'applies'), ...own, ...classes.map(({ code }) => inner(`class ${code}`, `class ${code}`))];
  const isPossible = (code: string) => `${q(`class ${code}`)} is not false`;
  const count = classes.map(({ code }) => `case when ${isPossible(code)} then 1 else 0 end`).join(' + ');
  const decided: Definition = { name: `${name}:decided`, needs: [...classes.map(({ code }) => `${name}:class ${code}`), ...(needsValue ? [`${name}_value`] : [])], sql: `((${count}) = 1${needsValue ? ` and q."${name}_value" is not null` : ''})` };
  const first = `case ${classes.map(({ code }) => `when ${isPossible(code)} then '${code}'`).join(' ')} end`;
  const list = `array_remove(array[${classes.map(({ code }) => `case when ${isPossible(code)} then '${code}' end`).join(', ')}], null)`;
  const lacking = missing.map(({ fact, when }) => `case when q."${fact}" is null${when === null ? '' : ` and (${sqlOf(`missing ${fact}`)})`} then '${fact}' end`).join(', ');
  const asks = missing.flatMap(({ fact, when }) => [fact, ...(when === null ? [] : needsOf(`missing ${fact}`))]);
  const settled = [`${name}:applies`, `${name}:decided`];
  const only = (column: string, { needs, sql }: Omit<Definition, 'name'>): Definition => ({ name: `answer ${column}`, needs: [...new Set([`${name}:applies`, ...needs])], sql: `case when ${q('applies')} then ${sql} end` });
  return [
    ...base,
    decided,
    only(name, { needs: [...settled, ...decided.needs], sql: `case when ${q('decided')} then ${first} end` }),
    ...numbers.map((part) => only(`${name}_${part}`, { needs: [`${name}_${part}`], sql: `q."${name}_${part}"` })),
    only(`${name}_possible`, { needs: [...settled, ...decided.needs], sql: `case when not ${q('decided')} then ${list} end` }),
    only(`${name}_missing`, { needs: [...settled, ...asks], sql: `${asksUntilDecided ? `case when not ${q('decided')} then ` : ''}nullif(array_remove(array[${lacking}]::text[], null), '{}')${asksUntilDecided ? ' end' : ''}` }),
  ];
}

/** Definitions without a need would stand beside the facts themselves, where `q` does not exist yet. */
function orSome(needs: readonly string[]): readonly string[] {
  return needs.length === 0 ? ['age'] : needs;
}
