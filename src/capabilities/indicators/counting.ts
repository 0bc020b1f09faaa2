/** Definitions over the row of a person and month: parsed and checked once, counted for everybody at once. */
import { checkCriterion, checkExpression, type FactTypes } from '../../kernel/expression/check.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { Fault } from '../../kernel/expression/fault.ts';
import { compileAllToSql, type Sql } from '../../kernel/expression/sql.ts';
import { monthFactTypes, type MonthFact } from './month-facts.ts';
import type { IndicatorDefinition, Measure, Measured } from './indicators.ts';

/** The expressions behind one definition: who counts, what each adds above the line and below it. */
interface Counting {
  readonly among: Expression;
  /** A criterion counts 1 for each whom it holds of; a number is added up. */
  readonly upper: Expression;
  readonly upperIs: 'boolean' | 'number';
  /** Null where each counts 1. */
  readonly lower: Expression | null;
}

export interface Prepared {
  readonly definition: IndicatorDefinition;
  readonly counting: Counting;
  readonly facts: readonly string[];
}
export type DefinitionFault = Fault & { readonly definition: string };
export type PreparedAll = { readonly ok: true; readonly prepared: readonly Prepared[] } | { readonly ok: false; readonly faults: readonly DefinitionFault[] };

/** Those definitions that are counted over persons. */
export function prepareDefinitions(definitions: readonly IndicatorDefinition[], facts: readonly MonthFact[]): PreparedAll {
  const types = monthFactTypes(facts);
  const results = definitions.flatMap((definition) => {
    const texts = textsOf(definition.measure);
    return texts === null ? [] : [prepare(definition, { texts, types })];
  });
  const faults = results.flatMap((result) => ('faults' in result ? result.faults : []));
  return faults.length > 0 ? { ok: false, faults } : { ok: true, prepared: results.flatMap((result) => ('faults' in result ? [] : [result])) };
}

interface Texts {
  readonly among: string;
  readonly upper: string;
  readonly lower: string | null;
}

/** What is counted, in the rule language; null for what is not counted over persons. */
function textsOf(measure: Measure): Texts | null {
  switch (measure.by) {
    case 'share':
      return { among: measure.denominator, upper: measure.numerator, lower: null };
    case 'mean':
      return { among: measure.among === undefined ? `(${measure.of}).exists()` : `(${measure.among}) and (${measure.of}).exists()`, upper: measure.of, lower: null };
    case 'paired':
      return { among: measure.among, upper: `${measure.last} - ${measure.first}`, lower: measure.first };
    case 'ratio':
      return { among: measure.among, upper: measure.numerator, lower: measure.denominator };
    case 'count':
      return { among: measure.of, upper: measure.of, lower: null };
    default:
      return null;
  }
}

function prepare(definition: IndicatorDefinition, { texts, types }: { texts: Texts; types: FactTypes }): Prepared | { readonly faults: readonly DefinitionFault[] } {
  const among = checkCriterion(texts.among, types);
  const upper = checkExpression(texts.upper, types);
  const lower = texts.lower === null ? null : checkExpression(texts.lower, types);
  const faults = [among, upper, lower].flatMap((checked) => (checked === null || checked.ok ? [] : checked.faults));
  if (!among.ok || !upper.ok || lower?.ok === false) return { faults: faults.map((found) => ({ ...found, definition: definition.id })) };
  return {
    definition,
    counting: { among: among.ast, upper: upper.ast, upperIs: upper.type === 'boolean' ? 'boolean' : 'number', lower: lower === null ? null : lower.ast },
    facts: [...new Set([...upper.facts, ...among.facts, ...(lower?.ok === true ? lower.facts : [])])],
  };
}

/** The columns of one definition over a row `q`: `among` whether it counts, `upper` and `lower` what it adds. */
export interface CountingSql {
  readonly id: string;
  readonly among: string;
  readonly upper: string;
  readonly lower: string;
}

/** `params` are shared by all; placeholders count from `$1`. */
export function countingSql(prepared: readonly Prepared[], facts: readonly MonthFact[]): { readonly list: readonly CountingSql[]; readonly params: Sql['params'] } {
  const words = new Set(facts.filter(({ type }) => type === 'string').map(({ id }) => id));
  const column = (fact: string) => (words.has(fact) ? `(q."${fact}" collate "C")` : `q."${fact}"`);
  const asts = prepared.flatMap(({ counting }) => [counting.among, counting.upper, ...(counting.lower === null ? [] : [counting.lower])]);
  const { list, params } = compileAllToSql(asts, { column });
  const next = list[Symbol.iterator]();
  const take = (): string => next.next().value ?? 'null';
  return {
    params,
    list: prepared.map(({ definition, counting }) => {
      const [among, upper] = [take(), take()];
      const lower = counting.lower === null ? '1' : take();
      return { id: definition.id, among: `(${among}) is true`, upper: counting.upperIs === 'boolean' ? `case when ${upper} then 1 else 0 end` : `(${upper})`, lower: `(${lower})` };
    }),
  };
}

/** Sums over persons. */
export interface Sums {
  readonly upper: number;
  readonly lower: number;
  readonly persons: number;
}

/** The value in the definition's unit, and what it was made of in the words that people use. */
export function measuredOf({ measure }: Pick<IndicatorDefinition, 'measure'>, { upper, lower, persons }: Sums): Measured {
  switch (measure.by) {
    case 'count':
      return { value: persons, numerator: persons, denominator: null };
    case 'attended':
    case 'sessions':
      return { value: upper, numerator: upper, denominator: null };
    case 'mean':
      return { value: lower === 0 ? null : rounded(upper / lower), numerator: upper, denominator: lower };
    case 'paired':
      return { value: lower === 0 ? null : rounded((100 * upper) / lower), numerator: persons === 0 ? null : rounded(upper / persons), denominator: persons };
    case 'none':
      return { value: null, numerator: null, denominator: null };
    default:
      return { value: lower === 0 ? null : rounded((100 * upper) / lower), numerator: upper, denominator: lower };
  }
}

/** To the precision that sums of decimals keep, so that the same data is the same bytes. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
