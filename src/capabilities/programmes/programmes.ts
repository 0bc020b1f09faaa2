/** Programmes: what a launched plan becomes, and how it stands today. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { Text } from '../../kernel/text.ts';
import { Comparator, GoalUnit, Setting } from '../plans/plan.ts';
import { DraftId } from '../plans/plans.ts';

// Words

export const ProgrammeId = z.uuid().brand('ProgrammeId');
export type ProgrammeId = z.infer<typeof ProgrammeId>;

export const Programme = z.object({
  tenantId: z.int(),
  programmeId: ProgrammeId,
  organizationId: z.int(),
  organizationPos: z.int(),
  organizationPosEnd: z.int(),
  draftId: DraftId,
  title: z.string(),
  setting: Setting,
  startsOn: Day,
  endsOn: Day,
  launchedBy: z.string(),
  launchedAt: Instant,
  /** As the plan had them at launch: goals without a number, and what the reader noticed. */
  qualitativeGoals: z.array(z.string()),
  consistencyNotes: z.array(z.string()),
});
export type Programme = z.infer<typeof Programme>;

const ofProgramme = { tenantId: z.int(), programmeId: ProgrammeId, organizationPos: z.int(), position: z.int() };

/**
 * A goal of the programme. `target` is the wanted level in `unit`; for a change goal (`increase`/`decrease`) it is the wanted change.
 * `spanStart`/`spanEnd` point to the sentence of the plan; null when a person added it.
 */
export const ProgrammeGoal = z.object({
  ...ofProgramme,
  goalId: z.uuid(),
  text: z.string(),
  metric: z.string(),
  comparator: Comparator,
  target: z.number().nullable(),
  targetMax: z.number().nullable(),
  unit: GoalUnit.nullable(),
  statedBaseline: z.number().nullable(),
  scaleMax: z.number().nullable(),
  indicator: z.string().nullable(),
  /** The one series whose sessions count, where the goal names an activity. */
  seriesId: z.uuid().nullable(),
  deadline: z.string().nullable(),
  spanStart: z.int().nullable(),
  spanEnd: z.int().nullable(),
});
export type ProgrammeGoal = z.infer<typeof ProgrammeGoal>;

export const ProgrammePhase = z.object({ ...ofProgramme, phaseId: z.uuid(), name: z.string(), startsOn: Day, endsOn: Day });
export type ProgrammePhase = z.infer<typeof ProgrammePhase>;

export const TaskState = z.enum(['todo', 'doing', 'done']);
export type TaskState = z.infer<typeof TaskState>;

export const TaskOrigin = z.object({ of: z.enum(['risk', 'meeting', 'hand']), id: z.uuid().nullable() });
export type TaskOrigin = z.infer<typeof TaskOrigin>;

/** Something owed by a date. `owner` is as the plan names it; every task has one: the launching account's organisation where the plan is silent. */
export const ProgrammeTask = z.object({
  ...ofProgramme,
  taskId: z.uuid(),
  phaseId: z.uuid().nullable(),
  title: z.string().min(1).max(500),
  owner: z.string().min(1).max(200),
  dueOn: Day,
  state: TaskState,
  doneOn: Day.nullable(),
  /** Tasks that have to be done before this one. */
  after: z.array(z.uuid()),
  /** Where it came from, when not from the plan: a risk that opened, a meeting's decision, somebody's hand. */
  origin: TaskOrigin.nullable(),
});
export type ProgrammeTask = z.infer<typeof ProgrammeTask>;

/** Amounts are yuan; null where the plan leaves a blank. */
export const ProgrammeBudgetLine = z.object({
  ...ofProgramme,
  budgetLineId: z.uuid(),
  item: z.string().min(1).max(300),
  amount: z.number().nullable(),
  per: z.string().nullable(),
  note: z.string().nullable(),
  isTotal: z.boolean(),
});
export type ProgrammeBudgetLine = z.infer<typeof ProgrammeBudgetLine>;

/** Watched until it happens; open while it is dealt with; closed when it is over. */
export const RiskState = z.enum(['watched', 'open', 'closed']);
export type RiskState = z.infer<typeof RiskState>;

/** Opens the risk by itself once the indicator, counted over the programme, is below or above a level. */
export const RiskTrigger = z.object({ indicator: z.string(), when: z.enum(['below', 'above']), level: z.number() });
export type RiskTrigger = z.infer<typeof RiskTrigger>;

const Score = z.int().min(1).max(5);

/** `likelihood` and `impact` from 1 (least) to 5; null until somebody has judged. `openedAt`: the indicator's value when its trigger fired. */
export const ProgrammeRisk = z.object({
  ...ofProgramme,
  riskId: z.uuid(),
  risk: z.string().trim().min(1).max(500),
  mitigations: z.array(z.string().trim().min(1).max(500)).max(20),
  likelihood: Score.nullable(),
  impact: Score.nullable(),
  owner: z.string().trim().max(200).nullable(),
  state: RiskState,
  trigger: RiskTrigger.nullable(),
  openedOn: Day.nullable(),
  openedAt: z.number().nullable(),
});
export type ProgrammeRisk = z.infer<typeof ProgrammeRisk>;

/** What a goal's indicator was on a day; one row a goal and day, so that there is a trend. */
export const GoalValue = z.object({
  tenantId: z.int(),
  programmeId: ProgrammeId,
  organizationPos: z.int(),
  goalId: z.uuid(),
  measuredOn: Day,
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
});
export type GoalValue = z.infer<typeof GoalValue>;

// Contract

export const refuse = problems('programmes', { unknownProgramme: 404, unknownTask: 404, unknownBudgetLine: 404, unknownOrganization: 422, unknownIndicator: 422, endsBeforeStart: 422, alreadyLaunched: 409, changedMeanwhile: 409, taskCircle: 422, taskElsewhere: 422 });

/** Launch a draft: phases get dates, recurring activities sessions, tasks owners and due dates. */
export const launchProgramme = contract({
  method: 'POST',
  path: '/api/programmes',
  permission: 'programmes.launch',
  input: z.object({ draftId: DraftId, version: z.int(), startsOn: Day, endsOn: Day, organizationId: z.int() }),
  output: z.object({ programmeId: ProgrammeId }),
});

/** What a launch would make, before it is made. */
export const previewLaunch = contract({
  method: 'POST',
  path: '/api/programmes/preview',
  permission: 'programmes.launch',
  input: z.object({ draftId: DraftId, startsOn: Day, endsOn: Day }),
  output: z.object({
    phases: z.array(z.object({ name: z.string(), startsOn: Day, endsOn: Day })),
    sessions: z.int(),
    unscheduled: z.array(z.string()),
    tasks: z.int(),
    boundGoals: z.int(),
    unboundGoals: z.array(z.string()),
    unannouncedYears: z.array(z.int()),
  }),
});

/** The default period of a launch: the plan's own where it still lies ahead or runs, else the year from today. */
export const proposeLaunch = contract({
  method: 'GET',
  path: '/api/programmes/proposal/:draftId',
  permission: 'programmes.launch',
  input: z.object({ draftId: DraftId }),
  output: z.object({ startsOn: Day, endsOn: Day }),
});

/** On track: at least as far from baseline to target as time has gone from start to end. */
export const Standing = z.enum(['met', 'on-track', 'behind', 'no-data', 'not-measurable', 'unbound']);
export type Standing = z.infer<typeof Standing>;

export const GoalProgress = ProgrammeGoal.omit({ tenantId: true, programmeId: true, organizationPos: true }).extend({
  /** The indicator's title and how it counts; null when the goal is bound to none. */
  indicatorTitle: Text.nullable(),
  current: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  baseline: z.number().nullable(),
  baselineIs: z.enum(['stated', 'measured', 'none']),
  /** The level to reach, after a change goal was added to its baseline. */
  targetLevel: z.number().nullable(),
  /** Share of the way from baseline to target, 0–1 and beyond. */
  progress: z.number().nullable(),
  /** Share of the programme's time that has gone, 0–1. */
  elapsed: z.number(),
  standing: Standing,
  /** Which data is missing, where the indicator cannot be measured yet. */
  needs: Text.nullable(),
  trend: z.array(z.object({ on: Day, value: z.number().nullable() })),
});
export type GoalProgress = z.infer<typeof GoalProgress>;

export const ProgrammeSummary = Programme.omit({ tenantId: true, organizationPos: true, organizationPosEnd: true, qualitativeGoals: true, consistencyNotes: true }).extend({
  organization: Text,
  goals: z.int(),
  goalsOnTrack: z.int(),
  goalsBehind: z.int(),
  tasksDone: z.int(),
  tasks: z.int(),
  sessionsHeld: z.int(),
  sessions: z.int(),
  elapsed: z.number(),
});
export type ProgrammeSummary = z.infer<typeof ProgrammeSummary>;

export const listProgrammes = contract({ method: 'GET', path: '/api/programmes', permission: 'programmes.read', input: z.object({}), output: z.array(ProgrammeSummary) });

const view = { tenantId: true, programmeId: true, organizationPos: true } as const;

export const ProgrammeView = ProgrammeSummary.extend({
  goalList: z.array(GoalProgress),
  qualitativeGoals: z.array(z.string()),
  phases: z.array(ProgrammePhase.omit(view)),
  taskList: z.array(ProgrammeTask.omit(view)),
  budget: z.array(ProgrammeBudgetLine.omit(view)),
  risks: z.array(ProgrammeRisk.omit(view)),
  consistencyNotes: z.array(z.string()),
  members: z.int(),
  today: Day,
});
export type ProgrammeView = z.infer<typeof ProgrammeView>;

export const openProgramme = contract({
  method: 'GET',
  path: '/api/programmes/:programmeId',
  permission: 'programmes.read',
  input: z.object({ programmeId: ProgrammeId }),
  output: ProgrammeView,
});

export const updateTask = contract({
  method: 'PATCH',
  path: '/api/programmes/tasks/:taskId',
  permission: 'programmes.updateTask',
  input: z.object({ taskId: z.uuid(), state: TaskState.optional(), owner: z.string().min(1).max(200).optional(), dueOn: Day.optional(), title: z.string().min(1).max(500).optional(), after: z.array(z.uuid()).max(20).optional() }),
  output: ProgrammeTask.omit(view),
});

/** A task that the plan does not have. */
export const addTask = contract({
  method: 'POST',
  path: '/api/programmes/:programmeId/tasks',
  permission: 'programmes.addTask',
  input: z.object({ programmeId: ProgrammeId, title: z.string().trim().min(1).max(500), owner: z.string().trim().min(1).max(200), dueOn: Day, phaseId: z.uuid().nullable() }),
  output: z.object({ taskId: z.uuid() }),
});

export const deleteTask = contract({ method: 'DELETE', path: '/api/programmes/tasks/:taskId', permission: 'programmes.addTask', input: z.object({ taskId: z.uuid() }), output: z.object({ deleted: z.literal(true) }) });

/** Fill in an amount that the plan left blank, or correct one. */
export const updateBudgetLine = contract({
  method: 'PATCH',
  path: '/api/programmes/budget/:budgetLineId',
  permission: 'programmes.budget',
  input: z.object({ budgetLineId: z.uuid(), amount: z.number().min(0).nullable() }),
  output: ProgrammeBudgetLine.omit(view),
});

/** Bind a goal to an indicator, or to none; it is measured at once. */
export const bindGoal = contract({
  method: 'PATCH',
  path: '/api/programmes/goals/:goalId',
  permission: 'programmes.launch',
  input: z.object({ goalId: z.uuid(), indicator: z.string().nullable() }),
  output: z.object({ bound: z.literal(true) }),
});
