import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, expect, inject } from 'vitest';

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

let browser: Browser | undefined;

/** The language in which each page was opened. */
const wanted = new WeakMap<Page, string>();

/** A page of a fresh browser profile, at a width and in a language. */
export async function openPage({ viewport = desktop, lang = 'zh-CN' }: { viewport?: { width: number; height: number }; lang?: 'zh-CN' | 'en' } = {}): Promise<Page> {
  browser ??= await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const context: BrowserContext = await browser.newContext({ viewport, locale: lang, baseURL: inject('address'), reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript((chosen) => localStorage.setItem('kangcheng.language', chosen), lang);
  wanted.set(page, lang);
  return page;
}

afterAll(async () => {
  await browser?.close();
  browser = undefined;
});

/** Sign in as one of the demo's accounts, with the keyboard, in the language the page was opened in. */
export async function signIn(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in');
  await expect.poll(() => page.evaluate<string>('document.documentElement.lang')).toBe(wanted.get(page));
  await page.getByLabel(/账号|Account|Login|User/i).first().fill(login);
  await page.locator('input[type=password]').fill('kangcheng-demo');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => !url.pathname.includes('sign-in'));
}

/** The page has no accessibility violation that axe can see. Measured at full height, so that a bar at the screen's edge covers nothing. */
export async function expectAccessible(page: Page): Promise<void> {
  const screen = page.viewportSize() ?? desktop;
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ ...screen, height: Math.max(screen.height, height + 120) });
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const found = await (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`);
  });
  await page.setViewportSize(screen);
  expect(violations).toEqual([]);
}

/** Nothing reaches past the right edge of the screen. */
export async function expectNoOverflow(page: Page): Promise<void> {
  const [content, width] = await page.evaluate<[number, number]>('[document.documentElement.scrollWidth, document.documentElement.clientWidth]');
  expect(content, page.url()).toBeLessThanOrEqual(width);
}
