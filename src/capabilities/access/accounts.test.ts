import { expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { signIn, whoAmI } from './access.ts';
import { addAccount, grantRole, listAccounts, resetPassword, setAccountActive, withdrawRole } from './accounts.ts';

const { as, anonymous, organizations } = await testApp();
const idOf = (key: string) => organizations.get(key)?.organizationId ?? 0;

test('an administrator invites, grants, resets and closes inside the own reach', async () => {
  const admin = await as('organization-admin', 'hospital');
  const made = await admin.call(addAccount, { login: 'dr.wang', name: '王医生', role: 'doctor', organizationId: idOf('ward') });
  const { accountId, password } = made.body;
  const enter = (typed: string) => anonymous.call(signIn, { login: 'dr.wang', password: typed });
  expect((await enter(password)).status).toBe(200);
  expect((await admin.call(addAccount, { login: 'dr.wang', name: '另一人', role: 'doctor', organizationId: idOf('ward') })).problem.type).toBe('access.loginTaken');
  expect((await admin.call(grantRole, { accountId, role: 'health-manager', organizationId: idOf('hospital') })).status).toBe(200);
  const [line] = (await admin.call(listAccounts, { find: 'dr.w' })).body;
  expect(line).toMatchObject({ name: '王医生', active: true, secondFactor: false, grants: [{ role: 'health-manager' }, { role: 'doctor', roleTitle: { zh: '医生' }, organization: { zh: '甲医院内科' } }] });
  expect((await admin.call(withdrawRole, { accountId, role: 'health-manager', organizationId: idOf('hospital') })).status).toBe(200);
  const fresh = (await admin.call(resetPassword, { accountId })).body.password;
  expect([(await enter(password)).status, (await enter(fresh)).status]).toEqual([401, 200]);
  expect((await admin.call(setAccountActive, { accountId, active: false })).status).toBe(200);
  expect((await enter(fresh)).status).toBe(401);
});

test('not beyond the reach, not oneself, and not by others', async () => {
  const admin = await as('organization-admin', 'hospital');
  expect((await admin.call(addAccount, { login: 'spy', name: 'x', role: 'doctor', organizationId: idOf('hospital-b') })).problem.type).toBe('access.outOfReach');
  const other = (await (await as('nurse', 'hospital-b')).call(whoAmI, {})).body.accountId;
  expect((await admin.call(resetPassword, { accountId: other })).problem.type).toBe('access.noSuchAccount');
  expect((await admin.call(listAccounts, { find: 'nurse' })).body).toEqual([]);
  const me = (await admin.call(whoAmI, {})).body.accountId;
  expect((await admin.call(grantRole, { accountId: me, role: 'auditor', organizationId: idOf('hospital') })).problem.type).toBe('access.notYourself');
  const doctor = await as('doctor', 'hospital');
  expect((await doctor.call(listAccounts, {})).status).toBe(403);
});
