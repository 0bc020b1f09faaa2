import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { evidenceOf, findDuplicates, listDuplicates, listMerges, mergePeople, partCandidates, scoreOf, thresholds, undoMerge, type Comparable } from './duplicates.ts';
import { ClinicianRole, GuardianRelation, HouseholdRelation } from './households.ts';
import { insertClinicians, insertHouseholdMembers, upsertGuardianship } from './households.store.ts';
import { idCard } from './people.fixtures.ts';
import { MembershipRole, multirangeOf, openPerson, PersonId, revealIdentifiers, searchPeople } from './people.ts';
import { insertPeople, nextPersonId, type NewPerson } from './people.store.ts';

const day = (text: string) => Day.parse(text);
const zhang: Comparable = { name: '张伟', pinyin: 'zhang wei', sex: 'male', birthDate: day('1980-02-03'), idCards: [1], phones: [7], address: '康城区一号', householdId: null };

describe('evidence and score', () => {
  test.each([
    ['the same in everything', {}, true],
    ['no ID card, name and birth date alike', { idCards: [], phones: [], address: null }, true],
    ['name written otherwise, birth date alike, same phone', { name: '章伟', idCards: [] }, true],
    ['day and month exchanged, same phone', { birthDate: day('1980-03-02'), idCards: [] }, true],
    ['same ID card, another name', { name: '李四', pinyin: 'li si', phones: [], address: null }, true],
    ['same name, born otherwise', { birthDate: day('1955-07-08'), idCards: [], phones: [], address: null }, false],
    ['twins: another card, another name', { idCards: [2], name: '张强', pinyin: 'zhang qiang' }, false],
    ['father and son of one phone and house', { idCards: [2], name: '张强', pinyin: 'zhang qiang', birthDate: day('2005-02-03') }, false],
    ['same name and birth date, but each with a card of their own', { idCards: [2], phones: [], address: null }, false],
  ] satisfies [string, Partial<Comparable>, boolean][])('%s', (_title, other, likely) => {
    expect(scoreOf(evidenceOf(zhang, { ...zhang, ...other })) >= thresholds.likely).toBe(likely);
  });

  test('it does not matter which of the two comes first', () => {
    const person = fc.record({
      name: fc.constantFrom('张伟', '章伟', '李四'), pinyin: fc.constantFrom('zhang wei', 'li si'), sex: fc.constantFrom('male' as const, 'female' as const), birthDate: fc.constantFrom(day('1980-02-03'), day('1980-03-02'), day('1980-02-04'), day('1970-01-01')),
      idCards: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }), phones: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }), address: fc.constantFrom(null, 'a', 'b'), householdId: fc.constantFrom(null, 1, 2),
    });
    fc.assert(
      fc.property(person, person, (a, b) => {
        expect(evidenceOf(a, b)).toEqual(evidenceOf(b, a));
      }),
    );
  });
});

const { as, organizations, store } = await testApp();
const doctor = await as('doctor', 'district');
const keys = ['hospital', 'ward', 'hospital-b', 'company', 'school'] as const;
const at = (key: string) => organizations.get(key) ?? { organizationId: 0, pos: 0 };
let serial = 0;

interface Life {
  home: (typeof keys)[number];
  memberships: { key: (typeof keys)[number]; role: MembershipRole; since: string; until: string | null }[];
  phones: string[];
  card: boolean;
  household: HouseholdRelation | null;
  guardians: GuardianRelation[];
  clinicians: ClinicianRole[];
}

const life: fc.Arbitrary<Life> = fc.record({
  home: fc.constantFrom(...keys),
  memberships: fc.uniqueArray(fc.record({ key: fc.constantFrom(...keys), role: fc.constantFrom(...MembershipRole.options), since: fc.constantFrom('2020-01-01', '2021-05-06'), until: fc.constantFrom(null, null, '2024-01-01') }), { maxLength: 4, selector: ({ key, role, since }) => `${key} ${role} ${since}` }),
  phones: fc.uniqueArray(fc.constantFrom('15400000001', '15400000002', '15400000003'), { maxLength: 2 }),
  card: fc.boolean(),
  household: fc.constantFrom(null, ...HouseholdRelation.options),
  guardians: fc.array(fc.constantFrom(...GuardianRelation.options), { maxLength: 1 }),
  clinicians: fc.uniqueArray(fc.constantFrom(...ClinicianRole.options), { maxLength: 2 }),
});

async function liveAs({ home, ...told }: Life, sharedCard: string | null): Promise<PersonId> {
  return within(store.database, systemScope(testTenant), async (tx) => {
    const personId = await nextPersonId(tx);
    const owner = { tenantId: testTenant, personId };
    const memberships = told.memberships.map(({ key, role, since, until }) => ({ ...owner, organizationId: at(key).organizationId, organizationPos: at(key).pos, role, since: day(since), until: until === null ? null : day(until) }));
    const active = memberships.filter(({ until }) => until === null).map(({ organizationPos }) => organizationPos);
    const place = { organizationPos: at(home).pos, positions: multirangeOf(active, at(home).pos) };
    const card = told.card ? (sharedCard ?? idCard('1980-02-03', (serial += 2) % 900)) : null;
    const person: NewPerson = {
      person: { ...owner, organizationId: at(home).organizationId, organizationPos: place.organizationPos, name: '张伟', sex: 'female', birthDate: day('1980-02-03'), address: null, registeredAt: Instant.parse('2026-01-01T00:00:00.123Z'), deceasedOn: null, movedOn: null },
      identifiers: [...told.phones.map((number) => ({ kind: 'phone' as const, number })), ...(card === null ? [] : [{ kind: 'id-card' as const, number: card }])],
      memberships,
    };
    await insertPeople(tx, [person], { vault: store.vault, today: day('2026-11-22') });
    if (told.household !== null) await insertHouseholdMembers(tx, [{ ...owner, ...place, householdId: 7, relation: told.household, since: day('2024-01-01') }]);
    for (const relation of told.guardians) await upsertGuardianship(tx, { ...owner, ...place, guardianPersonId: PersonId.parse(1), relation, since: day('2024-01-01'), until: null });
    await insertClinicians(tx, told.clinicians.map((role) => ({ ...owner, ...place, role, accountId: '00000000-0000-4000-8000-000000000001', name: '医', since: day('2024-01-01'), until: null })));
    return personId;
  });
}

/** Everything that any table says of these people; that somebody is to be assessed again is a note of the moment, no record. */
async function everything(ids: readonly PersonId[]): Promise<Record<string, unknown[]>> {
  const { rows } = await store.owner.query<{ table_name: string }>(
    `select distinct table_name from information_schema.columns where table_schema = 'public' and (column_name = 'person_id' or column_name like '%\\_person\\_id')
       and table_name not in ('merge', 'merged_row', 'duplicate_candidate') and table_name not like 'audit%' and table_name <> 'dirty_person' order by 1`);
  const all: Record<string, unknown[]> = {};
  for (const { table_name: table } of rows) {
    const columns = (await store.owner.query<{ column_name: string }>(`select column_name from information_schema.columns where table_name = $1 and (column_name = 'person_id' or column_name like '%\\_person\\_id')`, [table])).rows.map((row) => row.column_name);
    all[table] = (await store.owner.query<{ row: unknown }>(`select to_jsonb(t) as row from ${table} t where ${columns.map((column) => `${column} = any($1::bigint[])`).join(' or ')} order by to_jsonb(t)::text`, [ids])).rows.map(({ row }) => row);
  }
  return all;
}

test('merging and parting again leaves every table as it was, whatever the two records hold', async () => {
  await fc.assert(
    fc.asyncProperty(life, life, fc.boolean(), async (one, other, sameCard) => {
      const shared = sameCard ? idCard('1980-02-03', (serial += 2) % 900) : null;
      const [a, b] = [await liveAs(one, shared), await liveAs(other, shared)];
      const before = await everything([a, b]);
      const merged = await doctor.call(mergePeople, { personId: a, mergedPersonId: b });
      expect(merged.status).toBe(200);
      const between = await everything([b]);
      expect(Object.values(between).flat()).toEqual([]);
      const lost = Object.values(before).flat().length - Object.values(await everything([a])).flat().length;
      expect(lost).toBe(merged.body.kept + 1);
      expect((await doctor.call(undoMerge, { personId: a, mergeId: merged.body.mergeId })).status).toBe(200);
      expect(await everything([a, b])).toEqual(before);
    }),
    { numRuns: 15 },
  );
});

test('the desk: found, compared, merged, read as one, parted again', async () => {
  const plain: Life = { home: 'ward', memberships: [], phones: ['15400000009'], card: false, household: null, guardians: [], clinicians: [] };
  const [a, b] = [await liveAs(plain, null), await liveAs({ ...plain, home: 'school', memberships: [{ key: 'school', role: 'pupil', since: '2020-01-01', until: null }], card: true }, null)];
  await doctor.call(findDuplicates, {});
  const { body } = await doctor.call(listDuplicates, { personId: a, limit: 200 });
  expect(body.pairs.find((pair) => pair.b.personId === b)).toMatchObject({ sure: true, evidence: ['same-name', 'same-birth-date', 'same-phone'] });
  const { body: merge } = await doctor.call(mergePeople, { personId: a, mergedPersonId: b });
  expect((await doctor.call(revealIdentifiers, { personId: a, kind: 'id-card' })).body.numbers[0]).toMatch(/^990000198002/);
  expect((await doctor.call(openPerson, { personId: b })).status).toBe(404);
  const school = await as('school-doctor', 'school');
  expect((await school.call(openPerson, { personId: a })).status).toBe(200);
  expect((await doctor.call(listMerges, {})).body[0]).toMatchObject({ personId: a, mergedPersonId: b, mergedName: '张伟' });
  await doctor.call(undoMerge, { personId: a, mergeId: merge.mergeId });
  expect((await school.call(openPerson, { personId: a })).status).toBe(404);
  expect((await doctor.call(undoMerge, { personId: a, mergeId: merge.mergeId })).problem.type).toBe('people.noSuchMerge');
  expect((await doctor.call(partCandidates, { personId: b, otherPersonId: a })).status).toBe(200);
  expect((await doctor.call(listDuplicates, { personId: a, limit: 200 })).body.pairs.filter((pair) => pair.b.personId === b)).toEqual([]);
  expect((await doctor.call(searchPeople, { q: '15400000009' })).body.people).toHaveLength(2);
});

test('only who sees both may merge', async () => {
  const plain: Life = { home: 'ward', memberships: [], phones: [], card: false, household: null, guardians: [], clinicians: [] };
  const [a, b] = [await liveAs(plain, null), await liveAs({ ...plain, home: 'hospital-b' }, null)];
  const near = await as('doctor', 'hospital');
  expect((await near.call(mergePeople, { personId: a, mergedPersonId: b })).problem.type).toBe('people.unknownPerson');
  expect((await near.call(mergePeople, { personId: a, mergedPersonId: a })).problem.type).toBe('people.mergeSelf');
});
