/** The inputs that risk criteria speak of, and criteria compiled against them. */
import { z } from 'zod';
import { checkExpression } from '../../kernel/expression/check.ts';
import { evaluate } from '../../kernel/expression/evaluate.ts';
import { Text } from '../../kernel/text.ts';
import type { FactType, FactTypes } from '../../kernel/expression/check.ts';
import type { Trace, Values } from '../../kernel/expression/evaluate.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { Fault } from '../../kernel/expression/fault.ts';

const RiskFact = z.strictObject({
  type: z.enum(['boolean', 'number', 'string', 'codes']),
  unit: z.string().min(1).optional(),
  codes: z.array(z.string().min(1)).min(1).optional(),
  /** Care can change it. */
  changeable: z.boolean().default(false),
  /** It changes by itself: time passes, or the next visits come. */
  waits: z.enum(['up', 'down']).optional(),
  /** An age of a value: a new measurement sets it to zero. */
  renews: z.boolean().default(false),
  step: z.number().positive().optional(),
  aged_by: z.string().optional(),
  title: Text,
});
export type RiskFact = z.infer<typeof RiskFact>;
export const RiskFacts = z.record(z.string(), RiskFact);
export type RiskFacts = z.infer<typeof RiskFacts>;

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
