import { describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { desktop, expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

const tabs = ['goals', 'timeline', 'calendar', 'tasks', 'budget', 'risks'];

async function openYouthProgramme(page: Page): Promise<string> {
  await page.goto('/programmes');
  await page.getByRole('link', { name: /点亮心灯/ }).first().click();
  await page.waitForURL(/\/programmes\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname;
}

describe.each([
  { lang: 'zh-CN', viewport: desktop },
  { lang: 'en', viewport: phone },
] as const)('a running programme in $lang at $viewport.width px', ({ lang, viewport }) => {
  test('shows goals, timeline, calendar, tasks, budget and risks', async () => {
    const page = await openPage({ lang, viewport });
    await signIn(page, 'manager');
    const path = await openYouthProgramme(page);
    for (const tab of tabs) {
      await page.goto(`${path}?tab=${tab}`);
      await page.getByRole('tab', { selected: true }).waitFor();
      await page.waitForLoadState('networkidle');
      await expectAccessible(page);
      await expectNoOverflow(page);
    }
  });
});

test('the budget on a phone gives every column room for words', async () => {
  const page = await openPage({ lang: 'en', viewport: phone });
  await signIn(page, 'manager');
  await page.goto(`${await openYouthProgramme(page)}?tab=budget`);
  const headings = page.getByRole('region', { name: 'Budget', exact: true }).getByRole('columnheader');
  await headings.first().waitFor();
  for (const heading of await headings.all()) expect((await heading.boundingBox())?.width).toBeGreaterThan(90);
});

test('seven programmes run, and what cannot be measured says which data is missing', async () => {
  const page = await openPage();
  await signIn(page, 'leader');
  await page.goto('/programmes');
  await page.getByRole('link', { name: /点亮心灯/ }).first().waitFor();
  await expect.poll(() => page.getByRole('link', { name: /计划/ }).count()).toBeGreaterThanOrEqual(7);
  await openYouthProgramme(page);
  await page.getByText(/转介记录/).first().waitFor();
  await page.getByText('已达标').first().waitFor();
});

test('a task is moved with the keyboard, and stays where it was put', async () => {
  const page = await openPage();
  await signIn(page, 'manager');
  const path = await openYouthProgramme(page);
  await page.goto(`${path}?tab=tasks`);
  const doing = page.getByLabel('进行中', { exact: true });
  const menu = doing.getByRole('button', { name: /的操作$/ }).first();
  const title = (await menu.getAttribute('aria-label')) ?? '';
  await menu.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: '移到“已完成”' }).press('Enter');
  const moved = page.getByLabel('已完成', { exact: true }).getByRole('button', { name: title });
  await moved.waitFor();
  await page.reload();
  await moved.waitFor();
  await expectAccessible(page);
});
