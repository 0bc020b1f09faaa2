import { handle } from '../../platform/handle.ts';
import { newPushKeys, sendBy } from './channels.gateway.ts';
import { Channel, channelFields, listChannels, listDeliveries, ownAddresses, pushKey, refuse, replayDead, sendJob, setChannel, setOwnAddress, subscribePush, testChannel, usualQuiet } from './messaging.ts';
import { addressesOfAccount, channelSettings, countByChannel, deliveries, deliveriesPerPage, endAddresses, insertAddress, putChannelSetting, revive } from './outbox.store.ts';
import { aboutAddress, aboutChannel, opened, wordsOf } from './sending.api.ts';

/** Push goes to the services of browsers: never to an address inside the installation's own network. */
function isPublicHost(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[') && !hostname.endsWith('.local') && !hostname.endsWith('.internal');
}

function masked(address: string): string {
  return address.length <= 4 ? '••••' : `${address.slice(0, 2)}••••${address.slice(-2)}`;
}

export const api = [
  handle(listChannels, async (_input, { db }) => {
    const [settings, counts] = [await channelSettings(db), await countByChannel(db)];
    return Channel.options.filter((channel) => channel !== 'in-app').map((channel) => {
      const found = settings.find((one) => one.channel === channel);
      const count = counts.find((one) => one.channel === channel);
      return {
        channel, active: found?.active ?? false, settings: found?.settings ?? {}, fields: [...channelFields[channel].settings], secrets: [...channelFields[channel].secrets], hasSecrets: found !== undefined && found.sealed !== null,
        changedAt: found?.changedAt ?? null, waiting: count?.waiting ?? 0, dead: count?.dead ?? 0,
      };
    });
  }),

  handle(setChannel, async ({ channel, active, settings, secrets }, ctx) => {
    const { settings: names, secrets: secretNames } = channelFields[channel];
    if (Object.keys(settings).some((name) => !names.includes(name)) || Object.keys(secrets).some((name) => !secretNames.includes(name))) throw refuse.wrongSettings();
    const tenantId = ctx.caller.scope.tenant;
    const before = (await channelSettings(ctx.db)).find((one) => one.channel === channel);
    const made = channel === 'web-push' && (before === undefined || before.sealed === null) && secrets['privateKey'] === undefined ? newPushKeys() : null;
    const given = { ...(made ? { privateKey: made.privateKey } : {}), ...Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== '')) };
    const sealed = Object.keys(given).length === 0 ? (before?.sealed ?? null) : ctx.vault.seal(JSON.stringify(given), aboutChannel(tenantId, channel));
    await putChannelSetting(ctx.db, { tenantId, channel, active, settings: { ...settings, ...(made ? { publicKey: made.publicKey } : {}) }, sealed, changedAt: ctx.now, changedBy: ctx.caller.account });
    return { saved: true as const };
  }),

  handle(testChannel, async ({ channel, address }, ctx) => {
    const setting = (await channelSettings(ctx.db)).find((one) => one.channel === channel);
    if (!setting || channel === 'in-app') throw refuse.channelOff();
    const outcome = await sendBy(channel, { address, ...wordsOf({ template: 'test', params: {} }, ctx.locale), urgent: true }, opened(setting, ctx.vault));
    return { sent: outcome.kind === 'sent', reason: outcome.kind === 'sent' ? null : outcome.reason };
  }),

  handle(listDeliveries, async ({ state, channel, page }, { db }) => {
    const found = await deliveries(db, { state: state ?? null, channel: channel ?? null, page });
    return { messages: found.slice(0, deliveriesPerPage).map(({ messageId, channel: by, template, state: is, reason, attempts, createdAt, sentAt, nextAt, personId }) => ({ messageId, channel: by, template, state: is, reason, attempts, createdAt, sentAt, nextAt, recipient: personId === null ? ('staff' as const) : ('person' as const) })), more: found.length > deliveriesPerPage };
  }),

  handle(replayDead, async ({ messageId, channel }, ctx) => {
    const replayed = await revive(ctx.db, { messageId: messageId ?? null, channel: channel ?? null, at: ctx.now });
    if (messageId !== undefined && replayed === 0) throw refuse.notDead();
    if (replayed > 0) await ctx.enqueue(sendJob, {});
    return { replayed };
  }),

  handle(pushKey, async (_input, { db }) => {
    const setting = (await channelSettings(db)).find((one) => one.channel === 'web-push' && one.active);
    return { publicKey: setting?.settings['publicKey'] ?? null };
  }),

  handle(subscribePush, async (subscription, { db, caller, vault, newId, now }) => {
    if (!isPublicHost(subscription.endpoint)) throw refuse.wrongSettings();
    const [tenantId, addressId] = [caller.scope.tenant, newId()];
    await endAddresses(db, { accountId: caller.account, channel: 'web-push', at: now });
    await insertAddress(db, { tenantId, addressId, personId: caller.person, accountId: caller.account, channel: 'web-push', sealed: vault.seal(JSON.stringify(subscription), aboutAddress(tenantId, addressId)), agreedAt: now, endedAt: null, ...usualQuiet, locale: 'zh-CN', organizationPos: caller.position, positions: null });
    return { subscribed: true as const };
  }),

  handle(ownAddresses, async (_input, { db, caller, vault }) =>
    (await addressesOfAccount(db, caller.account)).map(({ channel, agreedAt, quietFrom, quietTo, locale, sealed, tenantId, addressId }) => ({ channel, agreedAt, quietFrom, quietTo, locale, masked: masked(vault.open(sealed, aboutAddress(tenantId, addressId))) })),
  ),

  handle(setOwnAddress, async ({ channel, address, quietFrom, quietTo, locale }, { db, caller, vault, newId, now }) => {
    await endAddresses(db, { accountId: caller.account, channel, at: now });
    const [tenantId, addressId] = [caller.scope.tenant, newId()];
    if (address !== null) await insertAddress(db, { tenantId, addressId, personId: caller.person, accountId: caller.account, channel, sealed: vault.seal(address, aboutAddress(tenantId, addressId)), agreedAt: now, endedAt: null, quietFrom, quietTo, locale, organizationPos: caller.position, positions: null });
    return { saved: true as const };
  }),
];
