import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { addPerson } from '../../app/testing-people.ts';
import { testApp } from '../../app/testing.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';
import { selfCare } from './content.gateway.ts';
import { endGoal, markDone, readOwnDay, readSelfCare, setGoal } from './selfcare.ts';
import { asksOf, progressOf, streakOf, weekOf, type Known } from './today.ts';

const { as, store, organizations } = await testApp();
const me = PersonId.parse(101);
const other = PersonId.parse(102);
for (const personId of [me, other]) await addPerson(store.owner, { personId, at: organizations.get('hospital') });
const resident = await as('resident', 'hospital', me);
const today = Day.parse('2026-11-22');
const at = (time: string) => Instant.parse(`2026-11-22T${time}.000Z`);

describe('a plan of one’s own', () => {
  const goalId = randomUUID();
  const goal = { personId: me, goalId, kind: 'exercise', target: 150, remindAt: '19:30' };

  test('a goal that is sent twice is one goal, and another of its kind is refused', async () => {
    expect((await resident.call(setGoal, goal)).status).toBe(200);
    expect((await resident.call(setGoal, { ...goal, target: 180 })).status).toBe(200);
    expect((await resident.call(setGoal, { ...goal, goalId: randomUUID() })).problem.type).toBe('selfcare.goalThere');
    const { body } = await resident.call(readOwnDay, { personId: me });
    expect(body.goals).toEqual([{ goalId, kind: 'exercise', target: 180, remindAt: '19:30', startedOn: today, startValue: null }]);
  });

  test.each([
    [{ kind: 'flying' }, 'selfcare.unknownGoal'],
    [{ target: 10_000 }, 'selfcare.targetOutOfRange'],
  ])('%o is refused', async (wrong, type) => {
    expect((await resident.call(setGoal, { ...goal, goalId: randomUUID(), ...wrong })).problem.type).toBe(type);
  });

  test('a mark that is sent again, or late, changes nothing; one made later does', async () => {
    const mark = (value: number, time: string) => resident.call(markDone, { personId: me, about: goalId, day: today, value, at: at(time) });
    expect((await mark(30, '01:00:00')).body.value).toBe(30);
    expect((await mark(30, '01:00:00')).body.value).toBe(30);
    expect((await mark(50, '02:00:00')).body.value).toBe(50);
    // Made earlier on another phone, without a network until now.
    expect((await mark(20, '01:30:00')).body.value).toBe(50);
    expect((await resident.call(readOwnDay, { personId: me })).body.marks).toEqual([{ about: goalId, day: today, value: 50 }]);
  });

  test('neither what is not there, nor days to come, nor long ago, can be marked', async () => {
    const marked = (more: object) => resident.call(markDone, { personId: me, about: goalId, day: today, value: 1, at: at('03:00:00'), ...more });
    const types = [await marked({ about: randomUUID() }), await marked({ day: Day.parse('2026-11-25') }), await marked({ day: Day.parse('2026-11-01') })].map(({ problem }) => problem.type);
    expect(types).toEqual(['selfcare.nothingToMark', 'selfcare.inTheFuture', 'selfcare.tooLongAgo']);
  });

  test('a goal ends, and comes back while none took its place', async () => {
    expect((await resident.call(endGoal, { personId: me, goalId })).body).toEqual({ ended: true });
    expect((await resident.call(readOwnDay, { personId: me })).body.goals).toEqual([]);
    expect((await resident.call(endGoal, { personId: me, goalId, ended: false })).body).toEqual({ ended: false });
    expect((await resident.call(readOwnDay, { personId: me })).body.goals.length).toBe(1);
  });

  test('nobody touches the plan of somebody else', async () => {
    expect((await resident.call(readOwnDay, { personId: other })).status).toBe(404);
    expect((await resident.call(setGoal, { ...goal, personId: other, goalId: randomUUID() })).status).toBe(404);
    const doctor = await as('doctor', 'hospital');
    expect((await doctor.call(readOwnDay, { personId: me })).status).toBe(403);
    expect((await resident.call(readSelfCare, {})).body.goals.length).toBe(selfCare.goals.length);
  });
});

const empty: Known = { goals: [], marks: [], values: [], conditions: [], medicines: [] };
const pressure = (day: string, value: number, value2: number) => ({ code: 'blood-pressure', day: Day.parse(day), value, value2 });

describe('what a day asks', () => {
  test.each([
    ['nothing of the healthy', [], [], 0],
    ['to measure, with hypertension and no value', ['I10'], [], 1],
    ['nothing more, measured this week and fine', ['I10.x00'], [pressure('2026-11-18', 128, 78)], 0],
    ['again after a week', ['I10'], [pressure('2026-11-15', 128, 78)], 1],
    ['again the next day, when it was too high', ['I10'], [pressure('2026-11-21', 152, 94)], 1],
  ])('%s', (_name, conditions, values, count) => {
    expect(asksOf({ ...empty, conditions, values }, selfCare, today).length).toBe(count);
  });

  test('what is done stands below what is not', () => {
    const known = { ...empty, conditions: ['I10'], values: [pressure('2026-11-22', 128, 78)], medicines: [{ entryId: 'a', title: '氨氯地平' }] };
    expect(asksOf(known, selfCare, today).map(({ kind, done }) => [kind, done])).toEqual([['medicine', false], ['measure', true]]);
  });
});

describe('progress', () => {
  const goal = { goalId: 'g', kind: 'exercise', target: 150, remindAt: null, startedOn: Day.parse('2026-11-01'), startValue: null };
  const marks = [{ about: 'g', day: Day.parse('2026-11-15'), value: 60 }, { about: 'g', day: Day.parse('2026-11-16'), value: 40 }, { about: 'g', day: today, value: 20 }];

  test('of a week counts from Monday', () => {
    // 2026-11-22 is a Sunday, the 16th its Monday, the 15th the week before.
    expect(progressOf(goal, { period: 'week', direction: 'up', observation: null }, { known: { marks, values: [] }, today })).toEqual({ reached: 60, target: 150, share: 0.4, met: false });
  });

  test('towards a weight is the share of the way', () => {
    const weight = { ...goal, kind: 'weight', target: 60, startValue: 70 };
    const values = [{ code: 'body-weight', day: Day.parse('2026-11-20'), value: 66, value2: null }];
    const way = { period: 'once', direction: 'reach', observation: 'body-weight' } as const;
    expect(progressOf(weight, way, { known: { marks: [], values }, today })).toEqual({ reached: 66, target: 60, share: 0.4, met: false });
    expect(progressOf(weight, way, { known: { marks: [], values: [{ ...values[0]!, value: 59.5 }] }, today }).met).toBe(true);
    expect(progressOf(weight, way, { known: { marks: [], values: [] }, today }).share).toBeNull();
  });

  test('days in a row end yesterday at the latest, and a mark taken back counts for nothing', () => {
    const on = (day: string, value = 1) => ({ about: 'g', day: Day.parse(day), value });
    expect(streakOf({ marks: [on('2026-11-20'), on('2026-11-21')], values: [] }, today)).toBe(2);
    expect(streakOf({ marks: [on('2026-11-19'), on('2026-11-20')], values: [] }, today)).toBe(0);
    expect(streakOf({ marks: [on('2026-11-22'), on('2026-11-21', 0)], values: [pressure('2026-11-20', 120, 80)] }, today)).toBe(1);
    expect(weekOf({ marks: [on('2026-11-16')], values: [] }, today).map(({ active }) => active)).toEqual([true, false, false, false, false, false, false]);
  });
});
