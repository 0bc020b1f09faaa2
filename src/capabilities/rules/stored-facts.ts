/** Facts in one row a person: which columns a fact needs, and what it is worth on a day. Text of SQL, no database. */
import { compileAllToSql } from '../../kernel/expression/sql.ts';
import { factsIn } from '../../kernel/expression/expression.ts';
import { addDays, type Day } from '../../kernel/day.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { Sql } from '../../kernel/expression/sql.ts';
import type { Fact, FactRegistry } from './facts.ts';

export type ColumnType = 'numeric' | 'boolean' | 'text' | 'text[]' | 'date' | 'date[]';
export type StoredColumn = { readonly name: string; readonly type: ColumnType };

const valueTypes = { boolean: 'boolean', integer: 'numeric', decimal: 'numeric', code: 'text', codes: 'text[]', date: 'date' } as const;

/**
 * Only what does not change by itself is stored: a value and the day it was so, the day something happened, the days of events.
 * Ages, durations and windows are worked out on the day of use. Numbers are `numeric`: rules compare exactly.
 */
export function storedColumns({ id, type, source }: Fact): readonly StoredColumn[] {
  switch (source.kind) {
    case 'observation':
    case 'finding':
    case 'form':
    case 'family':
      return [{ name: id, type: valueTypes[type] }, { name: `${id}_on`, type: 'date' }];
    case 'person':
      return source.field === 'age' ? [{ name: `${id}_on`, type: 'date' }] : [{ name: id, type: valueTypes[type] }];
    case 'since':
      return [{ name: `${id}_on`, type: 'date' }];
    case 'count':
      return source.days === null ? [{ name: id, type: 'numeric' }] : [{ name: `${id}_days`, type: 'date[]' }];
    case 'condition':
    case 'medication':
    case 'origin':
      return [{ name: id, type: valueTypes[type] }];
    case 'age':
    case 'model':
    case 'expression':
    case 'criteria':
      return [];
  }
}

/** One column of a statement that builds on others: `sql` is written over `q`, the row of those it needs. */
export type Definition = { readonly name: string; readonly needs: readonly string[]; readonly sql: string };

/** What each stored fact is worth on `today`, over the row `f` of person_fact. A value past its freshness is unknown. */
export function factsOn(today: Day, registry: FactRegistry): readonly Definition[] {
  const byId = new Map(registry.facts.map((fact) => [fact.id, fact]));
  return registry.facts.flatMap((fact) => {
    const sql = valueOn(today, fact, byId);
    return sql === null ? [] : [{ name: fact.id, needs: [], sql }];
  });
}

function valueOn(today: Day, { id, source, unit, freshness }: Fact, byId: ReadonlyMap<string, Fact>): string | null {
  const column = (name: string) => `f."${name}"`;
  const fresh = (value: string, { on, days }: { on: string; days: number | null }) => (days === null ? value : `case when ${column(`${on}_on`)} >= date '${addDays(today, -days)}' then ${value} end`);
  switch (source.kind) {
    case 'observation':
    case 'finding':
    case 'form':
    case 'family':
      return fresh(column(id), { on: id, days: freshness });
    case 'origin':
      return fresh(column(id), { on: source.of, days: freshness ?? byId.get(source.of)?.freshness ?? null });
    case 'person':
      return source.field === 'age' ? yearsSince(column(`${id}_on`), today) : column(id);
    case 'since':
      return unit === 'a' ? yearsSince(column(`${id}_on`), today) : daysSince([column(`${id}_on`)], today);
    case 'age':
      return daysSince(source.of.map((of) => column(`${of}_on`)), today);
    case 'count': {
      if (source.days === null) return column(id);
      const days = column(`${id}_days`);
      return `case when cardinality(${days}) = 0 then 0::numeric else (select count(*)::numeric from unnest(${days}) d where d > date '${addDays(today, -source.days)}') + 0 * cardinality(${days}) end`;
    }
    case 'condition':
    case 'medication':
      return column(id);
    default:
      return null;
  }
}

/** Whole years, as a birthday counts. */
function yearsSince(on: string, today: Day): string {
  return `extract(year from age(date '${today}', ${on}))`;
}

function daysSince(on: readonly string[], today: Day): string {
  return `(date '${today}' - ${on.length === 1 ? on[0] : `greatest(${on.join(', ')})`})::numeric`;
}

/** Expressions of the rule language as definitions that share one list of parameters, numbered from `$1`. */
export type Compiled = { readonly definitions: readonly Definition[]; readonly params: Sql['params'] };

export type NamedExpression = { readonly name: string; readonly ast: Expression };

/**
 * `types` tells which facts are words, which compare by code point; `criteria` adds the facts that name the codes whose
 * criterion holds, unknown when none of them can be decided.
 */
export function compileDefinitions(expressions: readonly NamedExpression[], registry: Pick<FactRegistry, 'types'> & { readonly criteria?: FactRegistry['criteria'] }): Compiled {
  const listed = [...(registry.criteria ?? [])].flatMap(([name, codes]) => codes.map(({ code, ast }) => ({ name, code, ast })));
  const { list, params } = compileAllToSql([...expressions.map(({ ast }) => ast), ...listed.map(({ ast }) => ast)], { column: (fact) => columnOf(fact, registry) });
  const plain = expressions.map(({ name, ast }, i): Definition => ({ name, needs: factsIn(ast), sql: list[i] ?? 'NULL' }));
  const codes = [...(registry.criteria ?? [])].map(([name, each]): Definition => {
    const texts = each.map(({ code }) => ({ code, sql: list[expressions.length + listed.findIndex((one) => one.name === name && one.code === code)] ?? 'NULL' }));
    const known = texts.map(({ sql }) => `(${sql}) is null`).join(' and ');
    return { name, needs: each.flatMap(({ ast }) => factsIn(ast)), sql: `case when ${known} then null else array_remove(array[${texts.map(({ code, sql }) => `case when ${sql} then '${code}' end`).join(', ')}], null) end` };
  });
  return { definitions: [...codes, ...plain], params };
}

function columnOf(fact: string, { types }: Pick<FactRegistry, 'types'>): string {
  return types[fact]?.type === 'string' ? `(q."${fact}" COLLATE "C")` : `q."${fact}"`;
}

/**
 * One query that works the `wanted` definitions out, each once: a layer of sub-query a level of dependency, fenced so that
 * the planner does not write a definition out at every use. `key` columns are carried through.
 */
export function layered({ definitions, wanted, key, from }: { definitions: readonly Definition[]; wanted: readonly string[]; key: readonly string[]; from: string }): string {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const levels = new Map<string, number>();
  const levelOf = (name: string): number => {
    const known = levels.get(name);
    if (known !== undefined) return known;
    const needs = byName.get(name)?.needs ?? [];
    const level = needs.length === 0 ? 0 : 1 + Math.max(...needs.map(levelOf));
    levels.set(name, level);
    return level;
  };
  const top = Math.max(0, ...wanted.map(levelOf));
  const used = [...levels.keys()];
  let query = from;
  for (let level = 0; level <= top; level += 1) {
    const later = new Set([...wanted, ...used.filter((name) => (levels.get(name) ?? 0) > level).flatMap((name) => byName.get(name)?.needs ?? [])]);
    const own = used.filter((name) => levels.get(name) === level).map((name) => `${byName.get(name)?.sql ?? 'NULL'} as "${name}"`);
    const carried = used.filter((name) => (levels.get(name) ?? 0) < level && later.has(name)).map((name) => `q."${name}"`);
    const alias = level === 0 ? 'f' : 'q';
    query = `select ${[...key.map((name) => `${alias}.${name}`), ...carried, ...own].join(', ')} from ${level === 0 ? query : `(${query} offset 0) q`}`;
  }
  return query;
}

/** Only the parameters that a statement mentions, numbered anew: PostgreSQL wants to know the type of each. */
export function withUsedParams({ sql, params }: Sql): Sql {
  const used = [...new Set([...sql.matchAll(/\$(\d+)/g)].map(([, n]) => Number(n)))].toSorted((a, b) => a - b);
  const renumbered = new Map(used.map((n, i) => [String(n), i + 1]));
  return { sql: sql.replace(/\$(\d+)/g, (_, n: string) => `$${renumbered.get(n) ?? n}`), params: used.map((n) => params[n - 1] ?? '') };
}
