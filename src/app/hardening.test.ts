import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { signIn, whoAmI } from '../capabilities/access/access.ts';
import { sendPhoneCode } from '../capabilities/access/signing.ts';
import { uploadPlan } from '../capabilities/plans/plans.ts';
import { idCard } from '../capabilities/people/people.fixtures.ts';
import { clockAt } from '../platform/clock.ts';
import { buildServer } from './server.ts';
import { testApp } from './testing.ts';

const { app, as, store } = await testApp();

test('every answer carries the headers that browsers protect with', async () => {
  const { headers } = await app.inject({ method: 'GET', url: '/healthz' });
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN', 'referrer-policy': 'no-referrer', 'cross-origin-opener-policy': 'same-origin' });
  const policy = String(headers['content-security-policy']);
  for (const rule of ["default-src 'self'", "script-src 'self'", "object-src 'none'", "frame-ancestors 'none'"]) expect(policy).toContain(rule);
  expect(policy).not.toContain('unsafe-eval');
});

test('a form of another site changes nothing', async () => {
  const doctor = await as('doctor', 'hospital');
  expect((await doctor.call(whoAmI, {})).status).toBe(200);
  const forged = await app.inject({ method: 'POST', url: '/api/access/sign-out', headers: { origin: 'https://elsewhere.example' }, payload: {} });
  expect([forged.statusCode, forged.json<{ type: string }>().type]).toEqual([403, 'access.forgedRequest']);
});

test("the session's cookie is out of scripts' and other sites' reach", async () => {
  await as('doctor', 'hospital');
  const { rows } = await store.owner.query<{ login: string }>('select login from account limit 1');
  const { headers } = await app.inject({ method: 'POST', url: signIn.path, headers: { 'x-kangcheng': '1' }, payload: { login: rows[0]?.login, password: 'secret' } });
  expect(String(headers['set-cookie'])).toMatch(/HttpOnly; SameSite=Lax/);
});

test('too many tries from one address are refused', async () => {
  const statuses = [];
  for (let n = 0; n < 32; n++) statuses.push((await app.inject({ method: 'POST', url: signIn.path, remoteAddress: '10.9.9.9', headers: { 'x-kangcheng': '1' }, payload: { login: 'nobody', password: '' } })).statusCode);
  expect(statuses.filter((status) => status === 429).length).toBe(2);
});

test('no line of the log tells a password, a token, an ID number or a phone', async () => {
  const lines: string[] = [];
  const sink = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) });
  const written = process.stdout.write.bind(process.stdout);
  process.stdout.write = (chunk: string | Uint8Array) => sink.write(chunk);
  const logging = await buildServer(store, { clock: clockAt('2026-11-22'), log: 'debug', queue: () => null });
  const card = idCard('1956-03-04', 7);
  try {
    await as('doctor', 'hospital');
    const { rows } = await store.owner.query<{ login: string }>(`select login from account where login like 'doctor%' limit 1`);
    const ask = (method: 'GET' | 'POST', url: string, payload?: object, cookie = '') => logging.inject({ method, url, headers: { 'x-kangcheng': '1', cookie }, ...(payload ? { payload } : {}) });
    const signedIn = await ask('POST', signIn.path, { login: rows[0]?.login, password: 'secret' });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
    await ask('POST', signIn.path, { login: rows[0]?.login, password: 'S3cret-typed-wrong' });
    await ask('GET', `/api/people?q=${card}`, undefined, cookie);
    await ask('GET', '/api/people?q=13800138000', undefined, cookie);
    await ask('GET', '/api/people/1', undefined, cookie);
    await ask('POST', sendPhoneCode.path, { phone: '13800138000' });
    const all = lines.join('');
    expect(lines.length).toBeGreaterThan(5);
    for (const secret of ['S3cret-typed-wrong', '"secret"', cookie.split('=')[1] ?? 'none', card, '13800138000']) expect(all).not.toContain(secret);
  } finally {
    process.stdout.write = written;
    await logging.close();
  }
});

test('what is too large is refused with words, not with a dropped connection', async () => {
  const server = await buildServer(store, { clock: clockAt('2026-11-22'), log: 'silent', queue: () => null });
  try {
    const url = await server.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${url}${uploadPlan.path}?filename=a.docx`, { method: 'POST', headers: { 'x-kangcheng': '1', 'content-type': 'application/octet-stream' }, body: new Uint8Array(61 * 1024 * 1024) });
    expect([answer.status, await answer.json()]).toMatchObject([413, { type: 'request.tooLarge', params: { limitMb: 60 } }]);
  } finally {
    await server.close();
  }
});

test('behind a trusted proxy each caller is counted alone; nobody else is believed', async () => {
  const behind = await buildServer(store, { clock: clockAt('2026-11-22'), log: 'silent', trustProxy: '127.0.0.1', queue: () => null });
  const tries = async (server: typeof behind, caller: (n: number) => string) => {
    const statuses = [];
    for (let n = 0; n < 31; n++) statuses.push((await server.inject({ method: 'POST', url: signIn.path, remoteAddress: '127.0.0.1', headers: { 'x-kangcheng': '1', 'x-forwarded-for': caller(n) }, payload: { login: 'nobody', password: '' } })).statusCode);
    return statuses.filter((status) => status === 429).length;
  };
  expect([await tries(behind, (n) => `10.1.0.${n}`), await tries(behind, () => '10.2.0.1')]).toEqual([0, 1]);
  expect(await tries(app, (n) => `10.1.0.${n}`)).toBeGreaterThan(0);
  await behind.close();
});

test('a refusal of what was typed names the field in the reader’s language', async () => {
  const ask = async (locale: string) =>
    (await app.inject({ method: 'POST', url: sendPhoneCode.path, headers: { 'x-kangcheng': '1', 'accept-language': locale }, payload: { phone: '12' } })).json<{ title: string }>().title;
  expect(await ask('zh-CN')).toBe('请求内容有误:“手机号”格式不正确。请检查后重试。');
  expect(await ask('en')).toBe('The request was not right: “mobile number” has the wrong form. Check it and try again.');
});
