/** An answer that calls for help at once: the event of it, and who looked after it. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { PersonId } from '../people/people.ts';
import { CrisisRule } from './scoring.ts';

/** Written with the answer in one transaction. `personId` is null when nobody can know who it was. It tells the rule, never the answers. */
export const CrisisEvent = z.object({
  tenantId: z.int(),
  eventId: z.uuid(),
  personId: PersonId.nullable(),
  formKey: z.string(),
  rule: z.string(),
  level: CrisisRule.shape.level,
  action: Text,
  raisedAt: Instant,
  dueAt: Instant,
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
  handledAt: Instant.nullable(),
  handledBy: z.uuid().nullable(),
  outcome: z.string().nullable(),
});
export type CrisisEvent = z.infer<typeof CrisisEvent>;

/** How soon somebody looks, in hours: defaults of the product, no national figure was found. */
export const hoursToLook: Readonly<Record<CrisisEvent['level'], number>> = { immediate: 1, 'same-day': 24, priority: 72 };

export function dueAfter(level: CrisisEvent['level'], raisedAt: Instant): Instant {
  return Instant.parse(new Date(Date.parse(raisedAt) + hoursToLook[level] * 3_600_000).toISOString());
}

export const CrisisView = CrisisEvent.pick({ eventId: true, personId: true, formKey: true, rule: true, level: true, action: true, raisedAt: true, dueAt: true, handledAt: true, outcome: true }).extend({
  formTitle: Text,
  /** Null for an anonymous answer. */
  person: z.string().nullable(),
  organization: Text,
  handledBy: z.string().nullable(),
});
export type CrisisView = z.infer<typeof CrisisView>;

export const listCrises = contract({ method: 'GET', path: '/api/form-crises', permission: 'forms.crises', input: z.object({ all: z.stringbool().default(false) }), output: z.array(CrisisView) });
export const handleCrisis = contract({ method: 'POST', path: '/api/form-crises/:eventId', permission: 'forms.crises', input: z.object({ eventId: z.uuid(), outcome: z.string().trim().min(2).max(500) }), output: z.object({ handled: z.literal(true) }) });
