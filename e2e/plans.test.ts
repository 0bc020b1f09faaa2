import { join } from 'node:path';
import { describe, test } from 'vitest';
import { desktop, expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

const wordPlan = join(import.meta.dirname, '..', 'src', 'capabilities', 'plans', 'fixtures', 'youth-mental.docx');

describe('a programme manager', () => {
  test('drops a Word plan in, corrects it beside the document, and launches it', async () => {
    const page = await openPage();
    await signIn(page, 'manager');
    await page.goto('/plans');
    await page.locator('input[type=file]').setInputFiles(wordPlan);
    await page.getByText('youth-mental.docx').first().waitFor();
    await page.getByRole('link', { name: /^核对/ }).first().click();
    await page.waitForURL(/\/plans\/[0-9a-f-]{36}/);
    await page.locator('[data-keys]').nth(20).waitFor();
    await expectAccessible(page);

    await page.getByRole('button', { name: '展开' }).click();
    const title = page.getByLabel('计划名称').first();
    await title.fill('青年心理关怀计划(核对后)');
    await title.blur();
    await page.getByText('已保存').first().waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '青年心理关怀计划(核对后)' }).waitFor();

    await page.getByRole('button', { name: '启动' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: /启动/ }).last().click();
    await page.waitForURL(/\/programmes\/[0-9a-f-]{36}/);
    await page.getByRole('heading', { name: '青年心理关怀计划(核对后)' }).waitFor();
    await expectAccessible(page);
  });

  test('is told in words what is wrong with a file, and loses nothing', async () => {
    const page = await openPage();
    await signIn(page, 'manager');
    await page.goto('/plans');
    await page.locator('input[type=file]').setInputFiles({ name: '扫描.png', mimeType: 'image/png', buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]) });
    await page.getByText(/这是图片,读不出文字/).first().waitFor();
    await expectAccessible(page);
  });
});

const languages = ['zh-CN', 'en'] as const;
const widths = [desktop, phone] as const;

describe.each(languages.flatMap((lang) => widths.map((viewport) => ({ lang, viewport }))))('in $lang at $viewport.width px', ({ lang, viewport }) => {
  test('plans, review and programme pages fit the screen and are accessible', async () => {
    const page = await openPage({ lang, viewport });
    await signIn(page, 'manager');
    await page.goto('/plans');
    await page.getByText('youth-mental.txt').first().waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.getByRole('link', { name: /青年心理健康关怀/ }).filter({ hasText: /./ }).last().click();
    await page.waitForURL(/\/(plans|programmes)\//);
    await page.waitForLoadState('networkidle');
    await expectAccessible(page);
    await expectNoOverflow(page);
  });
});
