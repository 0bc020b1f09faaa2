import { expect, test } from 'vitest';
import { addPerson } from '../../app/testing-people.ts';
import { testApp } from '../../app/testing.ts';
import { Day } from '../../kernel/day.ts';
import { whoLooked } from '../access/audit.ts';
import { PersonId } from '../people/people.ts';
import { listEntries } from './entries.ts';
import { addRelease, listReleased, listReleases, releaseAddressees, revokeRelease } from './releases.ts';

const { store, organizations, as } = await testApp();
const personId = PersonId.parse(1);
const school = organizations.get('school');
const organizationId = school?.organizationId ?? 0;
await addPerson(store.owner, { personId, at: school, birthDate: '2015-03-01' });
const doctor = await as('school-doctor', 'school');
const teacher = await as('teacher', 'school');
const other = await as('teacher', 'school');
const release = { personId, organizationId, kind: 'allergy' as const, words: '对花生过敏', until: null };

test('a teacher reads what was released, until it is taken back or over, and nothing of the record', async () => {
  expect((await teacher.call(listReleased, {})).body).toEqual([]);
  const allergy = (await doctor.call(addRelease, release)).body.releaseId;
  await doctor.call(addRelease, { ...release, kind: 'sport-exempt', words: '免修体育至 11 月 22 日', until: Day.parse('2026-11-22') });
  expect((await teacher.call(listReleased, {})).body.map(({ words }) => words).toSorted()).toEqual(['免修体育至 11 月 22 日', '对花生过敏']);
  expect((await teacher.call(listEntries, { personId })).status).toBe(403);
  expect((await teacher.call(listReleases, { personId })).status).toBe(403);
  await store.owner.query(`update health_release set until = '2026-11-21' where until is not null`);
  expect((await doctor.call(revokeRelease, { personId, releaseId: allergy })).status).toBe(200);
  expect((await teacher.call(listReleased, {})).body).toEqual([]);
  expect((await doctor.call(listReleases, { personId })).body.map(({ inForce }) => inForce)).toEqual([false, false]);
  expect((await doctor.call(revokeRelease, { personId, releaseId: allergy })).problem.type).toBe('records.noSuchEntry');
});

test('a release to one teacher is for nobody else', async () => {
  const [one] = (await doctor.call(releaseAddressees, { personId })).body.teachers;
  await doctor.call(addRelease, { ...release, teacherId: one?.accountId ?? null, words: '每天午饭后服药,请提醒' });
  const lists = [await teacher.call(listReleased, {}), await other.call(listReleased, {})].map(({ body }) => body.length);
  expect(lists.toSorted()).toEqual([0, 1]);
});

test('to the class that the pupil is in, and not into the past', async () => {
  expect((await doctor.call(addRelease, { ...release, organizationId: 1 })).problem.type).toBe('records.notTheirClass');
  expect((await doctor.call(addRelease, { ...release, until: Day.parse('2026-11-21') })).problem.type).toBe('records.overAlready');
  expect((await teacher.call(addRelease, release)).status).toBe(403);
});

test('other staff are not told, and the trail shows who was', async () => {
  const company = await as('employer-health-officer', 'company');
  expect((await company.call(listReleased, {})).status).toBe(403);
  const auditor = await as('auditor', 'district');
  const { body } = await auditor.call(whoLooked, { personId });
  expect(body.filter(({ action }) => action === 'list').map(({ roleTitle }) => roleTitle.zh)).toContain('教师');
});
