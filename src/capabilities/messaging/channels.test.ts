import { createECDH, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { SMTPServer } from 'smtp-server';
import { afterAll, expect, test } from 'vitest';
import { newPushKeys, sendBy, smsSignature, type Letter } from './channels.gateway.ts';

/** Providers on loopback that answer as the real ones do, by their documents. */
interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}
type Answering = (asked: Asked) => { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown };

async function provider(answer: Answering): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      const one = { method: req.method ?? '', path: req.url ?? '', headers: req.headers, body: Buffer.concat(parts) };
      asked.push(one);
      const { status = 200, headers = {}, body } = answer(one);
      res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => void server.close());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, asked };
}

const letter = (address: string): Letter => ({ address, title: '危急预警', text: '请登录康程处理。', urgent: true });

test('SMS: signed as the gateway checks it; throttled is for later, a wrong number is gone', async () => {
  const secret = 'secret';
  const { url, asked } = await provider(({ body }) => {
    const given = Object.fromEntries(new URLSearchParams(body.toString()));
    const { Signature: signature, ...parameters } = given;
    if (smsSignature(parameters, secret) !== signature) return { status: 400, body: { Code: 'SignatureDoesNotMatch', Message: 'signature' } };
    if (parameters['PhoneNumbers'] === '13800000001') return { body: { Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: '触发分钟级流控' } };
    if (parameters['PhoneNumbers'] === '12') return { body: { Code: 'isv.MOBILE_NUMBER_ILLEGAL', Message: '号码格式错误' } };
    return { body: { Code: 'OK', Message: 'OK', BizId: '9006195', RequestId: 'r' } };
  });
  const settings = { url, accessKeyId: 'id', accessKeySecret: secret, signName: '康程', templateCode: 'SMS_1' };
  expect(await sendBy('sms', letter('13800000000'), settings)).toEqual({ kind: 'sent', id: '9006195' });
  expect(Object.fromEntries(new URLSearchParams(asked[0]?.body.toString()))).toMatchObject({ Action: 'SendSms', SignName: '康程', TemplateParam: JSON.stringify({ text: '请登录康程处理。' }) });
  expect(await sendBy('sms', letter('13800000001'), settings)).toEqual({ kind: 'retry', reason: 'isv.BUSINESS_LIMIT_CONTROL' });
  expect(await sendBy('sms', letter('12'), settings)).toEqual({ kind: 'gone', reason: 'isv.MOBILE_NUMBER_ILLEGAL' });
  expect(await sendBy('sms', letter('13800000000'), { ...settings, accessKeySecret: 'wrong' })).toEqual({ kind: 'refused', reason: 'SignatureDoesNotMatch' });
  expect((await sendBy('sms', letter('13800000000'), { ...settings, url: 'http://127.0.0.1:1' })).kind).toBe('retry');
});

test.each([
  ['wechat', { path: '/cgi-bin/token?grant_type=client_credential', sending: '/cgi-bin/message/template/send', goneCode: 43004 }, { appId: 'wx', appSecret: 's', templateId: 't', url: 'https://k.example' }],
  ['wecom', { path: '/cgi-bin/gettoken?corpid=', sending: '/cgi-bin/message/send', goneCode: 81013 }, { corpId: 'ww', corpSecret: 's', agentId: '1000002' }],
] as const)('%s: one token for many messages, a new one when it ended early; busy is for later', async (channel, { path, sending, goneCode }, settings) => {
  let issued = 0;
  let valid = '';
  const { url, asked } = await provider(({ path: to, body }) => {
    if (to.startsWith(path)) {
      valid = `token-${(issued += 1)}`;
      return { body: { access_token: valid, expires_in: 7200 } };
    }
    if (!to.endsWith(`access_token=${valid}`)) return { body: { errcode: 42001, errmsg: 'access_token expired' } };
    const { touser }: { touser: string } = JSON.parse(body.toString());
    if (touser === 'busy') return { body: { errcode: 45009, errmsg: 'reach max api daily quota limit' } };
    if (touser === 'gone') return { body: { errcode: goneCode, errmsg: 'require subscribe' } };
    if (touser === 'wrong') return { body: { errcode: 47003, errmsg: 'argument invalid' } };
    return { body: { errcode: 0, errmsg: 'ok', msgid: 200 } };
  });
  const to = (address: string) => sendBy(channel, letter(address), { ...settings, api: url });
  expect(await to('a')).toEqual({ kind: 'sent', id: '200' });
  expect(await to('b')).toEqual({ kind: 'sent', id: '200' });
  expect(issued).toBe(1);
  valid = 'another process asked for one';
  expect(await to('c')).toEqual({ kind: 'sent', id: '200' });
  expect(issued).toBe(2);
  expect(await to('busy')).toEqual({ kind: 'retry', reason: 'errcode 45009' });
  expect(await to('gone')).toEqual({ kind: 'gone', reason: `errcode ${goneCode}` });
  expect(await to('wrong')).toEqual({ kind: 'refused', reason: 'errcode 47003' });
  expect(asked.filter((one) => one.path.startsWith(sending))).not.toHaveLength(0);
});

test('a secret that is wrong is refused, not tried for ever', async () => {
  const { url } = await provider(() => ({ body: { errcode: 40125, errmsg: 'invalid appsecret' } }));
  expect(await sendBy('wechat', letter('a'), { api: url, appId: 'other', appSecret: 'wrong', templateId: 't', url: '' })).toEqual({ kind: 'refused', reason: 'errcode 40125' });
});

test('web push: encrypted and signed with VAPID; 410 ends the subscription, 429 waits as long as it says', async () => {
  const { url, asked } = await provider(({ path }) => (path === '/gone' ? { status: 410 } : path === '/busy' ? { status: 429, headers: { 'retry-after': '120' } } : { status: 201, headers: { location: '/m/1' } }));
  const browser = createECDH('prime256v1');
  browser.generateKeys();
  const subscription = (path: string) => JSON.stringify({ endpoint: url + path, keys: { p256dh: browser.getPublicKey().toString('base64url'), auth: randomBytes(16).toString('base64url') } });
  const settings = { subject: 'mailto:it@hospital.example', ...newPushKeys() };
  expect(await sendBy('web-push', letter(subscription('/one')), settings)).toEqual({ kind: 'sent', id: '/m/1' });
  expect(asked[0]?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', authorization: expect.stringMatching(/^vapid t=/) });
  expect(asked[0]?.body.toString()).not.toContain('危急');
  expect(await sendBy('web-push', letter(subscription('/gone')), settings)).toEqual({ kind: 'gone', reason: 'HTTP 410' });
  expect(await sendBy('web-push', letter(subscription('/busy')), settings)).toEqual({ kind: 'retry', reason: 'HTTP 429', afterSeconds: 120 });
});

test('e-mail over SMTP: greylisted is for later, an unknown mailbox is gone, a wrong password is refused', async () => {
  const mails: string[] = [];
  const server = new SMTPServer({
    authOptional: false,
    disabledCommands: ['STARTTLS'],
    onAuth: (auth, _session, done) => (auth.password === 'right' ? done(null, { user: auth.username }) : done(new Error('535 authentication failed'))),
    onRcptTo: ({ address }, _session, done) => {
      const fault = address.startsWith('grey') ? Object.assign(new Error('greylisted'), { responseCode: 450 }) : address.startsWith('nobody') ? Object.assign(new Error('no mailbox'), { responseCode: 550 }) : null;
      done(fault);
    },
    onData: (stream, _session, done) => {
      let mail = '';
      stream.on('data', (piece: Buffer) => (mail += piece.toString()));
      stream.on('end', () => {
        mails.push(mail);
        done();
      });
    },
  });
  const port = await new Promise<number>((resolve) => {
    const listening = server.listen(0, '127.0.0.1', () => {
      const address = listening.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
  const settings = { host: '127.0.0.1', port: String(port), user: 'k', password: 'right', from: '康程 <no-reply@hospital.example>' };
  expect(await sendBy('email', letter('a@hospital.example'), settings)).toMatchObject({ kind: 'sent' });
  expect(mails[0]).toContain(`Subject: =?UTF-8?`);
  expect(await sendBy('email', letter('grey@hospital.example'), settings)).toEqual({ kind: 'retry', reason: 'SMTP 450' });
  expect(await sendBy('email', letter('nobody@hospital.example'), settings)).toEqual({ kind: 'gone', reason: 'SMTP 550' });
  expect((await sendBy('email', letter('a@hospital.example'), { ...settings, password: 'wrong' })).kind).toBe('refused');
  await new Promise<void>((resolve) => server.close(() => resolve()));
});
