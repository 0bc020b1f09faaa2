/** Facts as they would be after a change, and core data brought up to date. */
import { partsOf } from '../../kernel/expression/expression.ts';
import { roundTo } from './estimate.ts';
import { factOf, limitOf } from './tier-explanation.ts';
import { tierOfValues } from './tier.ts';
import type { Value, Values } from '../../kernel/expression/evaluate.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { TierResult } from './tier.ts';
import type { TierRules } from './tier-rules.ts';

export type Step = Readonly<Record<string, Value>>;
export type Setting = { readonly result: TierResult; readonly rules: TierRules };

/** Only the inputs: what is derived is worked out anew. */
export function rawOf({ facts }: TierResult, rules: TierRules): Values {
  return Object.fromEntries(Object.entries(facts.values).filter(([name]) => Object.hasOwn(rules.facts, name)));
}

/** A fresh value is of today. */
export function afterwards(given: Values, changed: Step, { facts }: TierRules): Values {
  const renewed = Object.keys(changed).flatMap((name) => facts[name]?.aged_by ?? []);
  return { ...given, ...Object.fromEntries(renewed.map((name): [string, Value] => [name, 0])), ...changed };
}

/** Every core item brought up to date: a stale value measured again unchanged, a missing one measured with a value that fires least. */
export function completions({ result, rules }: Setting): readonly Step[] {
  const given = rawOf(result, rules);
  const failing = rules.core.filter(({ name }) => result.facts.values[name] !== true);
  const steps = failing.map(({ reports }): Step => {
    const known = reports.find((name) => (given[name] ?? null) !== null);
    if (known === undefined) return leastFiring(reports.at(-1) ?? '', { given, rules });
    const age = rules.facts[known]?.aged_by;
    return { [age ?? known]: 0 };
  });
  return [steps.reduce((all, step) => ({ ...all, ...step }), {})];
}

function leastFiring(name: string, { given, rules }: { given: Values; rules: TierRules }): Step {
  const scored = candidates(name, rules).map((value) => {
    const { fired, gate } = tierOfValues(afterwards(given, { [name]: value }, rules), rules);
    return { value, score: (gate === null ? 0 : 1000) + fired.reduce((sum, { rule }) => sum + (rule.tier === 'high' ? 100 : 1), 0) };
  });
  const best = scored.toSorted((a, b) => a.score - b.score)[0];
  return best === undefined ? {} : { [name]: best.value };
}

/** The values at which some criterion changes its mind about the fact. */
function candidates(name: string, rules: TierRules): readonly Value[] {
  const about = rules.facts[name];
  if (about?.renews === true) return [0];
  if (about?.type === 'boolean') return [false, true];
  if (about?.type === 'string') return about.codes ?? [];
  const step = about?.step ?? 1;
  const expressions = [...rules.derived.map(({ ast }) => ast), ...rules.rules.map(({ ast }) => ast), ...rules.gates.map(({ ast }) => ast)];
  const limits = [...new Set(expressions.flatMap((ast) => limitsFor(name, ast)))];
  return limits.flatMap((limit) => [roundTo(limit - step, 4), limit, roundTo(limit + step, 4)]).filter((value) => value >= 0);
}

/** The numbers that an expression compares the fact with. */
function limitsFor(name: string, ast: Expression): readonly number[] {
  const inside = partsOf(ast).flatMap((part) => limitsFor(name, part));
  if (ast.kind !== 'binary' || factOf(ast.left) !== name) return inside;
  const limit = limitOf(ast.right);
  return typeof limit === 'number' ? [limit, ...inside] : inside;
}
