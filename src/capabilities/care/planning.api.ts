/** Planning: everybody's next steps kept up, in a job and after each change of tier. */
import { substitute } from '../../kernel/expression/expression.ts';
import { checkCriterion } from '../../kernel/expression/check.ts';
import { addDays, type Day, type Instant } from '../../kernel/day.ts';
import { isWorkday } from '../../kernel/working-days.ts';
import { readContent } from '../../platform/content.ts';
import { beyondReach, type Tx } from '../../platform/database.ts';
import type { Ctx } from '../../platform/handle.ts';
import type { Job } from '../../platform/jobs.ts';
import type { PersonId } from '../people/people.ts';
import { ObservationCodes } from '../records/observation-codes.ts';
import { observationSources } from '../records/records.ts';
import { factRegistry, Facts } from '../rules/facts.ts';
import { inBulk } from '../rules/facts.store.ts';
import { compileDefinitions, factsOn, layered, withUsedParams } from '../rules/stored-facts.ts';
import { closeWork, closeWorkFrom, openWork, openWorkFrom, renewTiers } from '../worklist/worklist.store.ts';
import { calendar } from './content.gateway.ts';
import { careCapability, type CareProgramme } from './pathways.ts';
import { programmesOn } from './pathways.store.ts';
import {
  agreeNext, cancelUnasked, endOver, enrol, markEscalated, markMissed, openSteps, settleByContact, settleByRecord, workOfEnded, workOfMissed, workOfSteps, type Eligible, type VisitMarks, type Whom,
} from './planning.store.ts';

const registered = factRegistry(readContent('facts.yaml', Facts));
if (!registered.ok) throw new Error(`content/facts.yaml: ${JSON.stringify(registered.faults)}`);
export const registry = registered.registry;

const codes = readContent('observations.yaml', ObservationCodes).observations;
const idOf = (code: string): number => codes.find((one) => one.code === code)?.id ?? 0;
export const observationIds = { pressure: idOf('blood-pressure'), glucose: idOf('fasting-glucose') };
const marks: VisitMarks = { codes: [observationIds.pressure, observationIds.glucose], sources: [observationSources['follow-up']] };

const horizon = 430;

/** Working days from a day on, further than any step goes. */
function workdaysFrom(today: Day): Day[] {
  return Array.from({ length: horizon }, (_, i) => addDays(today, i)).filter((day) => isWorkday(day, calendar));
}

/** Whom a criterion means, on a day; null when it cannot be read, or asks for what is not a fact. */
export function eligibleFor(criterion: string, { today, whom }: { readonly today: Day; readonly whom: Whom }): Eligible | null {
  const checked = checkCriterion(criterion, registry.types);
  if (!checked.ok) return null;
  const ast = substitute(checked.ast, (fact) => registry.derived.get(fact) ?? null);
  const { definitions, params } = compileDefinitions([{ name: 'eligible', ast }], registry);
  const from = `person_fact f where ${whom === null ? 'true' : `f.person_id = any ('{${whom.join(',')}}'::bigint[])`}`;
  return withUsedParams({ sql: layered({ definitions: [...factsOn(today, registry), ...definitions], wanted: ['eligible'], key: ['tenant_id', 'person_id'], from }), params });
}

export interface Pass {
  readonly today: Day;
  readonly at: Instant;
  /** Null: everybody. */
  readonly whom: Whom;
}

async function enrolAll(tx: Tx, programmes: readonly CareProgramme[], { today, whom }: Pass): Promise<void> {
  for (const programme of programmes) {
    const eligible = eligibleFor(programme.pathway.criterion, { today, whom });
    if (eligible !== null) await enrol(tx, programme, { eligible, whom, today });
  }
  await endOver(tx, programmes.map(({ programmeId }) => programmeId), today);
}

/** Enrol, settle, cancel, plan and put on the lists: a fixed number of statements, however many people. Doing it again changes nothing. */
export async function plan(tx: Tx, pass: Pass): Promise<{ opened: number }> {
  const { today, at, whom } = pass;
  const programmes = await programmesOn(tx, today);
  const by = { at, by: null };
  return inBulk(tx, async () => {
    await enrolAll(tx, programmes, pass);
    await settleByRecord(tx, { marks, whom, today });
    await cancelUnasked(tx, programmes, { whom, today });
    if (whom === null) await markMissed(tx, programmes, today);
    const opened = await openSteps(tx, programmes, { whom, today, workdays: workdaysFrom(today), marks });
    await closeWorkFrom(tx, { capability: careCapability, query: workOfEnded('done', whom) }, { state: 'done', ...by });
    await closeWorkFrom(tx, { capability: careCapability, query: workOfEnded('cancelled', whom) }, { state: 'cancelled', ...by });
    await openWorkFrom(tx, workOfSteps(programmes, { whom, today }), at);
    if (whom === null) await passOn(tx, programmes, pass);
    return { opened };
  });
}

/** What was missed goes to whom the pathway names; and lists go by the tiers of today. */
async function passOn(tx: Tx, programmes: readonly CareProgramme[], { today, at }: Pass): Promise<void> {
  await openWorkFrom(tx, workOfMissed(programmes, today), at);
  await markEscalated(tx, programmes, today);
  await renewTiers(tx);
}

export interface Contact {
  readonly personId: PersonId;
  readonly on: Day;
  readonly inPerson: boolean;
  /** The day that was agreed for the next time. */
  readonly nextOn: Day | null;
}

/** A contact took place: what it fulfils is done, what follows is planned, in the same transaction and beyond the caller's reach: the programme may stand above. */
export async function planAfterContact({ db, caller, today, now }: Ctx, { personId, on, inPerson, nextOn }: Contact): Promise<void> {
  const whom = [personId];
  const done = { state: 'done' as const, at: now, by: caller.account };
  await beyondReach(db, caller.scope, async () => {
    await settleByContact(db, personId, { inPerson, on });
    await closeWork(db, { capability: careCapability, persons: whom, kinds: inPerson ? ['contact', 'visit'] : ['contact'] }, done);
    await plan(db, { today, at: now, whom });
    if (nextOn === null) return;
    const moved = (await agreeNext(db, personId, { counts: 'any', on: nextOn })) + (await agreeNext(db, personId, { counts: 'face-to-face', on: nextOn, before: true }));
    if (moved > 0) await openWorkFrom(db, workOfSteps(await programmesOn(db, today), { whom, today }), now);
    else await openWork(db, [{ personId, kind: 'contact', title: 'care:work.agreed', params: {}, dueOn: nextOn, severity: 'routine', role: 'nurse', source: { capability: careCapability, id: `agreed/${personId}/${nextOn}` } }], now);
  });
}

export type Context = { readonly everyTenant: (work: (ctx: Pick<Ctx, 'db' | 'today' | 'now'> & { readonly tenantId: number }) => Promise<void>) => Promise<void> };

export const planJob = 'planCare';

function planEverybody({ everyTenant }: Context): Promise<void> {
  return everyTenant(async ({ db, today, now }) => void (await plan(db, { today, at: now, whom: null })));
}

/** Each morning, and every quarter of an hour for tiers that changed meanwhile. */
export const jobs: readonly Job<Context>[] = [{ name: planJob, schedule: '*/15 * * * *', run: (_payload, context) => planEverybody(context) }];
