import { beforeEach, expect, test } from 'vitest';
import { expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

interface Row {
  readonly itemId: string;
  readonly kind: string;
  readonly person: { readonly personId: number; readonly name: string; readonly pinyin: string };
}

const nurse = await openPage();
const get = async <T>(path: string): Promise<T> => (await nurse.request.get(path)).json();

beforeEach(async () => {
  if (nurse.url() === 'about:blank') await signIn(nurse, 'nurse');
});

/** Somebody on the nurse's list with hypertension alone, whom the initials find first. */
async function routine(): Promise<{ row: Row; initials: string }> {
  const { items } = await get<{ items: Row[] }>('/api/worklist');
  for (const row of items.filter(({ kind }) => kind === 'contact')) {
    const initials = row.person.pinyin.split(' ').map((word) => word[0]).join('');
    const [first] = (await get<{ items: Row[] }>(`/api/worklist?find=${initials}`)).items;
    const sheet = await get<{ diseases: string[] }>(`/api/care/persons/${row.person.personId}/sheet`);
    if (first?.itemId === row.itemId && sheet.diseases.length === 1 && sheet.diseases[0] === 'hypertension') return { row, initials };
  }
  throw new Error('nobody to follow up');
}

test('a routine follow-up takes at most 25 keys and 13 seconds at 150 ms a key, from finding to the next person', async () => {
  const { row, initials } = await routine();
  await nurse.goto('/worklist');
  await nurse.locator('[data-row]').first().waitFor();
  const keys = ['/', ...initials, 'Enter', '1', '3', '2', '8', '4', 'Enter', 'Enter', 'Enter', 'Enter'];
  const started = Date.now();
  for (const key of keys) {
    if (key === '1') await nurse.waitForURL(`**/care/sheet/${row.person.personId}*`);
    if (key === '1') await nurse.locator('[data-step]:focus').waitFor();
    await nurse.keyboard.press(key, { delay: 20 });
    await nurse.waitForTimeout(130);
  }
  await nurse.waitForURL((url) => url.pathname.startsWith('/care/sheet/') && !url.pathname.endsWith(`/${row.person.personId}`));
  const seconds = (Date.now() - started) / 1000;
  console.info(`follow-up: ${keys.length} keys, ${seconds.toFixed(1)} s`);
  expect(keys.length).toBeLessThanOrEqual(25);
  expect(seconds).toBeLessThan(13);
  const { visits, pressures, work } = await get<{ visits: { sbp: number; dbp: number; nextOn: string }[]; pressures: { value: number; at: string }[]; work: Row[] }>(`/api/care/persons/${row.person.personId}/sheet`);
  expect(visits[0]).toMatchObject({ sbp: 132, dbp: 84 });
  expect(pressures.at(-1)).toMatchObject({ value: 132, at: '2026-11-22T02:00:00.000Z' });
  expect(work.filter(({ kind }) => kind === 'contact')).toHaveLength(1);
});

test('a danger value asks at once what was done, and nothing is saved before', async () => {
  const { row } = await routine();
  await nurse.goto(`/care/sheet/${row.person.personId}`);
  await nurse.locator('[data-step]:focus').waitFor();
  await nurse.getByLabel('收缩压').fill('186');
  await nurse.getByLabel('舒张压').fill('98');
  await nurse.keyboard.press('Tab');
  await nurse.getByRole('alert').first().waitFor();
  await expect.poll(() => nurse.evaluate<boolean>('document.activeElement.closest("[role=alert]") !== null')).toBe(true);
  await nurse.keyboard.press('Control+Enter');
  await nurse.getByText('请先记录危急情况的处理').first().waitFor();
  await expectAccessible(nurse);
  await nurse.reload();
  await nurse.getByText('放弃草稿').waitFor();
  expect(await nurse.getByLabel('收缩压').inputValue()).toBe('186');
  await nurse.getByText('放弃草稿').click();
  await expect.poll(() => nurse.getByLabel('收缩压').inputValue()).toBe('');
});

test('the list goes by the keyboard: j and k move, a digit is the outcome of a call, Ctrl+Z takes it back', async () => {
  await nurse.goto('/worklist?tab=overdue');
  const rows = nurse.locator('[data-row]');
  await rows.first().waitFor();
  const names = await rows.allTextContents();
  await nurse.keyboard.press('j');
  const called = await nurse.locator('[data-row]:focus').textContent();
  await nurse.keyboard.press('2');
  await expect.poll(() => rows.allTextContents()).toEqual(names.filter((name) => name !== called));
  await nurse.getByText(/稍后提醒/).last().waitFor();
  await nurse.waitForTimeout(300);
  await nurse.keyboard.press('Control+z');
  await expect.poll(() => rows.allTextContents()).toEqual(names);
  await nurse.keyboard.press('?');
  await nurse.getByRole('dialog').getByText('通话结果').waitFor();
  await nurse.keyboard.press('Escape');
  await expectAccessible(nurse);
});

test('filters stand in the address, and a view keeps them', async () => {
  await nurse.goto('/worklist?tab=upcoming&tier=high');
  await nurse.locator('[data-row]').first().waitFor();
  await nurse.getByRole('button', { name: '我的视图' }).click();
  await nurse.getByLabel('把当前筛选存为').fill('高危未到期');
  await nurse.getByRole('button', { name: '保存视图' }).click();
  await nurse.getByRole('button', { name: '高危未到期' }).first().waitFor();
  await nurse.goto('/worklist');
  await nurse.getByRole('button', { name: '我的视图' }).click();
  await nurse.getByRole('button', { name: '高危未到期' }).first().click();
  await nurse.waitForURL(/tier=high/);
  expect(nurse.url()).toContain('tab=upcoming');
});

test('the team writes one plan, signs it part by part, and it is in force', async () => {
  const { items } = await get<{ items: Row[] }>('/api/worklist?tier=high&whose=all&tab=upcoming');
  const personId = items[0]?.person.personId ?? 0;
  const doctor = await openPage({ lang: 'en' });
  await signIn(doctor, 'doctor');
  await doctor.goto(`/people/${personId}?panel=care`);
  await doctor.getByRole('button', { name: 'Begin with Hypertension' }).click();
  await doctor.getByRole('button', { name: 'Save the draft' }).click();
  await doctor.getByRole('button', { name: 'Sign' }).click();
  await doctor.getByText('Being signed').waitFor();
  await expectAccessible(doctor);
  for (const login of ['nurse', 'dietitian', 'therapist', 'counsellor']) {
    const member = await openPage();
    await signIn(member, login);
    await member.goto(`/people/${personId}?panel=care`);
    await member.getByRole('button', { name: '签字', exact: true }).click();
    await member.getByText(login === 'counsellor' ? '生效' : '签字中', { exact: true }).waitFor();
  }
  await doctor.reload();
  await doctor.getByText('In force', { exact: true }).waitFor();
});

test.each(['zh-CN', 'en'] as const)('list and sheet fit a phone in %s', async (lang) => {
  const page = await openPage({ viewport: phone, lang });
  await signIn(page, 'nurse');
  await page.goto('/worklist');
  await page.locator('[data-row]').first().waitFor();
  await expectNoOverflow(page);
  await expectAccessible(page);
  await page.locator('[data-row]').first().click();
  await page.locator('[data-step]').first().waitFor();
  await expectNoOverflow(page);
  await expectAccessible(page);
});
