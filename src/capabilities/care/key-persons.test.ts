import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { addDays, type Day, type Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { PersonId } from '../people/people.ts';
import { listWork } from '../worklist/worklist.ts';
import { listKeyCases, recordConsultation } from './key-persons.ts';
import { findKeyPersons } from './key-persons.api.ts';

const today = '2026-11-23' as Day;
const { store, organizations, as } = await testApp({ today });
const hospital = organizations.get('hospital');
const doctor = await as('doctor', 'hospital');
const find = () => within(store.database, systemScope(testTenant), (tx) => findKeyPersons(tx, { today, at: `${today}T01:00:00.000Z` as Instant }));

async function examined(personId: number, { sbp, days, known = false }: { sbp: number; days: number; known?: boolean }): Promise<void> {
  await addPerson(store.owner, { personId, at: hospital });
  await store.owner.query(`insert into person_fact (tenant_id, person_id, organization_pos, label, dx_htn, sbp, sbp_on, dbp, dbp_on, check_up_days_on) values (1, $1, $2, 1, $3, $4, $5::date, 80, $5::date, $5::date)`, [personId, hospital?.pos, known, sbp, addDays(today, -days)]);
}

test('who is pointed out by a check-up is called once, seen alone, and followed until somebody closes it', async () => {
  await examined(7101, { sbp: 166, days: 5 });
  await examined(7102, { sbp: 142, days: 5, known: true });
  await examined(7103, { sbp: 128, days: 5 });
  await examined(7104, { sbp: 170, days: 61 });
  expect(await find()).toBe(1);
  expect(await find()).toBe(0);
  const personId = PersonId.parse(7101);
  const work = async () => (await doctor.call(listWork, { whose: 'all', tab: 'upcoming' })).body.items.filter(({ kind }) => kind === 'consultation').map(({ dueOn, title }) => [dueOn, title]);
  expect(await work()).toEqual([[addDays(today, 7), 'care:work.consultation']]);
  const [found] = (await doctor.call(listKeyCases, { personId })).body;
  expect(found?.reasons.map(({ zh }) => zh)).toEqual(['体检血压≥160/100 mmHg', '体检血压升高，未诊断高血压']);
  const held = (more: object) => doctor.call(recordConsultation, { personId, caseId: found?.caseId ?? '', noteId: randomUUID(), text: '面谈:限盐,一周后复测', nextOn: null, outcome: null, ...more });
  expect((await held({})).status).toBe(400);
  expect((await held({ nextOn: addDays(today, 14) })).body).toMatchObject({ consultedOn: today, closedOn: null });
  expect(await work()).toEqual([[addDays(today, 14), 'care:work.keyFollowUp']]);
  expect((await held({ outcome: 'diagnosed' })).body).toMatchObject({ closedOn: today, outcome: 'diagnosed', notes: [{}, {}] });
  expect(await work()).toEqual([]);
  expect((await held({ outcome: 'other' })).problem.type).toBe('care.caseClosed');
  expect(await find()).toBe(0);
});
