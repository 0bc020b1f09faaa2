import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { expectAccessible, expectNoOverflow, openPage, phone } from './browser.ts';

type Page = Awaited<ReturnType<typeof openPage>>;
type Lang = 'zh-CN' | 'en';

/** One of the demo's residents, on a phone, with the session of a fresh sign-in. */
async function openMe(login: string, { lang = 'zh-CN', at = '/me', type = 'normal' }: { lang?: Lang; at?: string; type?: string } = {}): Promise<Page> {
  const page = await openPage({ viewport: phone, lang });
  await page.addInitScript((size) => localStorage.setItem('kangcheng.type', size), type);
  // The server's clock stands still a little later.
  await page.clock.install({ time: '2026-11-22T01:30:00Z' });
  await page.request.post('/api/access/sign-in', { headers: { 'x-kangcheng': '1' }, data: { login, password: 'kangcheng-demo' } });
  await page.goto(at);
  await page.getByRole('navigation', { name: lang === 'en' ? 'Main navigation' : '主导航' }).waitFor();
  return page;
}

async function ownId(page: Page): Promise<number> {
  const people: unknown = await (await page.request.get('/api/me/people')).json();
  const [first] = Array.isArray(people) ? people : [];
  return Number(first?.personId);
}

async function pressures(page: Page): Promise<string[]> {
  const id = await ownId(page);
  const values: unknown = await (await page.request.get(`/api/me/${id}/record/observations?codes=blood-pressure`)).json();
  return Array.isArray(values) ? values.map((one) => `${one.value}/${one.value2}`) : [];
}

const paths = ['/me', '/me/measure', '/me/measure/blood-pressure', '/me/health', '/me/record', '/me/tier', '/me/plan', '/me/report', '/me/forms', '/me/mine', '/me/mine/looks', '/me/mine/consents', '/me/mine/export', '/me/mine/erasure', '/me/mine/sessions', '/me/waiting'];

describe('the person’s app on a phone', () => {
  test('the door lets a resident in, in large words and English', async () => {
    const page = await openPage({ viewport: phone });
    await page.goto('/me');
    await page.getByRole('heading', { name: '康程 · 我的健康' }).waitFor();
    await page.getByText('特大').click();
    await expect.poll(() => page.evaluate<string>('getComputedStyle(document.documentElement).fontSize')).toBe('26px');
    await expectAccessible(page);
    await expectNoOverflow(page);
    await page.getByText('English').click();
    await page.getByText('Password', { exact: true }).click();
    await page.getByLabel('Login').fill('resident');
    await page.getByLabel('Password', { exact: true }).last().fill('kangcheng-demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: /^(Good|Hello)/ }).waitFor();
    await expectNoOverflow(page);
  });

  test.each([['zh-CN', 'normal'], ['en', 'largest']] as const)('every page is accessible and fits, in %s and %s words', async (lang, type) => {
    const page = await openMe('resident', { lang, type });
    for (const path of paths) {
      await page.goto(path);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await expect.poll(() => page.getByRole('status', { name: /正在加载|Loading/ }).count()).toBe(0);
      await expectNoOverflow(page);
      await expectAccessible(page);
    }
  });

  test('a pressure in a few taps, said what it means; danger says what to do', async () => {
    const page = await openMe('resident', { at: '/me/measure/blood-pressure' });
    const before = (await pressures(page)).length;
    await page.getByLabel('高压').focus();
    // The cursor goes on by itself where a pressure is whole.
    await page.keyboard.type('12878');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '血压不错' }).waitFor();
    await page.getByText('已存入健康档案').waitFor();
    await page.getByRole('button', { name: '再测一次' }).click();
    await page.getByLabel('高压').fill('186');
    await page.getByLabel('低压').fill('104');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: '血压很高' }).waitFor();
    expect(await page.getByRole('link', { name: '拨打 120' }).getAttribute('href')).toBe('tel:120');
    await expectAccessible(page);
    const after = await pressures(page);
    expect(after.length - before).toBe(2);
    await page.getByRole('button', { name: '再测一次' }).click();
    await page.getByLabel('高压').fill('18');
    await page.getByLabel('低压').fill('78');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('这个数字不可能').waitFor();
  });

  test('without a network: measured, kept over a reload, sent once', async () => {
    const page = await openMe('resident', { at: '/me' });
    await page.evaluate('navigator.serviceWorker.ready');
    await page.goto('/me/measure/blood-pressure');
    await page.getByLabel('高压').waitFor();
    await page.context().setOffline(true);
    await page.getByText('没有网络').waitFor();
    await page.getByLabel('高压').fill('131');
    await page.getByLabel('低压').fill('79');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('已存在手机里').waitFor();
    await page.getByText('1 项等待发送').waitFor();
    // The page comes from the worker, what is known from the browser's own store.
    await page.reload();
    await page.getByText('1 项等待发送').click();
    await page.getByRole('heading', { name: '等待发送' }).waitFor();
    await expectAccessible(page);
    await page.context().setOffline(false);
    await page.getByText('都已发送').waitFor();
    expect((await pressures(page)).filter((value) => value === '131/79')).toEqual(['131/79']);
  });

  test('a goal is set, marked, taken back', async () => {
    const page = await openMe('resident', { at: '/me/plan' });
    await page.getByRole('button', { name: '添加目标:少吃盐' }).click();
    await page.getByLabel('提醒时间').fill('18:30');
    await expectAccessible(page);
    await page.getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: '少吃盐' }).waitFor();
    await page.goto('/me');
    await page.getByRole('button', { name: '打卡:少吃盐' }).click();
    await page.getByRole('button', { name: '取消打卡:少吃盐' }).waitFor();
    await page.getByRole('button', { name: '撤销' }).click();
    await page.getByRole('button', { name: '打卡:少吃盐', exact: true }).waitFor();
    await page.goto('/me/plan');
    await page.getByRole('button', { name: '结束目标:少吃盐' }).click();
    await page.getByRole('button', { name: '添加目标:少吃盐' }).waitFor();
  });

  test('a meter is read over Bluetooth; what was kept is not shown again', async () => {
    const page = await openMe('resident', { at: '/me' });
    await page.addInitScript(fakeMeter);
    await page.goto('/me/measure/blood-pressure');
    const connect = async () => {
      await page.getByRole('button', { name: '用蓝牙仪器测' }).click();
      await page.getByRole('button', { name: '连接仪器' }).click();
    };
    await connect();
    await page.getByText('133/82').waitFor();
    await page.getByText('脉搏不齐').waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: '保存 1 条' }).click();
    await page.getByText('已存入健康档案').waitFor();
    expect((await pressures(page)).filter((value) => value === '133/82').length).toBe(1);
    await page.goto('/me/measure/blood-pressure');
    await connect();
    await page.getByText('仪器里没有新的记录').waitFor();
  });

  test('a parent switches to the child, and the report prints without navigation', async () => {
    const page = await openMe('parent', { at: '/me/mine' });
    await page.getByRole('button', { name: /我的孩子/ }).first().click();
    await page.getByText(/正在看 .+ 的档案/).waitFor();
    await page.goto('/me/report');
    await page.getByRole('heading', { level: 1, name: '健康报告' }).waitFor();
    await page.getByText(/正在看 .+ 的档案/).waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').filter({ visible: true }).count()).toBe(0);
  });
});

/** The page's own scripts, everything they import before they run, and the words of one language; packed as the server sends them. */
test('the first page needs at most 150 kB of JavaScript', () => {
  const built = join(import.meta.dirname, '../dist/web');
  const sizes = new Map<string, number>();
  const visit = (file: string): void => {
    if (sizes.has(file)) return;
    const bytes = readFileSync(join(built, file));
    sizes.set(file, gzipSync(bytes, { level: 9 }).length);
    for (const [, name] of bytes.toString().matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)) visit(`assets/${name}`);
  };
  for (const [, file] of readFileSync(join(built, 'me.html'), 'utf8').matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)) visit(file ?? '');
  for (const words of readdirSync(join(built, 'assets')).filter((file) => /^me-zh-cn\.web-[^.]+\.js$/.test(file))) visit(`assets/${words}`);
  const sum = [...sizes.values()].reduce((total, size) => total + size, 0);
  expect(sum).toBeGreaterThan(100_000);
  expect(sum).toBeLessThan(150_000);
});

/** A blood pressure meter of the standard service, as the browser sees it. */
function fakeMeter(): void {
  class Characteristic extends EventTarget {
    value: DataView | undefined;
    startNotifications(): Promise<this> {
      // 133/82 mmHg, mean 99; 2026-11-21 07:05:30; pulse 70; irregular.
      const bytes = [0x16, 0x85, 0, 0x52, 0, 0x63, 0, 0xea, 0x07, 0x0b, 0x15, 0x07, 0x05, 0x1e, 0x46, 0, 0x04, 0];
      setTimeout(() => {
        this.value = new DataView(Uint8Array.from(bytes).buffer);
        this.dispatchEvent(new Event('characteristicvaluechanged'));
      }, 10);
      return Promise.resolve(this);
    }
  }
  const service = { getCharacteristic: () => Promise.resolve(new Characteristic()) };
  const device = Object.assign(new EventTarget(), { id: 'meter', gatt: { connected: true, connect: () => Promise.resolve({ getPrimaryService: () => Promise.resolve(service) }), disconnect: () => {} } });
  Object.defineProperty(navigator, 'bluetooth', { value: { requestDevice: () => Promise.resolve(device) } });
}
