import type { OnRemind } from '../capabilities/forms/distribution.api.ts';
import { personChannels } from '../capabilities/monitoring/announcing.api.ts';
import { queue } from '../capabilities/messaging/outbox.store.ts';
import { PersonId } from '../capabilities/people/people.ts';
import { peopleById } from '../capabilities/people/people.store.ts';

/** The words leave the product, so they do not say which form: its name may tell of an illness. */
const words = { text: '您有一份问卷还没有填写，请打开康程填写。', 'text:en': 'A form is waiting for your answers. Please open Kangcheng.' };

/** Whoever has not answered hears of it once a day by every channel that is theirs. */
export const remindByMessage: OnRemind = async (ctx, { distribution: { distributionId }, persons }) => {
  const people = await peopleById(ctx.db, persons.map((personId) => PersonId.parse(personId)));
  const messages = people.flatMap(({ tenantId, personId, organizationPos, positions }) =>
    personChannels.map((channel) => ({ tenantId, personId, accountId: null, channel, template: 'reminder', params: words, urgent: false, source: `form/${distributionId}/${ctx.today}`, organizationPos, positions })),
  );
  await queue(ctx, messages);
};
