/** Calls to people whose contact is due: how they ended, and who came back to care. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { addDays, Day, Instant } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';

// Words

export const CallOutcome = z.enum(['agreed', 'later', 'unreachable', 'removed']);
export type CallOutcome = z.infer<typeof CallOutcome>;

/** Why somebody is taken off the list. Death and moving away change the person's status too. */
export const RemovalReason = z.enum(['already-visited', 'not-responding', 'wrong-number', 'moved-away', 'transferred', 'private-care', 'died', 'refused', 'other']);
export type RemovalReason = z.infer<typeof RemovalReason>;

/** `hiddenBefore`: until when the item was hidden before this call, to take the call back. */
export const ContactCall = z.object({
  tenantId: z.int(),
  personId: PersonId,
  callId: z.uuid(),
  itemId: z.uuid(),
  calledOn: Day,
  calledAt: Instant,
  calledBy: z.uuid(),
  outcome: CallOutcome,
  reason: RemovalReason.nullable(),
  note: z.string().nullable(),
  hiddenBefore: Day.nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type ContactCall = z.infer<typeof ContactCall>;

// Rules

/** Days for which an outcome takes an item off the list: agreed to come, remind later, try again tomorrow. */
export const hiddenDays: Readonly<Record<Exclude<CallOutcome, 'removed'>, number>> = { agreed: 30, later: 7, unreachable: 1 };

/** The departure that a reason is, if it is one. */
export function departureOf(reason: RemovalReason | null): 'died' | 'moved' | null {
  return reason === 'died' ? 'died' : reason === 'moved-away' ? 'moved' : null;
}

/** Days from the first call of a month in which a visit counts as a return to care. */
export const returnDays = 15;

/** Whether somebody who was called came back: a visit on the day of the month's first call or within fifteen days after it. Null: not called that month. */
export function returnedToCare({ calls, visits }: { readonly calls: readonly Day[]; readonly visits: readonly Day[] }, month: string): boolean | null {
  const [first] = calls.filter((day) => day.startsWith(month)).toSorted();
  return first === undefined ? null : visits.some((day) => day >= first && day <= addDays(first, returnDays));
}

// Contracts

const ofPerson = { personId: PersonId };

/** `callId` is made by the sender: the same call sent twice is one. `on`: the day of death or moving away. */
export const recordCall = contract({
  method: 'POST',
  path: '/api/worklist/calls',
  permission: 'worklist.call',
  input: z
    .object({ ...ofPerson, callId: z.uuid(), itemId: z.uuid(), outcome: CallOutcome, reason: RemovalReason.nullable().default(null), note: z.string().trim().max(300).default(''), on: Day.nullable().default(null) })
    .refine(({ outcome, reason }) => (outcome === 'removed') === (reason !== null), { path: ['reason'], message: 'a removal has a reason, nothing else has' }),
  output: z.object({ hiddenUntil: Day.nullable() }),
  subject: 'personId',
});

/** Take a call back; what a death or a moving away changed is withdrawn on the person's page. */
export const takeBackCall = contract({ method: 'POST', path: '/api/worklist/calls/take-back', permission: 'worklist.call', input: z.object({ ...ofPerson, callId: z.uuid() }), output: z.object({ takenBack: z.literal(true) }), subject: 'personId' });

/** Of those first called in a month: how many came within fifteen days, by the first call's outcome. */
export const returnToCare = contract({
  method: 'GET',
  path: '/api/worklist/return-to-care',
  permission: 'worklist.read',
  input: z.object({ month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/) }),
  output: z.array(z.object({ outcome: CallOutcome, called: z.int(), returned: z.int() })),
});
