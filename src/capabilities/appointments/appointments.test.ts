import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import type { Day, Instant } from '../../kernel/day.ts';
import { beyondReach, within } from '../../platform/database.ts';
import { recordDeparture } from '../people/moves.ts';
import { PersonId } from '../people/people.ts';
import { listWork } from '../worklist/worklist.ts';
import {
  bookAppointment, bookMine, cancelMine, freeSlots, joinWaitlist, listWaitlist, markAppointment, moveAppointment, personAppointments, readCalendar, readMyAppointments, readMyFreeSlots, waitMine, walkIn,
} from './appointments.ts';
import { listSchedules, removeException, saveException, saveSchedule } from './schedules.ts';
import { noteNoShows, remind } from './upkeep.api.ts';

// A Monday, ten in the morning.
const today = '2026-11-23' as Day;
const { store, organizations, as } = await testApp({ today });
const nurse = await as('nurse', 'hospital');
const stranger = await as('nurse', 'hospital-b');
const hospital = organizations.get('hospital')?.organizationId ?? 0;

let next = 6000;
async function person(): Promise<PersonId> {
  next += 1;
  await addPerson(store.owner, { personId: next, at: organizations.get('hospital') });
  return PersonId.parse(next);
}

const usual = {
  organizationId: hospital, service: 'follow-up', actorId: null, place: '二楼 203', times: [{ weekdays: [1, 2, 3, 4, 5], from: 540, until: 600 }], slotMinutes: 30, capacity: 1, validFrom: today, validUntil: null, onHolidays: false, opensTo: hospital, daysAhead: 14,
};

async function schedule(changed: Partial<typeof usual> = {}): Promise<string> {
  const scheduleId = randomUUID();
  expect((await nurse.call(saveSchedule, { ...usual, ...changed, scheduleId })).status).toBe(200);
  return scheduleId;
}

/** Whoever joins in the same instant stands in the order of the ids. */
const entryId = () => `00000000-0000-4000-8000-${String((next += 1)).padStart(12, '0')}`;

const tuesday = '2026-11-24T01:00:00.000Z' as Instant;
const later = '2026-11-24T01:30:00.000Z' as Instant;
const book = (personId: PersonId, scheduleId: string, startsAt = tuesday) => nurse.call(bookAppointment, { personId, appointmentId: randomUUID(), scheduleId, startsAt });
const cancel = (personId: PersonId, appointmentId: string) => nurse.call(markAppointment, { personId, appointmentId, state: 'cancelled' });
const stateOf = async (personId: PersonId) => (await nurse.call(personAppointments, { personId })).body.appointments.map(({ state }) => state);

test('of a hundred who want the same slot at once exactly as many get it as it has seats', async () => {
  const scheduleId = await schedule({ capacity: 7 });
  const people: PersonId[] = [];
  for (let i = 0; i < 100; i += 1) people.push(await person());
  const answers = await Promise.all(people.map((personId) => book(personId, scheduleId)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
  expect(answers.filter(({ status, problem }) => status === 409 && problem.type === 'appointments.slotFull')).toHaveLength(93);
  const { rows } = await store.owner.query('select count(*)::int as n, count(distinct seat)::int as seats from appointment where schedule_id = $1', [scheduleId]);
  expect(rows).toEqual([{ n: 7, seats: 7 }]);
  expect((await nurse.call(freeSlots, { scheduleId, first: '2026-11-24' as Day })).body[0]).toMatchObject({ startsAt: later, free: 7 });
});

test('nobody is at two places at once, however the requests race', async () => {
  const personId = await person();
  const schedules = await Promise.all(Array.from({ length: 10 }, () => schedule()));
  const answers = await Promise.all(schedules.map((scheduleId) => book(personId, scheduleId)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers.filter(({ problem }) => problem.type === 'appointments.twiceAtOnce')).toHaveLength(9);
});

test('sent twice, booked once; outside the times, or beyond reach, not at all', async () => {
  const scheduleId = await schedule();
  const personId = await person();
  const request = { personId, appointmentId: randomUUID(), scheduleId, startsAt: tuesday };
  expect((await nurse.call(bookAppointment, request)).status).toBe(200);
  expect((await nurse.call(bookAppointment, request)).status).toBe(200);
  expect(await stateOf(personId)).toEqual(['booked']);
  expect((await book(personId, scheduleId, '2026-11-24T01:10:00.000Z' as Instant)).problem.type).toBe('appointments.noSuchSlot');
  expect((await book(personId, scheduleId, '2026-11-29T01:00:00.000Z' as Instant)).problem.type).toBe('appointments.noSuchSlot');
  expect((await stranger.call(bookAppointment, { ...request, appointmentId: randomUUID() })).status).toBe(404);
  expect((await stranger.call(saveSchedule, { ...usual, scheduleId })).status).toBe(404);
  expect((await stranger.call(listSchedules, {})).body.schedules).toEqual([]);
});

test('whoever waits longest moves up when somebody cancels or moves away, and only on days that suit', async () => {
  const scheduleId = await schedule({ times: [{ weekdays: [2], from: 540, until: 570 }] });
  const [holder, tooLate, first, second] = [await person(), await person(), await person(), await person()];
  const { appointmentId } = (await book(holder, scheduleId)).body;
  const wait = (personId: PersonId, since: string, until: string) => nurse.call(joinWaitlist, { personId, entryId: entryId(), scheduleId, since: since as Day, until: until as Day });
  await wait(tooLate, '2026-11-25', '2026-11-30');
  expect((await wait(first, '2026-11-23', '2026-11-26')).body.booked).toBeNull();
  await wait(second, '2026-11-23', '2026-11-26');
  expect((await wait(second, '2026-11-23', '2026-11-26')).problem.type).toBe('appointments.alreadyWaiting');
  const waiting = async () => (await nurse.call(listWaitlist, {})).body.filter((entry) => entry.scheduleId === scheduleId).map((entry) => entry.person.personId);
  expect(await waiting()).toEqual([tooLate, first, second]);
  expect((await cancel(holder, appointmentId)).problem).toMatchObject({ state: 'cancelled' });
  expect(await stateOf(first)).toEqual(['booked']);
  expect(await waiting()).toEqual([tooLate, second]);
  expect((await nurse.call(recordDeparture, { personId: first, why: 'moved', on: today })).status).toBe(200);
  expect(await stateOf(second)).toEqual(['booked']);
  expect(await waiting()).toEqual([tooLate]);
  const { rows } = await store.owner.query(`select template from message where person_id = any ($1) and channel = 'in-app' order by template`, [[holder, first, second]]);
  expect(rows.map(({ template }) => template)).toEqual(['appointment-booked', 'appointment-cancelled', 'appointment-moved-up', 'appointment-moved-up']);
});

test('leave closes what was booked and calls for it; taking it back opens it again', async () => {
  const scheduleId = await schedule();
  const personId = await person();
  const { appointmentId } = (await book(personId, scheduleId)).body;
  const exceptionId = randomUUID();
  const closed = { exceptionId, scheduleId, actorId: null, kind: 'closed' as const, since: '2026-11-24' as Day, until: '2026-11-24' as Day, fromMinute: null, untilMinute: null, reason: '外出培训' };
  expect((await nurse.call(saveException, closed)).body).toEqual({ displaced: 1 });
  const work = async () => (await nurse.call(listWork, { whose: 'all', tab: 'due' })).body.items.filter((item) => item.person.personId === personId).map(({ title }) => title);
  expect(await work()).toEqual(['appointments:work.rebook']);
  const [shown] = (await nurse.call(readCalendar, { first: '2026-11-24' as Day, days: 1, scheduleId })).body.days;
  expect(shown).toMatchObject({ closed: [{ why: { zh: '外出培训' } }], slots: [{ open: false, taken: 1 }] });
  expect((await nurse.call(moveAppointment, { personId, appointmentId, scheduleId, startsAt: '2026-11-25T01:00:00.000Z' as Instant })).body).toMatchObject({ state: 'booked', startsAt: '2026-11-25T01:00:00.000Z' });
  expect(await work()).toEqual([]);
  await nurse.call(removeException, { exceptionId });
  expect((await nurse.call(freeSlots, { scheduleId, first: '2026-11-24' as Day })).body.filter(({ startsAt }) => startsAt < '2026-11-25')).toHaveLength(2);
});

test('check in, walk in beyond the capacity, stay away and be called', async () => {
  const scheduleId = await schedule({ times: [{ weekdays: [1], from: 600, until: 660 }], slotMinutes: 60 });
  const [booked, walking, another] = [await person(), await person(), await person()];
  const now = '2026-11-23T02:00:00.000Z' as Instant;
  const { appointmentId } = (await book(booked, scheduleId, now)).body;
  const admitted = await nurse.call(walkIn, { personId: walking, appointmentId: randomUUID(), scheduleId });
  expect(admitted.body).toMatchObject({ state: 'arrived', way: 'walk-in', startsAt: now });
  expect((await book(another, scheduleId, now)).problem.type).toBe('appointments.slotFull');
  const mark = (state: 'arrived' | 'fulfilled' | 'noshow' | 'booked') => nurse.call(markAppointment, { personId: booked, appointmentId, state });
  expect((await mark('fulfilled')).problem.type).toBe('appointments.wrongState');
  expect((await mark('arrived')).body.state).toBe('arrived');
  expect((await mark('booked')).body.state).toBe('booked');
  const missed = (at: string) => within(store.database, systemScope(testTenant), (db) => beyondReach(db, systemScope(testTenant), () => noteNoShows({ db, now: at as Instant, today })));
  expect(await missed('2026-11-23T03:59:00.000Z')).toBe(0);
  expect(await missed('2026-11-23T04:01:00.000Z')).toBe(1);
  expect((await nurse.call(personAppointments, { personId: booked })).body).toMatchObject({ noShows: 1, appointments: [{ state: 'noshow' }] });
  expect((await nurse.call(listWork, { whose: 'all', tab: 'due' })).body.items.filter(({ title }) => title === 'appointments:work.noShow').map((item) => item.person.personId)).toEqual([booked]);
});

test('everybody is reminded once, a day before', async () => {
  const scheduleId = await schedule();
  const personId = await person();
  await book(personId, scheduleId);
  const told: string[] = [];
  const reminding = (at: string) =>
    within(store.database, systemScope(testTenant), (db) =>
      beyondReach(db, systemScope(testTenant), () =>
        remind({ db, today, now: at as Instant, newId: randomUUID, enqueue: () => Promise.resolve(), account: systemScope(testTenant).account, tell: [async (_ctx, notices) => void told.push(...notices.filter(({ appointment }) => appointment.personId === personId).map(({ kind }) => kind))] }),
      ),
    );
  await reminding('2026-11-23T00:59:00.000Z');
  expect(told).toEqual([]);
  await reminding('2026-11-23T01:01:00.000Z');
  await reminding('2026-11-23T01:11:00.000Z');
  expect(told).toEqual(['reminder']);
});

test('a resident books what is open to them, for themselves alone, and not after staying away three times', async () => {
  const scheduleId = await schedule();
  const closed = await schedule({ opensTo: null } as never);
  const elsewhere = await schedule({ opensTo: organizations.get('ward')?.organizationId ?? 0 });
  const [personId, other] = [await person(), await person()];
  const resident = await as('resident', 'hospital', personId);
  const offered = (await resident.call(readMyAppointments, { personId })).body.schedules.map((one) => one.scheduleId);
  expect([scheduleId, closed, elsewhere].map((id) => offered.includes(id))).toEqual([true, false, false]);
  const [free] = (await resident.call(readMyFreeSlots, { personId, scheduleId })).body;
  const mine = { personId, appointmentId: randomUUID(), scheduleId, startsAt: free?.startsAt ?? tuesday };
  expect((await resident.call(bookMine, { ...mine, scheduleId: closed })).problem.type).toBe('appointments.unknownSchedule');
  expect((await resident.call(bookMine, { ...mine, personId: other })).status).toBe(404);
  expect((await resident.call(bookMine, mine)).body).toMatchObject({ state: 'booked', way: 'online' });
  expect((await book(other, scheduleId, mine.startsAt)).problem.type).toBe('appointments.slotFull');
  expect((await resident.call(cancelMine, mine)).body.state).toBe('cancelled');
  expect((await resident.call(waitMine, { personId, entryId: entryId(), scheduleId, since: today, until: '2026-11-30' as Day })).body.booked).toMatchObject({ way: 'waitlist' });
  await store.owner.query(`update appointment set state = 'noshow' where person_id = $1`, [personId]);
  for (const hour of ['02', '03']) {
    await store.owner.query(`insert into appointment select tenant_id, person_id, gen_random_uuid(), schedule_id, '2026-11-20T${hour}:00Z', '2026-11-20T${hour}:30Z', 1, 'noshow', way, reason, booked_at, booked_by, changed_at, null, organization_pos, positions, label from appointment where person_id = $1 limit 1`, [personId]);
  }
  expect((await resident.call(bookMine, { ...mine, appointmentId: randomUUID() })).problem.type).toBe('appointments.tooOften');
  expect((await resident.call(readMyAppointments, { personId })).body.mayBook).toBe(false);
});
