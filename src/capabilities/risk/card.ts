/** The explanation card of a tier: for the clinician, and in plain words for the person. */
import { z } from 'zod';
import { addDays, Day } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { CardCriterion, Lacking, Named, type CardReason } from './card-parts.ts';
import { PersonTier, TierHistory, TierOverride } from './kept.ts';
import { holds } from './tier-movement.ts';
import { Outcome, Tier } from './tier-rules.ts';
import { cells } from './hypertension-risk.ts';
import type { Value } from '../../kernel/expression/evaluate.ts';
import type { Fact } from '../rules/facts.ts';
import type { TierAnswer } from './tier-answer.ts';
import type { TierRules } from './tier-rules.ts';
import { plainChange, plainWords } from './plain-words.ts';
import type { Reason } from './tier-words.ts';

const CardChange = z.object({ fact: z.string(), title: Text, kind: z.enum(['improve', 'wait', 'measure', 'renew']), from: Text.nullable(), to: Text, unit: z.string().nullable() });


/** The person stays above what the rules say: since when, until when where that is a day, and what has to be shown. */
const Held = z.object({ reason: z.enum(holds), computed: Outcome, condition: Text, until: Day.nullable(), rules: z.array(Named) });

export const TierCard = z.object({
  standing: PersonTier.pick({ tier: true, computed: true, version: true, assessedOn: true, tierSince: true, settled: true }),
  held: Held.nullable(),
  title: Text,
  cadence: Text.nullable(),
  provisional: z.boolean(),
  emergency: z.boolean(),
  urgent: z.boolean(),
  danger: z.array(Named),
  gate: z.object({ id: z.string(), title: Text, route: Text }).nullable(),
  cell: z.object({ code: z.enum(cells), title: Text }).nullable(),
  criteria: z.array(CardCriterion),
  /** Core data absent or out of date, with the day of the last value. */
  missing: z.array(Lacking),
  /** Rules that could still fire, and what they wait for. */
  undecided: z.array(z.object({ id: z.string(), title: Text, awaits: z.array(Text) })),
  range: z.array(Outcome),
  next: z.object({ tier: Tier.nullable(), title: Text.nullable(), changes: z.array(CardChange), blockedBy: z.array(Named), condition: Text.nullable() }).nullable(),
  /** For the person: how things stand, and what would lead to fewer visits. */
  plain: z.array(Text),
  improve: z.array(Text),
  /** The rule set awaits the organisation's clinicians. */
  proposal: z.boolean(),
  override: TierOverride.pick({ overrideId: true, tier: true, instead: true, reason: true, startsOn: true, expiresOn: true, madeAt: true }).extend({ madeByName: z.string().nullable() }).nullable(),
  history: z.array(TierHistory.pick({ changeNo: true, changedOn: true, tier: true, before: true, version: true, cause: true, fires: true })),
});
export type TierCard = z.infer<typeof TierCard>;

type Known = { readonly standing: PersonTier; readonly rules: TierRules; readonly facts: readonly Fact[]; readonly days: Readonly<Record<string, string>> };
export type CardContent = Omit<TierCard, 'standing' | 'override' | 'history'>;
type Held = z.infer<typeof Held>;

export function cardOf(answer: TierAnswer, known: Known): CardContent {
  const { rules, standing } = known;
  const titleOf = (tier: Outcome): Text => rules.content.tiers.find(({ code }) => code === tier)?.title ?? notTiered;
  const named = (id: string) => ({ id, title: rules.rules.find((rule) => rule.id === id)?.title ?? { zh: id, en: id } });
  const gate = rules.gates.find(({ id }) => id === answer.gate);
  const criteria = answer.explanation.map(({ id, tier, title, text, because, clause, emergency, sticky }) => ({ id, tier, title, text, clause, emergency, sticky, because: because.map((reason) => cardReason(reason, known)) }));
  const cell = cells.find((code) => code === answer.cell);
  // Whoever is held in a tier has done what can be done: the rest is shown by time and contacts.
  const next = standing.held === null ? answer.nextLower : null;
  const card: Omit<CardContent, 'plain' | 'improve'> = {
    held: heldBack(standing, named, rules),
    title: titleOf(standing.tier),
    cadence: rules.content.tiers.find(({ code }) => code === standing.tier)?.cadence ?? null,
    provisional: answer.provisional,
    emergency: answer.emergency,
    urgent: answer.urgent,
    danger: answer.danger.map(named),
    gate: gate === undefined ? null : { id: gate.id, title: gate.title, route: gate.route },
    cell: cell === undefined ? null : { code: cell, title: rules.stratification.content.matrix.cell_titles[cell] },
    criteria,
    missing: answer.missing.map((fact) => ({ fact, title: titleOfFact(fact, known), on: dayOf(fact, known) })),
    undecided: answer.undecided.map(({ id, missing }) => ({ ...named(id), awaits: missing.map((fact) => titleOfFact(fact, known)) })),
    range: [...answer.range],
    next: next === null ? null : {
      tier: next.tier,
      title: next.tier === null ? null : titleOf(next.tier),
      changes: next.changes.map(({ fact, title, kind, from, to, unit }) => ({ fact, title, kind, from: from === null ? null : factWords(fact, from, known), to: factWords(fact, to, known), unit })),
      blockedBy: next.blockedBy.map(named),
      condition: next.condition,
    },
    proposal: answer.proposal,
  };
  return { ...card, plain: plainWords(card), improve: next?.tier ? next.changes.map((change) => plainChange(change, (value) => factWords(change.fact, value, known))) : [] };
}

function heldBack({ held, computed, settledSince, lasting }: PersonTier, named: (id: string) => Named, { content: { movement } }: TierRules): Held | null {
  if (held === null) return null;
  const condition = { lasting: movement.sticky, contacts: movement.high_to_mid, stay: movement.mid_to_low }[held];
  return { reason: held, computed, condition, until: held === 'stay' ? addDays(settledSince, movement.stay_days) : null, rules: held === 'lasting' ? lasting.map(named) : [] };
}

const notTiered: Text = { zh: '不分层', en: 'Not tiered' };

function cardReason({ fact, title, value, operator, limit, unit }: Reason, known: Known): CardReason {
  const simple = operator === null || operator === 'in' || operator === '=';
  return { fact, title: titleOfFact(fact, known) ?? title, value: factWords(fact, value, known), operator: simple ? null : operator, limit: simple || limit === null ? null : factWords(fact, limit, known), unit: typeof value === 'number' ? unit : null, on: dayOf(fact, known) };
}

function titleOfFact(fact: string, { facts }: Known): Text {
  return facts.find(({ id }) => id === fact)?.title ?? (fact === 'cell' ? { zh: '心血管风险分层', en: 'Cardiovascular risk' } : { zh: fact, en: fact });
}

/** The day of a value, or of the value that an age speaks of. */
function dayOf(fact: string, { facts, days }: Known): Day | null {
  const source = facts.find(({ id }) => id === fact)?.source;
  const found = [fact, ...(source?.kind === 'age' ? source.of : source?.kind === 'origin' ? [source.of] : [])].map((name) => days[name]).filter((day) => day !== undefined).toSorted();
  const read = Day.safeParse(found.at(-1));
  return read.success ? read.data : null;
}

/** A value of a fact in words. */
export function factWords(fact: string, value: Value, { facts, rules }: Pick<Known, 'facts' | 'rules'>): Text {
  const codes = facts.find(({ id }) => id === fact)?.codes ?? {};
  const one = (word: string): Text => codes[word] ?? (fact === 'cell' ? cellTitle(word, rules) : null) ?? { zh: word, en: word };
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
  if (typeof value === 'number') return { zh: String(value), en: String(value) };
  const list = (typeof value === 'string' ? [value] : (value ?? [])).map(one);
  return list.length === 0 ? { zh: '无', en: 'none' } : { zh: list.map(({ zh }) => zh).join('、'), en: list.map(({ en }) => en).join(', ') };
}

function cellTitle(word: string, { stratification }: TierRules): Text | null {
  const cell = cells.find((code) => code === word);
  return cell === undefined ? null : stratification.content.matrix.cell_titles[cell];
}
