/** The bank: forms that ship, forms of one's own under work, and published versions, which nobody changes any more. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { Text } from '../../kernel/text.ts';
import { Form } from './form.ts';

// Words

/** A form under work. `revision` rises with every change; `key` is the form's own id, by which its versions are known. */
export const StoredForm = z.object({
  tenantId: z.int(),
  formId: z.uuid(),
  key: z.string(),
  organizationPos: z.int(),
  definition: Form,
  revision: z.int(),
  changedAt: Instant,
  changedBy: z.uuid(),
});
export type StoredForm = z.infer<typeof StoredForm>;

/** A form as it was answered: never changed. The same text published again is the same version. */
export const FormVersion = z.object({
  tenantId: z.int(),
  versionId: z.uuid(),
  formKey: z.string(),
  number: z.int(),
  fingerprint: z.string(),
  definition: Form,
  publishedAt: Instant,
  publishedBy: z.uuid().nullable(),
});
export type FormVersion = z.infer<typeof FormVersion>;

/** The organisation's word that it may use a form that needs a licence, and the document that says so. */
export const FormLicence = z.object({ tenantId: z.int(), formKey: z.string(), document: z.string(), notedAt: Instant, notedBy: z.uuid() });
export type FormLicence = z.infer<typeof FormLicence>;

// Refusals

export const refuse = problems('forms', {
  unknownForm: 404,
  unsoundForm: 422,
  keyTaken: 409,
  changedMeanwhile: 409,
  licenceNeeded: 403,
  textWithheld: 403,
  notGated: 422,
  cannotImport: 422,
  unknownDistribution: 404,
  unknownLink: 404,
  notOpenYet: 409,
  closed: 409,
  full: 409,
  alreadyAnswered: 409,
  notAsked: 403,
  ticketNeeded: 403,
  codeNeeded: 422,
  groupNeeded: 422,
  signInNeeded: 401,
  answersWrong: 422,
  otherAnswers: 409,
  unknownPerson: 404,
  outsideReach: 403,
  wrongWindow: 422,
  nobodyToAsk: 422,
  notAnonymous: 422,
  tooFewAnswers: 422,
  otherForm: 422,
  cannotPair: 422,
  unknownResult: 422,
  unknownCrisis: 404,
  alreadyHandled: 409,
  tooFewQuestions: 422,
  stillOpen: 409,
  nobodyToDraw: 422,
});

// Contracts

/** `own`: made here. `published`: how many versions there are. `usable`: why it may not be given to people, or null. */
export const BankEntry = z.object({
  key: z.string(),
  formId: z.uuid().nullable(),
  title: Text,
  kind: Form.shape.kind,
  label: Form.shape.label,
  questions: z.int(),
  minutes: z.int(),
  scored: z.boolean(),
  own: z.boolean(),
  draft: z.boolean(),
  versions: z.int(),
  licence: Form.shape.licence,
  unlocked: z.boolean(),
});
export type BankEntry = z.infer<typeof BankEntry>;

export const listForms = contract({ method: 'GET', path: '/api/forms', permission: 'forms.read', input: z.object({}), output: z.array(BankEntry) });

export const FormPage = z.object({
  entry: BankEntry,
  /** What the next version would be: the draft, else the published or shipped form. */
  definition: Form,
  revision: z.int().nullable(),
  versions: z.array(z.object({ versionId: z.uuid(), number: z.int(), publishedAt: Instant, answers: z.int() })),
});
export type FormPage = z.infer<typeof FormPage>;

const key = z.string().min(1).max(80);
const Fault = z.object({ at: z.string(), message: z.string() });

export const readForm = contract({ method: 'GET', path: '/api/forms/:key', permission: 'forms.read', input: z.object({ key }), output: FormPage });

/** A new form, or a copy of one that is there: the definition is the caller's, under a key that nobody uses. */
export const createForm = contract({ method: 'POST', path: '/api/forms', permission: 'forms.edit', input: z.object({ definition: z.unknown() }), output: z.object({ key: z.string(), formId: z.uuid() }) });

/** Keep the work on a form. It may be unsound in the meantime: `faults` say what keeps it from being published. */
export const saveForm = contract({
  method: 'PUT',
  path: '/api/forms/drafts/:formId',
  permission: 'forms.edit',
  input: z.object({ formId: z.uuid(), revision: z.int(), definition: z.unknown() }),
  output: z.object({ revision: z.int(), faults: z.array(Fault) }),
});
export const discardForm = contract({ method: 'DELETE', path: '/api/forms/drafts/:formId', permission: 'forms.edit', input: z.object({ formId: z.uuid(), revision: z.coerce.number() }), output: z.object({ discarded: z.literal(true) }) });
export const publishForm = contract({ method: 'POST', path: '/api/forms/drafts/:formId/publish', permission: 'forms.edit', input: z.object({ formId: z.uuid(), revision: z.int() }), output: z.object({ versionId: z.uuid(), number: z.int() }) });

/** Note the document that allows a gated form here, or take that back with an empty one. */
export const noteLicence = contract({ method: 'PUT', path: '/api/forms/:key/licence', permission: 'forms.edit', input: z.object({ key, document: z.string().trim().max(500) }), output: z.object({ unlocked: z.boolean() }) });

/** Read a form out of a file: FHIR Questionnaire (R4, JSON) or a workbook (.xlsx). Nothing is stored; a refusal says where in the file. */
export const importForm = contract({ method: 'POST', path: '/api/forms/import', permission: 'forms.edit', upload: true, input: z.object({ filename: z.string().max(200) }), output: z.object({ definition: Form, notes: z.array(z.string()) }) });
export const exportForm = contract({ method: 'GET', path: '/api/forms/:key/export', permission: 'forms.read', input: z.object({ key, format: z.enum(['fhir', 'xlsx']) }), output: z.object({ filename: z.string(), mediaType: z.string(), base64: z.string() }) });
