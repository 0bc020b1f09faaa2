import { handle, type Ctx } from '../../platform/handle.ts';
import { refuse } from './bank.ts';
import { handleCrisis, listCrises, type CrisisView } from './crisis.ts';
import { crisesWithin, crisisById, endCrisis, type CrisisRow } from './crisis.store.ts';

/** Told in the same transaction that somebody looked after a crisis: whoever keeps the staff's work closes it. */
export type OnHandled = (ctx: Ctx, eventId: string) => Promise<void>;

function viewOf({ handledByName, ...row }: CrisisRow): CrisisView {
  const { eventId, personId, formKey, rule, level, action, raisedAt, dueAt, handledAt, outcome, formTitle, person, organization } = row;
  return { eventId, personId, formKey, rule, level, action, raisedAt, dueAt, handledAt, outcome, formTitle, person, organization, handledBy: handledByName };
}

export const api = (onHandled: readonly OnHandled[]) => [
  handle(listCrises, async ({ all }, ctx) => {
    const rows = await crisesWithin(ctx.db, all);
    const persons = rows.flatMap(({ personId }) => (personId === null ? [] : [personId]));
    if (persons.length > 0) ctx.note([...new Set(persons)], 'list');
    return rows.map(viewOf);
  }),

  handle(handleCrisis, async ({ eventId, outcome }, ctx) => {
    const event = await crisisById(ctx.db, eventId);
    if (!event) throw refuse.unknownCrisis();
    if (event.handledAt !== null) throw refuse.alreadyHandled();
    await endCrisis(ctx.db, { eventId, handledAt: ctx.now, handledBy: ctx.caller.account, outcome });
    if (event.personId !== null) ctx.note([event.personId], 'write');
    for (const told of onHandled) await told(ctx, eventId);
    return { handled: true as const };
  }),
];
