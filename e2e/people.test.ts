import { describe, expect, test } from 'vitest';
import { idCard } from '../src/capabilities/people/people.fixtures.ts';
import { desktop, expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';

const card = idCard('1956-03-04', 88);

describe('a nurse at the desk', () => {
  test('registers by keyboard alone, finds the person again, and corrects', async () => {
    const page = await openPage();
    await signIn(page, 'nurse');
    await page.goto('/people/register');
    await page.getByLabel('证件号码').waitFor();
    await expectAccessible(page);
    const started = Date.now();
    // What a card reader or a typist does: the number and Enter, then the name, and Tab from field to field.
    await page.keyboard.type(card);
    await page.keyboard.press('Enter');
    await page.keyboard.type('单雄信');
    await page.getByText('校验通过').waitFor();
    await page.getByLabel('电话').focus();
    await page.keyboard.type('15400009876');
    await page.keyboard.press('Tab');
    await page.keyboard.type('康城区一号');
    await page.keyboard.press('Tab');
    await page.keyboard.type('网格');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '单雄信', level: 1 }).waitFor();
    expect(Date.now() - started).toBeLessThan(30_000);
    await page.getByText(`990***********${card.slice(-4)}`).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: '显示完整的居民身份证' }).click();
    await page.getByText(card).waitFor();

    await page.goto('/people');
    await page.getByLabel('查找').waitFor();
    await page.keyboard.type('shanxx');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('sxx');
    await page.getByRole('link', { name: /单雄信/ }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '单雄信', level: 1 }).waitFor();

    await page.getByRole('button', { name: '更正' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('地址').fill('康城区二号');
    await expectAccessible(page);
    await page.keyboard.press('Enter');
    await page.getByText('康城区二号').waitFor();
    await page.context().close();
  });

  test('a whole ID number opens its holder at once, and back returns to the list', async () => {
    const page = await openPage();
    await signIn(page, 'doctor');
    await page.goto('/people');
    await page.getByLabel('查找').fill(card);
    await page.getByRole('heading', { name: '单雄信', level: 1 }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: /单雄信/ }).waitFor();
    await page.context().close();
  });

  test('is told of the person who is there already, before saving', async () => {
    const page = await openPage({ lang: 'en' });
    await page.goto('/sign-in?lang=en');
    await signIn(page, 'nurse');
    await page.goto('/people/register?lang=en');
    await page.getByLabel('Number').fill(card);
    await page.getByText('Same ID card').waitFor();
    await expectAccessible(page);
    await page.context().close();
  });
});

test('two records of one person are found, merged and parted again', async () => {
  const page = await openPage();
  await signIn(page, 'doctor');
  for (const number of ['15400007777', '']) {
    await page.goto('/people/register');
    await page.getByRole('textbox', { name: /^姓名/ }).fill('欧阳重复');
    await page.getByText('男', { exact: true }).click();
    await page.getByRole('textbox', { name: /^出生日期/ }).fill('19700809');
    if (number !== '') await page.getByLabel('电话').fill(number);
    await page.getByLabel('归属机构').first().fill('网格');
    await page.getByRole('option', { name: /网格/ }).first().click();
    if (number === '') await page.getByLabel('确认不是同一人').check();
    await page.getByRole('button', { name: '保存并打开' }).click();
    await page.getByRole('heading', { name: '欧阳重复', level: 1 }).waitFor();
  }
  await page.goto('/people/duplicates');
  await page.getByRole('button', { name: '立即查找' }).click();
  const pair = page.getByRole('region', { name: '欧阳重复' });
  await pair.waitFor();
  await expectAccessible(page);
  await pair.getByRole('button', { name: /并入档案/ }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: '合并', exact: true }).click();
  await page.getByRole('button', { name: '撤销欧阳重复的合并' }).click();
  await pair.waitFor();
  await expectNoOverflow(page);
  await page.context().close();
});

test.each([['desktop', desktop], ['phone', phone]])('the list, the form and a person fit a %s', async (_name, viewport) => {
  const page = await openPage({ viewport });
  await signIn(page, 'doctor');
  for (const path of ['/people?q=wang', '/people/register', '/people/transfers', '/people/duplicates']) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.waitForTimeout(300);
    await expectNoOverflow(page);
    // The last field out from under the navigation, which stays at the foot of a phone.
    await page.mouse.wheel(0, 2000);
    await expectAccessible(page);
  }
  await page.goto('/people?q=wang');
  await page.getByRole('list', { name: '居民' }).getByRole('link').first().click();
  await page.getByText('管档机构').first().waitFor();
  await expectNoOverflow(page);
  await expectAccessible(page);
  await page.context().close();
});

test.each([['desktop', desktop], ['phone', phone]])('an administrator adds a unit, a partner and a meeting on a %s', async (name, viewport) => {
  const page = await openPage({ viewport });
  await signIn(page, 'admin');
  await page.goto('/organizations?find=人民医院');
  await page.getByRole('button', { name: '新增下级:康城区人民医院' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: /^名称/ }).fill(`健康管理科 ${name}`);
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByLabel('查找机构').fill(`健康管理科 ${name}`);
  await page.getByRole('list', { name: '机构树' }).getByText(`健康管理科 ${name}`).waitFor();
  await page.getByRole('tab', { name: '合作单位' }).click();
  await page.getByRole('button', { name: '新增合作单位' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: /^名称/ }).fill(`日报 ${name}`);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `日报 ${name}` }).waitFor();
  await expectAccessible(page);
  await page.getByRole('tab', { name: '联席会议' }).click();
  await page.getByRole('button', { name: '新增会议' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: /^会议名称/ }).fill(`例会 ${name}`);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `例会 ${name}` }).waitFor();
  await expectNoOverflow(page);
  await expectAccessible(page);
  await page.context().close();
});
