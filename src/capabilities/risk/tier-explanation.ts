/** Why a rule fired: the comparisons that decided it, with the values, their dates and the limits. */
import { textOf } from './tier-words.ts';
import type { Day } from '../../kernel/day.ts';
import type { Text } from '../../kernel/text.ts';
import type { Trace, Value } from '../../kernel/expression/evaluate.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { Clause } from './estimate.ts';
import type { DerivedFacts } from './facts.ts';
import type { ItemFinding } from './hypertension-risk.ts';
import type { Reason } from './tier-words.ts';
import type { TierResult } from './tier.ts';
import type { Tier, TierRules } from './tier-rules.ts';

export type Explanation = {
  readonly id: string;
  readonly tier: Tier;
  readonly title: Text;
  readonly because: readonly Reason[];
  /** The same in words. */
  readonly text: Text;
  readonly clause: Clause;
  readonly emergency: boolean;
  readonly provisional: boolean;
  readonly sticky: boolean;
};

type Dates = Readonly<Record<string, Day>>;

/** One entry a rule that fired, in the order of the rule set. */
export function explain(result: TierResult, rules: TierRules, dates: Dates = {}): readonly Explanation[] {
  return result.fired.map(({ rule, trace }) => {
    const because = rule.provisional ? [] : reasonsOf(trace, { facts: result.facts, rules, dates });
    const words = rule.provisional ? missingWords(result.missing, rules) : because.some(({ fact }) => fact === 'cell') ? stratumWords(result, rules) : textOf(because);
    return { id: rule.id, tier: rule.tier, title: rule.title, because, text: words, clause: rule.clause, emergency: rule.emergency, provisional: rule.provisional, sticky: rule.sticky };
  });
}

/** Factors, organ damage and conditions behind the cell of the matrix. */
function stratumFindings(result: TierResult): readonly ItemFinding[] {
  return result.stratum === null ? [] : [...result.stratum.factors, ...result.stratum.damage, ...result.stratum.conditions];
}

/** The cell with its row and column, and what put the person there. */
function stratumWords(result: TierResult, { stratification: { content } }: TierRules): Text {
  const { cell, stratum } = result;
  if (cell === null || stratum === null || stratum.row === null) return { zh: '-', en: '-' };
  const found = stratumFindings(result).filter((item) => item.met === true).map(({ title }) => title);
  const cellTitle = content.matrix.cell_titles[cell];
  const row = content.matrix.row_titles[stratum.row];
  return {
    zh: `${cellTitle.zh}：${row.zh}${found.length === 0 ? '' : `（${found.map(({ zh }) => zh).join('、')}）`}`,
    en: `${cellTitle.en}: ${row.en}${found.length === 0 ? '' : ` (${found.map(({ en }) => en).join('; ')})`}`,
  };
}

function missingWords(missing: readonly string[], { facts }: TierRules): Text {
  const titles = missing.map((name) => facts[name]?.title ?? { zh: name, en: name });
  return { zh: `缺失或过期：${titles.map(({ zh }) => zh).join('、')}`, en: `Missing or out of date: ${titles.map(({ en }) => en).join(', ')}` };
}

type Setting = { readonly facts: DerivedFacts; readonly rules: TierRules; readonly dates: Dates };

function reasonsOf(trace: Trace, setting: Setting): readonly Reason[] {
  const found = decisive(trace).flatMap((leaf) => reasonOf(leaf, setting));
  return found.filter((reason, i) => found.findIndex((other) => other.fact === reason.fact && other.limit === reason.limit) === i);
}

/** The true comparisons that made a criterion true. */
function decisive(trace: Trace): readonly Trace[] {
  const { expression, parts } = trace;
  if (expression.kind === 'binary' && (expression.operator === 'and' || expression.operator === 'or')) return parts.filter((part) => part.value === true).flatMap(decisive);
  if (expression.kind === 'iif') {
    const [condition, chosen] = parts;
    return [...(condition?.value === true ? decisive(condition) : []), ...(chosen === undefined ? [] : decisive(chosen))];
  }
  return trace.value === true ? [trace] : [];
}

function reasonOf(leaf: Trace, { facts, rules, dates }: Setting): readonly Reason[] {
  const fact = factOf(leaf.expression);
  if (fact === null) return [];
  const about = rules.facts[fact];
  const value = facts.values[fact] ?? null;
  const age = about?.aged_by === undefined ? null : facts.values[about.aged_by];
  const daysOld = typeof age === 'number' ? age : null;
  const { expression } = leaf;
  const compared = expression.kind === 'binary' ? { operator: expression.operator, limit: limitOf(expression.right) } : { operator: null, limit: null };
  return [{ fact, title: about?.title ?? derivedTitle(fact), value, unit: about?.unit ?? null, ...compared, daysOld, date: dates[fact] ?? null }];
}

/** The fact that a comparison, a count or a bare reference speaks of. */
export function factOf(expression: Expression): string | null {
  if (expression.kind === 'fact') return expression.name;
  if (expression.kind === 'binary') return factOf(expression.left);
  return expression.kind === 'call' ? factOf(expression.of) : null;
}

export function limitOf(expression: Expression): Value {
  switch (expression.kind) {
    case 'number':
      return Number(expression.value);
    case 'quantity':
      return Number(expression.scaled);
    case 'string':
    case 'boolean':
    case 'date':
      return expression.value;
    case 'list':
      return expression.items.map((item) => String(item.value));
    default:
      return null;
  }
}

function derivedTitle(fact: string): Text {
  return fact === 'cell' ? { zh: '心血管风险分层', en: 'Cardiovascular risk cell' } : { zh: fact, en: fact };
}
