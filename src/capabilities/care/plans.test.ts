import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { addPerson } from '../../app/testing-people.ts';
import { addMonths, type Day } from '../../kernel/day.ts';
import { PersonId } from '../people/people.ts';
import { agreeMyPlan, agreePlan, differences, linesOf, listPlans, myPlan, planTemplates, savePlan, signPlan, type Part } from './plans.ts';

const today = '2026-11-23' as Day;
const { store, organizations, as } = await testApp({ today });
const personId = PersonId.parse(9001);
await addPerson(store.owner, { personId, at: organizations.get('hospital') });
const doctor = await as('doctor', 'hospital');
const roles: readonly [Part, string][] = [['physician', 'doctor'], ['nurse', 'nurse'], ['dietitian', 'dietitian'], ['rehabilitation', 'rehabilitation-therapist'], ['psychologist', 'counsellor']];
const team = roles.map(([part]) => part);
const { body: templates } = await doctor.call(planTemplates, {});
const content = templates.find(({ id }) => id === 'hypertension')?.content ?? expect.fail();
const reviewOn = addMonths(today, 3);

test('every part of the team signs; with the last signature the plan is in force, and the person sees and agrees to it', async () => {
  const { body: draft } = await doctor.call(savePlan, { personId, seen: null, content, team, reviewOn });
  expect(draft).toMatchObject({ version: 1, state: 'draft', signatures: [] });
  const wrong = await doctor.call(signPlan, { personId, version: 1, part: 'dietitian', seen: draft.changedAt });
  expect(wrong.problem.type).toBe('care.notYourPart');
  const me = await as('resident', 'hospital', personId);
  expect((await me.call(myPlan, { personId })).body.plan).toBeNull();
  for (const [i, [part, role]] of roles.entries()) {
    const member = await as(role, 'hospital');
    expect((await member.call(signPlan, { personId, version: 1, part, seen: draft.changedAt })).body.state).toBe(i === roles.length - 1 ? 'in-force' : 'signing');
  }
  expect((await me.call(myPlan, { personId })).body.plan).toMatchObject({ version: 1, agreedOn: null, content: { goals: content.goals } });
  expect((await me.call(agreeMyPlan, { personId, version: 1 })).body).toEqual({ agreedOn: today });
  expect((await me.call(agreeMyPlan, { personId, version: 1 })).problem.type).toBe('care.unknownPlan');
  const stranger = await as('resident', 'hospital', 9002);
  expect((await stranger.call(myPlan, { personId })).status).toBe(404);
});

test('a new version says what it changes; a change of the draft takes its signatures away, and an old one is not overwritten', async () => {
  const changed = { ...content, nutrition: { ...content.nutrition, saltG: 4 }, goals: content.goals.slice(1) };
  const { body: second } = await doctor.call(savePlan, { personId, seen: null, content: changed, team: ['physician', 'nurse'], reviewOn });
  expect(second).toMatchObject({ version: 2, state: 'draft' });
  expect(second.changes).toEqual([
    { section: 'goals', key: '血压', before: '血压：低于140/90 mmHg，能耐受时低于130/80 mmHg', after: null },
    { section: 'nutrition', key: 'salt', before: '≤ 5 g', after: '≤ 4 g' },
  ]);
  await doctor.call(signPlan, { personId, version: 2, part: 'physician', seen: second.changedAt });
  expect((await doctor.call(savePlan, { personId, seen: null, content, team, reviewOn })).problem.type).toBe('care.changedMeanwhile');
  const { body: again } = await doctor.call(savePlan, { personId, seen: second.changedAt, content: changed, team: ['physician'], reviewOn });
  expect(again.signatures).toEqual([]);
  expect((await doctor.call(signPlan, { personId, version: 2, part: 'physician', seen: again.changedAt })).body.state).toBe('in-force');
  expect((await doctor.call(agreePlan, { personId, version: 2, how: 'in-person' })).body).toMatchObject({ agreedOn: today, agreedHow: 'in-person' });
  expect((await doctor.call(listPlans, { personId })).body.versions.map(({ version, state }) => [version, state])).toEqual([[2, 'in-force'], [1, 'superseded']]);
  expect((await doctor.call(savePlan, { personId, seen: null, content, team, reviewOn: today })).problem.type).toBe('care.reviewNotAhead');
});

test('a plan differs from itself in nothing, and from another in every line that only one has', () => {
  const goal = fc.record({ goal: fc.constantFrom('a', 'b', 'c'), target: fc.constantFrom('1', '2'), by: fc.constant(null) });
  const plans = fc.uniqueArray(goal, { selector: (one) => one.goal, maxLength: 3 }).map((goals) => ({ ...content, goals }));
  fc.assert(
    fc.property(plans, plans, (one, other) => {
      expect(differences(one, one)).toEqual([]);
      const [before, after] = [linesOf(one).map(({ text }) => text), linesOf(other).map(({ text }) => text)];
      const told = differences(one, other);
      expect(told.flatMap((change) => change.before ?? []).toSorted()).toEqual(before.filter((line) => !after.includes(line)).toSorted());
      expect(told.flatMap((change) => change.after ?? []).toSorted()).toEqual(after.filter((line) => !before.includes(line)).toSorted());
    }),
  );
});
