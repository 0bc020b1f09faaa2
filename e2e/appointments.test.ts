import { expect, test } from 'vitest';
import { expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

/** The server's clock stands still; the browsers' stand with it. A Sunday. */
const now = new Date('2026-11-22T02:00:00Z');

test('a nurse opens times, a resident books on the phone and cancels, and whoever waits moves up', async () => {
  const nurse = await openPage();
  await nurse.clock.setFixedTime(now);
  await signIn(nurse, 'nurse');
  await nurse.goto('/appointments?tab=schedules');
  await nurse.getByRole('button', { name: '新增排班' }).click();
  const dialog = nurse.getByRole('dialog', { name: '新增排班' });
  await dialog.getByLabel('地点').fill('四楼 401');
  await dialog.getByLabel('每个号(分钟)').fill('60');
  await dialog.getByLabel('到', { exact: true }).fill('930');
  await dialog.getByRole('textbox', { name: '结束日期(可不填)' }).fill('2026-11-23');
  await dialog.getByRole('textbox', { name: '结束日期(可不填)' }).press('Tab');
  await dialog.getByRole('button', { name: '保存' }).click();
  await nurse.getByText('慢病随访 · 四楼 401').first().waitFor();
  await expectAccessible(nurse);

  const resident = await openPage({ viewport: phone });
  await resident.clock.setFixedTime(now);
  await signIn(resident, 'resident');
  await resident.waitForURL(/\/me/);
  await resident.goto('/me/appointments');
  await resident.getByRole('button', { name: '预约', exact: true }).click();
  await resident.getByRole('button', { name: /四楼 401/ }).click();
  await resident.getByRole('radio', { name: '08:30' }).click();
  await expectAccessible(resident);
  await resident.getByRole('button', { name: '确认预约' }).click();
  await resident.getByRole('heading', { name: /11月23日周一 08:30/ }).waitFor();
  await expectNoOverflow(resident);
  await expectAccessible(resident);

  // Full: somebody waits.
  await nurse.goto('/appointments?tab=waitlist');
  await nurse.getByRole('button', { name: '加入候补' }).click();
  const joining = nurse.getByRole('dialog', { name: '加入候补' });
  await joining.getByRole('combobox', { name: '为谁预约' }).fill('王');
  await nurse.getByRole('option').first().waitFor();
  await nurse.getByRole('option').first().click();
  await joining.getByRole('combobox', { name: '排班' }).fill('四楼 401');
  await nurse.getByRole('option', { name: /四楼 401/ }).click();
  await joining.getByRole('button', { name: '加入候补' }).click();
  const waits = nurse.getByRole('listitem').filter({ hasText: '慢病随访' });
  await nurse.getByText('已加入候补').first().waitFor();
  await expect.poll(() => waits.count()).toBe(1);
  const name = (await waits.getByRole('link').textContent()) ?? '';
  await expectAccessible(nurse);

  await resident.getByRole('button', { name: /取消预约 11月23日/ }).click();
  await resident.getByRole('dialog').getByRole('button', { name: '取消预约' }).click();
  await resident.getByRole('heading', { name: /11月23日周一 08:30/ }).waitFor({ state: 'detached' });

  await nurse.goto('/appointments?view=day&day=2026-11-23');
  await nurse.getByRole('button', { name }).waitFor();
  await expectAccessible(nurse);
  await nurse.getByRole('button', { name }).click();
  await nurse.getByRole('menuitem', { name: '改期' }).waitFor();
});
