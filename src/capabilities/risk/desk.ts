/** The rule desk: criteria as data, tried on real people before they are in force. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { Text } from '../../kernel/text.ts';
import { RuleSetVersion } from './kept.ts';
import { Every, Outcome, Tier, type TierRule, type TiersContent } from './tier-rules.ts';

export const refuse = problems('rules', { unknownVersion: 404, notADraft: 409, faulty: 422, validFromPast: 422, unknownRule: 422, nothingChanged: 422, alreadyInForce: 409 });

/** A criterion's text in the place of another: of a rule, of a gate (`G2.urgent` for its urgency), or of a core item (`core.sbp`). */
export const RuleChange = z.object({ id: z.string(), when: z.string().trim().min(1).max(2000) });
export type RuleChange = z.infer<typeof RuleChange>;

/** What is no criterion: how often each tier is contacted, and what the way down asks for. */
export const RuleSettings = z.object({
  every: z.record(Tier, Every),
  apartDays: z.int().min(0).max(365),
  overDays: z.int().min(0).max(365),
  stayDays: z.int().min(0).max(730),
});
export type RuleSettings = z.infer<typeof RuleSettings>;

export type RuleEdit = { readonly changes: readonly RuleChange[]; readonly settings?: RuleSettings | undefined };

/** Every text of a rule set that the desk can change, in the order in which they are evaluated. */
export const RuleText = z.object({ id: z.string(), kind: z.enum(['gate', 'urgent', 'core', 'rule']), tier: Tier.nullable(), title: Text, when: z.string(), onlyIf: z.string().nullable(), unconfirmed: z.boolean() });
export type RuleText = z.infer<typeof RuleText>;

const isUnconfirmed = ({ proposal, confidence }: TierRule['clause']) => proposal || confidence === 'from-memory-unverified';

export function textsOf({ gates, core, rules }: TiersContent): readonly RuleText[] {
  return [
    ...gates.flatMap((gate): RuleText[] => [
      { id: gate.id, kind: 'gate', tier: null, title: gate.title, when: gate.when, onlyIf: null, unconfirmed: isUnconfirmed(gate.clause) },
      ...(gate.urgent === undefined ? [] : [{ id: `${gate.id}.urgent`, kind: 'urgent' as const, tier: null, title: gate.title, when: gate.urgent, onlyIf: null, unconfirmed: isUnconfirmed(gate.clause) }]),
    ]),
    ...rules.map(({ id, tier, title, when, clause }): RuleText => ({ id, kind: 'rule', tier, title, when, onlyIf: null, unconfirmed: isUnconfirmed(clause) })),
    ...core.items.map(({ code, when, only_if }): RuleText => ({ id: `core.${code}`, kind: 'core', tier: null, title: core.clause.title, when, onlyIf: only_if ?? null, unconfirmed: isUnconfirmed(core.clause) })),
  ];
}

export function settingsOf({ tiers, movement }: TiersContent): RuleSettings {
  const every = (tier: Tier) => tiers.find(({ code }) => code === tier)?.every ?? 'month';
  return { every: { low: every('low'), mid: every('mid'), high: every('high') }, apartDays: movement.contacts.apart_days, overDays: movement.contacts.over_days, stayDays: movement.stay_days };
}

const cadences: Readonly<Record<Every, Text>> = { week: { zh: '每周随访', en: 'Contact each week' }, month: { zh: '每月随访', en: 'Contact each month' }, quarter: { zh: '每季度随访', en: 'Contact each quarter' } };

/** The rule set with some texts and settings in the place of others; null when one of the texts does not exist. */
export function withChanges(content: TiersContent, { changes, settings = settingsOf(content) }: RuleEdit): TiersContent | null {
  const texts = new Map(changes.map(({ id, when }) => [id, when]));
  const known = new Set(textsOf(content).map(({ id }) => id));
  if (changes.some(({ id }) => !known.has(id))) return null;
  const { movement } = content;
  return {
    ...content,
    gates: content.gates.map((gate) => ({ ...gate, when: texts.get(gate.id) ?? gate.when, ...(gate.urgent === undefined ? {} : { urgent: texts.get(`${gate.id}.urgent`) ?? gate.urgent }) })),
    core: { ...content.core, items: content.core.items.map((item) => ({ ...item, when: texts.get(`core.${item.code}`) ?? item.when })) },
    rules: content.rules.map((rule) => ({ ...rule, when: texts.get(rule.id) ?? rule.when })),
    tiers: content.tiers.map((tier) => (settings.every[tier.code] === tier.every ? tier : { ...tier, every: settings.every[tier.code], cadence: cadences[settings.every[tier.code]] })),
    movement: { ...movement, contacts: { apart_days: settings.apartDays, over_days: settings.overDays }, stay_days: settings.stayDays, ...movementWords(movement, settings) },
  };
}

/** The sentences of the movement say its numbers: they are written anew where one changed. */
function movementWords({ contacts, stay_days, high_to_mid, mid_to_low }: TiersContent['movement'], { apartDays, overDays, stayDays }: RuleSettings) {
  const isSame = contacts.apart_days === apartDays && contacts.over_days === overDays;
  return {
    high_to_mid: isSame ? high_to_mid : { zh: `无高危条目，且${overDays}天以上内两次相隔至少${apartDays}天的随访均满意`, en: `No high rule, and two satisfactory contacts at least ${apartDays} days apart over at least ${overDays} days` },
    mid_to_low: stay_days === stayDays ? mid_to_low : { zh: `无中危条目，且进入中危满${stayDays}天`, en: `No intermediate rule, and ${stayDays} days since entering the middle tier` },
  };
}

/** What one rule set says otherwise than another: criteria by their id, settings by their name. */
export const Difference = z.object({ id: z.string(), title: Text.nullable(), before: z.string(), after: z.string() });
export type Difference = z.infer<typeof Difference>;

export function differences(before: TiersContent, after: TiersContent): Difference[] {
  const was = new Map(textsOf(before).map(({ id, when }) => [id, when]));
  const texts = textsOf(after).flatMap(({ id, title, when }) => (was.get(id) === when ? [] : [{ id, title, before: was.get(id) ?? '', after: when }]));
  const flat = (content: TiersContent): readonly (readonly [string, string])[] => {
    const { every, ...rest } = settingsOf(content);
    return [...Object.entries(every).map(([tier, how]) => [`every.${tier}`, how] as const), ...Object.entries(rest).map(([name, days]) => [name, String(days)] as const)];
  };
  const old = new Map(flat(before));
  return [...texts, ...flat(after).flatMap(([id, value]) => (old.get(id) === value ? [] : [{ id, title: null, before: old.get(id) ?? '', after: value }]))];
}

/** How often a tier is contacted, in contacts a week. */
export const contactsAWeek = { week: 1, month: 12 / 52, quarter: 4 / 52 } as const;

/** Contacts that a nurse can make in a week: 8 a half day. A proposal; the desk can ask with another number. */
export const usualContactsPerNurse = 80;

export type Workload = { readonly contactsAWeek: number; readonly nurses: number };

export function workloadOf(persons: Readonly<Record<Tier, number>>, content: TiersContent, perNurse: number): Workload {
  const contacts = content.tiers.reduce((sum, { code, every }) => sum + persons[code] * contactsAWeek[every], 0);
  return { contactsAWeek: Math.round(contacts * 10) / 10, nurses: Math.ceil(contacts / perNurse) };
}

const Summary = RuleSetVersion.pick({ version: true, state: true, basedOn: true, note: true, validFrom: true }).extend({ changedAt: Instant, publishedAt: Instant.nullable(), inForce: z.boolean() });
export type VersionSummary = z.infer<typeof Summary>;

const ByVersion = { version: z.coerce.number().int().positive() };

export const listRuleVersions = contract({ method: 'GET', path: '/api/rules/versions', permission: 'rules.read', input: z.object({}), output: z.array(Summary) });

/** What the browser needs to check a text as it is typed. */
const Vocabulary = z.record(z.string(), z.object({ type: z.enum(['boolean', 'number', 'string', 'date', 'codes']), unit: z.string().optional(), otherUnits: z.record(z.string(), z.string()).optional(), codes: z.array(z.string()).optional(), title: Text }));
export type Vocabulary = z.infer<typeof Vocabulary>;

export const readRuleVersion = contract({
  method: 'GET',
  path: '/api/rules/versions/:version',
  permission: 'rules.read',
  input: z.object(ByVersion),
  /** `differences` are against the version it is based on. */
  output: Summary.extend({ texts: z.array(RuleText), settings: RuleSettings, vocabulary: Vocabulary, differences: z.array(Difference) }),
});

const Trial = { version: z.int().positive(), changes: z.array(RuleChange).max(100), settings: RuleSettings.optional() };
const Load = z.object({ contactsAWeek: z.number(), nurses: z.int() });

/** What the changed rules would make of everybody, beside what stands. */
export const previewRules = contract({
  method: 'POST',
  path: '/api/rules/preview',
  permission: 'rules.edit',
  input: z.object({ ...Trial, contactsPerNurse: z.int().min(1).max(1000).default(usualContactsPerNurse) }),
  /** Persons in each tier before and after, with how often they are contacted. */
  output: z.object({ load: z.array(z.object({ tier: Tier, before: z.int(), after: z.int(), everyBefore: Every, everyAfter: Every })), matrix: z.array(z.object({ before: Outcome, after: Outcome, persons: z.int() })), before: Load, after: Load, milliseconds: z.number() }),
});

export const tryRules = contract({
  method: 'POST',
  path: '/api/rules/try',
  permission: 'rules.edit',
  input: z.object({ ...Trial, personId: z.int().positive() }),
  output: z.object({ before: z.object({ tier: Outcome, fires: z.array(z.string()) }), after: z.object({ tier: Outcome, fires: z.array(z.string()) }) }),
  subject: 'personId',
});

export const saveRuleDraft = contract({ method: 'POST', path: '/api/rules/drafts', permission: 'rules.edit', input: z.object({ ...Trial, note: z.string().trim().max(500) }), output: Summary });

export const publishRules = contract({ method: 'POST', path: '/api/rules/versions/:version/publish', permission: 'rules.publish', input: z.object({ ...ByVersion, validFrom: Day }), output: Summary });

/** Put an earlier version in force again, as a new one: what was published stays as it was. */
export const rollBackRules = contract({ method: 'POST', path: '/api/rules/versions/:version/roll-back', permission: 'rules.publish', input: z.object(ByVersion), output: Summary });

