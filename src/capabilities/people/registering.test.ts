import { expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { idCard } from './people.fixtures.ts';
import { checkPerson, correctPerson, joinOrganization, leaveOrganization, listChanges, openPerson, registerPerson, revealIdentifiers, searchPeople } from './people.ts';

const { as, organizations, store } = await testApp();
const at = (key: string) => organizations.get(key)?.organizationId ?? 0;
const doctor = await as('doctor', 'hospital');
const doctorB = await as('doctor', 'hospital-b');
const schoolDoctor = await as('school-doctor', 'school');

const card = idCard('1980-02-03', 12);

test('an ID card gives birth date and sex; numbers come back masked', async () => {
  const made = await doctor.call(registerPerson, { name: ' 吕 布 ', identifiers: [{ kind: 'id-card', number: card.toLowerCase() }, { kind: 'phone', number: '+86 154 0000 5678' }], address: '康城区一号', organizationId: at('ward') });
  expect(made).toMatchObject({ status: 200, body: { joined: false } });
  const opened = await doctor.call(openPerson, { personId: made.body.personId });
  expect(opened.body).toMatchObject({
    name: '吕 布', sex: 'female', birthDate: '1980-02-03', idCard: `990***********${card.slice(-4)}`, phone: '154****5678', left: null,
    organization: { nameZh: '甲医院内科' }, memberships: [{ role: 'resident', since: '2026-11-22', until: null, home: true }],
  });
  expect((await doctor.call(revealIdentifiers, { personId: made.body.personId, kind: 'id-card' })).body).toEqual({ numbers: [card] });
});

test('the database holds no number in the clear', async () => {
  const { rows } = await store.owner.query<{ row: string }>(`select row_to_json(i)::text as row from person_identifier i union all select row_to_json(p)::text from person p`);
  for (const { row } of rows) {
    expect(row).not.toContain(card);
    expect(row).not.toContain(Buffer.from(card).toString('hex'));
    expect(row).not.toContain('15400005678');
  }
});

test.each([
  ['吕布', 1], ['呂布', 1], ['布', 1], ['lvbu', 1], ['lubu', 1], ['LÜ BU', 1], ['lb', 1], ['lv', 1], ['5678', 1], ['５６７８', 1], [card, 1], [card.slice(-6), 1], [card.slice(-4), 1], ['15400005678', 1],
  ['1980-02-03', 1], ['19800203', 1], ['吕 5678', 1], ['吕 5679', 0], ['吕布布', 0], ['lbx', 0], ['', 0],
])('a search for %j finds %i', async (q, count) => {
  const { body } = await doctor.call(searchPeople, { q });
  expect(body.people).toHaveLength(count);
  expect(body.more).toBe(false);
});

test('a whole document number names its one holder; a phone does not, for families share them', async () => {
  expect((await doctor.call(searchPeople, { q: card })).body.exact).not.toBeNull();
  expect((await doctor.call(searchPeople, { q: '15400005678' })).body.exact).toBeNull();
});

test.each([
  ['a wrong check digit', { identifiers: [{ kind: 'id-card', number: `${card.slice(0, 17)}${card.endsWith('0') ? '1' : '0'}` }] }, 'people.wrongIdCard'],
  ['a sex that the card denies', { sex: 'male', identifiers: [{ kind: 'id-card', number: idCard('1980-02-03', 14) }] }, 'people.contradictsIdCard'],
  ['a birth date that the card denies', { birthDate: '1980-02-04', identifiers: [{ kind: 'id-card', number: idCard('1980-02-03', 14) }] }, 'people.contradictsIdCard'],
  ['neither card nor birth date', {}, 'people.noDocument'],
  ['a birth after today', { birthDate: '2026-11-23', sex: 'male' }, 'people.bornInFuture'],
  ['a phone of ten digits', { birthDate: '1990-01-01', sex: 'male', identifiers: [{ kind: 'phone', number: '1540000123' }] }, 'people.wrongNumber'],
] as const)('%s is refused', async (_title, fields, code) => {
  const answer = await doctor.call(registerPerson, { name: '某人', organizationId: at('ward'), ...structuredClone(fields) } as never);
  expect(answer.problem.type).toBe(code);
});

test('somebody known is shown before anything is saved', async () => {
  const checked = await doctor.call(checkPerson, { name: '呂布', birthDate: '1980-02-03' as never, identifiers: [{ kind: 'phone', number: '15400005678' }] });
  expect(checked.body).toMatchObject({ elsewhere: false, matches: [{ reasons: ['phone', 'name-and-birth-date'] }] });
  const again = await doctor.call(registerPerson, { name: '吕布', identifiers: [{ kind: 'id-card', number: card }], organizationId: at('ward') });
  expect(again.problem.type).toBe('people.knownPerson');
  const twin = { name: '吕布', birthDate: '1980-02-03' as never, sex: 'female' as const, organizationId: at('ward') };
  expect((await doctor.call(registerPerson, twin)).problem.type).toBe('people.knownPerson');
  expect((await doctor.call(registerPerson, { ...twin, evenIfKnown: true })).status).toBe(200);
});

test('another organisation learns that there is a record, and shares it only by knowing the document', async () => {
  expect((await schoolDoctor.call(searchPeople, { q: card })).body.people).toEqual([]);
  expect((await schoolDoctor.call(checkPerson, { name: '吕布', identifiers: [{ kind: 'id-card', number: card }] })).body).toEqual({ matches: [], elsewhere: true });
  const asked = { name: '吕布', identifiers: [{ kind: 'id-card' as const, number: card }], organizationId: at('school'), role: 'pupil' as const };
  expect((await schoolDoctor.call(registerPerson, asked)).problem.type).toBe('people.knownElsewhere');
  const joined = await schoolDoctor.call(registerPerson, { ...asked, join: true });
  expect(joined.body.joined).toBe(true);
  expect((await schoolDoctor.call(openPerson, { personId: joined.body.personId })).body.organization.nameZh).toBe('甲医院内科');
  expect((await doctorB.call(openPerson, { personId: joined.body.personId })).problem.type).toBe('people.unknownPerson');
});

test('a membership that ends takes the record out of sight, the home keeps it', async () => {
  const { body } = await schoolDoctor.call(searchPeople, { q: card });
  const personId = body.people[0]?.personId ?? (0 as never);
  expect((await schoolDoctor.call(leaveOrganization, { personId, organizationId: at('school'), role: 'pupil' })).status).toBe(200);
  expect((await schoolDoctor.call(openPerson, { personId })).status).toBe(404);
  expect((await doctor.call(openPerson, { personId })).status).toBe(200);
  expect((await doctor.call(joinOrganization, { personId, organizationId: at('school'), role: 'pupil' })).problem.type).toBe('people.unknownOrganization');
});

test('a correction renames the keys, and keeps what was', async () => {
  const made = await doctor.call(registerPerson, { name: '单小明', birthDate: '2000-05-06' as never, sex: 'male', organizationId: at('hospital') });
  const { personId } = made.body;
  expect((await doctor.call(searchPeople, { q: 'shanxiaoming' })).body.people).toHaveLength(1);
  const corrected = await doctor.call(correctPerson, { personId, name: '善小明', identifiers: [{ kind: 'phone', number: '15411112222' }] });
  expect(corrected.body).toMatchObject({ name: '善小明', phone: '154****2222' });
  expect((await doctor.call(searchPeople, { q: 'danxiaoming' })).body.people).toHaveLength(0);
  await doctor.call(correctPerson, { personId, identifiers: [{ kind: 'phone', number: '' }] });
  // Both were made in the same moment of a clock that stands still, so their order means nothing.
  const changes = (await doctor.call(listChanges, { personId })).body.map(({ before }) => before);
  expect(changes).toHaveLength(2);
  expect(changes).toEqual(expect.arrayContaining([{ phone: '154****2222' }, { name: '单小明' }]));
  expect((await doctor.call(correctPerson, { personId, identifiers: [{ kind: 'id-card', number: idCard('2000-05-07', 11) }] })).problem.type).toBe('people.contradictsIdCard');
});

test('two desks that register one number at once make one record', async () => {
  const both = { name: '朴树', identifiers: [{ kind: 'id-card' as const, number: idCard('1973-11-08', 21) }], organizationId: at('ward') };
  const answers = await Promise.all([doctor.call(registerPerson, both), doctor.call(registerPerson, both), doctor.call(registerPerson, both)]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
});

test('a teacher may look, not register; nobody without a session', async () => {
  const teacher = await as('teacher', 'school');
  expect((await teacher.call(registerPerson, { name: '某', organizationId: at('school') })).status).toBe(403);
});
