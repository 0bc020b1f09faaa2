/** Answering: what is asked of a person or of whoever has a link, drafts, and the answer itself. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { PersonId } from '../people/people.ts';
import { Answers } from './answers.ts';
import { Respondents } from './distribution.ts';
import { Form } from './form.ts';

// Words

const Score = z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.unknown()).readonly()]);

/**
 * One answer to a form, valid by the version it names. `personId` is null unless it was identified; `pseudonym` null unless it was
 * pseudonymous. `slot` holds what may answer once. `recordedBy`: the account of the staff who wrote it down. Of an anonymous answer
 * `submittedAt` is the day alone. `scores` are the results as shown.
 */
export const Response = z.object({
  tenantId: z.int(),
  responseId: z.uuid(),
  distributionId: z.uuid().nullable(),
  formKey: z.string(),
  versionId: z.uuid(),
  personId: PersonId.nullable(),
  pseudonym: z.string().nullable(),
  slot: z.string().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
  teamId: z.uuid().nullable(),
  answers: Answers,
  scores: z.record(z.string(), Score),
  submittedAt: Instant,
  recordedBy: z.uuid().nullable(),
});
export type Response = z.infer<typeof Response>;

/** What a form made of a person's answers: facts for rules. One of `value` and `code` is set. */
export const FormScore = z.object({
  tenantId: z.int(),
  personId: PersonId,
  formKey: z.string(),
  result: z.string(),
  responseId: z.uuid(),
  at: Instant,
  value: z.number().nullable(),
  code: z.string().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
  teamId: z.uuid().nullable(),
});
export type FormScore = z.infer<typeof FormScore>;

/** What somebody has filled in so far: the person alone sees it, or the staff who writes for them. */
export const ResponseDraft = z.object({ tenantId: z.int(), distributionId: z.uuid(), personId: PersonId, organizationPos: z.int(), positions: z.string().nullable(), answers: Answers, savedAt: Instant });
export type ResponseDraft = z.infer<typeof ResponseDraft>;

// Contracts

/**
 * A form as the respondent gets it: right answers and scoring are left out. `how`: what the submission needs — `self` the signed-in
 * person, `personal` a link made for one person, `ticket` one anonymous answer of somebody who was asked, `open` nothing.
 */
export const FormToFill = z.object({
  distributionId: z.uuid(),
  token: z.string(),
  title: z.string(),
  organization: Text,
  form: Form,
  respondents: Respondents,
  how: z.enum(['self', 'personal', 'ticket', 'open']),
  standing: z.enum(['notYet', 'open', 'over', 'full', 'answered']),
  opensAt: Instant,
  closesAt: Instant.nullable(),
  once: z.boolean(),
  /** The respondent gives a code of their own, by which before and after are paired. */
  asksCode: z.boolean(),
  /** Empty where the respondent does not say where they belong. */
  groups: z.array(z.object({ organizationId: z.int(), name: Text })),
  /** Sex and age of the person, where the form may know them. */
  context: z.object({ sex: z.enum(['M', 'F']).nullable(), age: z.int().nullable() }),
  draft: z.object({ answers: Answers, savedAt: Instant }).nullable(),
});
export type FormToFill = z.infer<typeof FormToFill>;

/** Somebody to turn to at once. */
export const HelpLine = z.object({ name: Text, number: z.string(), note: Text.nullable() });
export type HelpLine = z.infer<typeof HelpLine>;

/** What the respondent sees after sending. `crisis`: an answer calls for help at once. `followUp`: whether somebody will get in touch. */
export const Submitted = z.object({
  responseId: z.uuid(),
  results: z.array(z.object({ id: z.string(), title: Text, value: z.union([z.number(), z.string(), z.boolean()]), words: Text.nullable() })),
  crisis: z.object({ help: z.array(HelpLine), followUp: z.boolean() }).nullable(),
});
export type Submitted = z.infer<typeof Submitted>;

/** `responseId` is made by the sender: the same answer sent twice is one. */
const sent = { responseId: z.uuid(), answers: Answers };

const token = z.string().min(16).max(100);
/** A school answers behind one address: 5,000 in ten minutes, most of them in the first two. */
const manyAtOnce = 6_000;

export const openForm = contract({ method: 'GET', path: '/api/forms/open/:token', permission: 'public', perMinute: manyAtOnce, input: z.object({ token }), output: FormToFill });
export const submitOpen = contract({
  method: 'POST',
  path: '/api/forms/open/:token',
  permission: 'public',
  perMinute: manyAtOnce,
  input: z.object({
    token,
    ...sent,
    /** Where the respondent belongs, when the form asks for it. */
    groupId: z.int().nullable().default(null),
    /** The respondent's own code of a pseudonymous form. */
    code: z.string().trim().max(60).nullable().default(null),
    /** A number that this browser keeps, by which it answers once. */
    device: z.string().max(80).nullable().default(null),
    ticket: z.string().max(100).nullable().default(null),
  }),
  output: Submitted,
});

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };
const mine = { ...ofPerson, distributionId: z.uuid() };

/** What is asked of a person, open ones first. `personId` is oneself or a ward. */
export const AskedForm = z.object({
  distributionId: z.uuid(),
  title: z.string(),
  formTitle: Text,
  kind: Form.shape.kind,
  organization: Text,
  questions: z.int(),
  minutes: z.int(),
  respondents: Respondents,
  standing: z.enum(['notYet', 'open', 'over', 'full', 'answered']),
  closesAt: Instant.nullable(),
  draftSavedAt: Instant.nullable(),
});
export type AskedForm = z.infer<typeof AskedForm>;

export const myForms = contract({ method: 'GET', path: '/api/me/forms', permission: 'self.forms', subject: 'personId', input: z.object(ofPerson), output: z.array(AskedForm) });
export const openMine = contract({ method: 'GET', path: '/api/me/forms/:distributionId', permission: 'self.forms', subject: 'personId', input: z.object(mine), output: FormToFill });
export const saveMyDraft = contract({ method: 'PUT', path: '/api/me/forms/:distributionId/draft', permission: 'self.forms', subject: 'personId', input: z.object({ ...mine, answers: Answers }), output: z.object({ savedAt: Instant }) });
/** Identified and pseudonymous forms (`how: self`). */
export const submitMine = contract({ method: 'POST', path: '/api/me/forms/:distributionId/responses', permission: 'self.forms', subject: 'personId', input: z.object({ ...mine, ...sent }), output: Submitted });
/** Take the one ticket of an anonymous form; the browser makes it and sends its SHA-256. The answer then goes to `submitOpen` with the ticket, and without the person. */
export const takeTicket = contract({ method: 'POST', path: '/api/me/forms/:distributionId/ticket', permission: 'self.forms', subject: 'personId', input: z.object({ ...mine, ticketHash: z.string().regex(/^[0-9a-f]{64}$/) }), output: z.object({ taken: z.literal(true) }) });

/** A past answer; `form` is the version that was answered. */
export const PastResponse = z.object({
  responseId: z.uuid(),
  formKey: z.string(),
  title: Text,
  kind: Form.shape.kind,
  submittedAt: Instant,
  recordedBy: z.string().nullable(),
  results: Submitted.shape.results,
});
export type PastResponse = z.infer<typeof PastResponse>;
export const myResponses = contract({ method: 'GET', path: '/api/me/responses', permission: 'self.forms', subject: 'personId', input: z.object(ofPerson), output: z.array(PastResponse) });

/** A person's past answers, newest first, as far as the caller's labels and teams reach. */
export const personResponses = contract({ method: 'GET', path: '/api/people/:personId/forms', permission: 'forms.answers', subject: 'personId', input: z.object(ofPerson), output: z.array(PastResponse) });
export const personResponse = contract({ method: 'GET', path: '/api/people/:personId/forms/:responseId', permission: 'forms.answers', subject: 'personId', input: z.object({ ...ofPerson, responseId: z.uuid() }), output: z.object({ form: Form, answers: Answers, response: PastResponse }) });
/** A form of the bank, ready to be filled in with the person. */
export const openForPerson = contract({ method: 'GET', path: '/api/people/:personId/form-to-fill', permission: 'forms.answers', subject: 'personId', input: z.object({ ...ofPerson, key: z.string().max(80) }), output: z.object({ form: Form, context: FormToFill.shape.context }) });
/** Write down what the person answers: staff ask, the record says who wrote. */
export const answerForPerson = contract({ method: 'POST', path: '/api/people/:personId/forms', permission: 'forms.answers', subject: 'personId', input: z.object({ ...ofPerson, ...sent, key: z.string().max(80) }), output: Submitted });
