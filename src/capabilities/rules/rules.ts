/** Rule sets: ordered criteria over facts, each with an outcome and the clause behind it. One definition, two engines. */
import { z } from 'zod';
import { checkCriterion } from '../../kernel/expression/check.ts';
import { evaluate, type Trace, type Values } from '../../kernel/expression/evaluate.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { Fault } from '../../kernel/expression/fault.ts';
import { compileAllToSql, type Source, type Sql } from '../../kernel/expression/sql.ts';
import { Text } from '../../kernel/text.ts';
import { inStoredFacts, type FactRegistry } from './facts.ts';

/** The sentence a criterion rests on. A proposal is ours, for the organisation's clinicians to approve. */
export const Clause = z.strictObject({
  source: z.string().min(1),
  text: z.string().min(1),
  confidence: z.enum(['verified-2-sources', 'one-source', 'from-memory-unverified']),
  proposal: z.boolean().default(false),
});
export type Clause = z.infer<typeof Clause>;

const Code = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/);

export const Criterion = z.strictObject({
  id: Code.refine((id) => id !== 'outcome' && id !== 'provisional', 'is taken'),
  title: Text,
  /** In the rule language; true means that the criterion fires. */
  expression: z.string().min(1),
  outcome: Code,
  clause: Clause,
});
export type Criterion = z.infer<typeof Criterion>;

export const RuleSet = z
  .strictObject({
    id: Code,
    version: z.int().positive(),
    title: Text,
    /** From the one that overrides all others to the mildest. */
    outcomes: z.array(z.strictObject({ code: Code, title: Text })).min(1),
    /** The outcome when nothing fires: the mildest, or none. */
    otherwise: Code.nullable(),
    criteria: z.array(Criterion).min(1),
  })
  .check(({ value, issues }) => {
    for (const message of faultsOf(value)) issues.push({ code: 'custom', message, input: value });
  });
export type RuleSet = z.infer<typeof RuleSet>;

function faultsOf({ outcomes, otherwise, criteria }: Pick<RuleSet, 'outcomes' | 'otherwise' | 'criteria'>): readonly string[] {
  const codes = outcomes.map(({ code }) => code);
  const usable = otherwise === null ? codes : codes.slice(0, -1);
  const ids = criteria.map(({ id }) => id);
  return [
    ...(otherwise === null || otherwise === codes.at(-1) ? [] : [`otherwise: ${otherwise} is not the mildest outcome`]),
    ...criteria.filter(({ outcome }) => !usable.includes(outcome)).map(({ id, outcome }) => `${id}: no outcome ${outcome} for a criterion`),
    ...ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `${id} stands twice`),
  ];
}

/** A rule set whose criteria are parsed, checked and written in stored facts. */
export type ReadyRuleSet = { readonly ruleSet: RuleSet; readonly criteria: readonly ReadyCriterion[] };
export type ReadyCriterion = { readonly id: string; readonly outcome: string; readonly ast: Expression };
export type CriterionFault = Fault & { readonly criterion: string };
export type Readied = { readonly ok: true; readonly ready: ReadyRuleSet } | { readonly ok: false; readonly faults: readonly CriterionFault[] };

export function readyRuleSet(ruleSet: RuleSet, registry: FactRegistry): Readied {
  const faults: CriterionFault[] = [];
  const criteria: ReadyCriterion[] = [];
  for (const { id, outcome, expression } of ruleSet.criteria) {
    const checked = checkCriterion(expression, registry.types);
    if (checked.ok) criteria.push({ id, outcome, ast: inStoredFacts(checked.ast, registry) });
    else faults.push(...checked.faults.map((found) => ({ ...found, criterion: id })));
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, ready: { ruleSet, criteria } };
}

/**
 * What a rule set says of one person. `outcome` is the first of the outcomes with a criterion that fired. It is
 * `provisional` while an undecided criterion could still bring a stronger one.
 */
export type Judgement = {
  readonly version: number;
  readonly fired: readonly { readonly id: string; readonly trace: Trace }[];
  readonly undecided: readonly { readonly id: string; readonly missing: readonly string[] }[];
  readonly outcome: string | null;
  readonly provisional: boolean;
};

/** `values` holds stored facts; an absent one is unknown. */
export function evaluateRuleSet({ ruleSet, criteria }: ReadyRuleSet, values: Values): Judgement {
  const results = criteria.map((criterion) => ({ ...criterion, ...evaluate(criterion.ast, values) }));
  const fired = results.filter(({ value }) => value === true);
  const undecided = results.filter(({ value }) => value === null);
  const rankOf = (code: string): number => ruleSet.outcomes.findIndex((outcome) => outcome.code === code);
  const strongest = Math.min(...fired.map(({ outcome }) => rankOf(outcome)), Infinity);
  return {
    version: ruleSet.version,
    fired: fired.map(({ id, trace }) => ({ id, trace })),
    undecided: undecided.map(({ id, trace }) => ({ id, missing: trace.missing })),
    outcome: ruleSet.outcomes[strongest]?.code ?? ruleSet.otherwise,
    provisional: undecided.some(({ outcome }) => rankOf(outcome) < strongest),
  };
}

export type SqlColumn = { readonly name: string; readonly sql: string };
export type CompiledRuleSet = { readonly select: string; readonly columns: readonly SqlColumn[]; readonly params: Sql['params'] };

/**
 * The same over a whole population: the list of one SELECT. A boolean column for each criterion under its id (true fired,
 * NULL undecided), then `outcome` and `provisional`. `columns` lets a caller take only those it needs.
 */
export function compileRuleSet({ ruleSet, criteria }: ReadyRuleSet, source: Source): CompiledRuleSet {
  const { list, params } = compileAllToSql(criteria.map(({ ast }) => ast), source);
  const written = criteria.map(({ id, outcome }, i) => ({ name: id, outcome, sql: `(${list[i] ?? 'NULL'})::boolean` }));
  const all = [...params];
  const text = (code: string | null): string => (code === null ? 'NULL::text' : `$${all.push(code)}::text`);
  const ranks = ruleSet.outcomes.flatMap(({ code }) => {
    const of = written.filter(({ outcome }) => outcome === code).map(({ sql }) => sql);
    return of.length > 0 ? [{ code, any: `(${of.join(' OR ')})` }] : [];
  });
  const outcome = `CASE ${ranks.map(({ code, any }) => `WHEN ${any} THEN ${text(code)}`).join(' ')} ELSE ${text(ruleSet.otherwise)} END`;
  // OR is NULL exactly when nothing fired and something is undecided.
  const provisional = `CASE ${ranks.map(({ any }) => `WHEN ${any} THEN FALSE WHEN ${any} IS NULL THEN TRUE`).join(' ')} ELSE FALSE END`;
  const columns = [...written.map(({ name, sql }) => ({ name, sql })), { name: 'outcome', sql: outcome }, { name: 'provisional', sql: provisional }];
  return { select: columns.map(({ name, sql }) => `${sql} AS "${name}"`).join(', '), columns, params: all };
}
