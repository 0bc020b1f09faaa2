import { expect, test } from 'vitest';
import { generate } from 'otplib';
import { testApp, testTenant } from '../../app/testing.ts';
import { listOrganizations } from '../organizations/organizations.ts';
import { whoAmI } from './access.ts';
import { endSessionOf, listAccounts, sessionsOf } from './accounts.ts';
import { callerByHash } from './access.api.ts';
import { accessPolicy, mustEnrol, setAccessPolicy } from './policy.ts';
import { confirmSecondFactor, dropSecondFactor, enrolSecondFactor, mySessions } from './signing.ts';
import { Instant } from '../../kernel/day.ts';

const { store, as } = await testApp();
const forced = ['doctor'];

test.each([
  [{ role: 'doctor', proof: 'password', hasFactor: false, forced }, true],
  [{ role: 'doctor', proof: 'password', hasFactor: true, forced }, false],
  [{ role: 'doctor', proof: 'sso', hasFactor: false, forced }, false],
  [{ role: 'nurse', proof: 'password', hasFactor: false, forced }, false],
])('%j: %s', (given, expected) => {
  expect(mustEnrol(given)).toBe(expected);
});

test('a forced role does nothing before the second factor is set up, and cannot drop it', async () => {
  const admin = await as('organization-admin', 'district');
  const doctor = await as('doctor', 'hospital');
  expect((await doctor.call(listOrganizations, {})).status).toBe(200);
  expect((await admin.call(setAccessPolicy, { idleMinutes: 30, secondFactorRoles: ['doctor'] })).status).toBe(200);
  expect((await doctor.call(whoAmI, {})).body).toMatchObject({ mustEnrol: true, permissions: [] });
  expect((await doctor.call(listOrganizations, {})).problem.type).toBe('access.secondFactorFirst');
  const { secret } = (await doctor.call(enrolSecondFactor, {})).body;
  const code = await generate({ secret, epoch: Date.parse('2026-11-22T02:00:00.000Z') / 1000 });
  expect((await doctor.call(confirmSecondFactor, { code })).status).toBe(200);
  expect((await doctor.call(whoAmI, {})).body).toMatchObject({ mustEnrol: false, idleMinutes: 30 });
  expect((await doctor.call(listOrganizations, {})).status).toBe(200);
  expect((await doctor.call(dropSecondFactor, { password: 'secret' })).problem.type).toBe('access.secondFactorForced');
  await admin.call(setAccessPolicy, { idleMinutes: 30, secondFactorRoles: [] });
});

test('the rules are those of the whole tenant: a part of it cannot change them', async () => {
  const part = await as('organization-admin', 'hospital');
  expect((await part.call(accessPolicy, {})).body).toMatchObject({ changeable: false });
  expect((await part.call(setAccessPolicy, { idleMinutes: 60, secondFactorRoles: [] })).problem.type).toBe('access.outOfReach');
});

test('where the tenant has said nothing, administrators and auditors are forced', async () => {
  await store.owner.query('delete from access_policy where tenant_id = $1', [testTenant]);
  const auditor = await as('auditor', 'district');
  expect((await auditor.call(whoAmI, {})).body.mustEnrol).toBe(true);
  expect((await (await as('nurse', 'district')).call(whoAmI, {})).body).toMatchObject({ mustEnrol: false, idleMinutes: 30 });
  await store.owner.query(`insert into access_policy values ($1, 30, '{}')`, [testTenant]);
});

test('a session ends after half an hour of nothing done; each call counts from then on', async () => {
  await as('nurse', 'ward');
  const { rows } = await store.owner.query<{ token_hash: string }>(`select token_hash from account_session where role = 'nurse' order by created_at desc, seen_at desc`);
  const token = rows[0]?.token_hash ?? '';
  const at = (minutes: number) => Instant.parse(new Date(Date.parse('2026-11-22T02:00:00.000Z') + minutes * 60_000).toISOString());
  expect(await callerByHash(store.database, token, at(29))).not.toBeNull();
  expect(await callerByHash(store.database, token, at(58))).not.toBeNull();
  expect(await callerByHash(store.database, token, at(89))).toBeNull();
});

test('an administrator ends the sessions of others inside the reach', async () => {
  const admin = await as('organization-admin', 'hospital');
  const nurse = await as('nurse', 'ward');
  const stranger = await as('nurse', 'hospital-b');
  const { login, accountId } = (await nurse.call(whoAmI, {})).body;
  expect((await admin.call(listAccounts, { find: login })).body).toHaveLength(1);
  expect((await admin.call(sessionsOf, { accountId })).body).toHaveLength(1);
  expect((await admin.call(endSessionOf, { accountId, sessionId: null })).body).toEqual({ ended: 1 });
  expect((await nurse.call(mySessions, {})).status).toBe(401);
  const other = (await stranger.call(whoAmI, {})).body.accountId;
  expect((await admin.call(sessionsOf, { accountId: other })).body).toEqual([]);
  expect((await admin.call(endSessionOf, { accountId: other, sessionId: null })).problem.type).toBe('access.noSuchSession');
});
