/** Facts: what rules speak of. `content/facts.yaml` names them; each says its unit, where its value comes from and how long that holds. */
import { z } from 'zod';
import { checkCriterion, checkExpression, type FactType, type FactTypes } from '../../kernel/expression/check.ts';
import { factsIn, substitute, type Expression } from '../../kernel/expression/expression.ts';
import { fault, type Fault } from '../../kernel/expression/fault.ts';
import type { Source } from '../../kernel/expression/sql.ts';
import { Text } from '../../kernel/text.ts';

const Name = z.string().regex(/^[a-z][a-z0-9_]*$/);

/** Where a fact's value comes from. */
export const FactSource = z.discriminatedUnion('kind', [
  /** A field of the person. */
  z.strictObject({ kind: z.literal('person'), field: z.string() }),
  /** The latest value of an observation code, or of one side of a pair; `answers` turn a coded answer into true. */
  z.strictObject({ kind: z.literal('observation'), code: z.string(), answers: z.array(z.string()).optional() }),
  /** A recorded diagnosis; ICD-10 codes, each with everything below it. */
  z.strictObject({ kind: z.literal('condition'), icd10: z.array(z.string()).min(1) }),
  /** A drug of these ATC codes, or below them, that is taken now. */
  z.strictObject({ kind: z.literal('medication'), atc: z.array(z.string()).min(1) }),
  /** A near relative's illness, fallen ill before an age where that counts; or the answer to the question about it. */
  z.strictObject({ kind: z.literal('family'), icd10: z.array(z.string()).min(1), before: z.int().positive().optional(), item: z.string() }),
  /** Days since another fact was measured; of several, the latest counts. */
  z.strictObject({ kind: z.literal('age'), of: z.union([Name, z.array(Name).min(1)]).transform((of) => [of].flat()) }),
  /** Days, or whole years, since an event. */
  z.strictObject({ kind: z.literal('since'), event: z.string() }),
  /** How often something happened within so many days. */
  z.strictObject({ kind: z.literal('count'), of: z.string(), days: z.int().positive().nullable() }),
  /** An answer or the score of a form. */
  z.strictObject({ kind: z.literal('form'), form: z.string(), item: z.string() }),
  /** What the clinician found or entered at the latest examination or follow-up. */
  z.strictObject({ kind: z.literal('finding'), item: z.string() }),
  /** The answer of a risk model. */
  z.strictObject({ kind: z.literal('model'), model: z.string() }),
  /** Other facts. */
  z.strictObject({ kind: z.literal('expression'), text: z.string() }),
  /** Where the value of another fact was taken: `home`, or anywhere else. */
  z.strictObject({ kind: z.literal('origin'), of: Name, home: z.string(), otherwise: z.string() }),
  /** The codes whose criterion holds; unknown when none can be decided. */
  z.strictObject({ kind: z.literal('criteria'), codes: z.record(z.string(), z.string()) }),
]);
export type FactSource = z.infer<typeof FactSource>;

/** One entry of `content/facts.yaml`. */
export const Fact = z.strictObject({
  id: Name,
  group: z.enum(['person', 'vital', 'laboratory', 'lifestyle', 'diagnosis', 'finding', 'medication', 'course', 'score', 'derived']),
  type: z.enum(['boolean', 'integer', 'decimal', 'code', 'codes', 'date']),
  title: Text,
  source: FactSource,
  /** UCUM; numbers only. */
  unit: z.string().min(1).nullable().default(null),
  /** Other units that a rule may compare it in: one of them is this many of `unit`, written as a decimal. */
  others: z.record(z.string(), z.string().regex(/^\d+(\.\d+)?$/)).default({}),
  /** The words that a code may be. */
  codes: z.record(z.string(), Text).default({}),
  /** Days after which the value is out of date; null holds for good. */
  freshness: z.int().positive().nullable().default(null),
  /** Lowest and highest value that may be true, both included. */
  plausible: z.tuple([z.number(), z.number()]).nullable().default(null),
  /** Care or the person can change it. */
  changeable: z.boolean().default(false),
  /** It changes by itself: time passes, or the next visits come. */
  waits: z.enum(['up', 'down']).optional(),
  /** An age of a value: a new measurement sets it to zero. */
  renews: z.boolean().default(false),
  /** What is measured then. */
  asks: Text.optional(),
  /** The precision it is measured in. */
  step: z.number().positive().optional(),
  /** The fact that tells this value's age. */
  aged_by: Name.optional(),
  /** How the value is computed from others when nobody measured it. */
  worked_out: z.enum(['bmi', 'egfr']).optional(),
  /** Where unit, limits and meaning are taken from. */
  citation: z.string().min(1),
});
export type Fact = z.infer<typeof Fact>;

export const Facts = z.array(Fact).check(({ value, issues }) => {
  for (const message of faultsOf(value)) issues.push({ code: 'custom', message, input: value });
});
export type Facts = z.infer<typeof Facts>;

function faultsOf(facts: readonly Fact[]): readonly string[] {
  const ids = new Set(facts.map(({ id }) => id));
  const twice = facts.filter(({ id }, i) => facts.findIndex((other) => other.id === id) !== i).map(({ id }) => `${id} stands twice`);
  const each = facts.flatMap((fact) => [
    ...(isNumber(fact) || (fact.unit === null && fact.plausible === null) ? [] : [`${fact.id}: only numbers have a unit and limits`]),
    ...((fact.type === 'code' || fact.type === 'codes') === Object.keys(fact.codes).length > 0 ? [] : [`${fact.id}: codes stand with code facts`]),
    ...(fact.source.kind === 'age' ? fact.source.of : []).filter((of) => !ids.has(of)).map((of) => `${fact.id}: no fact ${of}`),
    ...(fact.aged_by === undefined || ids.has(fact.aged_by) ? [] : [`${fact.id}: no fact ${fact.aged_by}`]),
  ]);
  return [...twice, ...each];
}

function isNumber({ type }: Fact): boolean {
  return type === 'integer' || type === 'decimal';
}

/** The facts as the rule language sees them. */
function factTypes(facts: readonly Fact[]): FactTypes {
  return Object.fromEntries(facts.map((fact) => [fact.id, factType(fact)]));
}

function factType(fact: Fact): FactType {
  const { type, unit, others, codes, plausible, changeable } = fact;
  if (isNumber(fact)) return { type: 'number', unit: unit ?? undefined, otherUnits: others, plausible: plausible ?? undefined, changeable };
  if (type === 'code' || type === 'codes') return { type: type === 'code' ? 'string' : 'codes', codes: Object.keys(codes), changeable };
  return { type: type === 'date' ? 'date' : 'boolean', changeable };
}

/** Facts ready for rules: derived facts are checked, and written out in facts that are stored. */
export type FactRegistry = {
  readonly facts: readonly Fact[];
  readonly types: FactTypes;
  readonly derived: ReadonlyMap<string, Expression>;
  /** Facts that list the codes whose criterion holds, the criteria in stored facts. */
  readonly criteria: ReadonlyMap<string, readonly CodeCriterion[]>;
};
export type CodeCriterion = { readonly code: string; readonly ast: Expression };
export type FactFault = Fault & { readonly fact: string };
export type Registered = { readonly ok: true; readonly registry: FactRegistry } | { readonly ok: false; readonly faults: readonly FactFault[] };

export function factRegistry(facts: readonly Fact[]): Registered {
  const types = factTypes(facts);
  const definitions = new Map<string, Expression>();
  const faults: FactFault[] = [];
  for (const { id, source } of facts) {
    if (source.kind !== 'expression') continue;
    const checked = checkExpression(source.text, types);
    if (!checked.ok) faults.push(...checked.faults.map((found) => ({ ...found, fact: id })));
    else if (checked.type === types[id]?.type) definitions.set(id, checked.ast);
    else faults.push({ ...fault('typeMismatch', checked.ast.at, { wanted: types[id]?.type ?? '', found: checked.type }), fact: id });
  }
  const derived = new Map<string, Expression>();
  for (const id of definitions.keys()) {
    const whole = writtenOut(id, definitions, []);
    if (whole === null) faults.push({ ...fault('circularFact', [0, 0], { name: id }), fact: id });
    else derived.set(id, whole);
  }
  const criteria = new Map<string, readonly CodeCriterion[]>();
  for (const { id, source } of facts) {
    if (source.kind !== 'criteria') continue;
    const checked = Object.entries(source.codes).map(([code, text]) => ({ code, ...checkCriterion(text, types) }));
    faults.push(...checked.flatMap((one) => (one.ok ? [] : one.faults.map((found) => ({ ...found, fact: id })))));
    criteria.set(id, checked.flatMap((one) => (one.ok ? [{ code: one.code, ast: substitute(one.ast, (fact) => derived.get(fact) ?? null) }] : [])));
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, registry: { facts, types, derived, criteria } };
}

/** A derived fact in stored facts, or null when it rests on itself. */
function writtenOut(id: string, definitions: ReadonlyMap<string, Expression>, above: readonly string[]): Expression | null {
  const definition = definitions.get(id);
  if (definition === undefined || above.includes(id)) return null;
  const inner = new Map<string, Expression>();
  for (const name of factsIn(definition).filter((fact) => definitions.has(fact))) {
    const whole = writtenOut(name, definitions, [...above, id]);
    if (whole === null) return null;
    inner.set(name, whole);
  }
  return substitute(definition, (fact) => inner.get(fact) ?? null);
}

/** The expression in stored facts alone: what both engines work on. */
export function inStoredFacts(expression: Expression, { derived }: FactRegistry): Expression {
  return substitute(expression, (fact) => derived.get(fact) ?? null);
}

/** Facts as columns of one row of `table`, cast to what compiled rules expect. */
export function factColumns({ facts }: FactRegistry, table: string): Source {
  const types = new Map(facts.map((fact) => [fact.id, fact.type]));
  return {
    column: (id) => {
      const type = types.get(id);
      if (type === 'integer' || type === 'decimal') return `${table}."${id}"::numeric`;
      return type === 'code' ? `(${table}."${id}" COLLATE "C")` : `${table}."${id}"`;
    },
  };
}
