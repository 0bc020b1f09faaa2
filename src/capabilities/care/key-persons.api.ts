import { substitute } from '../../kernel/expression/expression.ts';
import { checkCriterion } from '../../kernel/expression/check.ts';
import { readContent } from '../../platform/content.ts';
import type { Tx } from '../../platform/database.ts';
import { handle, type Ctx, type Endpoint } from '../../platform/handle.ts';
import type { Job } from '../../platform/jobs.ts';
import type { PersonId } from '../people/people.ts';
import { inBulk } from '../rules/facts.store.ts';
import { compileDefinitions, factsOn, layered, withUsedParams } from '../rules/stored-facts.ts';
import { closeWork, openWork, openWorkFrom } from '../worklist/worklist.store.ts';
import { refuse } from './care.ts';
import { checkUpDays, KeyCriteria, listKeyCases, recordConsultation, type KeyCase, type KeyCaseView } from './key-persons.ts';
import { casesOf, insertNote, markConsulted, notesOf, openCases, workOfCases } from './key-persons.store.ts';
import { careCapability } from './pathways.ts';
import { registry, type Context, type Pass } from './planning.api.ts';
import type { Eligible } from './planning.store.ts';

const criteria = readContent('care/key-persons.yaml', KeyCriteria);

const compiled = [...criteria, { id: 'recent', when: `%check_up_days <= ${checkUpDays}` }].map(({ id, when }) => {
  const checked = checkCriterion(when, registry.types);
  if (!checked.ok) throw new Error(`content/care/key-persons.yaml: ${id}: ${JSON.stringify(checked.faults)}`);
  return { name: `key_${id.replaceAll('-', '_')}`, ast: substitute(checked.ast, (fact) => registry.derived.get(fact) ?? null) };
});

/** Everybody with the ids of the criteria that the last check-up meets, as one query. */
function pointedOut(today: Pass['today']): Eligible {
  const { definitions, params } = compileDefinitions(compiled, registry);
  const reasons = criteria.map(({ id }) => `case when q."key_${id.replaceAll('-', '_')}" then '${id}' end`);
  const all = { name: 'reasons', needs: compiled.map(({ name }) => name), sql: `case when q."key_recent" then array_remove(array[${reasons.join(', ')}], null) else '{}' end` };
  return withUsedParams({ sql: layered({ definitions: [...factsOn(today, registry), ...definitions, all], wanted: ['reasons'], key: ['tenant_id', 'person_id'], from: 'person_fact f where f.check_up_days_on is not null' }), params });
}

/** Find key persons and put their consultations on the lists. */
export async function findKeyPersons(tx: Tx, { today, at }: Pick<Pass, 'today' | 'at'>): Promise<number> {
  return inBulk(tx, async () => {
    const found = await openCases(tx, pointedOut(today), today);
    await openWorkFrom(tx, workOfCases(today), at);
    return found;
  });
}

export const jobs: readonly Job<Context>[] = [{ name: 'findKeyPersons', schedule: '20 22 * * *', run: (_payload, { everyTenant }) => everyTenant(async ({ db, today, now }) => void (await findKeyPersons(db, { today, at: now }))) }];

export const api: readonly Endpoint[] = [
  handle(listKeyCases, ({ personId }, ctx) => viewsOf(ctx, personId)),

  handle(recordConsultation, async ({ personId, caseId, noteId, text, nextOn, outcome }, ctx) => {
    const found = (await casesOf(ctx.db, personId)).find((one) => one.caseId === caseId);
    if (!found) throw refuse.unknownCase();
    if (nextOn !== null && nextOn <= ctx.today) throw refuse.nextNotAfter();
    const { tenantId, organizationPos, positions, label } = found;
    const fresh = await insertNote(ctx.db, { tenantId, personId, caseId, noteId, heldOn: ctx.today, text, nextOn, writtenAt: ctx.now, writtenBy: ctx.caller.account, writtenByName: ctx.caller.name, organizationPos, positions, label });
    if (fresh && found.closedOn !== null) throw refuse.caseClosed();
    if (fresh) await carryOn(ctx, found, { noteId, nextOn, outcome });
    const [view] = (await viewsOf(ctx, personId)).filter((one) => one.caseId === caseId);
    if (!view) throw refuse.unknownCase();
    return view;
  }),
];

type Decision = Pick<(typeof recordConsultation)['input']['_output'], 'noteId' | 'nextOn' | 'outcome'>;

/** The consultation is done; the case goes on at its next day, or is closed. */
async function carryOn({ db, now, today, caller }: Ctx, { personId, caseId }: KeyCase, { noteId, nextOn, outcome }: Decision): Promise<void> {
  await markConsulted(db, { personId, caseId }, { on: today, outcome });
  await closeWork(db, { capability: careCapability, persons: [personId], kinds: ['consultation'] }, { state: 'done', at: now, by: caller.account });
  if (nextOn === null) return;
  await openWork(db, [{ personId, kind: 'consultation', title: 'care:work.keyFollowUp', params: {}, dueOn: nextOn, severity: 'routine', role: 'doctor', source: { capability: careCapability, id: `case/${caseId}/${noteId}` } }], now);
}

async function viewsOf(ctx: Ctx, personId: PersonId): Promise<KeyCaseView[]> {
  const notes = await notesOf(ctx.db, personId);
  return (await casesOf(ctx.db, personId)).map((one) => ({
    ...one,
    reasons: one.reasons.map((id) => criteria.find((criterion) => criterion.id === id)?.title ?? { zh: id, en: id }),
    notes: notes.filter(({ caseId }) => caseId === one.caseId),
  }));
}
