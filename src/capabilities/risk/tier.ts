/**
 * The management tier of a person: 低危-稳定, 中危-观察, 高危-强化干预, or not tiered for a reason. Gates first, then every
 * high and middle rule. Missing core data never leads to the low tier and never hides a high rule.
 */
import { z } from 'zod';
import { evaluate } from '../../kernel/expression/evaluate.ts';
import { factsIn } from '../../kernel/expression/expression.ts';
import { dates, flag, inOrder, measured, oneOf, quantity, sex } from './estimate.ts';
import { derive, missingBelow } from './facts.ts';
import { cells, stratumOf, valuesOf } from './hypertension-risk.ts';
import { tiers } from './tier-rules.ts';
import type { Trace, Value, Values } from '../../kernel/expression/evaluate.ts';
import type { Expression } from '../../kernel/expression/expression.ts';
import type { DerivedFacts } from './facts.ts';
import type { Cell, Stratum } from './hypertension-risk.ts';
import type { Compiled, Outcome, Tier, TierGate, TierRule, TierRules } from './tier-rules.ts';

const lifestyles = ['smoking', 'heavy_drinking', 'inactivity', 'high_salt', 'obesity', 'poor_sleep'] as const;

/** Flat; null or absent is unknown. Blood pressure is the mean of an office visit or of a home series. */
export const TierInput = z.object({
  age: measured('age'),
  sex,
  pregnant: flag,
  lactating: flag,
  dx_htn: flag,
  dx_t2dm: flag,
  t1dm: flag,
  secondary_htn: flag,
  dx_days: measured('days'),
  dm_years: quantity(0, 120),
  sbp: measured('sbp'),
  dbp: measured('dbp'),
  bp_source: oneOf(['office', 'home']),
  bp_days: measured('days'),
  fpg: measured('glucose'),
  fpg_days: measured('days'),
  ppg: measured('glucose'),
  hba1c: measured('hba1c'),
  hba1c_days: measured('days'),
  glucose_now: measured('glucose'),
  hypo_count_3m: measured('count'),
  severe_hypo_12m: measured('count'),
  dka_hhs_12m: flag,
  ascvd: flag,
  heart_failure: flag,
  atrial_fibrillation: flag,
  pad: flag,
  retinopathy: oneOf(['none', 'mild_npdr', 'moderate_npdr', 'severe_npdr', 'pdr', 'dme', 'htn_haemorrhage']),
  neuropathy: oneOf(['none', 'asymptomatic', 'symptomatic']),
  foot_ulcer: flag,
  egfr: measured('egfr'),
  egfr_days: measured('days'),
  uacr: measured('uacr'),
  uacr_days: measured('days'),
  retina_days: measured('days'),
  foot_days: measured('days'),
  lvh: flag,
  carotid_plaque: flag,
  stiffness: flag,
  abi_low: flag,
  smoker: flag,
  family_cvd: flag,
  waist: measured('waist'),
  bmi: measured('bmi'),
  tc: measured('tc'),
  ldl: measured('ldl'),
  hdl: measured('hdl'),
  lipid_days: measured('days'),
  hcy: measured('homocysteine'),
  uric_acid: measured('uricAcid'),
  hr: measured('heartRate'),
  lifestyle: z.array(z.enum(lifestyles)).transform((factors) => [...new Set(factors)]).nullable().default(null),
  china_par: quantity(0, 100),
  controlled_in_row: measured('count'),
  uncontrolled_in_row: measured('count'),
  adr: flag,
  refractory_adr: flag,
  new_complication: flag,
  drug_changed_days: measured('days'),
  danger_symptom: flag,
  dates,
});
export type TierInput = z.infer<typeof TierInput>;

export type Fired = { readonly rule: Compiled<TierRule>; readonly trace: Trace };
/** A rule that the missing inputs could still make fire. */
export type Undecided = { readonly id: string; readonly missing: readonly string[] };

export type TierResult = {
  readonly tier: Outcome;
  readonly provisional: boolean;
  readonly emergency: boolean;
  /** A gated person who must be seen at once. */
  readonly urgent: boolean;
  readonly gate: Compiled<TierGate> | null;
  /** Emergency rules that hold, whether or not a gate ended the evaluation: nobody with a danger sign goes unseen. */
  readonly danger: readonly string[];
  readonly fired: readonly Fired[];
  /** Core inputs missing or out of date. */
  readonly missing: readonly string[];
  readonly cell: Cell | null;
  readonly stratum: Stratum | null;
  readonly undecided: readonly Undecided[];
  /** Every outcome that the missing inputs still allow, this one included. */
  readonly possible: readonly Outcome[];
  readonly facts: DerivedFacts;
};

export function tierOf(input: TierInput, rules: TierRules): TierResult {
  return tierOfValues(valuesOf(input), rules);
}

export function tierOfValues(given: Values, rules: TierRules): TierResult {
  const gate = rules.gates.find((one) => evaluate(one.ast, given).value === true);
  if (gate !== undefined) return gated(gate, given, rules);
  const facts = derive(given, rules.derived);
  const stratum = stratumOf(facts, rules.stratification);
  const traced = rules.rules.map((rule) => ({ rule, trace: evaluate(rule.ast, facts.values).trace }));
  const fired = traced.filter(({ trace }) => trace.value === true);
  const missing = coreMissing(facts, rules);
  const undecided = traced.flatMap(({ rule, trace }) => undecidedOf({ rule, trace }, { facts, stratum, missing }));
  return {
    tier: highestOf(fired.map(({ rule }) => rule)),
    provisional: missing.length > 0,
    emergency: fired.some(({ rule }) => rule.emergency),
    urgent: false,
    gate: null,
    danger: fired.filter(({ rule }) => rule.emergency).map(({ rule }) => rule.id),
    fired,
    missing,
    cell: cells.find((code) => code === facts.values['cell']) ?? null,
    stratum,
    undecided,
    possible: possibleOutcomes({ given, rules, fired, undecided }),
    facts,
  };
}

/** The tier alone, for searches and counts: no trace is kept. */
export function highestOf(fired: readonly TierRule[]): Tier {
  if (fired.some((rule) => rule.tier === 'high')) return 'high';
  return fired.length > 0 ? 'mid' : 'low';
}

function gated(gate: TierRules['gates'][number], given: Values, rules: TierRules): TierResult {
  const unknown = ['dx_htn', 'dx_t2dm'].filter((name) => (given[name] ?? null) === null);
  const missing = gate.id === notDiagnosed(rules) ? unknown : [];
  return {
    tier: 'not_tiered',
    provisional: missing.length > 0,
    emergency: false,
    urgent: gate.urgentAst !== null && evaluate(gate.urgentAst, given).value === true,
    gate,
    danger: rules.rules.filter((rule) => rule.emergency && evaluate(rule.ast, given).value === true).map((rule) => rule.id),
    fired: [],
    missing,
    cell: null,
    stratum: null,
    undecided: [],
    possible: missing.length > 0 ? ['low', 'mid', 'high', 'not_tiered'] : ['not_tiered'],
    facts: { values: given, traces: new Map() },
  };
}

/** The gate that an unknown diagnosis leads to. */
function notDiagnosed(rules: TierRules): string | null {
  return rules.gates.find((gate) => gate.reason === 'not_diagnosed')?.id ?? null;
}

function coreMissing({ values }: DerivedFacts, { core }: TierRules): readonly string[] {
  return core.flatMap(({ name, reports }) => (values[name] === true ? [] : reports));
}

type Setting = { readonly facts: DerivedFacts; readonly stratum: Stratum; readonly missing: readonly string[] };

/** A criterion on the cell is undecided when one of the cells still possible would make it true. */
function undecidedOf({ rule, trace }: Fired, { facts, stratum, missing }: Setting): readonly Undecided[] {
  if (trace.value === true) return [];
  if (speaksOfCell(rule.ast)) {
    const applies = facts.values['dx_htn'] !== false;
    const open = applies && stratum.possibleCells.some((cell) => cell !== facts.values['cell'] && evaluate(rule.ast, { ...facts.values, cell }).value === true);
    return open ? [{ id: rule.id, missing: missingOfStratum(stratum, facts) }] : [];
  }
  if (trace.value === null) return [{ id: rule.id, missing: missingBelow(trace, facts.traces) }];
  return rule.provisional && missing.length > 0 ? [{ id: rule.id, missing }] : [];
}

export function speaksOfCell(criterion: Expression): boolean {
  return factsIn(criterion).includes('cell');
}

function missingOfStratum({ factors, damage, conditions }: Stratum, { values }: DerivedFacts): readonly string[] {
  const wanted = ['sbp', 'dbp', 'dx_htn', 'dx_t2dm', 'bp_source'].filter((name) => (values[name] ?? null) === null);
  return [...new Set([...wanted, ...[...factors, ...damage, ...conditions].flatMap((item) => (item.met === null ? item.missing : []))])];
}

type Findings = { readonly given: Values; readonly rules: TierRules; readonly fired: readonly Fired[]; readonly undecided: readonly Undecided[] };

/**
 * A rule that fired stays so whatever else is found, but for those that missing data itself fires (provisional) and those
 * that rest on the cell or on an assumed source of the pressure.
 */
function possibleOutcomes({ given, rules, fired, undecided }: Findings): readonly Outcome[] {
  const gateOpen = rules.gates.some((gate) => evaluate(gate.ast, given).value === null);
  const byTier = (tier: 'high' | 'mid') => {
    const firm = fired.some(({ rule, trace }) => rule.tier === tier && !rule.provisional && !speaksOfAssumed({ rule, trace }, given));
    const maybe = fired.some(({ rule }) => rule.tier === tier) || undecided.some(({ id }) => rules.rules.some((rule) => rule.id === id && rule.tier === tier));
    return { firm, maybe };
  };
  const high = byTier('high');
  const mid = byTier('mid');
  const open: (Tier | null)[] = [
    high.firm || mid.firm ? null : 'low',
    !high.firm && mid.maybe ? 'mid' : null,
    high.maybe ? 'high' : null,
  ];
  return [...inOrder(tiers, open), ...(gateOpen ? (['not_tiered'] as const) : [])];
}

function speaksOfAssumed({ rule, trace }: Fired, given: Values): boolean {
  const assumed = (name: string): Value => given[name] ?? null;
  const sourceOpen = assumed('bp_source') === null || assumed('dx_t2dm') === null;
  return sourceOpen && (speaksOfCell(rule.ast) || mentions(trace, 'bp_source'));
}

function mentions(trace: Trace, name: string): boolean {
  return (trace.expression.kind === 'fact' && trace.expression.name === name) || trace.parts.some((part) => mentions(part, name));
}
