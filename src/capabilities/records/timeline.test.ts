import { beforeAll, describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { testApp, type Client } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';
import { leastComplete, organizationCompleteness, percentOf, personCompleteness } from './completeness.ts';
import { addEntry, withdrawEntry, type EntryOf } from './entries.ts';
import { enterObservations } from './observations.ts';
import { readCursor, readTimeline, writeCursor } from './timeline.ts';

const { store, as, organizations } = await testApp();
const personId = PersonId.parse(61);
const day = (text: string) => Day.parse(text);
let doctor: Client;

const encounter: EntryOf<'encounter'> = {
  resource: 'encounter', class: 'inpatient', facility: '甲医院', department: '心内科', reason: '胸闷 100%', diagnosisCode: 'I20.0', diagnosis: '不稳定型心绞痛', since: day('2026-02-01'), until: day('2026-02-09'),
  costYuan: 12_000, selfPaidYuan: null, outcome: 'home', note: null,
};

beforeAll(async () => {
  await addPerson(store.owner, { personId, at: organizations.get('ward') });
  for (let i = 0; i < 5; i++) await addPerson(store.owner, { personId: 70 + i, at: organizations.get('ward'), birthDate: '1980-01-01' });
  await addPerson(store.owner, { personId: 99, at: organizations.get('school'), birthDate: '2015-01-01' });
  doctor = await as('doctor', 'hospital');
  for (let i = 0; i < 40; i++) {
    const effectiveAt = Instant.parse(new Date(Date.UTC(2026, 3, 1 + i)).toISOString());
    await doctor.call(enterObservations, { personId, effectiveAt, source: i % 2 ? 'home' : 'follow-up', values: [{ code: 'blood-pressure', value: 120 + i, value2: 80 }, { code: 'heart-rate', value: 70 }] });
  }
  const { body } = await doctor.call(addEntry, { personId, entry: encounter });
  const wrong = (await doctor.call(addEntry, { personId, entry: { ...encounter, facility: '乙医院' } })).body;
  expect(body.entryId).not.toBe(wrong.entryId);
  await doctor.call(withdrawEntry, { personId, resource: 'encounter', entryId: wrong.entryId, seen: '2026-11-22T02:00:00.000Z', reason: '录错人' });
});

type Query = Omit<z.input<typeof readTimeline.input>, 'personId'>;
const read = async (query: Query = {}) => (await doctor.call(readTimeline, { personId, ...query })).body;

describe('the timeline', () => {
  test('pages from the latest to the first, each item once', async () => {
    const first = await read();
    const second = await read({ after: first.next ?? '' });
    expect([first.items.length, second.items.length, second.next]).toEqual([30, 11, null]);
    const moments = [...first.items, ...second.items].map(({ at }) => at);
    expect(moments).toEqual(moments.toSorted().toReversed());
    expect(new Set([...first.items, ...second.items].map(({ at, key }) => at + key)).size).toBe(41);
  });

  test('shows what was measured together as one item', async () => {
    const { items } = await read({ kinds: 'observations', to: '2026-04-01' });
    expect(items.map((item) => item.observations.map(({ code, value, value2 }) => [code, value, value2]))).toEqual([[['blood-pressure', 120, 80], ['heart-rate', 70, null]]]);
  });

  test.each<[string, Query, number]>([
    ['kind', { kinds: 'encounter' }, 1],
    ['kinds without any', { kinds: 'immunization,imaging' }, 0],
    ['source', { sources: 'home', from: '2026-05-01' }, 5],
    ['period', { from: '2026-02-01', to: '2026-02-28' }, 1],
    ['text of an entry', { text: '心绞痛' }, 1],
    ['text that is a pattern elsewhere', { text: '100%' }, 1],
    ['text that is a pattern elsewhere, and stands nowhere', { text: '1_0%' }, 0],
    ['name of a measurement', { text: '心率', to: '2026-04-03' }, 3],
    ['as of a day before anything was recorded', { asOf: '2026-11-20' }, 0],
    ['what was entered in error too', { kinds: 'encounter', withdrawn: 'true' }, 2],
  ])('filters by %s', async (_name, query, expected) => {
    expect((await read(query)).items.length).toBe(expected);
  });

  test('says who withdrew what, and why', async () => {
    const { items } = await read({ kinds: 'encounter', withdrawn: 'true', text: '乙医院' });
    expect(items[0]?.withdrawn).toMatchObject({ reason: '录错人', by: expect.stringMatching(/^doctor-/) });
  });

  test('a cursor survives being written', () => {
    const cursor = { at: Instant.parse('2026-11-22T02:00:00.000Z'), key: 'o3' };
    expect(readCursor(writeCursor(cursor))).toEqual(cursor);
    expect(readCursor('yesterday')).toBeNull();
  });
});

describe('completeness', () => {
  test('of a person: what is known, what is missing, and what would fill it', async () => {
    const { body } = await doctor.call(personCompleteness, { personId });
    const state = new Map(body.sections.flatMap(({ items }) => items.map((item) => [item.id, item])));
    expect([state.get('pressure')?.known, state.get('weight')?.known, state.get('allergies')?.known, state.get('child-height')]).toEqual([true, false, false, undefined]);
    expect(state.get('weight')?.codes).toEqual(['body-weight']);
    await doctor.call(addEntry, { personId, entry: { resource: 'allergy', substance: 'none', kind: 'allergy', category: null, criticality: null, clinicalStatus: 'active', reaction: null, notedOn: day('2026-11-22'), note: null } });
    const after = (await doctor.call(personCompleteness, { personId })).body;
    expect(after.known).toBe(body.known + 1);
  });

  test('by organisation, clinician and item, over the reach, and never of a handful for who sees no persons', async () => {
    const { body } = await doctor.call(organizationCompleteness, {});
    expect(body.total.persons).toBe(6);
    expect(body.organizations.map(({ name, persons }) => [name.zh, persons])).toEqual([['甲医院', 6], ['甲医院内科', 6]]);
    expect(body.items.find(({ id }) => id === 'pressure')).toMatchObject({ percent: 16 });
    const manager = await as('programme-manager', 'hospital');
    expect((await manager.call(organizationCompleteness, {})).body).toEqual({ hiddenBelow: 10, total: { persons: 0, needed: 0, known: 0, percent: null }, organizations: [], clinicians: [], items: [] });
    const school = await as('school-doctor', 'school');
    expect((await school.call(organizationCompleteness, {})).body).toMatchObject({ hiddenBelow: null, total: { persons: 1 }, organizations: [{ persons: 1 }] });
  });

  test('lists who lacks most first', async () => {
    const { body } = await doctor.call(leastComplete, {});
    expect(body.map((row) => row.personId).at(-1)).toBe(personId);
    expect((await doctor.call(leastComplete, { mine: 'true' })).body).toEqual([]);
  });

  test.each([
    [{ needed: 3, known: 3 }, 100],
    [{ needed: 1000, known: 999 }, 99],
    [{ needed: 0, known: 0 }, null],
  ])('%j is %s percent', (share, percent) => {
    expect(percentOf(share)).toBe(percent);
  });
});
