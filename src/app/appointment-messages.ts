import type { Notice, Tell } from '../capabilities/appointments/booking.api.ts';
import type { Channel } from '../capabilities/messaging/messaging.ts';
import { queue } from '../capabilities/messaging/outbox.store.ts';

/** By whichever of these the person is reached and agreed to. */
const channels: readonly Channel[] = ['in-app', 'web-push', 'sms', 'wechat'];

const inChina = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' });

/** A message says when, never what for: the service may tell of an illness. */
function messagesOf({ kind, appointment: { tenantId, personId, appointmentId, startsAt, changedAt, organizationPos, positions } }: Notice) {
  const source = kind === 'reminder' ? `appointment/${appointmentId}/${startsAt}` : `appointment/${appointmentId}/${kind}/${changedAt}`;
  return channels.map((channel) => ({ tenantId, personId, accountId: null, channel, template: `appointment-${kind}`, params: { when: inChina.format(new Date(startsAt)) }, urgent: false, source, organizationPos, positions }));
}

/** What happens to an appointment goes into the outbox, in the same transaction. */
export const tellByMessage: Tell = (ctx, notices) => queue(ctx, notices.flatMap(messagesOf));
