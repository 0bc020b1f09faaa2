import { describe, expect, test } from 'vitest';
import { desktop, expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

type Page = Awaited<ReturnType<typeof openPage>>;

/** A person of the doctor's whose blood pressure was taken more than once. */
async function openPatient(page: Page): Promise<number> {
  const read = async (path: string): Promise<Record<string, unknown>[]> => {
    const body: unknown = await (await page.request.get(path)).json();
    return Array.isArray(body) ? body : [];
  };
  const persons = (await read('/api/records/completeness/persons')).map((row) => Number(row['personId'])).toReversed();
  let id = 0;
  for (const personId of persons) {
    if ((await read(`/api/people/${personId}/record/observations?codes=blood-pressure`)).length > 2) id = personId;
    if (id > 0) break;
  }
  expect(id).toBeGreaterThan(0);
  await page.goto(`/people/${id}?panel=record`);
  await page.getByRole('tabpanel').waitFor();
  return id;
}

describe('a doctor and a record', () => {
  test('enters by keyboard, corrects with a reason, and sees the record as it was', async () => {
    const page = await openPage();
    await signIn(page, 'doctor');
    const id = await openPatient(page);
    await page.goto(`/people/${id}?panel=enter&codes=blood-pressure,heart-rate`);
    await page.getByLabel('收缩压').focus();
    await page.keyboard.type('136');
    await page.keyboard.type('88');
    expect(await page.getByLabel('舒张压').inputValue()).toBe('88');
    await page.keyboard.press('Enter');
    await page.keyboard.type('250');
    await page.getByText('很少见').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('已确认').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('900');
    await page.getByText('超出可能范围').waitFor();
    expect(await page.getByRole('button', { name: '保存' }).isDisabled()).toBe(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('76');
    await page.getByRole('textbox', { name: '日期' }).fill('2026-11-21');
    await page.getByRole('textbox', { name: '时间' }).fill('09:30');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('已记录 2 项').first().waitFor();

    await page.goto(`/people/${id}?panel=timeline&kinds=observations`);
    await page.getByText('136/88').first().waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: '更正或查看历史:血压' }).first().click();
    await page.getByRole('dialog').getByLabel('舒张压').fill('82');
    await page.getByLabel('更正原因').fill('抄录有误');
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: '更正', exact: true }).click();
    await page.getByText('136/82').first().waitFor();
    await page.goto(`/people/${id}?panel=timeline&kinds=observations&asOf=2026-11-20`);
    await page.getByText('之后的录入与更正不在其中').waitFor();
    expect(await page.getByText('136/82').count()).toBe(0);
  });

  test('adds a diagnosis, finds it in the timeline, prints the summary without navigation', async () => {
    const page = await openPage();
    await signIn(page, 'doctor');
    const id = await openPatient(page);
    await page.getByRole('button', { name: '添加记录' }).click();
    await page.getByLabel('编码(ICD-10)').fill('J45.9');
    await page.getByLabel('名称').fill('支气管哮喘(测试)');
    await page.getByRole('textbox', { name: '起病日期' }).fill('2020-05-01');
    await expectAccessible(page);
    await page.getByRole('button', { name: '添加', exact: true }).click();
    await page.getByText('支气管哮喘(测试)').first().waitFor();
    await page.goto(`/people/${id}?panel=timeline&find=${encodeURIComponent('哮喘(测试)')}`);
    await page.getByText('支气管哮喘(测试)').first().waitFor();
    await page.goto(`/people/${id}/summary`);
    await page.getByText('支气管哮喘(测试)').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
  });

  test('goes from what is missing to the form of just that', async () => {
    const page = await openPage();
    await signIn(page, 'doctor');
    const id = await openPatient(page);
    await page.goto(`/people/${id}?panel=completeness`);
    await page.getByText('标准档案完整度').first().waitFor();
    await page.getByRole('button', { name: /^补录:/ }).first().click();
    await page.waitForURL(/codes=|add=/);
  });

  test.each([
    [desktop, 'zh-CN'],
    [phone, 'zh-CN'],
    [phone, 'en'],
  ] as const)('every panel is accessible and fits: %j %s', async (viewport, lang) => {
    const page = await openPage({ viewport, lang });
    await signIn(page, 'doctor');
    const id = await openPatient(page);
    for (const panel of ['record', 'timeline', 'trends', 'enter', 'completeness']) {
      await page.goto(`/people/${id}?panel=${panel}`);
      await page.getByRole('tabpanel').locator('section').first().waitFor();
      await page.waitForLoadState('networkidle');
      await expectNoOverflow(page);
      await expectAccessible(page);
    }
    await page.goto('/records/completeness');
    await page.getByRole('table').first().waitFor();
    await expectNoOverflow(page);
    await expectAccessible(page);
  });
});
