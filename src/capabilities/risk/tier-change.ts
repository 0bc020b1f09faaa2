/**
 * What would lower a tier: the fewest and nearest changes of what care can change, found by searching over the rules and
 * proved by evaluating them again.
 */
import { afterwards, completions, rawOf } from './tier-completion.ts';
import { factOf, limitOf } from './tier-explanation.ts';
import { roundTo } from './estimate.ts';
import { highestOf, tierOfValues } from './tier.ts';
import { tiers } from './tier-rules.ts';
import type { Text } from '../../kernel/text.ts';
import type { Trace, Value, Values } from '../../kernel/expression/evaluate.ts';
import type { Setting, Step } from './tier-completion.ts';
import type { Fired, TierResult } from './tier.ts';
import type { Tier, TierRules } from './tier-rules.ts';

/** `improve` a finding, `wait` for time or visits, `measure` what is missing, `renew` what is out of date. */
export type Change = {
  readonly fact: string;
  readonly title: Text;
  readonly kind: 'improve' | 'wait' | 'measure' | 'renew';
  readonly from: Value;
  /** The nearest value that would do. */
  readonly to: Value;
  readonly unit: string | null;
};

export type NextLower = {
  /** The tier these changes lead to; null when nothing that care can change leads lower. */
  readonly tier: Tier | null;
  readonly changes: readonly Change[];
  /** Rules that no change of ours clears. */
  readonly blockedBy: readonly string[];
  /** What the movement between tiers asks for besides. */
  readonly condition: Text | null;
};

type State = { readonly values: Values; readonly changed: Step; readonly cost: number };

const mostStates = 120;

/** Null for those who are not tiered or in the lowest tier. */
export function nextLower(result: TierResult, rules: TierRules): NextLower | null {
  if (result.tier === 'not_tiered' || result.tier === 'low') return null;
  const from = result.tier;
  const { movement } = rules.content;
  const sticky = result.fired.filter(({ rule }) => rule.tier === from && rule.sticky).map(({ rule }) => rule.id);
  const unmovable = result.fired.filter((fired) => fired.rule.tier === from && fixesOf(fired, { result, rules }).length === 0).map(({ rule }) => rule.id);
  if (sticky.length > 0) return { tier: null, changes: [], blockedBy: [...new Set([...sticky, ...unmovable])], condition: movement.sticky };
  const found = search(result, from, rules);
  if (found === null) return { tier: null, changes: [], blockedBy: unmovable.length > 0 ? unmovable : blocking(result, from), condition: null };
  const kept = pruned(found, { given: result.facts.values, from, rules });
  const to = tierOfValues(afterwards(rawOf(result, rules), kept, rules), rules).tier;
  return {
    tier: to === 'not_tiered' ? null : to,
    changes: Object.entries(kept).map(([fact, value]) => changeOf(fact, value, { result, rules })),
    blockedBy: [],
    condition: from === 'high' ? movement.high_to_mid : movement.mid_to_low,
  };
}

function blocking({ fired }: TierResult, tier: Tier): readonly string[] {
  return fired.filter(({ rule }) => rule.tier === tier).map(({ rule }) => rule.id);
}

/** Cheapest first; each step clears one rule that still holds the person in the tier. */
function search(result: TierResult, from: Tier, rules: TierRules): Step | null {
  const given = rawOf(result, rules);
  const queue: State[] = [{ values: given, changed: {}, cost: 0 }];
  const seen = new Set<string>();
  for (let visited = 0; visited < mostStates; visited += 1) {
    queue.sort((a, b) => a.cost - b.cost);
    const state = queue.shift();
    if (state === undefined) return null;
    const now = tierOfValues(state.values, rules);
    if (now.tier !== 'not_tiered' && tiers.indexOf(now.tier) < tiers.indexOf(from)) return state.changed;
    const obstacle = now.fired.find(({ rule }) => rule.tier === from);
    if (obstacle === undefined) continue;
    for (const fix of fixesOf(obstacle, { result: now, rules })) {
      const changed = { ...state.changed, ...fix };
      const key = JSON.stringify(Object.entries(changed).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push({ values: afterwards(given, changed, rules), changed, cost: costOf(changed, { given, rules }) });
    }
  }
  return null;
}

/** One for each fact touched, and a little for the distance. */
function costOf(changed: Step, { given, rules }: { given: Values; rules: TierRules }): number {
  return Object.entries(changed).reduce((sum, [name, to]) => {
    const from = given[name] ?? null;
    const distance = typeof from === 'number' && typeof to === 'number' ? Math.abs(to - from) / Math.max(Math.abs(from), 1) : 0.1;
    return sum + (rules.facts[name]?.renews === true ? 0.5 : 1) + Math.min(distance, 0.9);
  }, 0);
}

/** Drops each change that turns out not to be needed. */
function pruned(changed: Step, { given, from, rules }: { given: Values; from: Tier; rules: TierRules }): Step {
  return Object.keys(changed).reduce<Step>((kept, name) => {
    const without = Object.fromEntries(Object.entries(kept).filter(([other]) => other !== name));
    const then = tierOfValues(afterwards(given, without, rules), rules);
    return then.gate === null && tiers.indexOf(highestOf(then.fired.map(({ rule }) => rule))) < tiers.indexOf(from) ? without : kept;
  }, changed);
}

function fixesOf({ rule, trace }: Fired, setting: Setting): readonly Step[] {
  if (rule.sticky) return [];
  return rule.provisional ? completions(setting) : clearings(trace, setting);
}

/** Alternative sets of changes, each of which makes a true criterion no longer true. */
function clearings(trace: Trace, setting: Setting): readonly Step[] {
  const { expression, parts } = trace;
  if (expression.kind === 'binary' && expression.operator === 'or') return together(parts.filter((part) => part.value === true).map((part) => clearings(part, setting)));
  if (expression.kind === 'binary' && expression.operator === 'and') return parts.flatMap((part) => clearings(part, setting));
  if (expression.kind === 'iif') return parts.flatMap((part) => (part.value === true ? clearings(part, setting) : []));
  return trace.value === true ? clearComparison(trace, setting) : [];
}

/** Every combination of one alternative of each. */
function together(alternatives: readonly (readonly Step[])[]): readonly Step[] {
  return alternatives.reduce<readonly Step[]>((combined, next) => combined.flatMap((one) => next.map((other) => ({ ...one, ...other }))), [{}]);
}

function clearComparison(trace: Trace, setting: Setting): readonly Step[] {
  const fact = factOf(trace.expression);
  if (fact === null) return [];
  const below = setting.result.facts.traces.get(fact);
  if (below !== undefined) return lowerings(below, setting);
  const to = clearedValue(fact, trace, setting);
  return to === undefined ? [] : [{ [fact]: to }];
}

/** Ways to change a derived fact: clear any one of the conditions that made it what it is. */
function lowerings(trace: Trace, setting: Setting): readonly Step[] {
  const { expression, parts } = trace;
  if (expression.kind === 'iif') {
    const [condition, chosen] = parts;
    return [...(condition?.value === true ? clearings(condition, setting) : []), ...(chosen === undefined ? [] : lowerings(chosen, setting))];
  }
  if (typeof trace.value === 'boolean') return trace.value ? clearings(trace, setting) : [];
  return parts.flatMap((part) => lowerings(part, setting));
}

/** The nearest value at which the comparison fails; undefined when care cannot bring it about. */
function clearedValue(fact: string, { expression }: Trace, { result: { facts }, rules }: Setting): Value | undefined {
  const about = rules.facts[fact];
  const value = facts.values[fact] ?? null;
  if (about === undefined || (!about.changeable && about.waits === undefined)) return undefined;
  if (value === true) return false;
  const limit = expression.kind === 'binary' ? limitOf(expression.right) : null;
  if (Array.isArray(value)) return typeof limit === 'number' ? value.slice(0, limit - 1) : undefined;
  if (typeof limit !== 'number' || expression.kind !== 'binary') return undefined;
  const step = about.step ?? 1;
  const to = { '>=': limit - step, '>': limit, '<': limit, '<=': limit + step, '=': limit - step }[String(expression.operator)];
  if (to === undefined) return undefined;
  const upwards = typeof value === 'number' && to > value;
  if (about.waits !== undefined && upwards !== (about.waits === 'up')) return undefined;
  return roundTo(to, 4);
}

function changeOf(fact: string, to: Value, { result, rules }: { result: TierResult; rules: TierRules }): Change {
  const about = rules.facts[fact];
  const from = result.facts.values[fact] ?? null;
  const kind = about?.renews === true ? 'renew' : from === null ? 'measure' : about?.waits !== undefined ? 'wait' : 'improve';
  return { fact, title: (kind === 'renew' ? about?.asks : undefined) ?? about?.title ?? { zh: fact, en: fact }, kind, from, to, unit: about?.unit ?? null };
}
