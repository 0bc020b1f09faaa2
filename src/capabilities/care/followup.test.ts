import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { addDays, addMonths, type Day, type Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { PersonId } from '../people/people.ts';
import { personResponses } from '../forms/responding.ts';
import { listLatest } from '../records/observations.ts';
import { listEntries } from '../records/entries.ts';
import { listWork } from '../worklist/worklist.ts';
import { adviceFor } from './advice.ts';
import { openSheet, readSheetContent, recordVisit } from './followup.ts';
import { personPathway, startPathway } from './pathways.ts';
import { plan } from './planning.api.ts';
import { calendar } from './content.gateway.ts';
import { classifySheet, latestNext, medicineUnchanged, nothingNew, type KnownCourse } from './sheet.ts';

const today = '2026-11-23' as Day;
const { store, organizations, as } = await testApp({ today });
const hospital = organizations.get('hospital');
const nurse = await as('nurse', 'hospital');
const manager = await as('programme-manager', 'district');
const { body: content } = await nurse.call(readSheetContent, {});

const known: KnownCourse = { diseases: ['hypertension'], age: 60, pregnant: null, lactating: null, uncontrolledInRow: 0 };
const pressure = (sbp: number, dbp: number) => ({ systolic: [sbp], diastolic: [dbp] });
const routine = { ...nothingNew, ...medicineUnchanged(['hypertension']) };

test.each([
  ['139/89 is satisfactory', pressure(139, 89), {}, 'controlled', 'keep', '2026-12-23'],
  ['140 is not, the first time', pressure(140, 80), {}, 'uncontrolled', 'adjust', '2026-12-07'],
  ['a second time in a row is referred', pressure(150, 80), { uncontrolledInRow: 1 }, 'uncontrolled', 'refer', '2026-12-07'],
  ['from 65 years 149/89 is satisfactory', pressure(149, 89), { age: 65 }, 'controlled', 'keep', '2026-12-23'],
  ['180 is danger', pressure(180, 80), {}, 'uncontrolled', 'refer_urgently', '2026-12-07'],
  ['so is 110 below', pressure(150, 110), {}, 'uncontrolled', 'refer_urgently', '2026-12-07'],
  ['an adverse reaction asks for two weeks', { ...pressure(120, 70), 'adverse-reaction': [true] }, {}, 'adr', 'adjust', '2026-12-07'],
] as const)('%s', (_, answers, more, group, action, next) => {
  const verdict = classifySheet({ ...routine, ...answers } as never, { ...known, ...more }, content.followup);
  expect([verdict.hypertension?.value, verdict.action, latestNext(today, verdict, { tier: 'mid', calendar, weeks: 2 })]).toEqual([group, action, next]);
});

test('a number that is half typed is unknown, not wrong', () => {
  for (const sbp of [1, 13]) expect(classifySheet({ ...routine, systolic: [sbp], diastolic: [8] }, known, content.followup).hypertension?.value).toBeNull();
});

test('advice speaks of what was entered, and of nothing that is unknown', () => {
  const ids = (answers: object) => adviceFor(answers as never, { rules: content.advice, age: 60 }).map(({ id }) => id);
  expect(ids({})).toEqual([]);
  expect(ids(pressure(165, 95))).toEqual(['high-pressure', 'severe-pressure']);
  expect(ids({ ...pressure(128, 80), salt: ['heavy'], cigarettes: [10] })).toEqual(['salt', 'smoking', 'keep']);
});

let next = 8000;
async function patient(tier: 'low' | 'mid' | 'high' = 'mid', { diabetes = false } = {}): Promise<PersonId> {
  next += 1;
  await addPerson(store.owner, { personId: next, at: hospital });
  await store.owner.query(`insert into person_fact (tenant_id, person_id, organization_pos, label, dx_htn, dx_t2dm) values (1, $1, $2, 1, true, $3)`, [next, hospital?.pos, diabetes]);
  await store.owner.query(
    `insert into person_tier (tenant_id, person_id, version, tier, computed, provisional, emergency, urgent, danger, fires, undecided, missing, awaited, assessed_on, tier_since, organization_pos, label)
     values (1, $1, 1, $2, $2, false, false, false, '{}', '{}', '{}', '{}', '{}', $3, $3, $4, 1)`,
    [next, tier, today, hospital?.pos],
  );
  await within(store.database, systemScope(testTenant), (tx) => plan(tx, { today: addDays(today, -20), at: '2026-11-03T01:00:00.000Z' as Instant, whom: [next] }));
  return PersonId.parse(next);
}

await manager.call(startPathway, { title: '慢病', template: 'chronic-disease', organizationId: organizations.get('district')?.organizationId ?? 0, startsOn: addMonths(today, -6), endsOn: addMonths(today, 6) });

const visit = (personId: PersonId, answers: object, more: object = {}) =>
  nurse.call(recordVisit, { personId, visitId: randomUUID(), visitedOn: today, way: 'phone', answers: { ...routine, ...answers } as never, nextOn: addDays(today, 14), danger: null, ...more } as never);

test('a visit is the sheet, its values, the encounter and the next step, in one; sent twice it is one', async () => {
  const personId = await patient();
  const visitId = randomUUID();
  const nextOn = addMonths(today, 1);
  const first = await visit(personId, pressure(132, 84), { visitId, nextOn });
  expect(first.body).toMatchObject({ hypertension: 'controlled', action: 'keep', nextOn });
  expect((await visit(personId, pressure(132, 84), { visitId, nextOn })).body).toEqual(first.body);
  const latest = (await nurse.call(listLatest, { personId })).body.find(({ code }) => code === 'blood-pressure');
  expect(latest).toMatchObject({ value: 132, value2: 84, source: 'follow-up' });
  expect((await nurse.call(listEntries, { personId, resource: 'encounter' })).body).toHaveLength(1);
  expect((await nurse.call(personResponses, { personId })).body).toHaveLength(1);
  const open = (await nurse.call(personPathway, { personId })).body.programmes[0]?.steps.filter(({ state }) => state === 'open') ?? [];
  expect(open.filter(({ stepId }) => stepId === 'contact')).toMatchObject([{ dueOn: nextOn }]);
  expect(open).toHaveLength(2);
});

test('the next sheet carries the way of living over, never the values', async () => {
  const personId = await patient();
  await visit(personId, { ...pressure(132, 84), salt: ['heavy'], cigarettes: [10], 'heart-rate': [72] });
  const { body } = await nurse.call(openSheet, { personId });
  expect(body.last?.answers).toEqual({ salt: ['heavy'], cigarettes: [10] });
  expect(body.pressures.at(-1)).toMatchObject({ value: 132, value2: 84 });
});

test('a danger value asks what was done, and its referral is followed up within two weeks', async () => {
  const personId = await patient('high');
  expect((await visit(personId, pressure(186, 100))).problem.type).toBe('care.dangerNeedsAction');
  expect((await visit(personId, pressure(186, 100), { danger: { action: 'declined', note: '' } })).problem.type).toBe('care.dangerNeedsNote');
  expect((await visit(personId, pressure(186, 100), { danger: { action: 'treated-referred', note: '' }, nextOn: addDays(today, 7) })).body).toMatchObject({ action: 'refer_urgently' });
  const referral = (await nurse.call(listWork, { whose: 'all', tab: 'referrals' })).body.items.find((item) => item.person.personId === personId);
  expect(referral).toMatchObject({ severity: 'urgent', dueOn: '2026-12-07', params: { value: '186/100' } });
});

test('two weeks are two weeks, a day that is over is over, and who left is not visited', async () => {
  const personId = await patient();
  expect((await visit(personId, pressure(150, 80), { nextOn: addDays(today, 15) })).problem).toMatchObject({ type: 'care.nextTooLate', params: { latest: '2026-12-07' } });
  expect((await visit(personId, pressure(130, 80), { nextOn: today })).problem.type).toBe('care.nextNotAfter');
  expect((await visit(personId, pressure(130, 80), { visitedOn: addDays(today, 1) })).problem.type).toBe('care.wrongVisitDay');
  await store.owner.query('update person set deceased_on = $2 where person_id = $1', [personId, today]);
  expect((await visit(personId, pressure(130, 80))).problem.type).toBe('care.leftCare');
});

test('with both diseases both sheets are kept, each with its own class', async () => {
  const personId = await patient('mid', { diabetes: true });
  const answer = await visit(personId, { ...pressure(128, 78), ...medicineUnchanged(['hypertension', 'diabetes']), 'fasting-glucose': [7.4] });
  expect(answer.body).toMatchObject({ hypertension: 'controlled', diabetes: 'uncontrolled', action: 'adjust' });
  expect((await nurse.call(personResponses, { personId })).body.map(({ formKey }) => formKey).toSorted()).toEqual(['follow-up-diabetes', 'follow-up-hypertension']);
});
