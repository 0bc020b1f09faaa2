import { createHmac, randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import webpush from 'web-push';
import { z } from 'zod';
import type { Channel, Outcome } from './messaging.ts';

/** A channel's settings with its secrets opened. */
export type Opened = Readonly<Record<string, string>>;

export interface Letter {
  readonly address: string;
  readonly title: string;
  readonly text: string;
  readonly urgent: boolean;
}

type Sender = (letter: Letter, opened: Opened) => Promise<Outcome>;

const patience = 10_000;

/** Hand a message to a channel's provider. A provider that cannot be reached is asked again later. */
export async function sendBy(channel: Exclude<Channel, 'in-app'>, letter: Letter, opened: Opened): Promise<Outcome> {
  try {
    return await senders[channel](letter, opened);
  } catch (error) {
    return { kind: 'retry', reason: error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : 'unreachable' };
  }
}

const senders: Readonly<Record<Exclude<Channel, 'in-app'>, Sender>> = { 'web-push': sendPush, sms: sendSms, email: sendMail, wechat: sendWechat, wecom: sendWecom };

/** VAPID keys for a new installation. */
export function newPushKeys(): { publicKey: string; privateKey: string } {
  return webpush.generateVAPIDKeys();
}

const Subscription = z.object({ endpoint: z.url(), keys: z.object({ p256dh: z.string(), auth: z.string() }) });

/** RFC 8030 with the encryption of RFC 8291 and VAPID; 404 and 410 say that the browser is gone. */
async function sendPush({ address, title, text, urgent }: Letter, { subject = '', publicKey = '', privateKey = '' }: Opened): Promise<Outcome> {
  const { endpoint, method, headers, body } = webpush.generateRequestDetails(Subscription.parse(JSON.parse(address)), JSON.stringify({ title, text }), {
    vapidDetails: { subject, publicKey, privateKey }, TTL: 24 * 3600, urgency: urgent ? 'high' : 'normal', contentEncoding: 'aes128gcm',
  });
  const answer = await fetch(endpoint, { method, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])), body: new Uint8Array(body ?? []), redirect: 'error', signal: AbortSignal.timeout(patience) });
  if (answer.ok) return { kind: 'sent', id: answer.headers.get('location') };
  if (answer.status === 404 || answer.status === 410) return { kind: 'gone', reason: `HTTP ${answer.status}` };
  return answer.status === 429 || answer.status >= 500 ? retryOf(answer) : { kind: 'refused', reason: `HTTP ${answer.status}` };
}

function retryOf(answer: Response): Outcome {
  const after = Number(answer.headers.get('retry-after') ?? '');
  return { kind: 'retry', reason: `HTTP ${answer.status}`, ...(Number.isFinite(after) && after > 0 ? { afterSeconds: after } : {}) };
}

/** RFC 3986, as the signature wants it. */
const encoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The signature of the RPC style of Alibaba Cloud: HMAC-SHA1 over the sorted parameters. */
export function smsSignature(parameters: Readonly<Record<string, string>>, secret: string): string {
  const canonical = Object.keys(parameters).toSorted().map((name) => `${encoded(name)}=${encoded(parameters[name] ?? '')}`).join('&');
  return createHmac('sha1', `${secret}&`).update(`POST&${encoded('/')}&${encoded(canonical)}`).digest('base64');
}

const SmsAnswer = z.object({ Code: z.string(), Message: z.string().optional(), BizId: z.string().optional() });
const smsBusy = new Set(['isv.BUSINESS_LIMIT_CONTROL', 'isp.SYSTEM_ERROR', 'isp.RAM_PERMISSION_DENY_TEMPORARY', 'Throttling', 'Throttling.User', 'ServiceUnavailable']);

/** SendSms (2017-05-25) of the SMS service of Alibaba Cloud; gateways of other providers offer the same. */
async function sendSms({ address, text }: Letter, { url = '', accessKeyId = '', accessKeySecret = '', signName = '', templateCode = '' }: Opened): Promise<Outcome> {
  const parameters = {
    AccessKeyId: accessKeyId, Action: 'SendSms', Format: 'JSON', PhoneNumbers: address, RegionId: 'cn-hangzhou', SignName: signName, SignatureMethod: 'HMAC-SHA1', SignatureNonce: randomUUID(),
    SignatureVersion: '1.0', TemplateCode: templateCode, TemplateParam: JSON.stringify({ text }), Timestamp: new Date().toISOString().replace(/\.\d+Z$/, 'Z'), Version: '2017-05-25',
  };
  const body = new URLSearchParams({ ...parameters, Signature: smsSignature(parameters, accessKeySecret) });
  const answer = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(patience) });
  const said = SmsAnswer.safeParse(await answer.json().catch(() => null));
  if (!said.success) return answer.status >= 500 || answer.status === 429 ? retryOf(answer) : { kind: 'refused', reason: `HTTP ${answer.status}` };
  if (said.data.Code === 'OK') return { kind: 'sent', id: said.data.BizId ?? null };
  if (smsBusy.has(said.data.Code)) return { kind: 'retry', reason: said.data.Code };
  return { kind: said.data.Code === 'isv.MOBILE_NUMBER_ILLEGAL' ? 'gone' : 'refused', reason: said.data.Code };
}

const MailFault = z.object({ responseCode: z.number().optional(), code: z.string().optional() });

/** SMTP, encrypted where the server offers it. 4xx is for later, 550 to 553 says that nobody is there. */
async function sendMail({ address, title, text }: Letter, { host = '', port = '587', user = '', password = '', from = '' }: Opened): Promise<Outcome> {
  const transport = createTransport({ host, port: Number(port), secure: port === '465', ...(user === '' ? {} : { auth: { user, pass: password } }), connectionTimeout: patience, greetingTimeout: patience, socketTimeout: patience });
  try {
    const { messageId } = await transport.sendMail({ from, to: address, subject: title, text });
    return { kind: 'sent', id: messageId };
  } catch (error) {
    const { responseCode = 0, code = '' } = MailFault.safeParse(error).data ?? {};
    const reason = responseCode > 0 ? `SMTP ${responseCode}` : code;
    if (code === 'EAUTH') return { kind: 'refused', reason };
    if (responseCode >= 550 && responseCode <= 553) return { kind: 'gone', reason };
    return responseCode >= 500 ? { kind: 'refused', reason } : { kind: 'retry', reason: reason === '' && error instanceof Error ? error.message : reason };
  } finally {
    transport.close();
  }
}

/** Access tokens live two hours and are shared by all messages; a provider may end one early. */
const tokens = new Map<string, { readonly token: string; readonly until: number }>();
const TokenAnswer = z.object({ access_token: z.string().optional(), expires_in: z.number().optional(), errcode: z.number().optional(), errmsg: z.string().optional() });
const Answered = z.object({ errcode: z.number(), errmsg: z.string().optional(), msgid: z.union([z.number(), z.string()]).optional(), invaliduser: z.string().optional() });

interface Service {
  /** Where a token comes from. */
  readonly tokenUrl: string;
  readonly sendUrl: string;
  readonly body: object;
  /** Codes that say: the receiver is no more, or never was. */
  readonly gone: readonly number[];
}

const tokenEnded = [40001, 40014, 42001];
const busy = [-1, 45009, 45011, 45033, 60020];

/** The way of WeChat and WeCom: a token, then the message; a token that ended is fetched anew, once. */
async function sendWithToken(service: Service): Promise<Outcome> {
  for (const renewed of [false, true]) {
    const token = await tokenFor(service.tokenUrl, renewed);
    if (typeof token !== 'string') return token;
    const answer = await fetch(service.sendUrl + encodeURIComponent(token), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(service.body), signal: AbortSignal.timeout(patience) });
    if (!answer.ok) return retryOf(answer);
    const { errcode, invaliduser = '', msgid } = Answered.parse(await answer.json());
    if (errcode === 0) return invaliduser === '' ? { kind: 'sent', id: msgid === undefined ? null : String(msgid) } : { kind: 'gone', reason: 'invaliduser' };
    if (tokenEnded.includes(errcode) && !renewed) continue;
    return { kind: busy.includes(errcode) || tokenEnded.includes(errcode) ? 'retry' : service.gone.includes(errcode) ? 'gone' : 'refused', reason: `errcode ${errcode}` };
  }
  return { kind: 'retry', reason: 'token' };
}

async function tokenFor(url: string, renew: boolean): Promise<string | Outcome> {
  const known = tokens.get(url);
  if (!renew && known && known.until > Date.now()) return known.token;
  const answer = await fetch(url, { signal: AbortSignal.timeout(patience) });
  if (!answer.ok) return retryOf(answer);
  const { access_token: token, expires_in: seconds = 7200, errcode = 0 } = TokenAnswer.parse(await answer.json());
  if (token === undefined) return { kind: busy.includes(errcode) ? 'retry' : 'refused', reason: `errcode ${errcode}` };
  tokens.set(url, { token, until: Date.now() + (seconds - 300) * 1000 });
  return token;
}

/** Template messages of an official account; 43004: no longer follows, 40003: no such openid. */
function sendWechat({ address, title, text }: Letter, { api = 'https://api.weixin.qq.com', appId = '', appSecret = '', templateId = '', url = '' }: Opened): Promise<Outcome> {
  return sendWithToken({
    tokenUrl: `${api}/cgi-bin/token?${new URLSearchParams({ grant_type: 'client_credential', appid: appId, secret: appSecret })}`,
    sendUrl: `${api}/cgi-bin/message/template/send?access_token=`,
    body: { touser: address, template_id: templateId, url, data: { thing1: { value: title.slice(0, 20) }, thing2: { value: text.slice(0, 20) } } },
    gone: [40003, 43004],
  });
}

/** Application messages of WeCom; 81013: none of the receivers is there. */
function sendWecom({ address, title, text }: Letter, { api = 'https://qyapi.weixin.qq.com', corpId = '', corpSecret = '', agentId = '' }: Opened): Promise<Outcome> {
  return sendWithToken({
    tokenUrl: `${api}/cgi-bin/gettoken?${new URLSearchParams({ corpid: corpId, corpsecret: corpSecret })}`,
    sendUrl: `${api}/cgi-bin/message/send?access_token=`,
    body: { touser: address, msgtype: 'text', agentid: Number(agentId), text: { content: `${title}\n${text}` } },
    gone: [81013, 40031],
  });
}
