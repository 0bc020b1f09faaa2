import { labels } from '../../platform/database.ts';
import { addDays } from '../../kernel/day.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { holdPerson } from '../people/people.store.ts';
import { PersonId } from '../people/people.ts';
import { isCurrentMedicine, isOpenProblem } from '../records/entries.ts';
import { entriesOf } from '../records/entries.store.ts';
import { observationsOf } from '../records/observations.store.ts';
import { startOfDay } from '../records/records.ts';
import { goalKinds, observationCodes, selfCare } from './content.gateway.ts';
import { daysBack, endGoal, markDone, measuredCodes, readOwnDay, readSelfCare, refuse, setGoal, type OwnDay, type SelfGoal } from './selfcare.ts';
import { closeGoal, goalsOf, marksOf, placeOf, saveGoal, saveMark } from './selfcare.store.ts';

export const api = [
  handle(readSelfCare, () => Promise.resolve(selfCare)),

  handle(readOwnDay, async ({ personId }, ctx) => {
    const { person } = await placed(ctx, personId);
    const goals = (await goalsOf(ctx.db, person)).filter(({ endedOn }) => endedOn === null);
    const marks = await marksOf(ctx.db, person, addDays(ctx.today, -daysBack.shown));
    return { goals, marks, ...(await knownOf(ctx, person)) };
  }),

  handle(setGoal, async ({ personId, goalId, kind, target, remindAt, startValue }, ctx) => {
    const { person, place } = await placed(ctx, personId);
    const known = goalKinds.get(kind);
    if (!known) throw refuse.unknownGoal({ kind });
    const [least, most] = known.range;
    if (target < least || target > most) throw refuse.targetOutOfRange({ least, most });
    // Held, so that two goals of a kind set at once are seen one after the other.
    await holdPerson(ctx.db, person);
    const goals = await goalsOf(ctx.db, person);
    const same = goals.find((goal) => goal.goalId === goalId);
    if (!same && goals.some((goal) => goal.kind === kind && goal.endedOn === null)) throw refuse.goalThere();
    if (same && same.kind !== kind) throw refuse.noSuchGoal();
    const goal: SelfGoal = { tenantId: ctx.caller.scope.tenant, personId, goalId, kind, target, remindAt, startValue, startedOn: ctx.today, endedOn: null, madeBy: ctx.caller.account, ...place };
    await saveGoal(ctx.db, goal);
    return { goalId };
  }),

  handle(endGoal, async ({ personId, goalId, ended }, ctx) => {
    const { person } = await placed(ctx, personId);
    await holdPerson(ctx.db, person);
    const goals = await goalsOf(ctx.db, person);
    const goal = goals.find((one) => one.goalId === goalId);
    if (!goal) throw refuse.noSuchGoal();
    if (!ended && goals.some((one) => one.goalId !== goalId && one.kind === goal.kind && one.endedOn === null)) throw refuse.goalThere();
    await closeGoal(ctx.db, { personId: person, goalId, endedOn: ended ? ctx.today : null });
    return { ended };
  }),

  handle(markDone, async ({ personId, about, day, value, at }, ctx) => {
    const { person, place } = await placed(ctx, personId);
    // A phone's clock may be a little ahead.
    if (day > addDays(ctx.today, 1)) throw refuse.inTheFuture();
    if (day < addDays(ctx.today, -daysBack.mark)) throw refuse.tooLongAgo({ days: daysBack.mark });
    if (!(await mayBeMarked(ctx, person, about))) throw refuse.nothingToMark();
    const markedAt = at > ctx.now ? ctx.now : at;
    return saveMark(ctx.db, { tenantId: ctx.caller.scope.tenant, personId, about, day, value, markedAt, markedBy: ctx.caller.account, ...place });
  }),
];

/** Where what is written about the person stands; refused when the caller does not see the person. */
async function placed({ db }: Ctx, personId: number): Promise<{ person: PersonId; place: Pick<SelfGoal, 'organizationPos' | 'positions' | 'label'> }> {
  const person = PersonId.parse(personId);
  const place = await placeOf(db, person);
  if (!place) throw refuse.noSuchPerson();
  return { person, place: { ...place, label: labels.sensitive } };
}

/** What the record knows that a day's asks rest on. */
async function knownOf({ db, today }: Ctx, person: PersonId): Promise<Pick<OwnDay, 'values' | 'conditions' | 'medicines'>> {
  const codes = measuredCodes.flatMap((code) => observationCodes.byCode(code)?.id ?? []);
  const rows = await observationsOf(db, person, { codes, from: startOfDay(addDays(today, -daysBack.values)), to: null, at: null });
  const entries = await entriesOf(db, person, { wanted: ['condition', 'medication'], at: null });
  return {
    values: rows.flatMap(({ code, effectiveAt, value, value2, implausible }) => {
      const known = observationCodes.byId(code);
      return known === undefined || implausible ? [] : [{ code: known.code, at: effectiveAt, value, value2 }];
    }),
    conditions: entries.flatMap(({ entry }) => (entry.resource === 'condition' && isOpenProblem(entry) ? [entry.code] : [])),
    medicines: entries.flatMap(({ entryId, entry }) => (entry.resource === 'medication' && isCurrentMedicine(entry, today) ? [{ entryId, title: entry.drug }] : [])),
  };
}

/** A goal of the person, or a medicine of the record. */
async function mayBeMarked({ db }: Ctx, personId: PersonId, about: string): Promise<boolean> {
  if ((await goalsOf(db, personId)).some(({ goalId }) => goalId === about)) return true;
  return (await entriesOf(db, personId, { wanted: ['medication'], at: null })).some(({ entryId }) => entryId === about);
}

