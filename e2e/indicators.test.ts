import { describe, expect, test } from 'vitest';
import { desktop, expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

describe.each([
  { lang: 'zh-CN', viewport: desktop },
  { lang: 'en', viewport: phone },
] as const)('indicators in $lang at $viewport.width px', ({ lang, viewport }) => {
  test('a doctor goes from the list to one number and the people behind it', async () => {
    const page = await openPage({ lang, viewport });
    await signIn(page, 'doctor');
    await page.goto('/indicators?domain=outcome');
    await page.getByRole('link', { name: lang === 'en' ? 'Blood-pressure control rate' : '血压控制率' }).waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.getByRole('link', { name: lang === 'en' ? 'Blood-pressure control rate' : '血压控制率' }).click();
    await page.getByRole('button', { name: lang === 'en' ? 'What stands behind it' : '这个数字的依据' }).click();
    await page.getByText(lang === 'en' ? 'Agrees with counting person by person' : '与逐人重新计算一致').waitFor();
    expect(new URL(page.url()).searchParams.get('proof')).toBe('true');
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('link').first().waitFor();
    await expectAccessible(page);
    await drawer.getByRole('link').first().click();
    await page.waitForURL(/\/people\/\d+/);
  });

  test('integrity is told with its intervals', async () => {
    const page = await openPage({ lang, viewport });
    await signIn(page, 'leader');
    await page.goto('/indicators/integrity');
    await page.getByText(lang === 'en' ? 'Last digit of the systolic pressure' : '收缩压尾数').first().waitFor();
    await expectAccessible(page);
    await expectNoOverflow(page);
  });
});
