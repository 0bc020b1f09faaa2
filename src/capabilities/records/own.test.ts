import { describe, expect, test } from 'vitest';
import { Instant } from '../../kernel/day.ts';
import { addPerson } from '../../app/testing-people.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { myPeople } from '../access/residents.ts';
import { PersonId } from '../people/people.ts';
import { listOwnCorrections } from './corrections.ts';
import { enterOwnObservations, listOwnEntries, listOwnLatest, listOwnObservations, readOwnBasis } from './own.ts';

const { as, store, organizations } = await testApp();
const me = PersonId.parse(101);
const other = PersonId.parse(102);
await addPerson(store.owner, { personId: me, at: organizations.get('hospital') });
await addPerson(store.owner, { personId: other, at: organizations.get('hospital') });
const resident = await as('resident', 'hospital', me);
const at = Instant.parse('2026-11-21T23:10:00.123Z');
const pressure = { code: 'blood-pressure', value: 132, value2: 84 };

describe('what a person measured at home', () => {
  test('is recorded once, however often it is sent', async () => {
    const send = () => resident.call(enterOwnObservations, { personId: me, effectiveAt: at, values: [pressure, { code: 'heart-rate', value: 71 }] });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map(({ status, body }) => [status, body.recorded]).toSorted()).toEqual([[200, 0], [200, 0], [200, 2]]);
    const { body } = await resident.call(listOwnObservations, { personId: me });
    expect(body.map(({ code, value, value2, source }) => [code, value, value2, source])).toEqual([['blood-pressure', 132, 84, 'home'], ['heart-rate', 71, null, 'home']]);
  });

  test('in another unit it is still the same', async () => {
    const effectiveAt = Instant.parse('2026-11-20T01:00:00.000Z');
    const send = (value: number, unit: string | null) => resident.call(enterOwnObservations, { personId: me, effectiveAt, values: [{ code: 'body-weight', value, unit }] });
    expect((await send(62, 'kg')).body.recorded).toBe(1);
    expect((await send(124, '[jin_cn]')).body.recorded).toBe(0);
  });

  test('is refused with another value at the same moment, and what came first stays', async () => {
    const { status, problem } = await resident.call(enterOwnObservations, { personId: me, effectiveAt: at, values: [{ ...pressure, value: 150 }] });
    expect([status, problem.type]).toEqual([409, 'records.alreadyRecorded']);
    expect((await resident.call(listOwnLatest, { personId: me })).body.find(({ code }) => code === 'blood-pressure')?.value).toBe(132);
  });

  test('is refused when nobody can have it, or it lies ahead', async () => {
    const wrong = await resident.call(enterOwnObservations, { personId: me, effectiveAt: at, values: [{ code: 'body-temperature', value: 120 }] });
    expect(wrong.problem.type).toBe('records.impossibleValue');
    const ahead = await resident.call(enterOwnObservations, { personId: me, effectiveAt: Instant.parse('2026-12-24T00:00:00Z'), values: [pressure] });
    expect(ahead.problem.type).toBe('records.inTheFuture');
  });
});

test('nobody sees or writes the record of somebody else, and each look leaves its trace', async () => {
  const of = { personId: other };
  const looks = [await resident.call(listOwnObservations, of), await resident.call(listOwnLatest, of), await resident.call(listOwnEntries, of), await resident.call(readOwnBasis, of)];
  expect(looks.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect((await resident.call(enterOwnObservations, { personId: other, effectiveAt: at, values: [pressure] })).status).toBe(404);
  expect((await resident.call(readOwnBasis, { personId: me })).body).toEqual({ sex: 'female', birthDate: '1960-05-01' });
  const { rows } = await store.owner.query<{ reads: number; refused: number }>(
    `select count(*) filter (where e.outcome = 'done')::int as reads, count(*) filter (where e.outcome <> 'done')::int as refused from audit_event e where e.contract like '%/api/me/%'`,
  );
  expect(rows[0]?.reads).toBeGreaterThan(5);
  expect(rows[0]?.refused).toBeGreaterThan(5);
});

test.each([['2026-11-21', 200, [103, 104]], ['2026-11-22', 404, [103]]])('on %s a mother gets %i for the record of her child, born on 2008-11-22', async (today, status, people) => {
  const clocked = await testApp({ today });
  const at = clocked.organizations.get('hospital');
  await addPerson(clocked.store.owner, { personId: PersonId.parse(103), at, birthDate: '1980-01-01' });
  await addPerson(clocked.store.owner, { personId: PersonId.parse(104), at, birthDate: '2008-11-22' });
  await clocked.store.owner.query("insert into guardianship (tenant_id, person_id, guardian_person_id, relation, since, until, organization_pos, positions) values ($1, 104, 103, 'mother', '2010-01-01', null, $2, null)", [testTenant, at?.pos]);
  const mother = await clocked.as('resident', 'hospital', 103);
  expect((await mother.call(myPeople, {})).body.map(({ personId }) => personId)).toEqual(people);
  const of = { personId: PersonId.parse(104) };
  const answers = [await mother.call(readOwnBasis, of), await mother.call(listOwnObservations, of), await mother.call(listOwnEntries, of), await mother.call(listOwnCorrections, of)];
  expect(answers.map((answer) => answer.status)).toEqual([status, status, status, status]);
});
