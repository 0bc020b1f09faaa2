import model from 'fhirpath/fhir-context/r4';
import { beforeAll, expect, test } from 'vitest';
import { testApp, testTenant, type Client } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { systemScope } from '../../app/open.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { PersonId } from '../people/people.ts';
import { addDocument } from './documents.ts';
import { addEntry, listEntries, withdrawEntry, type Entry } from './entries.ts';
import { exportBundle, exportOwnBundle, exportOwnRecord, exportRecord } from './exporting.ts';
import { closed, primitives, required } from './fhir-shapes.fixtures.ts';
import { correctObservation, enterObservations } from './observations.ts';
import { insertObservations } from './observations.store.ts';

const { store, as, organizations } = await testApp();
const personId = PersonId.parse(81);
const stranger = PersonId.parse(82);
const day = (text: string) => Day.parse(text);
const effectiveAt = Instant.parse('2026-11-20T01:00:00.000Z');
let doctor: Client;

const entries: readonly Entry[] = [
  { resource: 'condition', code: 'I10', title: '原发性高血压', clinicalStatus: 'active', verificationStatus: 'confirmed', onsetOn: day('2019-03-01'), abatementOn: null, note: '长期随访' },
  { resource: 'condition', code: 'J18.9', title: '肺炎', clinicalStatus: 'active', verificationStatus: 'confirmed', onsetOn: day('2020-03-01'), abatementOn: day('2020-03-20'), note: null },
  { resource: 'medication', drug: '氨氯地平片', atc: 'C08CA01', status: 'active', doseValue: 5, doseUnit: 'mg', timesPerDay: 0.5, route: 'oral', since: day('2019-03-01'), until: null, adherence: 'regular', forCondition: '高血压', note: null },
  { resource: 'allergy', substance: 'none', kind: 'allergy', category: null, criticality: null, clinicalStatus: 'active', reaction: null, notedOn: day('2026-01-02'), note: null },
  { resource: 'allergy', substance: '青霉素', kind: 'allergy', category: 'medication', criticality: 'high', clinicalStatus: 'active', reaction: '皮疹', notedOn: day('2005-01-01'), note: null },
  { resource: 'family-history', relation: 'father', code: 'I63', title: '脑梗死', onsetAge: 62, deceased: true, notedOn: day('2026-01-02'), note: null },
  { resource: 'encounter', class: 'inpatient', facility: '甲医院', department: '心内科', reason: '胸闷', diagnosisCode: 'I20.0', diagnosis: '不稳定型心绞痛', since: day('2025-02-01'), until: day('2025-02-09'), costYuan: 12_345.67, selfPaidYuan: 2345.6, outcome: 'home', note: null },
  { resource: 'immunization', vaccine: '流感疫苗', vaccineCode: null, dose: 1, givenOn: day('2025-10-11'), lot: 'A2510', manufacturer: '某厂', site: 'left-arm', facility: '社区中心', reaction: '无' },
  { resource: 'imaging', modality: 'CT', bodySite: '胸部', performedOn: day('2026-05-06'), facility: '甲医院', reference: '1.2.840.1', report: '双肺未见明显异常。', conclusion: '未见异常', abnormal: false },
];
const pdf = new TextEncoder().encode('%PDF-1.7\n%ok\n');

beforeAll(async () => {
  await addPerson(store.owner, { personId, at: organizations.get('ward') });
  await addPerson(store.owner, { personId: stranger, at: organizations.get('ward') });
  doctor = await as('doctor', 'hospital');
  const values = [{ code: 'blood-pressure', value: 132, value2: 84 }, { code: 'fasting-glucose', value: 126, unit: 'mg/dL' }, { code: 'smoking-status', value: 1 }, { code: 'uncorrected-visual-acuity', value: 4.8, value2: 5 }, { code: 'health-literacy-score', value: 50 }];
  await doctor.call(enterObservations, { personId, effectiveAt, source: 'follow-up', values });
  await doctor.call(correctObservation, { personId, key: { code: 'fasting-glucose', effectiveAt, source: 'follow-up' }, seen: Instant.parse('2026-11-22T02:00:00.000Z'), to: { value: 7.2 }, effectiveAt, reason: '抄错' });
  const row = { tenantId: testTenant, personId, code: 10, effectiveAt, sourceId: 6, recordedAt: effectiveAt, value: 650, value2: null, recordedBy: null, organizationPos: organizations.get('ward')?.pos ?? 0, positions: null, label: 1, implausible: true };
  await within(store.database, systemScope(testTenant), (tx) => insertObservations(tx, [row]));
  for (const entry of entries) expect((await doctor.call(addEntry, { personId, entry })).status).toBe(200);
  await doctor.call(addDocument, { personId, kind: 'check-up-report', title: '体检报告', writtenOn: day('2026-05-06'), filename: '报告.pdf' }, pdf);
  const [immunization] = (await doctor.call(listEntries, { personId, resource: 'immunization' })).body;
  await doctor.call(withdrawEntry, { personId, resource: 'immunization', entryId: immunization?.entryId ?? '', seen: immunization?.recordedAt ?? '', reason: '录错人' });
  await doctor.call(addEntry, { personId, entry: entries[7] ?? entries[0]! });
});

test('the JSON holds every version, who, why, and the documents themselves', async () => {
  const { body, status } = await doctor.call(exportRecord, { personId });
  expect(status).toBe(200);
  expect([body.observations.length, body.observationHistory.length, body.entries.length, body.entryHistory.length]).toEqual([6, 1, 10, 1]);
  expect(body.observationHistory[0]).toMatchObject({ value: 7, reason: '抄错', change: 'corrected' });
  expect(body.entryHistory[0]).toMatchObject({ resource: 'immunization', reason: '录错人', change: 'withdrawn' });
  expect(body.documents.map(({ base64 }) => base64)).toEqual([Buffer.from(pdf).toString('base64')]);
});

test('the bundle has the shapes of FHIR R4', async () => {
  const { body, status } = await doctor.call(exportBundle, { personId });
  expect(status).toBe(200);
  const kinds = Object.groupBy(body.entry, ({ resource }) => resource.resourceType);
  expect(Object.fromEntries(Object.entries(kinds).map(([kind, all]) => [kind, all?.length]))).toEqual({
    Patient: 1, Observation: 6, Condition: 2, MedicationStatement: 1, AllergyIntolerance: 2, FamilyMemberHistory: 1, Encounter: 1, Immunization: 1, ImagingStudy: 1, DiagnosticReport: 1, DocumentReference: 1,
  });
  expect(body.entry.flatMap(({ resource }) => faultsIn(resource, resource.resourceType))).toEqual([]);
  expect(new Set(body.entry.map(({ fullUrl }) => fullUrl)).size).toBe(body.entry.length);
});

test('the bundle says values in LOINC and UCUM', async () => {
  const { body } = await doctor.call(exportBundle, { personId });
  const coded = new Map(body.entry.flatMap(({ resource }) => (resource.resourceType === 'Observation' ? [[JSON.stringify(resource['code']), resource]] : [])));
  const found = (loinc: string) => [...coded].find(([code]) => code.includes(`"${loinc}"`))?.[1];
  expect(found('14771-0')).toMatchObject({ status: 'final', valueQuantity: { value: 7.2, code: 'mmol/L', system: 'http://unitsofmeasure.org' } });
  expect(found('85354-9')).toMatchObject({ component: [{ code: { coding: [{ code: '8480-6' }] }, valueQuantity: { value: 132 } }, { code: { coding: [{ code: '8462-4' }] }, valueQuantity: { value: 84 } }] });
  expect(found('29463-7')).toMatchObject({ status: 'preliminary', note: [{}] });
});

test('a person exports oneself and nobody else; every export leaves a trace', async () => {
  const resident = await as('resident', 'district', personId);
  expect((await resident.call(exportOwnRecord, { personId })).body.observations.length).toBe(6);
  expect((await resident.call(exportOwnBundle, { personId })).status).toBe(200);
  expect((await resident.call(exportOwnRecord, { personId: stranger })).problem.type).toBe('records.noSuchPerson');
  expect((await resident.call(exportRecord, { personId })).status).toBe(403);
  const { rows } = await store.owner.query<{ n: number }>(`select count(*)::int as n from audit_event where contract like '%export%' and $1 = any(persons)`, [personId]);
  expect(rows[0]?.n).toBeGreaterThanOrEqual(3);
});

test.each<[object, string]>([
  [{ resourceType: 'Observation', id: 'a', code: { text: 'x' } }, 'Observation lacks status'],
  [{ resourceType: 'Observation', id: 'a', status: 'done', code: { text: 'x' } }, 'Observation.status: done is not of the list'],
  [{ resourceType: 'Observation', id: 'a', status: 'final', code: { text: 'x' }, colour: 'red' }, 'Observation.colour is no element'],
  [{ resourceType: 'Observation', id: 'a', status: 'final', code: { text: 'x' }, valueQuantity: { value: 'seven' } }, 'Quantity.value: "seven" is no decimal'],
  [{ resourceType: 'Observation', id: 'a', status: 'final', code: { text: 'x' }, effectiveDateTime: '20 Nov' }, 'Observation.effectiveDateTime: "20 Nov" is no dateTime'],
  [{ resourceType: 'Condition', id: 'a', subject: { reference: 'Patient/1' }, note: { text: 'x' } }, 'Condition.note must be a list'],
  [{ resourceType: 'Condition', id: 'a', subject: [{ reference: 'Patient/1' }] }, 'Condition.subject must not repeat'],
  [{ resourceType: 'Patient', id: 'a b' }, 'Patient.id: "a b" is no id'],
])('%j: %s', (resource, fault) => {
  expect(faultsIn(resource, 'resourceType' in resource ? String(resource.resourceType) : '')).toEqual([fault]);
});

/** What does not fit the definitions of R4: unknown elements, wrong repetition, wrong primitive, missing or foreign codes. */
function faultsIn(value: object, path: string): string[] {
  const missing = (required[path] ?? []).filter((name) => !(name in value)).map((name) => `${path} lacks ${name}`);
  const named = 'resourceType' in value && !('id' in value && primitives['id']?.test(String(value.id))) ? [`${path}.id: ${JSON.stringify('id' in value ? value.id : null)} is no id`] : [];
  return [...missing, ...named, ...Object.entries(value).filter(([name]) => name !== 'resourceType').flatMap(([name, inner]) => faultsOfElement(inner, { path, name }))];
}

function faultsOfElement(value: unknown, { path, name }: { path: string; name: string }): string[] {
  const element = elementAt(path, name);
  if (!element) return [`${path}.${name} is no element`];
  const { type, key } = element;
  if (Array.isArray(value) !== (model.path2Repeating?.[key] === true)) return [`${key} ${Array.isArray(value) ? 'must not repeat' : 'must be a list'}`];
  return (Array.isArray(value) ? value : [value]).flatMap((one: unknown) => {
    const primitive = primitives[type] ?? (typeof one === 'object' ? undefined : primitives['string']);
    const allowed = closed[key];
    if (allowed && !(typeof one === 'string' && allowed.includes(one))) return [`${key}: ${typeof one === 'string' ? one : 'this'} is not of the list`];
    if (primitive) return typeof one === 'object' || !primitive.test(typeof one === 'string' ? one : JSON.stringify(one)) ? [`${key}: ${JSON.stringify(one)} is no ${type}`] : [];
    if (typeof one !== 'object' || one === null) return [`${key} must be a ${type}`];
    return faultsIn(one, type === 'BackboneElement' || type === 'Element' ? key : type);
  });
}

/** The type of an element, looked for along the parents of its type; `valueQuantity` is the choice `value`. */
function elementAt(path: string, name: string): { type: string; key: string } | null {
  for (let type: string | undefined = path; type !== undefined; type = model.type2Parent[type]) {
    const key = `${type}.${name}`;
    const known = model.path2Type[key];
    if (known !== undefined) return { type: typeOf(known), key };
    const choice = Object.entries(model.choiceTypePaths).find(([at, types]) => at.startsWith(`${type}.`) && types.some((one: string) => `${at}${one}` === key));
    if (choice) return { type: lowerPrimitive(name.slice(choice[0].length - type.length - 1)), key: choice[0] };
  }
  return null;
}

function typeOf(known: unknown): string {
  return typeof known === 'string' ? known : typeof known === 'object' && known !== null && 'code' in known ? String(known.code) : 'string';
}

function lowerPrimitive(type: string): string {
  const lower = type.charAt(0).toLowerCase() + type.slice(1);
  return lower in primitives ? lower : type;
}
