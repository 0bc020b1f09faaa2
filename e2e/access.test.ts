import { generate } from 'otplib';
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
  await page.getByRole('combobox', { name: '角色' }).fill('护士');
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

test('a doctor breaks the glass, and the auditor reviews it', async () => {
  const doctor = await openPage();
  await signIn(doctor, 'doctor');
  await doctor.goto('/emergency');
  await doctor.getByLabel('档案编号').fill('900000001');
  await doctor.getByLabel('理由').fill('昏迷送院,无家属在场,需查既往用药');
  await expectAccessible(doctor);
  await doctor.getByRole('button', { name: '打开档案' }).click();
  await doctor.waitForURL(/\/people\/900000001/);

  const auditor = await openPage();
  await signIn(auditor, 'auditor');
  await auditor.goto('/trail');
  await auditor.getByLabel('复核意见').first().fill('已核实');
  await expectAccessible(auditor);
  await auditor.getByRole('button', { name: '属实' }).first().click();
  await auditor.getByText('复核结果已保存').first().waitFor();
  await auditor.goto('/trail?state=reviewed');
  await auditor.getByText('属实 · 已核实').waitFor();
  expect(await auditor.getByText('POST /api/access/emergencies').count()).toBeGreaterThan(0);
});
