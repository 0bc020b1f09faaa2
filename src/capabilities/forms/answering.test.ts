import { createHash, randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addPerson } from '../../app/testing-people.ts';
import { systemScope } from '../../app/open.ts';
import { testApp, type Client } from '../../app/testing.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { within } from '../../platform/database.ts';
import { refreshChanged } from '../risk/upkeep.api.ts';
import { PersonId } from '../people/people.ts';
import type { Answers } from './answers.ts';
import { handleCrisis, listCrises } from './crisis.ts';
import { distribute, listDistributions, readProgress, remindNow, type NewDistribution } from './distribution.ts';
import { answerForPerson, myForms, openForm, openMine, personResponses, saveMyDraft, submitMine, submitOpen, takeTicket } from './responding.ts';

const { store, as, anonymous, organizations } = await testApp({ today: '2026-11-23' });
const at = (key: string) => organizations.get(key);
const person = PersonId.parse(501);
const other = PersonId.parse(502);
await addPerson(store.owner, { personId: person, at: at('company') });
await addPerson(store.owner, { personId: other, at: at('company') });
await addPerson(store.owner, { personId: 503, at: at('hospital') });
const manager = await as('employer-health-officer', 'company');
const doctor = await as('doctor', 'district');
const nurse = await as('nurse', 'district');
const resident = await as('resident', 'company', person);

const wanted: NewDistribution = {
  organizationId: at('company')?.organizationId ?? 0, formKey: 'gad-2', title: '问卷', audience: 'people', respondents: 'identified', once: true, askGroup: false, quota: null,
  opensAt: Instant.parse('2026-11-01T00:00:00.000Z'), closesAt: null, remindEvery: null, beforeId: null, targetResult: null, targetPercent: null,
};
const give = async (by: Client, part: Partial<NewDistribution>): Promise<{ distributionId: string; token: string; asked: number }> => {
  const { body, problem, status } = await by.call(distribute, { ...wanted, ...part });
  expect(status, JSON.stringify(problem)).toBe(200);
  const token = (await by.call(listDistributions, {})).body.find((one) => one.distributionId === body.distributionId)?.token ?? '';
  return { ...body, token };
};
const answers = (values: Record<string, string>): Answers => ({ items: Object.entries(values).map(([linkId, value]) => ({ linkId, answers: [{ value, items: [] }], items: [] })) });
const satisfied = (values: Record<string, string>): Answers => ({ items: [{ linkId: 'service', answers: [], items: answers(values).items }] });
const phq = (last: string): Answers => answers({ ...Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [`q${n}`, 'LA6568-5'])), q9: last });
const rows = async (text: string, values: unknown[] = []): Promise<Record<string, unknown>[]> => (await store.owner.query<Record<string, unknown>>(text, values)).rows;

test('everybody of the organisation is asked; a person answers once, and sends the same answer twice without harm', async () => {
  const { distributionId, asked } = await give(manager, { formKey: 'satisfaction' });
  expect(asked).toBe(2);
  expect((await resident.call(myForms, { personId: person })).body[0]).toMatchObject({ distributionId, standing: 'open' });
  const half = satisfied({ q1: '5' });
  expect((await resident.call(saveMyDraft, { personId: person, distributionId, answers: half })).status).toBe(200);
  expect((await resident.call(openMine, { personId: person, distributionId })).body.draft?.answers).toEqual(half);
  const sent = { personId: person, distributionId, responseId: randomUUID(), answers: satisfied({ q1: '5', q2: '4', q3: '4', q4: '3', q5: '4', q6: '4', q7: '5' }) };
  const first = await resident.call(submitMine, sent);
  expect(first.problem).toMatchObject({ crisis: null });
  expect((await resident.call(submitMine, sent)).body).toEqual(first.body);
  expect((await resident.call(submitMine, { ...sent, answers: satisfied({ q1: '1', q2: '4', q3: '4', q4: '3', q5: '4', q6: '4', q7: '5' }) })).problem.type).toBe('forms.otherAnswers');
  expect((await resident.call(submitMine, { ...sent, responseId: randomUUID() })).problem.type).toBe('forms.alreadyAnswered');
  expect(await rows('select count(*)::int as n from response where distribution_id = $1', [distributionId])).toEqual([{ n: 1 }]);
  expect(await rows('select code from observation where person_id = $1', [person])).toEqual([{ code: 301 }]);
  expect(await rows('select count(*)::int as n from dirty_person where person_id = $1', [person])).not.toEqual([{ n: 0 }]);
  expect(await rows('select count(*)::int as n from response_draft')).toEqual([{ n: 0 }]);
  expect((await manager.call(readProgress, { distributionId })).body).toMatchObject({ asked: 2, answered: 1 });
  expect((await manager.call(remindNow, { distributionId })).body).toEqual({ reminded: 1 });
  expect((await manager.call(remindNow, { distributionId })).body).toEqual({ reminded: 0 });
  expect(await rows(`select distinct person_id::int as person, template from message where source = 'form/' || $1 || '/2026-11-23'`, [distributionId])).toEqual([{ person: expect.any(Number), template: 'reminder' }]);
});

test('wrong answers are refused with their places', async () => {
  const { distributionId } = await give(doctor, { formKey: 'phq-9' });
  const { problem } = await resident.call(submitMine, { personId: person, distributionId, responseId: randomUUID(), answers: answers({ q1: 'LA6568-5', q2: 'nonsense' }) });
  expect(problem).toMatchObject({ type: 'forms.answersWrong', params: { faults: expect.arrayContaining([{ place: 'q2', linkId: 'q2', code: 'notAnOption', params: { found: 'nonsense' } }]) } });
});

test('a crisis answer raises its event and its work with the answer, and help is shown at once', async () => {
  const { distributionId } = await give(doctor, { formKey: 'phq-9' });
  const sent = { personId: person, distributionId, responseId: randomUUID(), answers: phq('LA6570-1') };
  const { body } = await resident.call(submitMine, sent);
  expect(body.crisis?.help[0]?.number).toBe('12356');
  await resident.call(submitMine, sent);
  const { body: crises } = await nurse.call(listCrises, {});
  expect(crises).toMatchObject([{ personId: person, level: 'immediate', rule: 'C1-immediate', dueAt: expect.any(String) }]);
  expect(await rows(`select kind, severity, state from work_item where source_capability = 'forms' and person_id = $1`, [person])).toEqual([{ kind: 'alarm', severity: 'danger', state: 'open' }]);
  expect((await manager.call(listCrises, {})).status).toBe(403);
  const [event] = crises;
  if (!event) return;
  expect((await nurse.call(handleCrisis, { eventId: event.eventId, outcome: '已电话联系并面谈' })).status).toBe(200);
  expect((await nurse.call(handleCrisis, { eventId: event.eventId, outcome: '再次' })).problem.type).toBe('forms.alreadyHandled');
  expect(await rows(`select state from work_item where source_capability = 'forms' and person_id = $1`, [person])).toEqual([{ state: 'done' }]);
});

test('a score is a fact for rules', async () => {
  const factsOf = async () => rows('select phq9, phq9_on from person_fact where person_id = $1', [503]);
  const { body } = await doctor.call(answerForPerson, { personId: PersonId.parse(503), key: 'phq-9', responseId: randomUUID(), answers: phq('LA6569-3') });
  expect(body.results).toContainEqual(expect.objectContaining({ id: 'total', value: 1 }));
  await within(store.database, systemScope(1), (tx) => refreshChanged(tx, { tenantId: 1, today: Day.parse('2026-11-23') }));
  expect(await factsOf()).toEqual([{ phq9: '1', phq9_on: '2026-11-23' }]);
});

test('sealed answers are read by the team alone', async () => {
  expect((await nurse.call(personResponses, { personId: person })).body.map(({ formKey }) => formKey)).not.toContain('phq-9');
  const written = await doctor.call(answerForPerson, { personId: other, key: 'phq-9', responseId: randomUUID(), answers: phq('LA6568-5') });
  expect(written.body.results).toContainEqual(expect.objectContaining({ id: 'total', value: 0 }));
  expect((await doctor.call(personResponses, { personId: other })).body.map(({ formKey }) => formKey)).toEqual(['phq-9']);
  expect((await nurse.call(personResponses, { personId: other })).body).toEqual([]);
});

test('an anonymous answer of somebody who was asked leads back to nobody', async () => {
  const { distributionId, token } = await give(manager, { formKey: 'satisfaction', respondents: 'anonymous' });
  const { body } = await resident.call(openMine, { personId: person, distributionId });
  expect(body).toMatchObject({ how: 'ticket', context: { sex: null, age: null } });
  const ticket = randomUUID();
  const sent = { token, responseId: randomUUID(), answers: satisfied({ q1: '5', q2: '4', q3: '4', q4: '3', q5: '4', q6: '4', q7: '5' }), ticket };
  expect((await anonymous.call(submitOpen, sent)).problem.type).toBe('forms.ticketNeeded');
  const ticketHash = createHash('sha256').update(ticket).digest('hex');
  for (let i = 0; i < 2; i += 1) expect((await resident.call(takeTicket, { personId: person, distributionId, ticketHash })).status).toBe(200);
  expect((await anonymous.call(submitOpen, sent)).status).toBe(200);
  expect((await anonymous.call(submitOpen, sent)).status).toBe(200);
  expect((await anonymous.call(submitOpen, { ...sent, responseId: randomUUID() })).problem.type).toBe('forms.ticketNeeded');
  expect((await resident.call(takeTicket, { personId: person, distributionId, ticketHash: createHash('sha256').update('other').digest('hex') })).problem.type).toBe('forms.alreadyAnswered');
  const [row] = await rows('select person_id, pseudonym, slot, recorded_by, submitted_at, xmin::text as written from response where distribution_id = $1', [distributionId]);
  expect(row).toMatchObject({ person_id: null, pseudonym: null, slot: null, recorded_by: null, submitted_at: '2026-11-22T16:00:00.000Z' });
  // No transaction wrote both of them, and no ticket is left.
  expect(await rows('select 1 from invitation where distribution_id = $1 and xmin::text = $2', [distributionId, row?.['written']])).toEqual([]);
  expect(await rows('select 1 from response_ticket')).toEqual([]);
});

test('a link: a device answers once, a code pairs, a quota ends', async () => {
  const survey = await give(manager, { formKey: 'satisfaction', audience: 'link', respondents: 'anonymous', quota: 2 });
  const given = satisfied({ q1: '5', q2: '4', q3: '4', q4: '3', q5: '4', q6: '4', q7: '5' });
  const send = (device: string) => anonymous.call(submitOpen, { token: survey.token, responseId: randomUUID(), answers: given, device });
  expect((await anonymous.call(openForm, { token: survey.token })).body).toMatchObject({ how: 'open', standing: 'open' });
  expect((await send('a')).status).toBe(200);
  expect((await send('a')).problem.type).toBe('forms.alreadyAnswered');
  expect((await send('b')).status).toBe(200);
  expect((await send('c')).problem.type).toBe('forms.full');
  const paired = await give(manager, { formKey: 'satisfaction', audience: 'link', respondents: 'pseudonymous' });
  const coded = (code: string | null) => anonymous.call(submitOpen, { token: paired.token, responseId: randomUUID(), answers: given, code });
  expect((await coded(null)).problem.type).toBe('forms.codeNeeded');
  expect((await coded('AB 12')).status).toBe(200);
  expect((await coded('ab12')).problem.type).toBe('forms.alreadyAnswered');
  expect((await anonymous.call(openForm, { token: 'x'.repeat(24) })).problem.type).toBe('forms.unknownLink');
});

test('an anonymous crisis shows help and leaves an event without a person', async () => {
  const { token } = await give(doctor, { formKey: 'phq-9', audience: 'link', respondents: 'anonymous' });
  const { body } = await anonymous.call(submitOpen, { token, responseId: randomUUID(), answers: phq('LA6571-9') });
  expect(body.crisis).toMatchObject({ followUp: false });
  expect((await nurse.call(listCrises, {})).body).toContainEqual(expect.objectContaining({ personId: null, person: null, level: 'immediate' }));
});

test('a right answer of a quiz never reaches the respondent', async () => {
  const { token } = await give(manager, { formKey: 'core-knowledge', audience: 'link', respondents: 'anonymous' });
  const { body } = await anonymous.call(openForm, { token });
  expect(JSON.stringify(body.form)).not.toContain('"correct":["');
  expect(body.form.scoring).toBeNull();
});

test.each([['who-5', 'forms.licenceNeeded'], ['sds', 'forms.textWithheld']])('%s is not given out: %s', async (formKey, refusal) => {
  expect((await manager.call(distribute, { ...wanted, formKey })).problem.type).toBe(refusal);
});
