import { notify } from '../../platform/events.ts';
import type { Ctx } from '../../platform/handle.ts';
import { readContent } from '../../platform/content.ts';
import { Instant } from '../../kernel/day.ts';
import type { Vault } from '../../platform/vault.ts';
import { sendBy, type Opened } from './channels.gateway.ts';
import { filled, MessageContent, messageTopic, quietUntil, waitAfter, type Address, type Channel, type ChannelSetting, type Message, type Outcome } from './messaging.ts';
import { addressesOf, channelSettings, endAddress, noteFate, takeDue, type Fate } from './outbox.store.ts';

const content = readContent('messages.yaml', MessageContent);

export const { templates, quick } = content;

const together = 20;

export const aboutChannel = (tenantId: number, channel: Channel): string => `channel/${tenantId}/${channel}`;
export const aboutAddress = (tenantId: number, addressId: string): string => `address/${tenantId}/${addressId}`;

/** Settings and secrets of a channel together. */
export function opened({ tenantId, channel, settings, sealed }: ChannelSetting, vault: Vault): Opened {
  const secrets: unknown = sealed === null ? {} : JSON.parse(vault.open(sealed, aboutChannel(tenantId, channel)));
  return { ...settings, ...(typeof secrets === 'object' && secrets !== null ? Object.fromEntries(Object.entries(secrets).map(([name, value]) => [name, String(value)])) : {}) };
}

type Sending = Pick<Ctx, 'db' | 'now' | 'vault'>;

/** Send what is due, some at a time, until nothing is. Returns how many were handled. */
export async function sendDue(ctx: Sending): Promise<number> {
  const settings = new Map((await channelSettings(ctx.db)).map((setting) => [setting.channel, setting]));
  for (let done = 0; ; ) {
    const messages = await takeDue(ctx.db, ctx.now, together);
    if (messages.length === 0) return done;
    const addresses = await addressesOf(ctx.db, messages);
    const outcomes = await Promise.all(messages.map((message) => outcomeOf(message, { addresses, setting: settings.get(message.channel), ctx })));
    for (const [i, message] of messages.entries()) {
      const outcome = outcomes[i];
      if (outcome) await noteFate(ctx.db, message.messageId, fateOf(message, outcome, ctx.now));
      if (outcome?.kind === 'gone' && outcome.addressId !== null) await endAddress(ctx.db, outcome.addressId, ctx.now);
    }
    await notify(ctx.db, messages.filter(({ channel }) => channel === 'in-app').map((message) => ({ topic: messageTopic.name, tenant: message.tenantId, account: message.accountId, person: message.personId, label: message.label, data: { template: message.template } })));
    done += messages.length;
  }
}

type Result = (Outcome & { readonly addressId: string | null }) | { readonly kind: 'skipped'; readonly reason: string } | { readonly kind: 'quiet'; readonly until: Instant };

interface Around {
  readonly addresses: readonly Address[];
  readonly setting: ChannelSetting | undefined;
  readonly ctx: Sending;
}

async function outcomeOf(message: Message, { addresses, setting, ctx }: Around): Promise<Result> {
  const { channel } = message;
  if (channel === 'in-app') return { kind: 'sent', id: null, addressId: null };
  if (!setting?.active) return { kind: 'skipped', reason: 'channel-off' };
  const mine = addresses.filter((address) => address.channel === channel && (message.personId === null ? address.accountId === message.accountId : address.personId === message.personId));
  if (mine.length === 0) return { kind: 'skipped', reason: 'no-address' };
  const quiet = mine.map((address) => quietUntil(ctx.now, address)).find((until) => until !== null);
  if (quiet && !message.urgent) return { kind: 'quiet', until: quiet };
  const results = await Promise.all(mine.map((address) => toAddress(message, { address, setting, vault: ctx.vault })));
  return results.find(({ kind }) => kind === 'sent') ?? results.find(({ kind }) => kind === 'retry') ?? results[0] ?? { kind: 'skipped', reason: 'no-address' };
}

async function toAddress(message: Message, { address, setting, vault }: { readonly address: Address; readonly setting: ChannelSetting; readonly vault: Vault }): Promise<Outcome & { addressId: string }> {
  const to = vault.open(address.sealed, aboutAddress(address.tenantId, address.addressId));
  const { title, text } = wordsOf(message, address.locale);
  const channel = message.channel === 'in-app' ? 'web-push' : message.channel;
  return { ...(await sendBy(channel, { address: to, title, text, urgent: message.urgent }, opened(setting, vault))), addressId: address.addressId };
}

/** A parameter may hold both languages: NAME:en is the English of NAME. */
export function wordsOf({ template, params }: Pick<Message, 'template' | 'params'>, locale: Address['locale']): { title: string; text: string } {
  const words = templates[template] ?? { title: { zh: template, en: template }, text: { zh: '', en: '' } };
  const said = locale === 'en' ? { ...params, ...Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (name.endsWith(':en') ? [[name.slice(0, -3), value]] : []))) } : params;
  const language = locale === 'en' ? 'en' : 'zh';
  return { title: filled(words.title[language], said), text: filled(words.text[language], said) };
}

function fateOf({ attempts }: Message, result: Result, now: Instant): Fate {
  const later = (seconds: number) => Instant.parse(new Date(Date.parse(now) + seconds * 1000).toISOString());
  const plain = { reason: null, nextAt: null, sentAt: null, providerId: null, attempts: attempts + 1 };
  switch (result.kind) {
    case 'sent':
      return { ...plain, state: 'sent', sentAt: now, providerId: result.id };
    case 'quiet':
      return { ...plain, state: 'waiting', reason: 'quiet-hours', nextAt: result.until, attempts };
    case 'skipped':
      return { ...plain, state: 'skipped', reason: result.reason, attempts };
    case 'retry': {
      const wait = waitAfter(attempts + 1, result.afterSeconds);
      return { ...plain, state: wait === null ? 'dead' : 'waiting', reason: result.reason, nextAt: wait === null ? null : later(wait) };
    }
    case 'gone':
    case 'refused':
      return { ...plain, state: 'dead', reason: result.reason };
  }
}
