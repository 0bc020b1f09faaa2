import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { addPerson } from '../../app/testing-people.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { addDays, Day, Instant } from '../../kernel/day.ts';
import { addGuardian, ageOfMajority, assignClinician, endGuardian, isOfAge, listClinicians, mayGuardianRead, openFamily, setHousehold } from './households.ts';
import { upsertGuardianship, wardsReadable } from './households.store.ts';
import { ageOn, PersonId, registerPerson } from './people.ts';
import { insertPeople, type NewPerson } from './people.store.ts';
import { within } from '../../platform/database.ts';

const day = (text: string) => Day.parse(text);

test.each([
  ['2008-11-22', '2026-11-21', 17], ['2008-11-22', '2026-11-22', 18], ['2008-02-29', '2026-02-28', 17], ['2008-02-29', '2026-03-01', 18], ['2026-11-22', '2026-11-22', 0],
])('born %s, on %s: %i years old', (born, on, age) => {
  expect(ageOn(day(born), day(on))).toBe(age);
});

test.each([
  ['the day before the eighteenth birthday', { birthDate: '2008-11-23', since: '2020-01-01', until: null }, true],
  ['the eighteenth birthday', { birthDate: '2008-11-22', since: '2020-01-01', until: null }, false],
  ['a guardianship that ended today', { birthDate: '2015-01-01', since: '2020-01-01', until: '2026-11-22' }, false],
  ['one that ends tomorrow', { birthDate: '2015-01-01', since: '2020-01-01', until: '2026-11-23' }, true],
  ['one that begins tomorrow', { birthDate: '2015-01-01', since: '2026-11-23', until: null }, false],
])('%s: reads %s', (_title, { birthDate, since, until }, reads) => {
  expect(mayGuardianRead({ birthDate: day(birthDate), since: day(since), until: until === null ? null : day(until) }, day('2026-11-22'))).toBe(reads);
});

test('once of age, nobody reads as a guardian again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 0, max: 20_000 }), (born, later) => {
      const birthDate = addDays(day('1930-01-01'), born);
      const today = addDays(birthDate, later);
      if (isOfAge(birthDate, today)) expect(mayGuardianRead({ birthDate, since: birthDate, until: null }, addDays(today, 1))).toBe(false);
      else expect(ageOn(birthDate, today)).toBeLessThan(ageOfMajority);
    }),
  );
});

test('a mother reaches her child until the eighteenth birthday, and nobody else', async () => {
  const { store } = await testApp();
  const scope = { ...systemScope(testTenant) };
  const [mother, young, grown] = [1, 2, 3].map((id) => PersonId.parse(id));
  if (!mother || !young || !grown) throw new Error('unreachable');
  await within(store.database, scope, async (tx) => {
    const place = { organizationPos: 16, positions: null };
    const person = (personId: PersonId, birthDate: string): NewPerson => ({
      person: { tenantId: testTenant, personId, organizationId: 1, organizationPos: 16, name: '甲', sex: 'female', birthDate: day(birthDate), address: null, registeredAt: Instant.parse('2026-01-01T00:00:00.000Z'), deceasedOn: null, movedOn: null },
      identifiers: [],
      memberships: [],
    });
    await insertPeople(tx, [person(mother, '1985-01-01'), person(young, '2015-01-01'), person(grown, '2008-11-22')], { vault: store.vault, today: day('2026-11-22') });
    for (const ward of [young, grown]) await upsertGuardianship(tx, { tenantId: testTenant, personId: ward, guardianPersonId: mother, relation: 'mother', since: day('2020-01-01'), until: null, ...place });
  });
  const reached = (on: string) => wardsReadable(store.database, { tenant: testTenant, guardian: mother, day: day(on) });
  expect(await reached('2026-11-21')).toEqual([young, grown]);
  expect(await reached('2026-11-22')).toEqual([young]);
  expect(await wardsReadable(store.database, { tenant: testTenant, guardian: young, day: day('2026-11-22') })).toEqual([]);
});

test('families are made, joined and left; guardians must be of age and wards not', async () => {
  const { as, organizations } = await testApp();
  const doctor = await as('doctor', 'hospital');
  const organizationId = organizations.get('ward')?.organizationId ?? 0;
  const born = async (name: string, birthDate: string): Promise<PersonId> => (await doctor.call(registerPerson, { name, birthDate: day(birthDate), sex: 'female', organizationId })).body.personId;
  const [mother, child, brother] = [await born('母亲', '1985-01-01'), await born('孩子', '2015-01-01'), await born('哥哥', '2008-01-01')];
  await doctor.call(setHousehold, { personId: child, with: mother, relation: 'child' });
  const family = await doctor.call(openFamily, { personId: child });
  expect(family.body.household?.members.map(({ person, relation }) => [person.name, relation])).toEqual([['母亲', 'head'], ['孩子', 'child']]);
  expect((await doctor.call(addGuardian, { personId: child, guardianPersonId: mother, relation: 'mother' })).body.guardians).toMatchObject([{ relation: 'mother', reads: true }]);
  expect((await doctor.call(openFamily, { personId: mother })).body.wards).toMatchObject([{ person: { name: '孩子' }, reads: true }]);
  expect((await doctor.call(addGuardian, { personId: brother, guardianPersonId: mother, relation: 'mother' })).problem.type).toBe('people.ofAge');
  expect((await doctor.call(addGuardian, { personId: child, guardianPersonId: child, relation: 'other' })).problem.type).toBe('people.ownGuardian');
  expect((await doctor.call(endGuardian, { personId: child, guardianPersonId: mother })).body.guardians).toMatchObject([{ reads: false }]);
  await doctor.call(setHousehold, { personId: mother, with: null, relation: 'head' });
  // Who stayed has a head again.
  expect((await doctor.call(openFamily, { personId: child })).body.household?.members.map(({ person, relation }) => [person.name, relation])).toEqual([['孩子', 'head']]);
  expect((await doctor.call(openFamily, { personId: mother })).body.household?.members).toHaveLength(1);
});

test('a nurse is made responsible for many at once, and one of them gets another', async () => {
  const { as, organizations, store } = await testApp();
  const doctor = await as('doctor', 'hospital');
  await as('nurse', 'hospital');
  await as('nurse', 'hospital');
  for (const personId of [1, 2, 3]) await addPerson(store.owner, { personId, at: organizations.get(personId === 3 ? 'hospital-b' : 'ward') });
  const [first, second] = (await doctor.call(listClinicians, {})).body.filter(({ role }) => role === 'nurse');
  if (!first || !second) throw new Error('unreachable');
  const organizationId = organizations.get('hospital')?.organizationId ?? 0;
  const all = { personIds: null, organizationId, role: 'nurse' as const, accountId: first.accountId };
  expect((await doctor.call(assignClinician, { ...all, dryRun: true })).body).toEqual({ persons: 2, changed: 2 });
  expect((await doctor.call(openFamily, { personId: PersonId.parse(1) })).body.clinicians).toEqual([]);
  expect((await doctor.call(assignClinician, all)).body).toEqual({ persons: 2, changed: 2 });
  // Somebody out of reach is left alone.
  expect((await doctor.call(assignClinician, { ...all, personIds: [2, 3].map((id) => PersonId.parse(id)), organizationId: null, accountId: second.accountId })).body).toEqual({ persons: 1, changed: 1 });
  const namesOf = async (id: number) => (await doctor.call(openFamily, { personId: PersonId.parse(id) })).body.clinicians.map(({ accountId }) => accountId);
  expect([await namesOf(1), await namesOf(2)]).toEqual([[first.accountId], [second.accountId]]);
  expect((await doctor.call(assignClinician, { ...all, organizationId: organizations.get('school')?.organizationId ?? 0 })).problem.type).toBe('people.unknownOrganization');
  expect((await doctor.call(assignClinician, { ...all, role: 'doctor' })).problem.type).toBe('people.unknownClinician');
});
