import { randomUUID } from 'node:crypto';
import type { Day } from '../../kernel/day.ts';
import { addMonths } from '../../kernel/day.ts';
import { Holidays, unannouncedYears, workingCalendar } from '../../kernel/working-days.ts';
import { readContent } from '../../platform/content.ts';
import { countingAll } from '../../platform/database.ts';
import { handle, type Ctx } from '../../platform/handle.ts';
import type { Job } from '../../platform/jobs.ts';
import { SeriesId, type ActivitySeries, type ActivitySession } from '../activities/activities.ts';
import { insertSeries, insertSessions } from '../activities/activities.store.ts';
import { NamedDays } from '../activities/named-days.ts';
import type { Measured } from '../indicators/indicators.ts';
import { isTellable } from '../indicators/telling.ts';
import { organizationById, organizationsBetween } from '../organizations/organizations.store.ts';
import { Publishing } from '../organizations/publishing.ts';
import type { Draft } from '../plans/draft.ts';
import type { DraftId } from '../plans/plans.ts';
import { draftById, markLaunched } from '../plans/plans.store.ts';
import { proposedPeriod, scheduleOf, seriesMeant, type Schedule } from './launch.ts';
import { baselineDay, definitionOf, measureGoals, measuringDays } from './measuring.api.ts';
import {
  addTask, bindGoal, deleteTask, launchProgramme, listProgrammes, openProgramme, previewLaunch, ProgrammeId, proposeLaunch, refuse, updateBudgetLine, updateTask,
  type GoalProgress, type GoalValue, type Programme, type ProgrammeSummary, type ProgrammeView,
} from './programmes.ts';
import { elapsedShare, progressOf } from './progress.ts';
import { watchRisks } from './risk-register.api.ts';
import { unjudged } from './risk-register.ts';
import { dependencyFault } from './task-order.ts';
import {
  budgetOf, goalById, goalsOf, insertProgramme, insertTasks, membersOn, phasesOf, programmeById, programmesInReach, removeTask, risksOf, saveAmount, saveTask, setIndicator,
  talliesInReach, taskById, tasksOf, valuesOf,
} from './programmes.store.ts';

const calendar = workingCalendar(readContent('holidays.yaml', Holidays));
const namedDays = readContent('named-days.yaml', NamedDays);

export const api = [
  handle(proposeLaunch, async ({ draftId }, ctx) => proposedPeriod((await draftToLaunch(ctx, draftId)).draft, ctx.today)),

  handle(previewLaunch, async ({ draftId, startsOn, endsOn }, ctx) => {
    if (endsOn <= startsOn) throw refuse.endsBeforeStart();
    const { draft, text } = await draftToLaunch(ctx, draftId);
    const schedule = scheduleOf(draft, { from: startsOn, to: endsOn, text, calendar, namedDays });
    return {
      phases: schedule.phases.map((phase) => ({ name: phase.name, startsOn: phase.from, endsOn: phase.to })),
      sessions: schedule.series.reduce((sum, series) => sum + series.sessions.length, 0),
      unscheduled: schedule.series.filter((series) => series.sessions.length === 0).map((series) => series.activity.name),
      tasks: schedule.tasks.length,
      boundGoals: draft.goals.filter((goal) => goal.indicator !== null).length,
      unboundGoals: draft.goals.filter((goal) => goal.indicator === null).map((goal) => goal.metric),
      unannouncedYears: unannouncedYears(startsOn, endsOn, calendar),
    };
  }),

  handle(launchProgramme, (input, ctx) => launch(input, ctx)),

  handle(listProgrammes, async (_input, ctx) => {
    const programmes = await programmesInReach(ctx.db);
    return summaries(ctx, programmes);
  }),

  handle(openProgramme, async ({ programmeId }, ctx) => {
    const view = await programmeView(ctx, programmeId);
    if (!view) throw refuse.unknownProgramme();
    return view;
  }),

  handle(updateTask, async ({ taskId, ...change }, { db, today }) => {
    const task = await taskById(db, taskId);
    if (!task) throw refuse.unknownTask();
    const fault = change.after ? dependencyFault(await tasksOf(db, task.programmeId), { taskId, after: change.after }) : null;
    if (fault) throw refuse[fault]();
    // Only what was asked for is written: two people may change different fields of one task at once.
    const doneOn = change.state === undefined ? {} : { doneOn: change.state === 'done' ? today : null };
    const changed = await saveTask(db, taskId, { ...change, ...doneOn });
    if (!changed) throw refuse.unknownTask();
    return changed;
  }),

  handle(addTask, async ({ programmeId, ...wanted }, { db, newId }) => {
    const programme = await programmeById(db, programmeId);
    if (!programme) throw refuse.unknownProgramme();
    const tasks = await tasksOf(db, programmeId);
    const taskId = newId();
    const position = Math.max(0, ...tasks.map((task) => task.position)) + 1;
    await insertTasks(db, [{ ...partOf(programme), position, taskId, ...wanted, state: 'todo', doneOn: null, after: [], origin: { of: 'hand', id: null } }]);
    return { taskId };
  }),

  handle(deleteTask, async ({ taskId }, { db }) => {
    const task = await taskById(db, taskId);
    if (!task) throw refuse.unknownTask();
    await removeTask(db, task);
    return { deleted: true as const };
  }),

  handle(updateBudgetLine, async ({ budgetLineId, amount }, { db }) => {
    const line = await saveAmount(db, budgetLineId, amount);
    if (!line) throw refuse.unknownBudgetLine();
    return line;
  }),

  handle(bindGoal, async ({ goalId, indicator }, { db, today, now, caller }) => {
    const goal = await goalById(db, goalId);
    const programme = goal && (await programmeById(db, goal.programmeId));
    if (!goal || !programme) throw refuse.unknownProgramme();
    if (indicator !== null && !definitionOf({ indicator })) throw refuse.unknownIndicator({ indicator });
    await setIndicator(db, goalId, indicator);
    await countingAll(db, caller.scope, () => measureGoals(db, programme, { days: measuringDays(programme, today), known: now, only: [{ ...goal, indicator }] }));
    return { bound: true as const };
  }),
];

/** A programme as it stands today, with everything on its page; null where there is none within reach. */
export async function programmeView(ctx: Ctx, programmeId: ProgrammeId): Promise<ProgrammeView | null> {
  const programme = await programmeById(ctx.db, programmeId);
  const [summary] = programme ? await summaries(ctx, [programme]) : [];
  if (!programme || !summary) return null;
  return {
    ...summary,
    goalList: await progressList(ctx, [programme]).then((all) => all.get(programmeId) ?? []),
    qualitativeGoals: programme.qualitativeGoals,
    consistencyNotes: programme.consistencyNotes,
    phases: await phasesOf(ctx.db, programmeId),
    taskList: await tasksOf(ctx.db, programmeId),
    budget: await budgetOf(ctx.db, programmeId),
    risks: await risksOf(ctx.db, programmeId),
    members: await countingAll(ctx.db, ctx.caller.scope, () => membersOn(ctx.db, programme, ctx.today)),
    today: ctx.today,
  };
}

/** Every programme's goals are measured once a night (02:10 in China), so that trends have a point a day; risks whose trigger fires open. */
export const jobs: readonly Job<{ everyTenant(work: (ctx: Pick<Ctx, 'db' | 'today' | 'now'>) => Promise<void>): Promise<void> }>[] = [
  {
    name: 'measureProgrammes',
    schedule: '10 18 * * *',
    run: (_payload, { everyTenant }) =>
      everyTenant(async ({ db, today, now }) => {
        for (const programme of await programmesInReach(db)) {
          if (today < programme.startsOn || today > programme.endsOn) continue;
          await measureGoals(db, programme, { days: [today], known: now });
          await watchRisks(db, programme, { today, now, newId: randomUUID });
        }
      }),
  },
];

async function draftToLaunch(ctx: Ctx, draftId: DraftId) {
  const found = await draftById(ctx.db, draftId);
  if (!found) throw refuse.unknownProgramme();
  if (found.programmeId) throw refuse.alreadyLaunched();
  return found;
}

interface Launch {
  draftId: DraftId;
  version: number;
  startsOn: Day;
  endsOn: Day;
  organizationId: number;
}

async function launch({ draftId, version, startsOn, endsOn, organizationId }: Launch, ctx: Ctx): Promise<{ programmeId: ProgrammeId }> {
  if (endsOn <= startsOn) throw refuse.endsBeforeStart();
  const { draft, text } = await draftToLaunch(ctx, draftId);
  const organization = await organizationById(ctx.db, organizationId);
  if (!organization || organization.pos < ctx.caller.scope.from || organization.pos > ctx.caller.scope.to) throw refuse.unknownOrganization();
  const programme: Programme = {
    tenantId: organization.tenantId,
    programmeId: ProgrammeId.parse(ctx.newId()),
    organizationId,
    organizationPos: organization.pos,
    organizationPosEnd: organization.posEnd,
    draftId,
    title: draft.title,
    setting: draft.setting,
    startsOn,
    endsOn,
    launchedBy: ctx.caller.name,
    launchedAt: ctx.now,
    qualitativeGoals: draft.qualitative_goals.map((goal) => goal.text),
    consistencyNotes: draft.consistency_notes,
  };
  if (!(await markLaunched(ctx.db, { draftId, version, programmeId: programme.programmeId }))) throw refuse.changedMeanwhile();
  const schedule = scheduleOf(draft, { from: startsOn, to: endsOn, text, calendar, namedDays });
  const { series, sessions } = activitiesOf(programme, { schedule, newId: ctx.newId });
  await insertProgramme(ctx.db, partsOfProgramme(programme, { draft, schedule, series, newId: ctx.newId, owner: organization.nameZh }));
  await insertSeries(ctx.db, series);
  await insertSessions(ctx.db, sessions);
  await countingAll(ctx.db, ctx.caller.scope, () => measureGoals(ctx.db, programme, { days: measuringDays(programme, ctx.today), known: ctx.now }));
  return { programmeId: programme.programmeId };
}

interface Material {
  draft: Draft;
  schedule: Schedule;
  series: readonly ActivitySeries[];
  newId: () => string;
  owner: string;
}

function partsOfProgramme(programme: Programme, { draft, schedule, series, newId, owner }: Material) {
  const own = (position: number) => ({ ...partOf(programme), position });
  const phaseIds = new Map(schedule.phases.map((phase) => [phase.key, newId()]));
  return {
    programme,
    goals: draft.goals.map((goal, i) => ({
      ...own(i),
      goalId: newId(),
      text: goal.text,
      metric: goal.metric,
      comparator: goal.comparator,
      target: goal.value,
      targetMax: goal.value_max ?? null,
      unit: goal.unit,
      statedBaseline: goal.baseline ?? null,
      scaleMax: goal.scale_max ?? null,
      indicator: goal.indicator,
      seriesId: seriesMeant(goal.metric, series)?.seriesId ?? null,
      deadline: goal.deadline ?? null,
      spanStart: goal.span?.[0] ?? null,
      spanEnd: goal.span?.[1] ?? null,
    })),
    phases: schedule.phases.map((phase, i) => ({ ...own(i), phaseId: phaseIds.get(phase.key) ?? newId(), name: phase.name, startsOn: phase.from, endsOn: phase.to })),
    tasks: schedule.tasks.map((task, i) => ({
      ...own(i),
      taskId: newId(),
      phaseId: (task.phaseKey && phaseIds.get(task.phaseKey)) ?? null,
      title: wordsOf(task.title, 500),
      owner: wordsOf(task.owner ?? '', 200, owner),
      dueOn: task.dueOn,
      state: 'todo' as const,
      doneOn: null,
      after: [],
      origin: null,
    })),
    budget: draft.budget.map((line, i) => ({ ...own(i), budgetLineId: newId(), item: wordsOf(line.item, 300), amount: line.amount !== null && line.amount >= 0 ? line.amount : null, per: line.per ?? null, note: line.note ?? null, isTotal: line.total === true || line.subtotal === true || /^(总计|合计|共计)$/.test(line.item) })),
    risks: draft.risks.map((risk, i) => ({ ...own(i), ...unjudged, riskId: newId(), risk: wordsOf(risk.risk, 500), mitigations: risk.mitigations.map((mitigation) => wordsOf(mitigation, 500)).slice(0, 20) })),
  };
}

/** What every part of a programme carries. */
function partOf({ tenantId, programmeId, organizationPos }: Programme) {
  return { tenantId, programmeId, organizationPos };
}

/** Words that a row can hold: trimmed, cut, never blank. */
function wordsOf(text: string, most: number, otherwise = '—'): string {
  return text.trim().slice(0, most) || otherwise;
}

/** People are whole: 30.5, none and less than none say nothing. */
function wholeNumber(n: number | undefined): number | null {
  return n !== undefined && n >= 1 && n <= 1_000_000 ? Math.round(n) : null;
}

function activitiesOf({ tenantId, programmeId, organizationPos }: Programme, { schedule, newId }: { schedule: Schedule; newId: () => string }): { series: ActivitySeries[]; sessions: ActivitySession[] } {
  const series = schedule.series.map(({ activity, recurrence }, position) => ({
    tenantId,
    seriesId: SeriesId.parse(newId()),
    programmeId,
    organizationPos,
    position,
    title: wordsOf(activity.name, 300),
    activityType: activity.activityType,
    recurrence: recurrence && { ...recurrence, times: recurrence.times !== null && recurrence.times > 0 ? recurrence.times : null },
    capacity: wholeNumber(activity.capacity),
    place: activity.place ?? null,
    channel: activity.channel ?? null,
    audience: activity.audience ?? null,
  }));
  const sessions = schedule.series.flatMap(({ sessions: planned }, i) => {
    const seriesId = series[i]?.seriesId;
    return seriesId ? planned.map((session) => ({ tenantId, sessionId: newId(), seriesId, organizationPos, state: 'planned' as const, ...session })) : [];
  });
  return { series, sessions };
}

async function summaries(ctx: Ctx, programmes: readonly Programme[]): Promise<ProgrammeSummary[]> {
  const tallies = await talliesInReach(ctx.db);
  const goals = await progressList(ctx, programmes);
  const organizations = new Map((await organizationsBetween(ctx.db, ctx.caller.scope.from, ctx.caller.scope.to)).map((o) => [o.organizationId, o]));
  return programmes.map((programme) => {
    const list = goals.get(programme.programmeId) ?? [];
    const tally = tallies.get(programme.programmeId);
    const organization = organizations.get(programme.organizationId);
    return {
      ...programme,
      organization: { zh: organization?.nameZh ?? '—', en: organization?.nameEn ?? '—' },
      goals: list.length,
      goalsOnTrack: list.filter((goal) => goal.standing === 'met' || goal.standing === 'on-track').length,
      goalsBehind: list.filter((goal) => goal.standing === 'behind').length,
      tasks: tally?.tasks ?? 0,
      tasksDone: tally?.tasksDone ?? 0,
      sessions: tally?.sessions ?? 0,
      sessionsHeld: tally?.sessionsHeld ?? 0,
      elapsed: elapsedShare(programme, ctx.today),
    };
  });
}

const { smallest_cell: smallestCell } = readContent('publishing.yaml', Publishing);

/** Every goal of the programmes with its latest value, its baseline and its trend. */
async function progressList(ctx: Ctx, programmes: readonly Programme[]): Promise<Map<string, GoalProgress[]>> {
  const values = await valuesOf(ctx.db, programmes.map((programme) => programme.programmeId));
  const lists = new Map<string, GoalProgress[]>();
  for (const programme of programmes) {
    const goals = await goalsOf(ctx.db, programme.programmeId);
    lists.set(programme.programmeId, goals.map((goal) => {
      const definition = definitionOf(goal);
      const kept = values.get(goal.goalId) ?? [];
      const own = ctx.caller.scope.purpose === 'care' ? kept : kept.map((row) => (definition === null || isTellable(definition.measure, row, smallestCell) ? row : { ...row, value: null, numerator: null, denominator: null }));
      return progressOf(goal, {
        definition,
        tooFew: own.some(({ value }, i) => value === null && kept[i]?.value !== null) ? smallestCell : null,
        current: measured(own.findLast((row) => row.measuredOn <= ctx.today)),
        baseline: measured(own.find((row) => row.measuredOn >= baselineDay(programme) && row.measuredOn < addMonths(baselineDay(programme), 3))),
        trend: own.map((row) => ({ on: row.measuredOn, value: row.value })),
        elapsed: elapsedShare(programme, ctx.today),
      });
    }));
  }
  return lists;
}

function measured(row: GoalValue | undefined): Measured | null {
  return row ? { value: row.value, numerator: row.numerator, denominator: row.denominator } : null;
}
