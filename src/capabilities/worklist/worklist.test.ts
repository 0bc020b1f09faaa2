import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { addDays, type Day, type Instant } from '../../kernel/day.ts';
import { within, type Tx } from '../../platform/database.ts';
import { recordDeparture } from '../people/moves.ts';
import { PersonId } from '../people/people.ts';
import { recordCall, returnedToCare, returnToCare, takeBackCall } from './calls.ts';
import { deleteView, listViews, saveView } from './views.ts';
import { assignWork, countWork, finishWork, hideWork, listWork, reopenWork, type NewWork } from './worklist.ts';
import { closeWork, openWork } from './worklist.store.ts';

const today = '2026-11-23' as Day;
const at = '2026-11-23T01:00:00.000Z' as Instant;
const { store, organizations, as } = await testApp({ today });
const hospital = organizations.get('hospital');
const doctor = await as('doctor', 'hospital');
const stranger = await as('nurse', 'hospital-b');
const system = <T>(work: (tx: Tx) => Promise<T>) => within(store.database, systemScope(testTenant), work);

let next = 5000;
async function person(tier?: 'low' | 'mid' | 'high'): Promise<PersonId> {
  next += 1;
  await addPerson(store.owner, { personId: next, at: hospital });
  if (tier) {
    await store.owner.query(
      `insert into person_tier (tenant_id, person_id, version, tier, computed, provisional, emergency, urgent, danger, fires, undecided, missing, awaited, assessed_on, tier_since, organization_pos, label)
       values (1, $1, 1, $2, $2, false, false, false, '{}', '{}', '{}', '{}', '{}', $3, $3, $4, 1)`,
      [next, tier, today, hospital?.pos],
    );
  }
  return PersonId.parse(next);
}

const call = (personId: PersonId, late: number, more: Partial<NewWork> = {}): NewWork => ({
  personId, kind: 'contact', title: 'care:work.monthly', params: {}, dueOn: addDays(today, -late), severity: 'routine', role: 'nurse', source: { capability: 'test', id: 'monthly' }, ...more,
});

const all = { whose: 'all' as const };

test('a source opens its work once, and goes on saying what it is while it is open', async () => {
  const personId = await person();
  expect(await system((tx) => openWork(tx, [call(personId, 0)], at))).toBe(1);
  expect(await system((tx) => openWork(tx, [call(personId, 0)], at))).toBe(0);
  expect(await system((tx) => openWork(tx, [call(personId, 2)], at))).toBe(1);
  await system((tx) => closeWork(tx, { capability: 'test', persons: [personId] }, { state: 'done', at, by: null, outcome: 'reached' }));
  expect(await system((tx) => openWork(tx, [call(personId, 5)], at))).toBe(0);
  const { rows } = await store.owner.query('select due_on, state, outcome from work_item where person_id = $1', [personId]);
  expect(rows).toEqual([{ due_on: '2026-11-21', state: 'done', outcome: 'reached' }]);
});

test('the list goes by severity, then tier, then the least late; the long lost stand apart', async () => {
  const [low, mid, high, late, lost, alarm] = [await person('low'), await person('mid'), await person('high'), await person('high'), await person('high'), await person('low')];
  await system((tx) =>
    openWork(tx, [call(low, 0), call(mid, 3), call(high, 1), call(late, 30), call(lost, 366), call(alarm, 0, { kind: 'alarm', severity: 'danger', role: 'doctor', source: { capability: 'test', id: 'alarm' } })], at),
  );
  const wanted = new Set<number>([low, mid, high, late, lost, alarm]);
  const order = async (tab: 'now' | 'lost' | 'overdue' | 'alarms') => (await doctor.call(listWork, { ...all, tab })).body.items.map(({ person: { personId } }) => personId).filter((id) => wanted.has(id));
  expect(await order('now')).toEqual([alarm, high, late, mid, low]);
  expect(await order('overdue')).toEqual([high, late, mid]);
  expect(await order('lost')).toEqual([lost]);
  expect(await order('alarms')).toEqual([alarm]);
  expect((await doctor.call(countWork, all)).body).toMatchObject({ lost: 1, alarms: 1, overdue: 3 });
  const ticked = (await doctor.call(listWork, { ...all, tab: 'alarms' })).body.items.filter(({ person: { personId } }) => personId === alarm).map(({ itemId, person: { personId } }) => ({ personId, itemId }));
  expect((await doctor.call(finishWork, { items: ticked, outcome: 'done' })).problem.type).toBe('worklist.doneElsewhere');
  expect((await stranger.call(listWork, all)).body.items).toEqual([]);
});

test('work is handed over, hidden, finished and taken back; who is out of reach changes nothing', async () => {
  const personId = await person('mid');
  await system((tx) => openWork(tx, [call(personId, 1)], at));
  const find = async () => (await doctor.call(listWork, { ...all })).body.items.find((item) => item.person.personId === personId);
  const items = [{ personId, itemId: (await find())?.itemId ?? '' }];
  expect((await stranger.call(finishWork, { items, outcome: 'x' })).problem.type).toBe('worklist.unknownItem');
  expect((await doctor.call(hideWork, { items, until: today })).problem.type).toBe('worklist.inPast');
  expect((await doctor.call(hideWork, { items, until: addDays(today, 7) })).body).toEqual({ changed: 1 });
  expect(await find()).toBeUndefined();
  await doctor.call(hideWork, { items, until: null });
  expect((await doctor.call(finishWork, { items, outcome: 'visited' })).body).toEqual({ changed: 1 });
  expect(await find()).toBeUndefined();
  await doctor.call(reopenWork, { items });
  expect(await find()).toMatchObject({ daysLate: 1, tier: 'mid' });
  expect((await doctor.call(assignWork, { items, accountId: '00000000-0000-4000-8000-000000000001' })).problem.type).toBe('worklist.unknownAccount');
});

test('nobody who died is owed work', async () => {
  const personId = await person();
  await system((tx) => openWork(tx, [call(personId, 0)], at));
  await doctor.call(recordDeparture, { personId, why: 'died', on: today });
  const { rows } = await store.owner.query('select state, outcome from work_item where person_id = $1', [personId]);
  expect(rows).toEqual([{ state: 'cancelled', outcome: 'died' }]);
  expect(await system((tx) => openWork(tx, [call(personId, 0, { source: { capability: 'test', id: 'again' } })], at))).toBe(0);
});

test('a call hides for as long as its outcome says, is taken back, and a death found by telephone is recorded', async () => {
  const personId = await person('mid');
  await system((tx) => openWork(tx, [call(personId, 9)], at));
  const find = async () => (await doctor.call(listWork, { ...all })).body.items.find((item) => item.person.personId === personId);
  const itemId = (await find())?.itemId ?? '';
  const made = (outcome: 'agreed' | 'later' | 'unreachable') => ({ personId, itemId, callId: randomUUID(), outcome });
  for (const [outcome, days] of [['agreed', 30], ['later', 7], ['unreachable', 1]] as const) {
    const one = made(outcome);
    expect((await doctor.call(recordCall, one)).body).toEqual({ hiddenUntil: addDays(today, days) });
    expect((await doctor.call(recordCall, one)).body).toEqual({ hiddenUntil: addDays(today, days) });
    expect(await find()).toBeUndefined();
    await doctor.call(takeBackCall, { personId, callId: one.callId });
    expect(await find()).toMatchObject({ calls: { count: 0 } });
  }
  expect((await doctor.call(recordCall, { ...made('agreed'), outcome: 'removed' })).status).toBe(400);
  expect((await stranger.call(recordCall, made('agreed'))).problem.type).toBe('worklist.unknownItem');
  await doctor.call(recordCall, { personId, itemId, callId: randomUUID(), outcome: 'removed', reason: 'died', on: '2026-11-20' as Day });
  const { rows } = await store.owner.query('select deceased_on from person where person_id = $1', [personId]);
  expect(rows).toEqual([{ deceased_on: '2026-11-20' }]);
});

test('return to care counts fifteen days from the first call of the month, in memory and in the database', async () => {
  const day = (text: string) => text as Day;
  const cases = [
    { calls: ['2026-11-03', '2026-11-20'], visits: ['2026-11-18'], returned: true },
    { calls: ['2026-11-03'], visits: ['2026-11-19'], returned: false },
    { calls: ['2026-11-03'], visits: ['2026-11-03'], returned: true },
    { calls: ['2026-11-03'], visits: ['2026-11-02'], returned: false },
    { calls: ['2026-10-30', '2026-11-20'], visits: ['2026-11-10'], returned: false },
    { calls: ['2026-10-30'], visits: ['2026-11-01'], returned: null },
  ];
  for (const { calls, visits, returned } of cases) {
    expect(returnedToCare({ calls: calls.map(day), visits: visits.map(day) }, '2026-11')).toBe(returned);
    const personId = await person();
    for (const on of calls) await store.owner.query(`insert into contact_call (tenant_id, person_id, call_id, item_id, called_on, called_at, called_by, outcome, organization_pos, label) values (1, $1, gen_random_uuid(), gen_random_uuid(), $2::date, $2::date, gen_random_uuid(), 'agreed', $3, 1)`, [personId, on, hospital?.pos]);
    for (const on of visits) await store.owner.query(`insert into encounter (tenant_id, person_id, entry_id, class, facility, since, source_id, recorded_at, organization_pos, label) values (1, $1, gen_random_uuid(), 'ambulatory', '甲', $2::date, 2, $2::date, $3, 1)`, [personId, on, hospital?.pos]);
  }
  const counted = (await doctor.call(returnToCare, { month: '2026-11' })).body.find(({ outcome }) => outcome === 'agreed');
  expect(counted).toEqual({ outcome: 'agreed', called: 5, returned: 2 });
});

test('a view is kept for oneself, or shared with those who work at the organisation', async () => {
  const { body } = await doctor.call(saveView, { title: '高危逾期', search: { tab: 'overdue', tier: 'high' }, shared: false });
  await doctor.call(saveView, { title: '科室', search: { whose: 'all' }, shared: true });
  expect((await doctor.call(listViews, {})).body.map(({ title, mine }) => [title, mine])).toEqual([['科室', true], ['高危逾期', true]]);
  const colleague = await as('nurse', 'hospital');
  expect((await colleague.call(listViews, {})).body.map(({ title, mine }) => [title, mine])).toEqual([['科室', false]]);
  expect((await colleague.call(deleteView, body)).problem.type).toBe('worklist.unknownView');
  expect((await doctor.call(deleteView, body)).status).toBe(200);
});
