/** The rule desk: criteria as data, tried on real people before they are in force. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { Text } from '../../kernel/text.ts';
import { RuleSetVersion } from './kept.ts';
import { Outcome, TierRule, type Tier, type TiersContent } from './tier-rules.ts';

export const refuse = problems('rules', { unknownVersion: 404, notADraft: 409, faulty: 422, validFromPast: 422, unknownRule: 422, nothingChanged: 422, alreadyInForce: 409 });

/** A criterion's text in the place of another. */
export const RuleChange = z.object({ id: z.string(), when: z.string().trim().min(1).max(2000) });
export type RuleChange = z.infer<typeof RuleChange>;

/** The rule set with some criteria rewritten; null when one of them does not exist. */
export function withChanges(content: TiersContent, changes: readonly RuleChange[]): TiersContent | null {
  const texts = new Map(changes.map(({ id, when }) => [id, when]));
  if (changes.some(({ id }) => !content.rules.some((rule) => rule.id === id))) return null;
  return { ...content, rules: content.rules.map((rule) => ({ ...rule, when: texts.get(rule.id) ?? rule.when })) };
}

/** How often a tier is contacted, in contacts a week. */
const contactsAWeek = { week: 1, month: 12 / 52, quarter: 4 / 52 } as const;

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
  output: Summary.extend({ rules: z.array(TierRule), vocabulary: Vocabulary }),
});

const Trial = { version: z.int().positive(), changes: z.array(RuleChange).max(100) };
const Load = z.object({ contactsAWeek: z.number(), nurses: z.int() });

/** What the changed rules would make of everybody, beside what stands. */
export const previewRules = contract({
  method: 'POST',
  path: '/api/rules/preview',
  permission: 'rules.edit',
  input: z.object({ ...Trial, contactsPerNurse: z.int().min(1).max(1000).default(usualContactsPerNurse) }),
  output: z.object({ matrix: z.array(z.object({ before: Outcome, after: Outcome, persons: z.int() })), before: Load, after: Load, milliseconds: z.number() }),
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

