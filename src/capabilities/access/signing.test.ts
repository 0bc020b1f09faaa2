import { randomUUID } from 'node:crypto';
import { generate } from 'otplib';
import { expect, test } from 'vitest';
import { systemScope } from '../../app/open.ts';
import { testApp, testTenant } from '../../app/testing.ts';
import { within } from '../../platform/database.ts';
import { AccountId, demoTenant, signIn, whoAmI } from './access.ts';
import { insertAccounts, insertGrants } from './access.store.ts';
import { hashPassword } from './access.gateway.ts';
import { blindPhone } from './signing.gateway.ts';
import { signInByPhone } from './residents.ts';
import { changePassword, confirmSecondFactor, dropSecondFactor, enrolSecondFactor, mySecurity, mySessions, revokeSession, sendPhoneCode, weaknessOf } from './signing.ts';

const { store, as, anonymous, organizations } = await testApp();
const place = organizations.get('hospital');
const epoch = Date.parse('2026-11-22T02:00:00.000Z') / 1000;
const passwordHash = await hashPassword('secret');

async function account(login: string, { tenantId = testTenant, phone = null }: { tenantId?: number; phone?: string | null } = {}): Promise<AccountId> {
  const accountId = AccountId.parse(randomUUID());
  await within(store.database, systemScope(tenantId), async (tx) => {
    await insertAccounts(tx, [{ tenantId, accountId, login, name: login, organizationPos: place?.pos ?? 0, personId: null, passwordHash, active: true }]);
    await insertGrants(tx, [{ tenantId, accountId, role: 'doctor', organizationId: place?.organizationId ?? 0, organizationPos: place?.pos ?? 0 }]);
  });
  if (phone) await store.owner.query('update account_secret set phone = $2, phone_tail = $3 where account_id = $1', [accountId, blindPhone(store.vault, phone), phone.slice(-4)]);
  return accountId;
}

test('five wrong passwords lock the account for a quarter of an hour, right ones included', async () => {
  await account('locked');
  for (let n = 0; n < 5; n++) expect((await anonymous.call(signIn, { login: 'locked', password: 'wrong' })).problem.type).toBe('access.wrongPassword');
  expect((await anonymous.call(signIn, { login: 'locked', password: 'secret' })).problem).toMatchObject({ type: 'access.locked', params: { minutes: 15 } });
  await store.owner.query(`update account_secret set locked_until = '2026-11-22T01:59:59Z' where locked_until is not null`);
  expect((await anonymous.call(signIn, { login: 'locked', password: 'secret' })).status).toBe(200);
});

test('a second factor is enrolled, asked for, used once, and can be dropped', async () => {
  const doctor = await as('doctor', 'hospital');
  const { login } = (await doctor.call(whoAmI, {})).body;
  const { secret, uri, picture } = (await doctor.call(enrolSecondFactor, {})).body;
  expect([uri.startsWith('otpauth://totp/'), picture.startsWith('<svg')]).toEqual([true, true]);
  expect((await doctor.call(confirmSecondFactor, { code: '000000' })).problem.type).toBe('access.wrongCode');
  const codeAt = (seconds: number) => generate({ secret, epoch: epoch + seconds });
  const { recoveryCodes } = (await doctor.call(confirmSecondFactor, { code: await codeAt(0) })).body;
  expect(new Set(recoveryCodes).size).toBe(10);

  const enter = (code?: string) => anonymous.call(signIn, { login, password: 'secret', ...(code === undefined ? {} : { code }) });
  expect((await enter()).problem.type).toBe('access.secondFactorNeeded');
  expect((await enter(await codeAt(0))).problem.type).toBe('access.wrongCode'); // used at the confirmation
  expect((await enter(await codeAt(30))).status).toBe(200);
  expect((await enter(await codeAt(30))).problem.type).toBe('access.wrongCode');
  expect((await enter(recoveryCodes[0]?.toUpperCase())).status).toBe(200);
  expect((await enter(recoveryCodes[0])).problem.type).toBe('access.wrongCode');
  expect((await doctor.call(mySecurity, {})).body).toMatchObject({ secondFactor: true, recoveryCodesLeft: 9 });

  const { rows } = await store.owner.query<{ totp_secret: string }>('select totp_secret from account_secret where totp_secret is not null');
  expect(rows[0]?.totp_secret).not.toContain(secret);
  expect((await doctor.call(dropSecondFactor, { password: 'wrong' })).problem.type).toBe('access.wrongPassword');
  expect((await doctor.call(dropSecondFactor, { password: 'secret' })).status).toBe(200);
  expect((await enter()).status).toBe(200);
});

test('sessions are listed and ended; a new password ends the others', async () => {
  const nurse = await as('nurse', 'hospital');
  const { login } = (await nurse.call(whoAmI, {})).body;
  for (let n = 0; n < 2; n++) await anonymous.call(signIn, { login, password: 'secret' });
  const sessions = (await nurse.call(mySessions, {})).body;
  expect(sessions.map(({ current }) => current).toSorted()).toEqual([false, false, true]);
  const other = sessions.find(({ current }) => !current)?.sessionId ?? '';
  expect((await nurse.call(revokeSession, { sessionId: other })).status).toBe(200);
  expect((await nurse.call(revokeSession, { sessionId: other })).problem.type).toBe('access.noSuchSession');
  expect((await nurse.call(changePassword, { current: 'secret', next: 'short' })).problem.type).toBe('access.weakPassword');
  expect((await nurse.call(changePassword, { current: 'secret', next: 'Frühling-2026' })).status).toBe(200);
  expect((await nurse.call(mySessions, {})).body).toHaveLength(1);
  expect((await anonymous.call(signIn, { login, password: 'secret' })).problem.type).toBe('access.wrongPassword');
  const stranger = await as('doctor', 'hospital');
  expect((await stranger.call(revokeSession, { sessionId: (await nurse.call(mySessions, {})).body[0]?.sessionId ?? '' })).problem.type).toBe('access.noSuchSession');
});

test('a phone code signs in once, within five minutes and five tries', async () => {
  await store.owner.query(`insert into tenant values (${demoTenant}, 'demo')`);
  await account('resident', { tenantId: demoTenant, phone: '13800138000' });
  const { demoCode } = (await anonymous.call(sendPhoneCode, { phone: '13800138000' })).body;
  expect(demoCode).toMatch(/^\d{6}$/);
  expect((await anonymous.call(sendPhoneCode, { phone: '13800138000' })).problem.type).toBe('access.tooManyCodes');
  const enter = (code: string) => anonymous.call(signInByPhone, { phone: '13800138000', code });
  const wrong = demoCode === '000000' ? '000001' : '000000';
  expect((await enter(wrong)).problem.type).toBe('access.wrongCode');
  expect((await enter(demoCode ?? '')).status).toBe(200);
  expect((await enter(demoCode ?? '')).problem.type).toBe('access.wrongCode');
  const { rows } = await store.owner.query<{ row: string }>('select p::text as row from phone_code p');
  expect(rows[0]?.row).not.toContain('13800138000');
});

test('five wrong tries spend a code, and so do five minutes', async () => {
  await account('other', { tenantId: demoTenant, phone: '13900139000' });
  const { demoCode } = (await anonymous.call(sendPhoneCode, { phone: '13900139000' })).body;
  const enter = (code: string) => anonymous.call(signInByPhone, { phone: '13900139000', code });
  const wrong = demoCode === '000000' ? '000001' : '000000';
  for (let n = 0; n < 5; n++) await enter(wrong);
  expect((await enter(demoCode ?? '')).problem.type).toBe('access.wrongCode');
  await store.owner.query(`update phone_code set tries = 0, expires_at = '2026-11-22T01:59:59Z'`);
  expect((await enter(demoCode ?? '')).problem.type).toBe('access.wrongCode');
});

test('nobody learns whether a phone is known, and a code is told in the demo alone', async () => {
  expect((await anonymous.call(sendPhoneCode, { phone: '13700137000' })).problem.type).toBe('access.noCodeSender');
  await account('real', { phone: '13600136000' });
  expect((await anonymous.call(sendPhoneCode, { phone: '13600136000' })).problem.type).toBe('access.noCodeSender');
});

test.each([
  ['Aa1!aaa', 'short'], ['aaaabbbb1', 'simple'], ['zhang-wei-2026', null], ['Abcdef1g', null], ['password-is-long', 'common'], ['aaaaaaaaaaaaaaaa', 'common'], ['the-doctor-2026', 'common'],
])('%s is %s', (password, weakness) => {
  expect(weaknessOf(password, 'doctor')).toBe(weakness);
});
