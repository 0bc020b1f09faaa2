import type { Tx } from '../../platform/database.ts';
import { countingAll } from '../../platform/database.ts';
import type { Day, Instant } from '../../kernel/day.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import { definitionOf, measureIndicator } from './measuring.api.ts';
import type { Programme, ProgrammeRisk } from './programmes.ts';
import { insertTasks, programmeById, risksOf, tasksOf } from './programmes.store.ts';
import { addRisk, fires, judgeRisk, moveRisk, refuse, tasksOfRisk, unjudged } from './risk-register.ts';
import { riskById, saveRisk } from './risk-register.store.ts';

export const api = [
  handle(addRisk, async ({ programmeId, ...judged }, ctx) => {
    const programme = await programmeById(ctx.db, programmeId);
    if (!programme) throw refuse.unknownRisk();
    requireMeasurable(judged.trigger);
    const position = Math.max(0, ...(await risksOf(ctx.db, programmeId)).map((risk) => risk.position)) + 1;
    const { tenantId, organizationPos } = programme;
    return kept(ctx, programme, { ...unjudged, tenantId, programmeId, organizationPos, position, riskId: ctx.newId(), ...judged });
  }),

  handle(judgeRisk, async ({ riskId, ...judged }, ctx) => {
    const { programme, risk } = await known(ctx, riskId);
    requireMeasurable(judged.trigger);
    return kept(ctx, programme, { ...risk, ...judged });
  }),

  handle(moveRisk, async ({ riskId, state }, ctx) => {
    const { programme, risk } = await known(ctx, riskId);
    if (state === risk.state) return viewOf(risk);
    if (state === 'open') return viewOf(await open(ctx.db, programme, { risk, value: null, today: ctx.today, newId: ctx.newId }));
    const moved = { ...risk, state, ...(state === 'watched' ? { openedOn: null, openedAt: null } : {}) };
    await saveRisk(ctx.db, moved);
    return viewOf(moved);
  }),
];

interface Moment {
  readonly today: Day;
  readonly now: Instant;
  readonly newId: () => string;
}

/** Open every watched risk of a programme whose trigger fires today. */
export async function watchRisks(db: Tx, programme: Programme, moment: Moment): Promise<void> {
  for (const risk of await risksOf(db, programme.programmeId)) await openIfFired(db, programme, { risk, ...moment });
}

async function openIfFired(db: Tx, programme: Programme, { risk, ...moment }: Moment & { risk: ProgrammeRisk }): Promise<ProgrammeRisk> {
  const definition = risk.state === 'watched' && risk.trigger ? definitionOf(risk.trigger) : null;
  if (!definition || !risk.trigger) return risk;
  const { value } = await measureIndicator(db, programme, { definition, day: moment.today, known: moment.now });
  return fires(risk.trigger, value) ? open(db, programme, { risk, value, ...moment }) : risk;
}

/** An open risk has a task for each answer that the plan gives, once. */
async function open(db: Tx, programme: Programme, { risk, value, today, newId }: Omit<Moment, 'now'> & { risk: ProgrammeRisk; value: number | null }): Promise<ProgrammeRisk> {
  const opened = { ...risk, state: 'open' as const, openedOn: today, openedAt: value };
  await saveRisk(db, opened);
  const tasks = await tasksOf(db, programme.programmeId);
  const open = new Set(tasks.filter((task) => task.origin?.id === risk.riskId && task.state !== 'done').map((task) => task.title));
  const last = Math.max(0, ...tasks.map((task) => task.position));
  const { tenantId, programmeId, organizationPos } = programme;
  const wanted = tasksOfRisk(risk, { today, fallback: tasks[0]?.owner ?? programme.launchedBy }).filter(({ title }) => !open.has(title));
  await insertTasks(db, wanted.map((task, i) => ({ tenantId, programmeId, organizationPos, position: last + i + 1, taskId: newId(), phaseId: null, ...task, state: 'todo' as const, doneOn: null, after: [], origin: { of: 'risk' as const, id: risk.riskId } })));
  return opened;
}

async function kept({ db, today, now, newId, caller }: Ctx, programme: Programme, risk: ProgrammeRisk) {
  await saveRisk(db, risk);
  return viewOf(await countingAll(db, caller.scope, () => openIfFired(db, programme, { risk, today, now, newId })));
}

async function known({ db }: Ctx, riskId: string): Promise<{ programme: Programme; risk: ProgrammeRisk }> {
  const risk = await riskById(db, riskId);
  const programme = risk && (await programmeById(db, risk.programmeId));
  if (!risk || !programme) throw refuse.unknownRisk();
  return { programme, risk };
}

function requireMeasurable(trigger: ProgrammeRisk['trigger']): void {
  if (trigger === null) return;
  const definition = definitionOf(trigger);
  if (!definition) throw refuse.unknownIndicator({ indicator: trigger.indicator });
  if (definition.measure.by === 'none') throw refuse.notMeasurable({ indicator: definition.title.zh });
}

function viewOf({ tenantId: _t, programmeId: _p, organizationPos: _o, ...view }: ProgrammeRisk) {
  return view;
}
