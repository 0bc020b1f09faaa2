/** Follow-up visits: a filled sheet, its observations and the encounter in one transaction, and what follows from it. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { Holidays } from '../../kernel/working-days.ts';
import { Form } from '../forms/form.ts';
import { PersonId, PersonRow } from '../people/people.ts';
import { FollowupContent } from '../risk/followup-classification.ts';
import { Outcome } from '../risk/tier-rules.ts';
import { WorkItem } from '../worklist/worklist.ts';
import { AdviceRules } from './advice.ts';
import { Disease, SheetAnswers } from './sheet.ts';

// Words

export const Way = z.enum(['clinic', 'home', 'phone']);
export type Way = z.infer<typeof Way>;

const Group = z.enum(['controlled', 'uncontrolled', 'adr', 'complication']);
const Action = z.enum(['keep', 'adjust', 'refer', 'refer_urgently']);

/** What was done at once about a danger value. */
export const DangerAction = z.enum(['ambulance', 'treated-referred', 'referred', 'declined']);
export type DangerAction = z.infer<typeof DangerAction>;

/** A visit or call that took place, with its class by the national specification. The answers are a response of the form of the same id. */
export const FollowUp = z.object({
  tenantId: z.int(),
  personId: PersonId,
  visitId: z.uuid(),
  visitedOn: Day,
  way: Way,
  diseases: z.array(Disease),
  sbp: z.number().nullable(),
  dbp: z.number().nullable(),
  fpg: z.number().nullable(),
  hypertension: Group.nullable(),
  diabetes: Group.nullable(),
  danger: z.array(z.string()),
  action: Action.nullable(),
  dangerAction: DangerAction.nullable(),
  dangerNote: z.string().nullable(),
  nextOn: Day.nullable(),
  encounterId: z.uuid(),
  recordedAt: Instant,
  recordedBy: z.uuid(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type FollowUp = z.infer<typeof FollowUp>;

// Contracts

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };

const Reading = z.object({ at: Instant, value: z.number(), value2: z.number().nullable(), source: z.string() });
export type Reading = z.infer<typeof Reading>;

/** What every sheet needs, once for all of them: the national sheets, the limits of their classes, what to say, and the free days. */
export const SheetContent = z.object({ forms: z.record(Disease, Form), followup: FollowupContent, advice: AdviceRules, holidays: Holidays });
export type SheetContent = z.infer<typeof SheetContent>;

export const readSheetContent = contract({ method: 'GET', path: '/api/care/sheet-content', permission: 'care.read', input: z.object({}), output: SheetContent });

/** What one sheet shows of the person. */
export const Sheet = z.object({
  person: PersonRow,
  diseases: z.array(Disease),
  age: z.int(),
  pregnant: z.boolean().nullable(),
  lactating: z.boolean().nullable(),
  uncontrolledInRow: z.int(),
  tier: Outcome.nullable(),
  tierSince: Day.nullable(),
  fires: z.array(z.string()),
  /** The last six, oldest first. */
  pressures: z.array(Reading),
  glucoses: z.array(Reading),
  medicines: z.array(z.object({ entryId: z.uuid(), drug: z.string(), dose: z.string().nullable(), timesPerDay: z.number().nullable(), adherence: z.string().nullable() })),
  /** What is carried over from the last sheet. */
  last: z.object({ visitedOn: Day, answers: SheetAnswers }).nullable(),
  visits: z.array(FollowUp.pick({ visitId: true, visitedOn: true, way: true, sbp: true, dbp: true, fpg: true, hypertension: true, diabetes: true, action: true, nextOn: true })),
  work: z.array(WorkItem.pick({ itemId: true, kind: true, title: true, params: true, dueOn: true, severity: true })),
  today: Day,
});
export type Sheet = z.infer<typeof Sheet>;

export const openSheet = contract({ method: 'GET', path: '/api/care/persons/:personId/sheet', permission: 'care.read', input: z.object(ofPerson), output: Sheet, subject: 'personId' });

/** `visitId` is made by the sender: the same visit sent twice is one. A danger value asks for what was done about it. */
export const recordVisit = contract({
  method: 'POST',
  path: '/api/care/persons/:personId/visits',
  permission: 'care.write',
  input: z.object({
    ...ofPerson,
    visitId: z.uuid(),
    visitedOn: Day,
    way: Way,
    answers: SheetAnswers,
    medicines: z.array(z.object({ drug: z.string().trim().min(1).max(60), dose: z.string().trim().max(30), timesPerDay: z.number().min(0).max(24).nullable() })).max(10).default([]),
    nextOn: Day,
    danger: z.object({ action: DangerAction, note: z.string().trim().max(300) }).nullable(),
  }),
  output: z.object({ visitId: z.uuid(), hypertension: Group.nullable(), diabetes: Group.nullable(), action: Action.nullable(), nextOn: Day.nullable() }),
  subject: 'personId',
});
