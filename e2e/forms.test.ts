import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

/** Choose an organisation in the dialog that gives a form out. */
async function give(page: Page, { organization, name }: { organization: string; name: string }): Promise<string> {
  await page.getByRole('button', { name: '发放', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: '名称' }).fill(name);
  await dialog.getByRole('combobox', { name: '机构' }).fill(organization);
  await page.getByRole('option', { name: organization, exact: true }).click();
  await dialog.getByRole('radio', { name: '匿名' }).check();
  // The server's clock stands still on a day before the browser's.
  await dialog.getByRole('textbox', { name: '开始日期' }).fill('2026-11-20');
  await dialog.getByRole('textbox', { name: '开始日期' }).blur();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: '发放', exact: true }).click();
  await page.waitForURL(/\/forms\/given\//);
  return (await page.getByText(/\/f\/[\w-]{20,}/).textContent()) ?? '';
}

/** Answer whatever is asked with the option of this name, question by question, and send. */
async function answerAll(page: Page, option: RegExp): Promise<void> {
  const send = page.getByRole('button', { name: '提交' });
  for (let i = 0; i < 30; i += 1) {
    const next = page.getByRole('button', { name: '下一步' });
    await expect.poll(async () => (await next.count()) + (await send.count())).toBeGreaterThan(0);
    for (const radio of await page.getByRole('radio', { name: option }).all()) await radio.check({ force: true });
    if (await send.isVisible()) break;
    await next.click();
  }
  await send.click();
}

test('a form is built, published, given out, answered by link without a name, and its results stay hidden until five have answered', async () => {
  const page = await openPage();
  await signIn(page, 'manager');
  await page.goto('/forms');
  await expectAccessible(page);
  await page.getByRole('button', { name: '新建问卷' }).click();
  await page.waitForURL(/\/forms\/build\//);
  await page.getByLabel('标题(中文)').fill('食堂少盐调查');
  await page.getByRole('button', { name: '问题1', exact: true }).click();
  await page.getByLabel('题干(中文)').fill('您觉得食堂的菜咸吗');
  await page.getByRole('textbox', { name: '选项' }).fill('咸 / Salty|1\n不咸 / Not salty|0');
  await page.getByRole('button', { name: '添加题目' }).click();
  await page.getByRole('menuitem', { name: '多行文字' }).click();
  await page.getByLabel('题干(中文)').fill('您的建议');
  // The second question goes first, by keyboard.
  await page.getByLabel('移动:您的建议').focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expect.poll(() => page.getByLabel(/^移动:/).evaluateAll((handles) => handles.map((handle) => handle.getAttribute('aria-label')))).toEqual(['移动:您的建议', '移动:您觉得食堂的菜咸吗']);
  await page.getByText('已保存').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: '发布', exact: true }).click();
  await page.waitForURL(/\/forms\/bank\//);
  await page.getByText(/^第 1 版 ·/).waitFor();
  const link = await give(page, { organization: '康程精密制造有限公司', name: '食堂少盐调查(十一月)' });
  await expectAccessible(page);

  const mobile = await openPage({ viewport: phone });
  await mobile.goto(new URL(link).pathname);
  await mobile.getByRole('heading', { name: '食堂少盐调查(十一月)' }).waitFor();
  await expectAccessible(mobile);
  await expectNoOverflow(mobile);
  await answerAll(mobile, /^不咸/);
  await mobile.getByText('已提交,谢谢您').waitFor();
  await mobile.reload();
  await answerAll(mobile, /^咸/);
  await mobile.getByText('您已经填写过了,每人只填一次。').first().waitFor();

  await page.reload();
  await page.getByText('1', { exact: true }).first().waitFor();
  await page.getByRole('tab', { name: '结果' }).click();
  await page.getByText('回答人数太少,暂不显示结果').waitFor();
  await expectAccessible(page);
});

test('a dangerous answer shows help at once and stands before the staff', async () => {
  const doctor = await openPage();
  await signIn(doctor, 'doctor');
  await doctor.goto('/forms/bank/phq-9');
  const link = await give(doctor, { organization: '康城区人民医院', name: '情绪筛查' });
  const mobile = await openPage({ viewport: phone });
  await mobile.goto(new URL(link).pathname);
  await answerAll(mobile, /^几乎每天/);
  await mobile.getByRole('alert').getByRole('link', { name: '12356' }).waitFor();
  await expectAccessible(mobile);
  await doctor.goto('/forms?tab=crises');
  const crisis = doctor.getByRole('listitem').filter({ hasText: '匿名回答者' });
  await crisis.getByText('立即处理').waitFor();
  await crisis.getByRole('button', { name: '记录处理' }).click();
  await doctor.getByRole('dialog').getByLabel('做了什么').fill('匿名,已在院内张贴求助电话');
  await doctor.getByRole('dialog').getByRole('button', { name: '记录处理' }).click();
  await doctor.getByText('没有待处理的危机提示').waitFor();
  await expectAccessible(doctor);
});
