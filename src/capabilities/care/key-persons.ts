/** Key persons: whom a check-up points out. A one-to-one consultation, and a follow-up that is tracked until somebody closes it. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { PersonId } from '../people/people.ts';

// Words

/** content/care/key-persons.yaml. `when` is an expression over facts. */
export const KeyCriteria = z.array(z.strictObject({ id: z.string(), when: z.string(), title: Text, source: z.string() })).min(1);
export type KeyCriteria = z.infer<typeof KeyCriteria>;

/** How old a check-up may be to point somebody out, and how soon the consultation is due, in days. */
export const checkUpDays = 60;
export const consultWithin = 7;

export const KeyOutcome = z.enum(['resolved', 'diagnosed', 'referred', 'declined', 'other']);
export type KeyOutcome = z.infer<typeof KeyOutcome>;

/** `reasons` are ids of the criteria. */
export const KeyCase = z.object({
  tenantId: z.int(),
  personId: PersonId,
  caseId: z.uuid(),
  reasons: z.array(z.string()),
  foundOn: Day,
  consultedOn: Day.nullable(),
  closedOn: Day.nullable(),
  outcome: KeyOutcome.nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type KeyCase = z.infer<typeof KeyCase>;

/** One consultation or contact about the case. */
export const KeyNote = z.object({
  tenantId: z.int(),
  personId: PersonId,
  caseId: z.uuid(),
  noteId: z.uuid(),
  heldOn: Day,
  text: z.string(),
  nextOn: Day.nullable(),
  writtenAt: Instant,
  writtenBy: z.uuid(),
  writtenByName: z.string(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type KeyNote = z.infer<typeof KeyNote>;

// Contracts

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };

export const KeyCaseView = KeyCase.pick({ caseId: true, foundOn: true, consultedOn: true, closedOn: true, outcome: true }).extend({
  reasons: z.array(Text),
  notes: z.array(KeyNote.pick({ noteId: true, heldOn: true, text: true, nextOn: true, writtenByName: true })),
});
export type KeyCaseView = z.infer<typeof KeyCaseView>;

export const listKeyCases = contract({ method: 'GET', path: '/api/care/persons/:personId/key-cases', permission: 'care.read', input: z.object(ofPerson), output: z.array(KeyCaseView), subject: 'personId' });

/** Write a consultation down. Either a day for the next one, or why the case is closed: it never falls asleep. */
export const recordConsultation = contract({
  method: 'POST',
  path: '/api/care/persons/:personId/key-cases/:caseId',
  permission: 'care.write',
  input: z.object({ ...ofPerson, caseId: z.uuid(), noteId: z.uuid(), text: z.string().trim().min(2).max(2000), nextOn: Day.nullable(), outcome: KeyOutcome.nullable() }).refine(({ nextOn, outcome }) => (nextOn === null) !== (outcome === null), { path: ['nextOn'], message: 'a next day, or an outcome' }),
  output: KeyCaseView,
  subject: 'personId',
});
