/** The tier rule set: its content, compiled once into criteria over the facts. */
import { z } from 'zod';
import { checkCriterion } from '../../kernel/expression/check.ts';
import { substitute } from '../../kernel/expression/expression.ts';
import { Text } from '../../kernel/text.ts';
import { Clause } from './estimate.ts';
import { compileInOrder, factTypes, riskFacts } from './facts.ts';
import { prepareStratification } from './hypertension-risk.ts';
import type { FactTypes } from '../../kernel/expression/check.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { Facts } from '../rules/facts.ts';
import type { Derived, FaultyText, NamedText, RiskFacts } from './facts.ts';
import type { HypertensionRiskContent, Stratification } from './hypertension-risk.ts';

export const tiers = ['low', 'mid', 'high'] as const;
export const Tier = z.enum(tiers);
export type Tier = z.infer<typeof Tier>;
/** `not_tiered` always has a reason and a route. */
export const Outcome = z.enum([...tiers, 'not_tiered']);
export type Outcome = z.infer<typeof Outcome>;

/** How often a tier is contacted. */
export const Every = z.enum(['week', 'month', 'quarter']);
export type Every = z.infer<typeof Every>;

const RuleId = z.string().regex(/^\w+$/);

export const TierRule = z.strictObject({
  id: RuleId,
  tier: z.enum(['high', 'mid']),
  title: Text,
  /** A criterion over the facts; it fires when true, an unknown one does not. */
  when: z.string().min(1),
  emergency: z.boolean().default(false),
  provisional: z.boolean().default(false),
  /** Does not fade: only a clinician's written override moves the person. */
  sticky: z.boolean().default(false),
  clause: Clause,
});
export type TierRule = z.infer<typeof TierRule>;

export const TierGate = z.strictObject({ id: RuleId, reason: z.string().min(1), title: Text, when: z.string().min(1), urgent: z.string().optional(), route: Text, clause: Clause });
export type TierGate = z.infer<typeof TierGate>;

const CoreItem = z.strictObject({ code: z.string().regex(/^\w+$/), only_if: z.string().optional(), when: z.string().min(1), reports: z.array(z.string()).min(1) });

export const TiersContent = z.strictObject({
  status: z.enum(['proposal', 'approved']),
  tiers: z.array(z.strictObject({ code: Tier, title: Text, cadence: Text, every: Every })).length(tiers.length),
  core: z.strictObject({ clause: Clause, items: z.array(CoreItem).min(1) }),
  gates: z.array(TierGate),
  rules: z.array(TierRule).min(1),
  movement: z.strictObject({
    clause: Clause,
    contacts: z.strictObject({ apart_days: z.int().min(0).max(365), over_days: z.int().min(0).max(365) }).default({ apart_days: 14, over_days: 28 }),
    stay_days: z.int().min(0).max(730).default(90),
    high_to_mid: Text,
    mid_to_low: Text,
    sticky: Text,
  }),
});
export type TiersContent = z.infer<typeof TiersContent>;

export type Compiled<T> = T & { readonly ast: Expression };
export type CoreCheck = { readonly name: string; readonly reports: readonly string[] };

export type TierRules = {
  readonly content: TiersContent;
  readonly facts: RiskFacts;
  /** What criteria may speak of: the inputs and the facts derived from them. */
  readonly types: FactTypes;
  readonly stratification: Stratification;
  /** Stratum and core data as facts, in dependency order. */
  readonly derived: readonly Derived[];
  readonly core: readonly CoreCheck[];
  readonly gates: readonly (Compiled<TierGate> & { readonly urgentAst: Expression | null })[];
  readonly rules: readonly Compiled<TierRule>[];
};

type Contents = { readonly tiers: TiersContent; readonly hypertensionRisk: HypertensionRiskContent; readonly facts: Facts };
export type PreparedTiers = { readonly ok: true; readonly rules: TierRules } | { readonly ok: false; readonly faulty: readonly FaultyText[] };

/** Compiles the rule set, or names every text in it that is at fault. */
export function prepareTiers({ tiers: content, hypertensionRisk, facts: all }: Contents): PreparedTiers {
  const facts = riskFacts(all);
  const own = compileInOrder(expressionTexts(all), factTypes(facts));
  const stratification = prepareStratification(hypertensionRisk, own.types);
  const core = compileInOrder(coreTexts(content), stratification.types);
  const faulty: FaultyText[] = [...own.faulty, ...stratification.faulty, ...core.faulty];
  const compile = (name: string, text: string): Expression | null => {
    const checked = checkCriterion(text, core.types);
    if (checked.ok) return checked.ast;
    faulty.push({ name, text, faults: checked.faults });
    return null;
  };
  const gates = content.gates.flatMap((gate) => {
    const ast = compile(gate.id, gate.when);
    const urgentAst = gate.urgent === undefined ? null : compile(gate.id, gate.urgent);
    return ast === null ? [] : [{ ...gate, ast, urgentAst }];
  });
  const rules = content.rules.flatMap((rule) => {
    const ast = compile(rule.id, rule.when);
    return ast === null ? [] : [{ ...rule, ast }];
  });
  if (stratification.prepared === null || faulty.length > 0) return { ok: false, faulty };
  const checks = content.core.items.map(({ code, reports }) => ({ name: `core_${code}`, reports }));
  return { ok: true, rules: { content, facts, types: core.types, stratification: stratification.prepared, derived: [...own.derived, ...stratification.prepared.derived, ...core.derived], core: checks, gates, rules } };
}

/** An expression with every derived fact written out, as a statement over the raw facts needs it. */
export function writtenOut(ast: Expression, derived: readonly Derived[]): Expression {
  const known = new Map<string, Expression>();
  for (const { name, ast: text } of derived) known.set(name, substitute(text, (fact) => known.get(fact) ?? null));
  return substitute(ast, (fact) => known.get(fact) ?? null);
}

/** Facts that are made of others; the stratification has its own count of risk factors. */
function expressionTexts(facts: Facts): readonly NamedText[] {
  return facts.flatMap(({ id, type, unit, source }): NamedText[] => (source.kind === 'expression' && id !== 'rf_count' ? [{ name: id, text: source.text, type: type === 'boolean' ? { type } : { type: 'number', unit: unit ?? undefined } }] : []));
}

/** Each item is present or not, never unknown. */
function coreTexts({ core }: TiersContent): readonly NamedText[] {
  const items = core.items.map(({ code, when, only_if }): NamedText => {
    const present = `iif(${when}, true, false)`;
    return { name: `core_${code}`, text: only_if === undefined ? present : `iif(${only_if}, ${present}, true)`, type: { type: 'boolean' } };
  });
  return [...items, { name: 'core_complete', text: items.map(({ name }) => `%${name}`).join(' and '), type: { type: 'boolean' } }];
}
