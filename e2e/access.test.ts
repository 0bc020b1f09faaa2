import { readFile } from 'node:fs/promises';
import { generate } from 'otplib';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

/** The server's clock stands still. */
const serverTime = Date.parse('2026-11-22T02:00:00Z') / 1000;

test('an administrator invites somebody, who turns the second factor on and signs in with it', async () => {
  const page = await openPage();
  await signIn(page, 'admin');
  await page.goto('/accounts');
  await page.getByRole('textbox', { name: '账号', exact: true }).fill('e2e.wang');
  await page.getByRole('textbox', { name: '姓名', exact: true }).fill('王小测');
  await page.getByRole('combobox', { name: '角色', exact: true }).fill('护士');
  await page.getByRole('option', { name: '护士', exact: true }).click();
  await page.getByRole('combobox', { name: '所在机构' }).fill('康城区人民医院');
  await page.getByRole('option', { name: '康城区人民医院', exact: true }).click();
  await page.getByRole('button', { name: '新增', exact: true }).click();
  const password = (await page.getByRole('alert').locator('code').textContent()) ?? '';
  await expectAccessible(page);

  const own = await openPage({ viewport: phone });
  const enter = async () => {
    await own.goto('/sign-in');
    await own.getByRole('textbox', { name: '账号', exact: true }).fill('e2e.wang');
    await own.locator('input[type=password]').fill(password);
    await own.keyboard.press('Enter');
  };
  await enter();
  await own.waitForURL((url) => !url.pathname.includes('sign-in'));
  await own.goto('/account');
  await own.getByRole('button', { name: '开启动态验证码' }).click();
  const secret = (await own.locator('code').textContent()) ?? '';
  await own.getByLabel('6 位验证码').fill(await generate({ secret, epoch: serverTime }));
  await own.getByRole('button', { name: '确认开启' }).click();
  const recovery = (await own.getByRole('alert').locator('li').first().textContent()) ?? '';
  await expectAccessible(own);
  await expectNoOverflow(own);
  await enter();
  await own.getByLabel('动态验证码或恢复码').fill(recovery);
  await own.keyboard.press('Enter');
  await own.waitForURL((url) => !url.pathname.includes('sign-in'));
});

/** Sign in as a resident of the demo with the code that it tells. */
async function signInByPhone(page: Page, login: string): Promise<void> {
  const accounts: { login: string; phone: string | null }[] = await (await page.request.get('/api/access/demo-accounts')).json();
  await page.goto('/sign-in');
  await page.getByText('手机验证码登录').click();
  await page.getByLabel('手机号').fill(accounts.find((one) => one.login === login)?.phone ?? '');
  await page.getByRole('button', { name: '获取验证码' }).click();
  const told = (await page.getByText(/验证码是 \d{6}/).textContent()) ?? '';
  await page.getByLabel('短信验证码').fill(/\d{6}/.exec(told)?.[0] ?? '');
  await expectAccessible(page);
  await page.getByRole('button', { name: '登录', exact: true }).click();
  await page.waitForURL(/\/me/);
}

interface Own {
  readonly person: { personId: number };
  readonly identifiers: readonly { kind: string; number: string }[];
  readonly observations: readonly unknown[];
}

/** The resident's export, as the browser saves it. */
async function exported(page: Page): Promise<Own> {
  await page.goto('/me/mine/export');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '全部数据(JSON)' }).click()]);
  return JSON.parse(await readFile(await download.path(), 'utf8')) as Own;
}

test('a resident signs in by phone code, takes all the own data along, and withdraws consent: at once the team sees nothing', async () => {
  const page = await openPage({ viewport: phone });
  await signInByPhone(page, 'resident');
  const { person, observations } = await exported(page);
  expect(observations.length).toBeGreaterThan(20);
  await page.goto('/me/mine/consents');
  const record = page.getByRole('article').filter({ hasText: '健康档案与健康管理' });
  await record.getByLabel('本人签名').fill('测试签名');
  await record.getByRole('button', { name: '同意并签名' }).click();
  await record.getByText('已同意').waitFor();
  await expectAccessible(page);

  const doctor = await openPage();
  await signIn(doctor, 'doctor');
  const readAs = async () => (await doctor.request.get(`/api/people/${person.personId}/record/timeline`)).status();
  const before = await readAs();
  await record.getByRole('button', { name: '撤回同意' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '撤回同意' }).click();
  await record.getByText('已撤回', { exact: true }).waitFor();
  expect([before, await readAs()]).toEqual([200, 403]);
  expect((await exported(page)).observations.length).toBe(observations.length);
});

test('a school doctor finds whoever lies there by the ID card, breaks the glass, and the auditor reviews it', async () => {
  const page = await openPage({ viewport: phone });
  await page.request.post('/api/access/sign-in', { headers: { 'x-kangcheng': '1' }, data: { login: 'parent', password: 'kangcheng-demo' } });
  const { identifiers, person } = await exported(page);

  const doctor = await openPage();
  await signIn(doctor, 'school');
  await doctor.goto('/emergency');
  await doctor.getByLabel('患者身份证号').fill(identifiers.find(({ kind }) => kind === 'id-card')?.number ?? '');
  await doctor.getByRole('button', { name: '查找' }).click();
  await doctor.getByLabel('理由').fill('昏迷送院,无家属在场,需查既往用药');
  await expectAccessible(doctor);
  await doctor.getByRole('button', { name: '打开档案' }).click();
  await doctor.waitForURL(new RegExp(`/people/${person.personId}`));

  const auditor = await openPage();
  await signIn(auditor, 'auditor');
  await auditor.waitForURL(/\/trail/);
  await auditor.getByLabel('复核意见').first().fill('已核实');
  await expectAccessible(auditor);
  await auditor.getByRole('button', { name: '属实' }).first().click();
  await auditor.getByText('复核结果已保存').first().waitFor();
  await auditor.goto('/trail?state=reviewed');
  await auditor.getByText('属实 · 已核实').waitFor();
  expect(await auditor.getByText('POST /api/access/emergencies').count()).toBeGreaterThan(0);
});

test('a role that must have the second factor is led through setting it up before anything else', async () => {
  const admin = await openPage();
  await signIn(admin, 'admin');
  const send = async (path: string, data: object) => (await admin.request.post(path, { headers: { 'x-kangcheng': '1' }, data })).json();
  const organizations: { organizationId: number; kind: string }[] = await (await admin.request.get('/api/organizations')).json();
  const school = organizations.find(({ kind }) => kind === 'school')?.organizationId;
  const { password } = await send('/api/access/accounts', { login: 'e2e.inspector', name: '张监督', role: 'inspector', organizationId: school });
  await admin.goto('/accounts');
  await admin.getByRole('combobox', { name: '必须使用动态验证码的角色' }).click();
  await admin.getByRole('option', { name: '监督员', exact: true }).click();
  await admin.keyboard.press('Escape');
  await admin.getByRole('button', { name: '保存', exact: true }).click();
  await admin.getByText('登录规则已保存').first().waitFor();

  const teacher = await openPage({ viewport: phone });
  await teacher.goto('/sign-in');
  await teacher.getByRole('textbox', { name: '账号', exact: true }).fill('e2e.inspector');
  await teacher.locator('input[type=password]').fill(password);
  await teacher.keyboard.press('Enter');
  await teacher.getByRole('heading', { name: '设置动态验证码' }).waitFor();
  await teacher.getByRole('button', { name: '开启动态验证码' }).click();
  const secret = (await teacher.locator('code').textContent()) ?? '';
  await teacher.getByLabel('6 位验证码').fill(await generate({ secret, epoch: serverTime }));
  await teacher.getByRole('button', { name: '确认开启' }).click();
  await expectAccessible(teacher);
  await expectNoOverflow(teacher);
  await teacher.getByRole('button', { name: '我已保存恢复码,开始工作' }).click();
  await teacher.getByRole('heading', { name: '设置动态验证码' }).waitFor({ state: 'detached' });
});
