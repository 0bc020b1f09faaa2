import { beforeAll, describe, expect, test } from 'vitest';
import { testApp, type Client } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { Day } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';
import { addDocument, mediaTypeOf, readDocument, safeFilename } from './documents.ts';
import { addEntry, correctEntry, entryVersions, isCurrentMedicine, isOpenProblem, listEntries, nightsOf, saysNone, withdrawEntry, type Entry, type EntryOf } from './entries.ts';

const { store, as, organizations } = await testApp();
const personId = PersonId.parse(51);
const outside = PersonId.parse(52);
const day = (text: string) => Day.parse(text);
let doctor: Client;

beforeAll(async () => {
  await addPerson(store.owner, { personId, at: organizations.get('ward') });
  await addPerson(store.owner, { personId: outside, at: organizations.get('school') });
  doctor = await as('doctor', 'hospital');
});

const condition: EntryOf<'condition'> = { resource: 'condition', code: 'I10', title: '原发性高血压', clinicalStatus: 'active', verificationStatus: 'confirmed', onsetOn: day('2019-03-01'), abatementOn: null, note: null };
const medication: EntryOf<'medication'> = {
  resource: 'medication', drug: '氨氯地平片', atc: 'C08CA01', status: 'active', doseValue: 5, doseUnit: 'mg', timesPerDay: 1, route: 'oral', since: day('2019-03-01'), until: null,
  adherence: 'regular', forCondition: '原发性高血压', note: null,
};
const all: readonly Exclude<Entry, { resource: 'document' }>[] = [
  condition,
  medication,
  { resource: 'allergy', substance: '青霉素', kind: 'allergy', category: 'medication', criticality: 'high', clinicalStatus: 'active', reaction: '皮疹', notedOn: day('2005-01-01'), note: null },
  { resource: 'family-history', relation: 'father', code: 'I63', title: '脑梗死', onsetAge: 62, deceased: true, notedOn: day('2026-01-02'), note: null },
  {
    resource: 'encounter', class: 'inpatient', facility: '甲医院', department: '心内科', reason: '胸闷', diagnosisCode: 'I20.0', diagnosis: '不稳定型心绞痛', since: day('2025-02-01'), until: day('2025-02-09'),
    costYuan: 12_345.67, selfPaidYuan: 2345.6, outcome: 'home', note: null,
  },
  { resource: 'immunization', vaccine: '流感疫苗', vaccineCode: null, dose: 1, givenOn: day('2025-10-11'), lot: 'A2510', manufacturer: null, site: 'left-arm', facility: '社区卫生服务中心', reaction: null },
  { resource: 'imaging', modality: 'CT', bodySite: '胸部', performedOn: day('2026-05-06'), facility: '甲医院', reference: '1.2.840.113619.2.1', report: '双肺未见明显异常。', conclusion: '未见异常', abnormal: false },
];

describe.each(all.map((entry) => [entry.resource, entry] as const))('%s', (resource, entry) => {
  test('is added, listed, corrected, withdrawn; every version stays', async () => {
    const { body: added, status } = await doctor.call(addEntry, { personId, entry });
    expect(status).toBe(200);
    const listed = async () => (await doctor.call(listEntries, { personId, resource })).body;
    const [first] = await listed();
    expect(first).toMatchObject({ entryId: added.entryId, entry, source: 'follow-up', earlier: 0 });
    const seen = first?.recordedAt ?? '';
    const changed = 'note' in entry ? { ...entry, note: '复核后更正' } : 'reaction' in entry ? { ...entry, reaction: '无不适' } : { ...entry, conclusion: '右肺小结节' };
    const correction = { personId, entryId: added.entryId, seen, reason: '补充说明' };
    expect((await doctor.call(correctEntry, { ...correction, entry })).problem.type).toBe('records.nothingChanged');
    expect((await doctor.call(correctEntry, { ...correction, seen: '2026-01-01T00:00:00.000Z', entry: changed })).problem.type).toBe('records.changedMeanwhile');
    expect((await doctor.call(correctEntry, { ...correction, entry: changed })).status).toBe(200);
    expect((await listed())[0]).toMatchObject({ entry: changed, earlier: 1 });
    expect((await doctor.call(withdrawEntry, { personId, resource, entryId: added.entryId, seen: (await listed())[0]?.recordedAt ?? '', reason: '录错人' })).status).toBe(200);
    expect(await listed()).toEqual([]);
    const versions = (await doctor.call(entryVersions, { personId, resource, entryId: added.entryId })).body;
    expect(versions.map((version) => [version.entry, version.ended?.change, version.ended?.reason])).toEqual([[changed, 'withdrawn', '录错人'], [entry, 'corrected', '补充说明']]);
    expect((await doctor.call(withdrawEntry, { personId, resource, entryId: added.entryId, seen, reason: '再次' })).problem.type).toBe('records.noSuchEntry');
  });

  test('is refused for somebody out of reach', async () => {
    expect((await doctor.call(addEntry, { personId: outside, entry })).problem.type).toBe('records.noSuchPerson');
  });
});

test.each<[string, Entry, string]>([
  ['later than today', { ...condition, onsetOn: day('2026-11-23') }, 'records.inTheFuture'],
  ['before birth', { ...condition, onsetOn: day('1950-01-01') }, 'records.beforeBirth'],
  ['ending before it began', { ...condition, abatementOn: day('2019-02-01') }, 'records.wrongPeriod'],
])('refused: %s', async (_name, entry, refusal) => {
  expect((await doctor.call(addEntry, { personId, entry })).problem.type).toBe(refusal);
});

test.each([
  ['no ICD-10 code', { ...condition, code: 'hypertension' }],
  ['a field of another resource', { ...condition, drug: 'x' }],
  ['a negative cost', { ...all[4], costYuan: -1 }],
])('not understood: %s', async (_name, entry) => {
  expect((await doctor.call(addEntry, { personId, entry: entry as Entry })).status).toBe(400);
});

test('an intended medicine may lie ahead', async () => {
  const { status } = await doctor.call(addEntry, { personId, entry: { ...medication, status: 'intended', since: day('2026-12-01'), adherence: null } });
  expect(status).toBe(200);
});

test.each<[string, boolean, boolean]>([
  ['open problem', isOpenProblem(condition), true],
  ['a refuted one is none', isOpenProblem({ ...condition, verificationStatus: 'refuted' }), false],
  ['a resolved one is none', isOpenProblem({ ...condition, clinicalStatus: 'resolved' }), false],
  ['current medicine', isCurrentMedicine(medication, day('2026-11-22')), true],
  ['one that ended is not', isCurrentMedicine({ ...medication, until: day('2026-11-21') }, day('2026-11-22')), false],
  ['one that was stopped is not', isCurrentMedicine({ ...medication, status: 'stopped' }, day('2026-11-22')), false],
  ['none known is said', saysNone({ ...condition, code: 'none', title: '无' }), true],
])('%s', (_name, found, expected) => {
  expect(found).toBe(expected);
});

test('a stay is at least one day', () => {
  const [stay] = all.filter((entry) => entry.resource === 'encounter');
  if (!stay) throw new Error('no encounter');
  expect([nightsOf(stay), nightsOf({ ...stay, until: stay.since }), nightsOf({ ...stay, until: null })]).toEqual([8, 1, null]);
});

describe('documents', () => {
  const pdf = new TextEncoder().encode('%PDF-1.7\n%ok\n');
  const page = new TextEncoder().encode('<html><script>alert(1)</script></html>');
  const upload = { personId, kind: 'check-up-report' as const, title: '2026 年体检报告', writtenOn: day('2026-05-06'), filename: '../../体检<b>.html' };

  test('are told by their content, kept, and given back byte for byte', async () => {
    const { body } = await doctor.call(addDocument, upload, pdf);
    expect(body.mediaType).toBe('application/pdf');
    const [listed] = (await doctor.call(listEntries, { personId, resource: 'document' })).body;
    expect(listed?.entry).toMatchObject({ filename: '体检b.pdf', sizeBytes: pdf.length, mediaType: 'application/pdf' });
    const read = (await doctor.call(readDocument, { personId, entryId: body.entryId })).body;
    expect(Buffer.from(read.base64, 'base64').equals(Buffer.from(pdf))).toBe(true);
  });

  test.each([
    ['a page', page, 'records.documentType'],
    ['nothing', new Uint8Array(), 'records.documentEmpty'],
    ['an office file', new Uint8Array([0x50, 0x4b, 3, 4]), 'records.documentType'],
  ])('%s is refused', async (_name, bytes, refusal) => {
    expect((await doctor.call(addDocument, upload, bytes)).problem.type).toBe(refusal);
  });

  test.each([
    [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], 'image/png'],
    [[0xff, 0xd8, 0xff, 0xe0], 'image/jpeg'],
    [[0x4d, 0x5a], null],
    [[], null],
  ])('%j is %s', (bytes, expected) => {
    expect(mediaTypeOf(new Uint8Array(bytes))).toBe(expected);
  });

  test.each([
    ['C:\\temp\\报告.PDF', '报告.pdf'],
    ['\u202Egpj.exe', 'gpj.pdf'],
    ['', 'document.pdf'],
  ])('%s is kept as %s', (name, kept) => {
    expect(safeFilename(name, 'application/pdf')).toBe(kept);
  });
});
