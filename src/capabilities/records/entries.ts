/** Entries: what is known about a person beside observations, with the meanings of FHIR R4. One entity is one table. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { TeamId } from '../access/teams.ts';
import { PersonId } from '../people/people.ts';
import { Change, ObservationSource, Reason } from './records.ts';

// Words

const words = z.string().trim().min(1).max(200);
const remark = z.string().trim().min(1).max(2000).nullable();
const yuan = z.number().min(0).max(100_000_000).multipleOf(0.01).nullable();
const noneOrIcd10 = z.string().trim().regex(/^(none|[A-Z]\d{2}(\.[0-9A-Za-z]{1,6})?)$/, 'ICD-10, such as I10 or E11.9, or none');
const Icd10 = z.string().trim().regex(/^[A-Z]\d{2}(\.[0-9A-Za-z]{1,6})?$/, 'ICD-10, such as I10 or E11.9');

/** `none`: somebody asked, and there is none. Then the record is complete and nothing else is said. */
const none = 'none';

const ClinicalStatus = z.enum(['active', 'recurrence', 'relapse', 'inactive', 'remission', 'resolved']);
const VerificationStatus = z.enum(['unconfirmed', 'provisional', 'differential', 'confirmed', 'refuted']);

/** A diagnosis or problem. `code` is ICD-10, or `none` when the person was asked and has no known disease. */
const condition = {
  code: noneOrIcd10,
  title: words,
  clinicalStatus: ClinicalStatus,
  verificationStatus: VerificationStatus,
  onsetOn: Day,
  abatementOn: Day.nullable(),
  note: remark,
};

const Adherence = z.enum(['regular', 'intermittent', 'none']);

/** What a person takes or took. `timesPerDay` may be a fraction: 0.5 is every other day. `adherence` as on the national follow-up sheet. */
const medication = {
  drug: words,
  atc: z.string().trim().regex(/^[A-Z]\d{2}[A-Z]{2}\d{2}$/).nullable(),
  status: z.enum(['active', 'completed', 'stopped', 'on-hold', 'intended', 'not-taken']),
  doseValue: z.number().positive().max(100_000).nullable(),
  doseUnit: z.string().trim().min(1).max(20).nullable(),
  timesPerDay: z.number().positive().max(24).nullable(),
  route: z.enum(['oral', 'inhaled', 'subcutaneous', 'intramuscular', 'intravenous', 'topical', 'other']).nullable(),
  since: Day,
  until: Day.nullable(),
  adherence: Adherence.nullable(),
  forCondition: words.nullable(),
  note: remark,
};

/** An allergy or intolerance. `substance` is `none` when the person was asked and knows of none. */
const allergy = {
  substance: words,
  kind: z.enum(['allergy', 'intolerance']),
  category: z.enum(['medication', 'food', 'environment', 'biologic']).nullable(),
  criticality: z.enum(['low', 'high', 'unable-to-assess']).nullable(),
  clinicalStatus: ClinicalStatus.extract(['active', 'inactive', 'resolved']),
  reaction: words.nullable(),
  notedOn: Day,
  note: remark,
};

const Relation = z.enum(['father', 'mother', 'brother', 'sister', 'son', 'daughter', 'paternal-grandfather', 'paternal-grandmother', 'maternal-grandfather', 'maternal-grandmother', 'family']);

/** A disease of a relative; `code` is `none`, and the relation `family`, when none is known. */
const familyHistory = {
  relation: Relation,
  code: noneOrIcd10,
  title: words,
  onsetAge: z.int().min(0).max(120).nullable(),
  deceased: z.boolean().nullable(),
  notedOn: Day,
  note: remark,
};

/** A contact with care. An admission is an encounter of class `inpatient`, with its costs in yuan. */
const encounter = {
  class: z.enum(['ambulatory', 'emergency', 'inpatient', 'home', 'virtual']),
  facility: words,
  department: words.nullable(),
  reason: words.nullable(),
  diagnosisCode: Icd10.nullable(),
  diagnosis: words.nullable(),
  since: Day,
  until: Day.nullable(),
  costYuan: yuan,
  selfPaidYuan: yuan,
  outcome: z.enum(['home', 'transferred', 'against-advice', 'died', 'other']).nullable(),
  note: remark,
};

const immunization = {
  vaccine: words,
  vaccineCode: z.string().trim().min(1).max(20).nullable(),
  dose: z.int().min(1).max(20).nullable(),
  givenOn: Day,
  lot: z.string().trim().min(1).max(40).nullable(),
  manufacturer: words.nullable(),
  site: z.enum(['left-arm', 'right-arm', 'left-thigh', 'right-thigh', 'oral', 'other']).nullable(),
  facility: words.nullable(),
  reaction: words.nullable(),
};

/** A reference to images, and the report on them; the images stay where they are. */
const imaging = {
  modality: z.enum(['CR', 'DX', 'CT', 'MR', 'US', 'MG', 'NM', 'PT', 'ES', 'ECG', 'OP', 'OT']),
  bodySite: words,
  performedOn: Day,
  facility: words.nullable(),
  /** DICOM study UID or the accession number of the archive. */
  reference: z.string().trim().min(1).max(128).nullable(),
  report: z.string().trim().min(1).max(20_000),
  conclusion: words.nullable(),
  abnormal: z.boolean().nullable(),
};

/** What a file says about itself; its bytes stand apart. `sha256` is of the bytes. */
const document = {
  kind: z.enum(['check-up-report', 'laboratory-report', 'discharge-summary', 'prescription', 'consent', 'referral', 'other']),
  title: words,
  writtenOn: Day,
  filename: z.string().trim().min(1).max(200),
  mediaType: z.string(),
  sizeBytes: z.int().positive(),
  sha256: z.string(),
};

/** What every entry carries. `recordedAt` is when this version came to be known; `recordedBy` null for what a machine brought; `teamId` the team of a sealed entry. */
const common = {
  tenantId: z.int(),
  personId: PersonId,
  entryId: z.uuid(),
  sourceId: z.int(),
  recordedAt: Instant,
  recordedBy: z.uuid().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
  teamId: TeamId.nullable(),
};

export const Condition = z.object({ ...common, ...condition });
export type Condition = z.infer<typeof Condition>;
/** One to add; without a team it is not sealed. */
export type NewCondition = Omit<Condition, 'teamId'> & { readonly teamId?: TeamId | null };
const Medication = z.object({ ...common, ...medication });
const Allergy = z.object({ ...common, ...allergy });
const FamilyHistory = z.object({ ...common, ...familyHistory });
const Encounter = z.object({ ...common, ...encounter });
const Immunization = z.object({ ...common, ...immunization });
const Imaging = z.object({ ...common, ...imaging });
export const RecordDocument = z.object({ ...common, ...document });

/** A version of an entry that stands no more; `body` is the whole row as it was. */
export const EntryHistory = z.object({
  tenantId: z.int(),
  personId: PersonId,
  changeNo: z.int(),
  resource: z.string(),
  entryId: z.uuid(),
  recordedAt: Instant,
  supersededAt: Instant,
  changedBy: z.uuid().nullable(),
  change: Change,
  reason: z.string(),
  body: z.record(z.string(), z.unknown()),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
  teamId: TeamId.nullable(),
});
export type EntryHistory = z.infer<typeof EntryHistory>;

/** The table of each resource, and the day on which an entry stands in the timeline. */
export const resources = {
  condition: { table: 'condition', day: 'onsetOn', end: 'abatementOn', entity: Condition },
  medication: { table: 'medication', day: 'since', end: 'until', entity: Medication },
  allergy: { table: 'allergy', day: 'notedOn', end: null, entity: Allergy },
  'family-history': { table: 'family_history', day: 'notedOn', end: null, entity: FamilyHistory },
  encounter: { table: 'encounter', day: 'since', end: 'until', entity: Encounter },
  immunization: { table: 'immunization', day: 'givenOn', end: null, entity: Immunization },
  imaging: { table: 'imaging', day: 'performedOn', end: null, entity: Imaging },
  document: { table: 'record_document', day: 'writtenOn', end: null, entity: RecordDocument },
} as const;
export type Resource = keyof typeof resources;
export const Resource = z.enum(['condition', 'medication', 'allergy', 'family-history', 'encounter', 'immunization', 'imaging', 'document']);

/** What somebody says about a person: one of the resources. A document comes with its bytes, by another way. */
export const Entry = z.discriminatedUnion('resource', [
  z.strictObject({ resource: z.literal('condition'), ...condition }),
  z.strictObject({ resource: z.literal('medication'), ...medication }),
  z.strictObject({ resource: z.literal('allergy'), ...allergy }),
  z.strictObject({ resource: z.literal('family-history'), ...familyHistory }),
  z.strictObject({ resource: z.literal('encounter'), ...encounter }),
  z.strictObject({ resource: z.literal('immunization'), ...immunization }),
  z.strictObject({ resource: z.literal('imaging'), ...imaging }),
  z.strictObject({ resource: z.literal('document'), ...document }),
]);
export type Entry = z.infer<typeof Entry>;

export type EntryOf<R extends Resource> = Extract<Entry, { resource: R }>;

// Rules

/** Beginning and end of an entry; the end is null for what lasts, or has none. */
export function periodOf(entry: Entry): { from: Day; to: Day | null } {
  switch (entry.resource) {
    case 'condition':
      return { from: entry.onsetOn, to: entry.abatementOn };
    case 'medication':
    case 'encounter':
      return { from: entry.since, to: entry.until };
    case 'allergy':
    case 'family-history':
      return { from: entry.notedOn, to: null };
    case 'immunization':
      return { from: entry.givenOn, to: null };
    case 'imaging':
      return { from: entry.performedOn, to: null };
    case 'document':
      return { from: entry.writtenOn, to: null };
  }
}

/** Whether an entry only says that there is nothing: no known allergy, disease or family history. */
export function saysNone(entry: Entry): boolean {
  return (entry.resource === 'allergy' && entry.substance === none) || ((entry.resource === 'condition' || entry.resource === 'family-history') && entry.code === none);
}

/** A problem that still needs attention: not refuted, not over. */
export function isOpenProblem(entry: Entry): boolean {
  return entry.resource === 'condition' && entry.code !== none && entry.verificationStatus !== 'refuted' && !['inactive', 'remission', 'resolved'].includes(entry.clinicalStatus);
}

export function isCurrentMedicine(entry: Entry, today: Day): boolean {
  return entry.resource === 'medication' && (entry.status === 'active' || entry.status === 'on-hold') && (entry.until === null || entry.until >= today);
}

/** Days in hospital; the day of admission counts, the day of discharge does not, but a stay is at least one day. */
export function nightsOf(entry: EntryOf<'encounter'>): number | null {
  return entry.until === null ? null : Math.max(1, Math.round((Date.parse(entry.until) - Date.parse(entry.since)) / 86_400_000));
}

// Contract

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };
const named = { ...ofPerson, resource: Resource, entryId: z.uuid() };

export const EntryView = z.object({ entryId: z.uuid(), entry: Entry, source: ObservationSource, recordedAt: Instant, recordedBy: z.string().nullable(), sealed: z.boolean(), earlier: z.int() });
export type EntryView = z.infer<typeof EntryView>;

const EntryVersion = z.object({
  entry: Entry,
  recordedAt: Instant,
  recordedBy: z.string().nullable(),
  ended: z.object({ at: Instant, by: z.string().nullable(), change: Change, reason: z.string() }).nullable(),
});

/** Entries of one resource, or of all, the latest first. */
export const listEntries = contract({
  method: 'GET',
  path: '/api/people/:personId/record/entries',
  permission: 'records.read',
  subject: 'personId',
  input: z.object({ ...ofPerson, resource: Resource.optional(), asOf: Day.optional() }),
  output: z.array(EntryView),
});

/** With `teamId`, sealed for that team of the caller's. */
export const addEntry = contract({
  method: 'POST',
  path: '/api/people/:personId/record/entries',
  permission: 'records.write',
  subject: 'personId',
  input: z.object({ ...ofPerson, source: ObservationSource.exclude(['import', 'counselling']).default('follow-up'), teamId: TeamId.nullable().default(null), entry: Entry }),
  output: z.object({ entryId: z.uuid() }),
});

/** Put another version in the place of one on record. `seen` is the `recordedAt` of the version that was corrected. */
export const correctEntry = contract({
  method: 'PUT',
  path: '/api/people/:personId/record/entries/:entryId',
  permission: 'records.correct',
  subject: 'personId',
  input: z.object({ ...ofPerson, entryId: z.uuid(), seen: Instant, entry: Entry, reason: Reason }),
  output: z.object({ corrected: z.literal(true) }),
});

/** Mark as entered in error: it leaves the record, and stays in its history. */
export const withdrawEntry = contract({
  method: 'POST',
  path: '/api/people/:personId/record/entries/:resource/:entryId/withdraw',
  permission: 'records.correct',
  subject: 'personId',
  input: z.object({ ...named, seen: Instant, reason: Reason }),
  output: z.object({ withdrawn: z.literal(true) }),
});

export const entryVersions = contract({
  method: 'GET',
  path: '/api/people/:personId/record/entries/:resource/:entryId/versions',
  permission: 'records.read',
  subject: 'personId',
  input: z.object(named),
  output: z.array(EntryVersion),
});
