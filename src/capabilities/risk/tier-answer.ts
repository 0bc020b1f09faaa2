/** A tier as the card and the outside read it: what decided, what is missing, what would lower it. */
import { nextLower } from './tier-change.ts';
import { explain } from './tier-explanation.ts';
import type { Day } from '../../kernel/day.ts';
import type { Text } from '../../kernel/text.ts';
import type { NextLower } from './tier-change.ts';
import type { Explanation } from './tier-explanation.ts';
import type { TierResult, Undecided } from './tier.ts';
import type { Outcome, TierRules } from './tier-rules.ts';

export type TierAnswer = {
  readonly tier: Outcome;
  readonly title: Text | null;
  readonly provisional: boolean;
  readonly emergency: boolean;
  readonly urgent: boolean;
  readonly gate: string | null;
  /** Emergency rules that hold, gated or not. */
  readonly danger: readonly string[];
  readonly reason: string | null;
  readonly route: Text | null;
  readonly fires: readonly string[];
  readonly missing: readonly string[];
  readonly cell: string | null;
  readonly row: string | null;
  readonly column: string | null;
  readonly cadence: Text | null;
  /** Every outcome that the missing inputs still allow. */
  readonly range: readonly Outcome[];
  readonly undecided: readonly Undecided[];
  readonly explanation: readonly Explanation[];
  readonly nextLower: NextLower | null;
  /** Whether the rule set still awaits the organisation's clinicians. */
  readonly proposal: boolean;
};

type Setting = { readonly rules: TierRules; readonly dates?: Readonly<Record<string, Day>> };

export function tierAnswer(result: TierResult, { rules, dates = {} }: Setting): TierAnswer {
  const { gate, stratum } = result;
  const level = rules.content.tiers.find(({ code }) => code === result.tier);
  return {
    tier: result.tier,
    title: level?.title ?? gate?.title ?? null,
    provisional: result.provisional,
    emergency: result.emergency,
    urgent: result.urgent,
    gate: gate?.id ?? null,
    danger: result.danger,
    reason: gate?.reason ?? null,
    route: gate?.route ?? null,
    fires: result.fired.map(({ rule }) => rule.id),
    missing: result.missing,
    cell: result.cell,
    row: result.cell === null ? null : (stratum?.row ?? null),
    column: result.cell === null ? null : (stratum?.column ?? null),
    cadence: level?.cadence ?? null,
    range: result.possible,
    undecided: result.undecided,
    explanation: explain(result, rules, dates),
    nextLower: nextLower(result, rules),
    proposal: rules.content.status === 'proposal',
  };
}
