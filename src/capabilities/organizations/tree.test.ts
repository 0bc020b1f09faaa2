import { expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { Day } from '../../kernel/day.ts';
import { openPerson, registerPerson } from '../people/people.ts';
import { createOrganization, listOrganizations, moveOrganization, renameOrganization } from './organizations.ts';
import { addAgreement, addMeeting, addPartner, isToRemind, listMeetings, listPartners, standingOf } from './partners.ts';

const { as, organizations, store } = await testApp();
const at = (key: string) => organizations.get(key)?.organizationId ?? 0;
const admin = await as('organization-admin', 'district');
const day = (text: string) => Day.parse(text);

test('nodes are added until the gaps run out, renamed, and moved with everybody in them', async () => {
  const doctor = await as('doctor', 'ward');
  const { body: registered } = await doctor.call(registerPerson, { name: '搬迁人', birthDate: day('1990-01-01'), sex: 'male', organizationId: at('ward') });
  for (let n = 0; n < 40; n++) expect((await admin.call(createOrganization, { parentId: at('ward'), kind: 'post', nameZh: `${n} 号` })).status).toBe(200);
  const { body: tree } = await admin.call(listOrganizations, {});
  expect(tree).toHaveLength(46);
  for (const node of tree) {
    const parent = tree.find(({ organizationId }) => organizationId === node.parentId);
    if (parent) expect(node.pos > parent.pos && node.posEnd <= parent.posEnd).toBe(true);
  }
  expect((await doctor.call(openPerson, { personId: registered.personId })).status).toBe(200);

  const other = await as('doctor', 'hospital-b');
  expect((await other.call(openPerson, { personId: registered.personId })).status).toBe(404);
  expect((await admin.call(moveOrganization, { organizationId: at('ward'), parentId: at('hospital-b') })).status).toBe(200);
  expect((await other.call(openPerson, { personId: registered.personId })).status).toBe(200);
  expect((await (await as('doctor', 'hospital')).call(openPerson, { personId: registered.personId })).status).toBe(404);
  await admin.call(renameOrganization, { organizationId: at('ward'), nameZh: '乙医院内科' });
  expect((await doctor.call(openPerson, { personId: registered.personId })).body.organization).toMatchObject({ nameZh: '乙医院内科', nameEn: '乙医院内科' });
  const { rows } = await store.owner.query('select 1 from person p left join organization o on o.organization_id = p.organization_id and o.pos = p.organization_pos where o.pos is null');
  expect(rows).toEqual([]);
});

test('a node cannot hang below itself, nor below what is out of reach', async () => {
  expect((await admin.call(moveOrganization, { organizationId: at('hospital-b'), parentId: at('ward') })).problem.type).toBe('organizations.cannotHangThere');
  const local = await as('organization-admin', 'hospital');
  expect((await local.call(createOrganization, { parentId: at('school'), kind: 'class', nameZh: '一班' })).problem.type).toBe('organizations.unknownOrganization');
  expect((await (await as('doctor', 'hospital')).call(createOrganization, { parentId: at('hospital'), kind: 'department', nameZh: '新科' })).status).toBe(403);
});

test.each([
  ['2026-01-01', '2026-12-31', 30, '2026-11-30', 'running'],
  ['2026-01-01', '2026-12-31', 30, '2026-12-01', 'expiring'],
  ['2026-01-01', '2026-12-31', 30, '2026-12-31', 'expiring'],
  ['2026-01-01', '2026-12-31', 30, '2027-01-01', 'expired'],
  ['2027-01-01', '2027-12-31', 30, '2026-12-31', 'coming'],
  ['2026-01-01', '2026-12-31', 0, '2026-12-30', 'running'],
])('%s to %s, reminded %i days before: on %s it is %s', (startsOn, endsOn, remindDays, on, standing) => {
  const agreement = { tenantId: 1, agreementId: '', partnerId: '', organizationPos: 1, title: '', startsOn: day(startsOn), endsOn: day(endsOn), remindDays, remindedOn: null };
  expect(standingOf(agreement, day(on))).toBe(standing);
  expect(isToRemind(agreement, day(on))).toBe(standing === 'expiring');
  expect(isToRemind({ ...agreement, remindedOn: day(on) }, day(on))).toBe(false);
});

test('partners, agreements and meetings are kept within reach', async () => {
  const { body } = await admin.call(addPartner, { kind: 'media', name: '康城日报', contact: '王编辑' });
  expect((await admin.call(addAgreement, { partnerId: body.partnerId, title: '合作协议', startsOn: day('2026-12-01'), endsOn: day('2026-11-01') })).problem.type).toBe('organizations.endsBeforeStart');
  await admin.call(addAgreement, { partnerId: body.partnerId, title: '合作协议', startsOn: day('2026-01-01'), endsOn: day('2026-12-10') });
  expect((await admin.call(listPartners, {})).body).toMatchObject([{ name: '康城日报', agreements: [{ standing: 'expiring', remindDays: 30 }] }]);
  await admin.call(addMeeting, { heldOn: day('2026-11-20'), title: '联席会议', attendees: '卫健、教育、工会', minutes: '讨论冬季活动。', decisions: [{ text: '十二月义诊', owner: '李主任', dueOn: day('2026-12-15') }] });
  expect((await admin.call(listMeetings, {})).body).toMatchObject([{ title: '联席会议', decisions: [{ owner: '李主任' }] }]);
  expect((await (await as('organization-admin', 'school')).call(listPartners, {})).body).toEqual([]);
});
