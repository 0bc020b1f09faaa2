import { expect, test } from 'vitest';
import { testApp, testTenant } from '../../app/testing.ts';
import { Day } from '../../kernel/day.ts';
import { listEntries } from '../records/entries.ts';
import { consentsOf, myConsents, signConsent, signerOf, signMyConsent, stateOf, withdrawMyConsent } from './consent.ts';
import { openEmergency } from './emergency.ts';
import { decideErasure, listErasures, myErasure, requestErasure } from './erasure.ts';

const { store, as, organizations } = await testApp();
const pos = organizations.get('hospital')?.pos ?? 0;
const adult = 501;
const child = 502;
for (const [id, birth] of [[adult, '1970-05-05'], [child, '2015-05-05']] as const) {
  const { rows } = await store.owner.query<{ column_name: string; data_type: string }>(`select column_name, data_type from information_schema.columns where table_name = 'person' and is_nullable = 'NO'`);
  const known: Record<string, unknown> = { tenant_id: testTenant, person_id: id, organization_pos: pos, organization_id: organizations.get('hospital')?.organizationId, birth_date: birth, sex: 'female' };
  const names = rows.map((row) => row.column_name);
  const values = rows.map((row) => known[row.column_name] ?? (row.data_type === 'text' ? 'x' : row.data_type.startsWith('timestamp') ? '2026-01-01T00:00:00Z' : 1));
  await store.owner.query(`insert into person (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')})`, values);
}

test.each([
  ['2012-11-22', '2026-11-22', 'self'],
  ['2012-11-23', '2026-11-22', 'guardian'],
  ['2012-02-29', '2026-02-28', 'guardian'],
  ['2012-02-29', '2026-03-01', 'self'],
])('born %s, on %s: %s signs', (birth, today, signer) => {
  expect(signerOf(Day.parse(birth), Day.parse(today))).toBe(signer);
});

test('what a guardian signed ends at fourteen', () => {
  const signed = [{ signedAt: '2025-01-01T00:00:00.000Z', signedBy: 'guardian', withdrawnAt: null }] as never;
  const at = (today: string) => stateOf(signed, { birthDate: Day.parse('2012-11-22'), today: Day.parse(today) });
  expect([at('2026-11-21'), at('2026-11-22')]).toEqual(['given', 'renew']);
});

const signature = { textId: 'health-record', version: 1, signerName: '李某' } as const;

test('a guardian signs for a child, an adult alone; the wording is frozen', async () => {
  const nurse = await as('nurse', 'hospital');
  expect((await nurse.call(signConsent, { personId: child, ...signature, signedBy: 'self' })).problem.type).toBe('access.guardianNeeded');
  expect((await nurse.call(signConsent, { personId: adult, ...signature, signedBy: 'guardian' })).problem.type).toBe('access.ownConsentNeeded');
  expect((await nurse.call(signConsent, { personId: adult, ...signature, version: 2, signedBy: 'self' })).problem.type).toBe('access.otherWording');
  expect((await nurse.call(signConsent, { personId: child, ...signature, signedBy: 'guardian' })).status).toBe(200);
  const [, , ...rest] = (await nurse.call(consentsOf, { personId: child })).body;
  expect(rest).toMatchObject([{ text: { id: 'research' }, state: 'missing' }]);
  const { rows } = await store.owner.query<{ wording: string }>('select wording from consent where person_id = $1', [child]);
  expect(rows[0]?.wording).toContain('敏感个人信息单独同意');
  const stranger = await as('nurse', 'hospital-b');
  expect((await stranger.call(consentsOf, { personId: child })).problem.type).toBe('access.noSuchPerson');
});

test('a withdrawal closes the record at once, for all but the person and an emergency', async () => {
  const person = await as('resident', 'hospital', adult);
  const doctor = await as('doctor', 'hospital');
  await person.call(signMyConsent, { personId: adult, ...signature, signedBy: 'self' });
  expect((await doctor.call(listEntries, { personId: adult })).status).toBe(200);
  expect((await person.call(withdrawMyConsent, { personId: adult, textId: 'health-record' })).status).toBe(200);
  expect((await doctor.call(listEntries, { personId: adult })).problem.type).toBe('access.consentWithdrawn');
  expect((await person.call(myConsents, { personId: adult })).body.find(({ text }) => text.id === 'health-record')).toMatchObject({ state: 'withdrawn', history: [{ signerName: '李某' }] });
  expect((await person.call(myConsents, { personId: child })).problem.type).toBe('access.noSuchPerson');
  await doctor.call(openEmergency, { personId: adult, reason: '昏迷送院,需要查看用药' });
  expect((await doctor.call(listEntries, { personId: adult })).status).toBe(200);
});

test('who asks to be erased is told what the law keeps, and when the answer comes; the administrator decides once', async () => {
  const person = await as('resident', 'hospital', adult);
  const plan = (await person.call(myErasure, { personId: adult })).body;
  expect([plan.deleted.length, plan.kept.length > 2, plan.requests]).toEqual([3, true, []]);
  expect((await person.call(requestErasure, { personId: adult })).body.answerBy).toBe('2026-12-22');
  expect((await person.call(requestErasure, { personId: adult })).problem.type).toBe('access.erasureOpen');
  const admin = await as('organization-admin', 'hospital');
  const [open] = (await admin.call(listErasures, {})).body;
  expect(open).toMatchObject({ personId: adult, state: 'open' });
  const decision = { personId: adult, erasureId: open?.erasureId ?? '', grant: true, answer: '同意删除' };
  expect((await admin.call(decideErasure, decision)).status).toBe(200);
  expect((await admin.call(decideErasure, decision)).problem.type).toBe('access.noErasure');
  expect((await person.call(myErasure, { personId: adult })).status).toBe(401); // the account is gone
  expect((await (await as('doctor', 'hospital')).call(listEntries, { personId: adult })).problem.type).toBe('access.consentWithdrawn');
});
