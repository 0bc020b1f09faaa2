import { expect, inject, test } from 'vitest';
import { desktop, expectAccessible, expectNoOverflow, openPage, phone, signIn } from './browser.ts';
import { today } from './serve.ts';

const headers = { 'x-kangcheng': '1', 'content-type': 'application/json' };

async function ask(cookie: string, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(inject('address') + path, { method, headers: { ...headers, cookie }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** A meter given to somebody of the hospital, by the nurse. */
async function meter(): Promise<{ key: string; name: string }> {
  const signedIn = await fetch(`${inject('address')}/api/access/sign-in`, { method: 'POST', headers, body: JSON.stringify({ login: 'nurse', password: 'kangcheng-demo' }) });
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { people } = (await ask(cookie, 'GET', `/api/people?q=${encodeURIComponent('王')}&limit=40`)) as { people: { personId: number; name: string; left: string | null }[] };
  const person = people.findLast(({ left }) => left === null);
  const { deviceId } = (await ask(cookie, 'POST', '/api/monitoring/devices', { kind: 'glucose-meter', serial: 'E2E-1', model: 'GM' })) as { deviceId: string };
  await ask(cookie, 'POST', `/api/monitoring/devices/${deviceId}/bind`, { deviceId, personId: person?.personId });
  const { key } = (await ask(cookie, 'POST', `/api/monitoring/devices/${deviceId}/key`, { deviceId })) as { key: string };
  return { key, name: person?.name ?? '' };
}

test('a reading alarms on the open screen within a second, is acknowledged and closed by keyboard', async () => {
  const { key, name } = await meter();
  const page = await openPage({ viewport: desktop });
  await signIn(page, 'nurse');
  await page.goto('/alarms?level=red');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle', { timeout: 3000 }).catch(() => {});
  const row = page.getByRole('listitem').filter({ hasText: name }).filter({ hasText: '2.1' });
  const answer = await fetch(`${inject('address')}/api/monitoring/readings`, {
    method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ readings: [{ id: 'e2e-1', code: 'capillary-glucose', value: 2.1, at: `${today}T02:00:00.000Z` }] }),
  });
  expect(await answer.json()).toMatchObject({ stored: 1, alarms: 1 });
  const committed = performance.now();
  await row.waitFor({ timeout: 5000 });
  const seconds = (performance.now() - committed) / 1000;
  expect(seconds).toBeLessThan(1);
  await expectAccessible(page);
  // The new one is somewhere in the list: walk there.
  const chosen = async () => (await row.getAttribute('data-chosen')) === 'true';
  for (let i = 0; i < 60 && !(await chosen()); i += 1) await page.keyboard.press('j');
  await page.keyboard.press('a');
  await row.getByText('已确认').waitFor();
  await page.keyboard.press('c');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Control+Enter');
  await row.waitFor({ state: 'detached' });
  await page.goto('/alarms?list=closed');
  await page.getByRole('listitem').filter({ hasText: name }).first().getByRole('link').click();
  await page.getByText(/电话联系/).waitFor();
  await expectAccessible(page);
});

test.each([['zh-CN', desktop], ['en', phone]] as const)('every page of monitoring in %s', async (lang, viewport) => {
  const page = await openPage({ viewport, lang });
  await signIn(page, 'nurse');
  for (const path of ['/alarms', '/alarms?list=awaiting', '/alarm-rules', '/duty', '/devices']) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.getByRole('status', { name: /正在加载|Loading/ }).first().waitFor({ state: 'detached' });
    await expectNoOverflow(page);
    await expectAccessible(page);
  }
});
