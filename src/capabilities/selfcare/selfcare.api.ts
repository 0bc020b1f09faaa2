import { labels } from '../../platform/database.ts';
import { addDays } from '../../kernel/day.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { holdPerson } from '../people/people.store.ts';
import type { PersonId } from '../people/people.ts';
import { entriesOf } from '../records/entries.store.ts';
import { goalKinds, selfCare } from './content.gateway.ts';
import { daysBack, endGoal, markDone, readOwnPlan, readSelfCare, refuse, setGoal, type SelfGoal } from './selfcare.ts';
import { closeGoal, goalsOf, marksOf, placeOf, saveGoal, saveMark } from './selfcare.store.ts';

export const api = [
  handle(readSelfCare, () => Promise.resolve(selfCare)),

  handle(readOwnPlan, async ({ personId }, ctx) => {
    await placed(ctx, personId);
    const goals = (await goalsOf(ctx.db, personId)).filter(({ endedOn }) => endedOn === null);
    return { goals, marks: await marksOf(ctx.db, personId, addDays(ctx.today, -daysBack.shown)) };
  }),

  handle(setGoal, async ({ personId, goalId, kind, target, remindAt, startValue }, ctx) => {
    const place = await placed(ctx, personId);
    const known = goalKinds.get(kind);
    if (!known) throw refuse.unknownGoal({ kind });
    const [least, most] = known.range;
    if (target < least || target > most) throw refuse.targetOutOfRange({ least, most });
    // Held, so that two goals of a kind set at once are seen one after the other.
    await holdPerson(ctx.db, personId);
    const goals = await goalsOf(ctx.db, personId);
    const same = goals.find((goal) => goal.goalId === goalId);
    if (!same && goals.some((goal) => goal.kind === kind && goal.endedOn === null)) throw refuse.goalThere();
    if (same && same.kind !== kind) throw refuse.noSuchGoal();
    const goal: SelfGoal = { tenantId: ctx.caller.scope.tenant, personId, goalId, kind, target, remindAt, startValue, startedOn: ctx.today, endedOn: null, madeBy: ctx.caller.account, ...place };
    await saveGoal(ctx.db, goal);
    return { goalId };
  }),

  handle(endGoal, async ({ personId, goalId, ended }, ctx) => {
    await placed(ctx, personId);
    await holdPerson(ctx.db, personId);
    const goals = await goalsOf(ctx.db, personId);
    const goal = goals.find((one) => one.goalId === goalId);
    if (!goal) throw refuse.noSuchGoal();
    if (!ended && goals.some((one) => one.goalId !== goalId && one.kind === goal.kind && one.endedOn === null)) throw refuse.goalThere();
    await closeGoal(ctx.db, { personId, goalId, endedOn: ended ? ctx.today : null });
    return { ended };
  }),

  handle(markDone, async ({ personId, about, day, value, at }, ctx) => {
    const place = await placed(ctx, personId);
    // A phone's clock may be a little ahead.
    if (day > addDays(ctx.today, 1)) throw refuse.inTheFuture();
    if (day < addDays(ctx.today, -daysBack.mark)) throw refuse.tooLongAgo({ days: daysBack.mark });
    if (!(await mayBeMarked(ctx, personId, about))) throw refuse.nothingToMark();
    const markedAt = at > ctx.now ? ctx.now : at;
    return saveMark(ctx.db, { tenantId: ctx.caller.scope.tenant, personId, about, day, value, markedAt, markedBy: ctx.caller.account, ...place });
  }),
];

/** Where what is written about the person stands; refused when the caller does not see the person. */
async function placed({ db }: Ctx, personId: PersonId): Promise<Pick<SelfGoal, 'organizationPos' | 'positions' | 'label'>> {
  const place = await placeOf(db, personId);
  if (!place) throw refuse.noSuchPerson();
  return { ...place, label: labels.sensitive };
}

/** A goal of the person, or a medicine of the record. */
async function mayBeMarked({ db }: Ctx, personId: PersonId, about: string): Promise<boolean> {
  if ((await goalsOf(db, personId)).some(({ goalId }) => goalId === about)) return true;
  return (await entriesOf(db, personId, { wanted: ['medication'], at: null })).some(({ entryId }) => entryId === about);
}

