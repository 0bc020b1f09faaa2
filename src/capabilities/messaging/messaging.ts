/** Messages that leave the product: one outbox, several channels, each message kept with what became of it. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import type { Topic } from '../../kernel/live.ts';
import { problems } from '../../kernel/problem.ts';

// Words

export const Channel = z.enum(['in-app', 'web-push', 'sms', 'email', 'wechat', 'wecom']);
export type Channel = z.infer<typeof Channel>;

/** `skipped`: it may not go (no consent, no address); `dead`: given up after its last attempt, and kept for another. */
export const MessageState = z.enum(['waiting', 'sent', 'skipped', 'dead']);
export type MessageState = z.infer<typeof MessageState>;

/**
 * A message on its way by one channel. Either a person or an account receives it. `source` names what it is about, once a channel. `urgent`
 * goes in quiet hours too. `params` fill the words of `template` (content/messages.yaml).
 */
export const Message = z.object({
  tenantId: z.int(),
  messageId: z.uuid(),
  personId: z.int().nullable(),
  accountId: z.uuid().nullable(),
  channel: Channel,
  template: z.string(),
  params: z.record(z.string(), z.string()),
  urgent: z.boolean(),
  source: z.string(),
  state: MessageState,
  reason: z.string().nullable(),
  attempts: z.int(),
  nextAt: Instant.nullable(),
  createdAt: Instant,
  sentAt: Instant.nullable(),
  providerId: z.string().nullable(),
  organizationPos: z.int(),
  positions: z.string().nullable(),
  label: z.int(),
});
export type Message = z.infer<typeof Message>;

/**
 * Where a person or account is reached by a channel, sealed; `agreedAt` is the consent to be written to that way, in `locale`, and outside the
 * quiet hours (minutes of the day in China).
 */
export const Address = z.object({
  tenantId: z.int(),
  addressId: z.uuid(),
  personId: z.int().nullable(),
  accountId: z.uuid().nullable(),
  channel: Channel,
  sealed: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  agreedAt: Instant,
  endedAt: Instant.nullable(),
  quietFrom: z.int(),
  quietTo: z.int(),
  locale: z.enum(['zh-CN', 'en']),
  organizationPos: z.int(),
  positions: z.string().nullable(),
});
export type Address = z.infer<typeof Address>;

/** How a channel reaches its provider. What must not be read is sealed apart from the rest. */
export const ChannelSetting = z.object({
  tenantId: z.int(),
  channel: Channel,
  active: z.boolean(),
  settings: z.record(z.string(), z.string()),
  sealed: z.custom<Uint8Array>((value) => value instanceof Uint8Array).nullable(),
  changedAt: Instant,
  changedBy: z.uuid(),
});
export type ChannelSetting = z.infer<typeof ChannelSetting>;

export const messageTopic: Topic = { name: 'messaging.message', permissions: ['messaging.read', 'self.messages'] };

export const refuse = problems('messaging', {
  unknownConversation: 404, unknownMessage: 404, notDead: 409, wrongSettings: 422, channelOff: 409, testFailed: 502, emptyMessage: 422, closedConversation: 409, unknownAccount: 404, pictureType: 415, pictureTooLarge: 413,
});

// Rules

/** The job that empties the outbox. */
export const sendJob = 'sendMessages';

/** What each channel needs to be told; `secrets` never leave the vault again. */
export const channelFields: Readonly<Record<Channel, { readonly settings: readonly string[]; readonly secrets: readonly string[] }>> = {
  'in-app': { settings: [], secrets: [] },
  'web-push': { settings: ['subject', 'publicKey'], secrets: ['privateKey'] },
  sms: { settings: ['url', 'accessKeyId', 'signName', 'templateCode'], secrets: ['accessKeySecret'] },
  email: { settings: ['host', 'port', 'user', 'from'], secrets: ['password'] },
  wechat: { settings: ['api', 'appId', 'templateId', 'url'], secrets: ['appSecret'] },
  wecom: { settings: ['api', 'corpId', 'agentId'], secrets: ['corpSecret'] },
};

/** What came of handing a message to a provider. `retry`: the same again may succeed; `gone`: the address is no more. */
export type Outcome =
  | { readonly kind: 'sent'; readonly id: string | null }
  | { readonly kind: 'retry'; readonly reason: string; readonly afterSeconds?: number }
  | { readonly kind: 'gone' | 'refused'; readonly reason: string };

const mostAttempts = 8;

/** Seconds until the next attempt: half a minute, doubled each time, at most six hours; null when there is none. */
export function waitAfter(attempts: number, asked: number | undefined): number | null {
  if (attempts >= mostAttempts) return null;
  return Math.max(asked ?? 0, Math.min(30 * 2 ** (attempts - 1), 6 * 3600));
}

/** Until when a message that is not urgent waits: the end of the recipient's quiet hours; null when it may go now. */
export function quietUntil(now: Instant, { quietFrom, quietTo }: Pick<Address, 'quietFrom' | 'quietTo'>): Instant | null {
  if (quietFrom === quietTo) return null;
  const minute = Math.floor((Date.parse(now) / 60_000 + 8 * 60) % 1440);
  const isQuiet = quietFrom < quietTo ? minute >= quietFrom && minute < quietTo : minute >= quietFrom || minute < quietTo;
  if (!isQuiet) return null;
  const wait = (quietTo - minute + 1440) % 1440;
  return Instant.parse(new Date(Math.floor(Date.parse(now) / 60_000) * 60_000 + wait * 60_000).toISOString());
}

/** Where nothing else was said: from ten in the evening to seven. */
export const usualQuiet = { quietFrom: 22 * 60, quietTo: 7 * 60 };

/** Fill {name} in a text; an unknown name stays as it is, so that a fault is seen. */
export function filled(text: string, params: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
}

const Words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
const Said = z.strictObject({ title: Words, text: Words });
/** content/messages.yaml: what the product says by itself, and what staff often write. */
export const MessageContent = z.strictObject({ templates: z.record(z.string(), Said), quick: z.array(Said) });

// Contracts

const SettingView = ChannelSetting.pick({ channel: true, active: true, settings: true }).extend({ fields: z.array(z.string()), secrets: z.array(z.string()), hasSecrets: z.boolean(), changedAt: Instant.nullable(), waiting: z.int(), dead: z.int() });

export const listChannels = contract({ method: 'GET', path: '/api/messaging/channels', permission: 'messaging.settings', input: z.object({}), output: z.array(SettingView) });

/** Secrets left out stay as they are. */
export const setChannel = contract({
  method: 'PUT',
  path: '/api/messaging/channels/:channel',
  permission: 'messaging.settings',
  input: z.object({ channel: Channel, active: z.boolean(), settings: z.record(z.string().max(40), z.string().max(500)), secrets: z.record(z.string().max(40), z.string().max(500)).default({}) }),
  output: z.object({ saved: z.literal(true) }),
});

/** Send a test to an address now, and say what the provider answered. */
export const testChannel = contract({
  method: 'POST',
  path: '/api/messaging/channels/:channel/test',
  permission: 'messaging.settings',
  input: z.object({ channel: Channel, address: z.string().trim().min(3).max(4000) }),
  output: z.object({ sent: z.boolean(), reason: z.string().nullable() }),
  perMinute: 20,
});

const LogRow = Message.pick({ messageId: true, channel: true, template: true, state: true, reason: true, attempts: true, createdAt: true, sentAt: true, nextAt: true }).extend({ recipient: z.enum(['person', 'staff']) });

export const listDeliveries = contract({
  method: 'GET',
  path: '/api/messaging/deliveries',
  permission: 'messaging.settings',
  input: z.object({ state: MessageState.optional(), channel: Channel.optional(), page: z.coerce.number().int().min(0).max(1000).default(0) }),
  output: z.object({ messages: z.array(LogRow), more: z.boolean() }),
});

/** Try dead messages again: one, or all of a channel. */
export const replayDead = contract({
  method: 'POST',
  path: '/api/messaging/deliveries/replay',
  permission: 'messaging.settings',
  input: z.object({ messageId: z.uuid().optional(), channel: Channel.optional() }),
  output: z.object({ replayed: z.int() }),
});

/** The key by which a browser subscribes to push; null where the channel is off. */
export const pushKey = contract({ method: 'GET', path: '/api/messaging/push-key', permission: 'signed-in', input: z.object({}), output: z.object({ publicKey: z.string().nullable() }) });

export const subscribePush = contract({
  method: 'POST',
  path: '/api/messaging/push',
  permission: 'signed-in',
  input: z.object({ endpoint: z.url().max(1000), keys: z.object({ p256dh: z.string().max(200), auth: z.string().max(100) }) }),
  output: z.object({ subscribed: z.literal(true) }),
});

/** Agree to be written to by a channel at an address, or (null) no longer. */
export const setOwnAddress = contract({
  method: 'PUT',
  path: '/api/me/addresses/:channel',
  permission: 'signed-in',
  input: z.object({ channel: z.enum(['sms', 'email', 'wechat', 'wecom']), address: z.string().trim().min(3).max(200).nullable(), quietFrom: z.int().min(0).max(1439).default(usualQuiet.quietFrom), quietTo: z.int().min(0).max(1439).default(usualQuiet.quietTo), locale: z.enum(['zh-CN', 'en']).default('zh-CN') }),
  output: z.object({ saved: z.literal(true) }),
});

export const ownAddresses = contract({
  method: 'GET',
  path: '/api/me/addresses',
  permission: 'signed-in',
  input: z.object({}),
  output: z.array(Address.pick({ channel: true, agreedAt: true, quietFrom: true, quietTo: true, locale: true }).extend({ masked: z.string() })),
});
