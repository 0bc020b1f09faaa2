import { describe, expect, test } from 'vitest';
import { desktop, expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

type Page = Awaited<ReturnType<typeof openPage>>;

async function openFirst(page: Page, filter: string): Promise<void> {
  await page.goto(`/risk/persons?${filter}`);
  await page.getByRole('main').getByRole('listitem').getByRole('link').first().click();
  await page.getByRole('heading', { name: '管理分层' }).waitFor();
}

describe('a doctor and the tiers', () => {
  test('finds persons by tier, reads the card, overrides with a reason and ends it', async () => {
    const page = await openPage();
    await signIn(page, 'doctor');
    await openFirst(page, 'tier=mid');
    await page.getByRole('heading', { name: '指南模型' }).waitFor();
    await page.getByRole('heading', { name: '给本人看的说明' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: '人工调整', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: '调整为' }).click();
    await page.getByRole('option', { name: '高危-强化' }).click();
    await dialog.getByLabel('理由').fill('独居，依从性差');
    await expectAccessible(page);
    await dialog.getByRole('button', { name: '保存调整' }).click();
    await page.getByText('独居，依从性差').first().waitFor();
    await page.getByRole('button', { name: '结束调整' }).click();
    await page.getByRole('button', { name: '结束调整' }).waitFor({ state: 'detached' });
  });

  test('edits a threshold, previews, publishes for today, and rolls back', async () => {
    const page = await openPage();
    await signIn(page, 'doctor');
    await page.goto('/rules');
    const threshold = page.getByLabel('HbA1c明显升高').or(page.getByLabel(/糖化血红蛋白 ≥/)).first();
    await threshold.fill('6');
    await page.getByRole('button', { name: '预览人群' }).click();
    await page.getByRole('status').getByText(/人变动分层/).waitFor();
    await page.getByLabel('说明').fill('试行');
    await page.getByRole('button', { name: '保存草稿' }).click();
    await page.getByText(/草稿已保存为第 \d+ 版/).first().waitFor();
    await page.getByRole('heading', { name: /与第 \d+ 版的差别/ }).waitFor();
    await page.getByRole('button', { name: '发布', exact: true }).click();
    await page.getByText(/第 \d+ 版已发布/).first().waitFor();
    await page.getByRole('button', { name: '恢复这一版' }).first().click();
    await page.getByText(/已恢复/).first().waitFor();
    await expectAccessible(page);
  });

  test('sees a faulty text marked in its place, and cannot save it', async () => {
    const page = await openPage();
    await signIn(page, 'doctor');
    await page.goto('/rules');
    await page.getByText('规则文本').first().click();
    await page.getByLabel(/^H01/).fill('%sbq >= 180');
    await page.getByRole('alert').getByText(/没有事实/).waitFor();
    expect(await page.getByRole('button', { name: '保存草稿' }).isDisabled()).toBe(true);
  });

  test('goes from the movement to the persons who moved', async () => {
    const page = await openPage();
    await signIn(page, 'doctor');
    await page.goto('/risk/movement');
    await page.getByRole('table').getByRole('link').first().click();
    await page.waitForURL(/movedFrom=/);
    await page.getByRole('main').getByRole('listitem').first().waitFor();
  });

  test('draws a sample, judges a person blind by keyboard, and sees agreement', async () => {
    const page = await openPage();
    await signIn(page, 'doctor');
    await page.goto('/risk/reviews');
    await page.getByRole('button', { name: '抽取样本' }).click();
    await page.getByRole('dialog').getByLabel('人数').fill('3');
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: '抽取样本' }).click();
    await page.getByRole('link', { name: '开始复核' }).click();
    await page.getByRole('heading', { name: '档案', exact: true }).waitFor();
    expect(await page.getByText(/规则结果/).count()).toBe(0);
    await page.getByRole('heading', { name: '您的判断' }).waitFor();
    await page.keyboard.press('2');
    await expectAccessible(page);
    await page.getByRole('button', { name: '提交判断' }).click();
    await page.getByRole('button', { name: '下一位' }).waitFor();
    await page.goBack();
    await page.getByText('已复核 1/3').waitFor();
    await page.getByRole('heading', { name: '混淆矩阵' }).or(page.getByText('混淆矩阵')).first().waitFor();
  });

  test.each([
    [desktop, 'zh-CN'],
    [phone, 'en'],
  ] as const)('every screen is accessible and fits: %j %s', async (viewport, lang) => {
    const page = await openPage({ viewport, lang });
    await signIn(page, 'doctor');
    for (const path of ['/risk/persons', '/risk/movement', '/risk/reviews', '/rules']) {
      await page.goto(path);
      await page.getByRole('main').locator('section, li, table').first().waitFor();
      await page.waitForLoadState('networkidle');
      await expectNoOverflow(page);
      await expectAccessible(page);
    }
  });
});
