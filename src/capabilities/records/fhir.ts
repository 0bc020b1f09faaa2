/** A person's record as a FHIR R4 Bundle: the same facts in the form that other systems read. */
import type { Person } from '../people/people.ts';
import type { Entry, EntryOf } from './entries.ts';
import type { ObservationAnswer, ObservationCode } from './observation-codes.ts';
import type { Observation } from './observations.ts';

export type FhirResource = { readonly resourceType: string; readonly id: string; readonly [field: string]: unknown };
export type FhirBundle = { readonly resourceType: 'Bundle'; readonly type: 'collection'; readonly timestamp: string; readonly entry: readonly { readonly fullUrl: string; readonly resource: FhirResource }[] };

export interface FhirSource {
  readonly person: Pick<Person, 'personId' | 'name' | 'sex' | 'birthDate' | 'address' | 'deceasedOn'>;
  readonly numbers: readonly { readonly kind: string; readonly number: string }[];
  readonly observations: readonly { readonly row: Observation; readonly code: ObservationCode; readonly answers: readonly ObservationAnswer[] }[];
  readonly entries: readonly { readonly entryId: string; readonly entry: Entry; readonly recordedAt: string; readonly base64: string | null }[];
  readonly at: string;
}

const own = 'https://kangcheng.example';
const terminology = (name: string) => `http://terminology.hl7.org/CodeSystem/${name}`;

export function bundleOf(source: FhirSource): FhirBundle {
  const subject = { reference: `Patient/${source.person.personId}`, display: source.person.name };
  const resources = [patientOf(source), ...source.observations.map((each) => observationOf(each, subject)), ...source.entries.flatMap((each) => resourcesOf(each, subject))];
  return { resourceType: 'Bundle', type: 'collection', timestamp: source.at, entry: resources.map((resource) => ({ fullUrl: `${own}/fhir/R4/${resource.resourceType}/${resource.id}`, resource })) };
}

type Reference = { readonly reference: string; readonly display: string };

/** Without what is not known: FHIR has no null. */
function known<T extends object>(fields: T): T {
  const kept = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(kept) as T;
}

const concept = (text: string, ...coding: readonly ({ system: string; code: string; display?: string } | null)[]) => known({ coding: coding.filter((each) => each !== null), text });
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
const noteOf = (...texts: readonly (string | null)[]) => texts.filter((text) => text !== null).map((text) => ({ text }));

function patientOf({ person, numbers }: FhirSource): FhirResource {
  return known({
    resourceType: 'Patient',
    id: String(person.personId),
    identifier: numbers.filter(({ kind }) => kind !== 'phone').map(({ kind, number }) => ({ system: `${own}/identifier/${kind}`, value: number })),
    name: [{ use: 'official', text: person.name }],
    telecom: numbers.filter(({ kind }) => kind === 'phone').map(({ number }) => ({ system: 'phone', value: number })),
    gender: person.sex,
    birthDate: person.birthDate,
    deceasedDateTime: person.deceasedOn,
    address: person.address === null ? [] : [{ text: person.address }],
  });
}

function categoryOf({ id }: ObservationCode): string {
  if (id <= 13) return 'vital-signs';
  if (id <= 16 || (id >= 200 && id < 300)) return 'social-history';
  if (id < 200) return 'laboratory';
  return id < 400 ? 'survey' : 'exam';
}

const loinc = (code: string | null) => (code === null ? null : { system: 'http://loinc.org', code });
const componentCodes: Readonly<Record<string, string>> = { 'systolic-blood-pressure': '8480-6', 'diastolic-blood-pressure': '8462-4' };

function observationOf({ row, code, answers }: FhirSource['observations'][number], subject: Reference): FhirResource {
  const quantity = (value: number) => known({ value, unit: code.unit, system: code.unit === null ? null : 'http://unitsofmeasure.org', code: code.unit });
  const answer = answers.find(({ value }) => value === row.value);
  const part = (name: string, value: number | null) => (value === null ? [] : [{ code: concept(name, loinc(componentCodes[name] ?? null)), valueQuantity: quantity(value) }]);
  return known({
    resourceType: 'Observation',
    id: `${code.code}-${Date.parse(row.effectiveAt)}-${row.sourceId}`,
    status: row.implausible ? 'preliminary' : 'final',
    category: [coded(terminology('observation-category'), categoryOf(code))],
    code: concept(code.title.zh, loinc(code.loinc), { system: `${own}/observation`, code: code.code, display: code.title.en }),
    subject,
    effectiveDateTime: row.effectiveAt,
    issued: row.recordedAt,
    valueQuantity: code.kind === 'numeric' ? quantity(row.value) : null,
    valueCodeableConcept: code.kind === 'coded' ? concept(answer?.title.zh ?? String(row.value), { system: `${own}/observation/${code.answers}`, code: answer?.code ?? String(row.value) }) : null,
    component: code.kind === 'pair' ? [...part(code.components[0], row.value), ...part(code.components[1], row.value2)] : [],
    note: noteOf(row.implausible ? '数值超出可能范围,未采用 · outside what is possible; kept, and used for nothing' : null),
  });
}

type Kept = FhirSource['entries'][number];
type Of<R extends Entry['resource']> = { readonly id: string; readonly entry: EntryOf<R>; readonly recordedAt: string; readonly subject: Reference };

function resourcesOf({ entryId: id, entry, recordedAt, base64 }: Kept, subject: Reference): FhirResource[] {
  switch (entry.resource) {
    case 'condition':
      return [conditionOf({ id, entry, recordedAt, subject })];
    case 'medication':
      return [medicationOf({ id, entry, recordedAt, subject })];
    case 'allergy':
      return [allergyOf({ id, entry, recordedAt, subject })];
    case 'family-history':
      return [familyOf({ id, entry, recordedAt, subject })];
    case 'encounter':
      return [encounterOf({ id, entry, recordedAt, subject })];
    case 'immunization':
      return [immunizationOf({ id, entry, recordedAt, subject })];
    case 'imaging':
      return imagingOf({ id, entry, recordedAt, subject });
    case 'document':
      return [documentOf({ id, entry, recordedAt, subject }, base64)];
  }
}

const icd10 = (code: string | null) => (code === null || code === 'none' ? null : { system: 'http://hl7.org/fhir/sid/icd-10', code });

/** FHIR holds that what has abated is no longer active. */
function conditionOf({ id, entry, recordedAt, subject }: Of<'condition'>): FhirResource {
  const over = entry.abatementOn !== null && ['active', 'recurrence', 'relapse'].includes(entry.clinicalStatus);
  return known({
    resourceType: 'Condition', id,
    clinicalStatus: coded(terminology('condition-clinical'), over ? 'inactive' : entry.clinicalStatus),
    verificationStatus: coded(terminology('condition-ver-status'), entry.verificationStatus),
    code: concept(entry.title, icd10(entry.code)), subject, onsetDateTime: entry.onsetOn, abatementDateTime: entry.abatementOn, recordedDate: recordedAt, note: noteOf(entry.note),
  });
}

function medicationOf({ id, entry, recordedAt, subject }: Of<'medication'>): FhirResource {
  const often = entry.timesPerDay;
  const repeat = often === null ? null : Number.isInteger(often) ? { frequency: often, period: 1, periodUnit: 'd' } : { frequency: 1, period: 1 / often, periodUnit: 'd' };
  const dose = entry.doseValue === null ? [] : [{ doseQuantity: known({ value: entry.doseValue, unit: entry.doseUnit }) }];
  const dosage = repeat === null && dose.length === 0 && entry.route === null ? [] : [known({ timing: repeat === null ? null : { repeat }, route: entry.route === null ? null : { text: entry.route }, doseAndRate: dose })];
  return known({
    resourceType: 'MedicationStatement', id, status: entry.status,
    medicationCodeableConcept: concept(entry.drug, entry.atc === null ? null : { system: 'http://www.whocc.no/atc', code: entry.atc }), subject,
    effectivePeriod: known({ start: entry.since, end: entry.until }), dateAsserted: recordedAt, reasonCode: entry.forCondition === null ? [] : [{ text: entry.forCondition }], dosage,
    note: noteOf(entry.adherence === null ? null : `服药依从性 · adherence: ${entry.adherence}`, entry.note),
  });
}

function allergyOf({ id, entry, recordedAt, subject }: Of<'allergy'>): FhirResource {
  return known({
    resourceType: 'AllergyIntolerance', id,
    clinicalStatus: coded(terminology('allergyintolerance-clinical'), entry.clinicalStatus), verificationStatus: coded(terminology('allergyintolerance-verification'), 'confirmed'),
    type: entry.kind, category: entry.category === null ? [] : [entry.category], criticality: entry.criticality,
    code: entry.substance === 'none' ? concept('无已知过敏 · no known allergy') : concept(entry.substance), patient: subject, recordedDate: recordedAt,
    reaction: entry.reaction === null ? [] : [{ manifestation: [{ text: entry.reaction }] }], note: noteOf(entry.note),
  });
}

const relationCodes: Readonly<Record<EntryOf<'family-history'>['relation'], string>> = {
  father: 'FTH', mother: 'MTH', brother: 'BRO', sister: 'SIS', son: 'SON', daughter: 'DAU', family: 'FAMMEMB',
  'paternal-grandfather': 'PGRFTH', 'paternal-grandmother': 'PGRMTH', 'maternal-grandfather': 'MGRFTH', 'maternal-grandmother': 'MGRMTH',
};

function familyOf({ id, entry, recordedAt, subject }: Of<'family-history'>): FhirResource {
  const onsetAge = entry.onsetAge === null ? null : { value: entry.onsetAge, unit: '岁', system: 'http://unitsofmeasure.org', code: 'a' };
  return known({
    resourceType: 'FamilyMemberHistory', id, status: 'completed', patient: subject, date: recordedAt, relationship: coded('http://terminology.hl7.org/CodeSystem/v3-RoleCode', relationCodes[entry.relation]),
    deceasedBoolean: entry.deceased, condition: [known({ code: concept(entry.title, icd10(entry.code)), onsetAge })], note: noteOf(entry.note),
  });
}

const classCodes = { ambulatory: 'AMB', emergency: 'EMER', inpatient: 'IMP', home: 'HH', virtual: 'VR' } as const;

function encounterOf({ id, entry, subject }: Of<'encounter'>): FhirResource {
  const money = (name: string, value: number | null) => (value === null ? [] : [{ url: `${own}/fhir/StructureDefinition/${name}`, valueMoney: { value, currency: 'CNY' } }]);
  return known({
    resourceType: 'Encounter', id, extension: [...money('encounter-cost', entry.costYuan), ...money('encounter-self-paid', entry.selfPaidYuan)],
    status: entry.until === null && entry.class === 'inpatient' ? 'in-progress' : 'finished', class: { system: terminology('v3-ActCode'), code: classCodes[entry.class] }, subject,
    period: known({ start: entry.since, end: entry.until }),
    reasonCode: [...(entry.diagnosis === null && entry.diagnosisCode === null ? [] : [concept(entry.diagnosis ?? entry.diagnosisCode ?? '', icd10(entry.diagnosisCode))]), ...(entry.reason === null ? [] : [{ text: entry.reason }])],
    hospitalization: entry.outcome === null ? null : { dischargeDisposition: { text: entry.outcome } },
    serviceProvider: { display: [entry.facility, entry.department].filter((part) => part !== null).join(' ') },
  });
}

function immunizationOf({ id, entry, recordedAt, subject }: Of<'immunization'>): FhirResource {
  return known({
    resourceType: 'Immunization', id, status: 'completed', vaccineCode: concept(entry.vaccine, entry.vaccineCode === null ? null : { system: `${own}/vaccine`, code: entry.vaccineCode }), patient: subject,
    occurrenceDateTime: entry.givenOn, recorded: recordedAt, lotNumber: entry.lot, manufacturer: entry.manufacturer === null ? null : { display: entry.manufacturer }, site: entry.site === null ? null : { text: entry.site },
    performer: entry.facility === null ? [] : [{ actor: { display: entry.facility } }], protocolApplied: entry.dose === null ? [] : [{ doseNumberPositiveInt: entry.dose }], note: noteOf(entry.reaction),
  });
}

function imagingOf({ id, entry, recordedAt, subject }: Of<'imaging'>): FhirResource[] {
  return [
    known({
      resourceType: 'ImagingStudy', id, status: 'available', modality: [{ system: 'http://dicom.nema.org/resources/ontology/DCM', code: entry.modality }], subject, started: entry.performedOn,
      identifier: entry.reference === null ? [] : [{ value: entry.reference }], description: entry.bodySite,
    }),
    known({
      resourceType: 'DiagnosticReport', id: `${id}-report`.slice(0, 64), status: 'final', code: { text: `${entry.modality} ${entry.bodySite}` }, subject, effectiveDateTime: entry.performedOn, issued: recordedAt,
      imagingStudy: [{ reference: `ImagingStudy/${id}` }], conclusion: [entry.report, entry.conclusion].filter((part) => part !== null).join('\n'),
    }),
  ];
}

function documentOf({ id, entry, recordedAt, subject }: Of<'document'>, base64: string | null): FhirResource {
  return known({
    resourceType: 'DocumentReference', id, status: 'current', type: { text: entry.kind }, subject, date: recordedAt, description: entry.title,
    content: [{ attachment: known({ contentType: entry.mediaType, title: entry.filename, size: entry.sizeBytes, creation: entry.writtenOn, data: base64 }) }],
  });
}
