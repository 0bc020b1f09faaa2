/** The inputs that risk criteria speak of, and criteria compiled against them. */
import { checkExpression } from '../../kernel/expression/check.ts';
import { evaluate } from '../../kernel/expression/evaluate.ts';
import type { FactType, FactTypes } from '../../kernel/expression/check.ts';
import type { Trace, Values } from '../../kernel/expression/evaluate.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { Fault } from '../../kernel/expression/fault.ts';
import type { Fact } from '../rules/facts.ts';

/** An input as the tier rules and the card use it. */
export type RiskFact = Pick<Fact, 'title' | 'changeable' | 'waits' | 'renews' | 'asks' | 'step' | 'aged_by'> & {
  readonly type: 'boolean' | 'number' | 'string' | 'codes';
  readonly unit?: string | undefined;
  readonly codes?: readonly string[] | undefined;
};
export type RiskFacts = Readonly<Record<string, RiskFact>>;

/** Facts that come as they are; those built from others by an expression are derived again wherever they are needed. */
export function riskFacts(facts: readonly Fact[]): RiskFacts {
  return Object.fromEntries(facts.flatMap((fact) => (fact.source.kind === 'expression' || fact.type === 'date' ? [] : [[fact.id, riskFact(fact)]])));
}

function riskFact({ type, unit, codes, title, changeable, waits, renews, asks, step, aged_by }: Fact): RiskFact {
  const about = { title, changeable, waits, renews, asks, step, aged_by };
  if (type === 'code' || type === 'codes') return { ...about, type: type === 'code' ? 'string' : 'codes', codes: Object.keys(codes) };
  return type === 'boolean' ? { ...about, type } : { ...about, type: 'number', unit: unit ?? undefined };
}

/** An expression with a name, as content writes it, and what its value is. */
export type NamedText = { readonly name: string; readonly text: string; readonly type: FactType };
export type Derived = { readonly name: string; readonly ast: Expression };
export type FaultyText = { readonly name: string; readonly text: string; readonly faults: readonly Fault[] };

export function factTypes(facts: RiskFacts): FactTypes {
  return Object.fromEntries(Object.entries(facts).map(([name, { type, unit, codes }]) => [name, { type, unit, codes }]));
}

/** Compiles texts in order; each may use the facts and the texts before it. */
export function compileInOrder(texts: readonly NamedText[], given: FactTypes): { readonly derived: readonly Derived[]; readonly types: FactTypes; readonly faulty: readonly FaultyText[] } {
  const types: Record<string, FactType> = { ...given };
  const derived: Derived[] = [];
  const faulty: FaultyText[] = [];
  for (const { name, text, type } of texts) {
    const checked = checkExpression(text, types);
    if (checked.ok) derived.push({ name, ast: checked.ast });
    else faulty.push({ name, text, faults: checked.faults });
    types[name] = type;
  }
  return { derived, types, faulty };
}

/** The facts with the derived ones added, and how each derived one came about. */
export type DerivedFacts = { readonly values: Values; readonly traces: ReadonlyMap<string, Trace> };

export function derive(given: Values, derived: readonly Derived[]): DerivedFacts {
  const values: Record<string, Values[string]> = { ...given };
  const traces = new Map<string, Trace>();
  for (const { name, ast } of derived) {
    const { value, trace } = evaluate(ast, values);
    values[name] = value;
    traces.set(name, trace);
  }
  return { values, traces };
}

/** The raw facts that could still decide an undecided trace, derived ones followed down. */
export function missingBelow(trace: Trace, traces: ReadonlyMap<string, Trace>): readonly string[] {
  const found = trace.missing.flatMap((name) => {
    const below = traces.get(name);
    return below === undefined ? [name] : missingBelow(below, traces);
  });
  return [...new Set(found)];
}
