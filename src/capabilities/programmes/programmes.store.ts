import { sql } from 'kysely';
import type { Day } from '../../kernel/day.ts';
import { changesOf, type Patch, type Tx } from '../../platform/database.ts';
import { guarded } from '../../platform/migrations.ts';
import { GoalValue, Programme, ProgrammeBudgetLine, ProgrammeGoal, ProgrammePhase, ProgrammeRisk, ProgrammeTask, type ProgrammeId } from './programmes.ts';

declare module '../../platform/database.ts' {
  interface Tables {
    programme: Programme;
    programmeGoal: ProgrammeGoal;
    programmePhase: ProgrammePhase;
    programmeTask: ProgrammeTask;
    programmeBudgetLine: ProgrammeBudgetLine;
    programmeRisk: ProgrammeRisk;
    goalValue: GoalValue;
  }
}

export const entities = {
  programme: Programme,
  programme_goal: ProgrammeGoal,
  programme_phase: ProgrammePhase,
  programme_task: ProgrammeTask,
  programme_budget_line: ProgrammeBudgetLine,
  programme_risk: ProgrammeRisk,
  goal_value: GoalValue,
};

const ofProgramme = `
      tenant_id        int  not null,
      programme_id     uuid not null references programme on delete cascade,
      organization_pos int  not null,
      position         int  not null,`;

export const migrations = [
  {
    id: '2026-11-22 07 programmes',
    sql: `
    create table programme (
      tenant_id            int         not null,
      programme_id         uuid        primary key,
      organization_id      int         not null references organization,
      organization_pos     int         not null,
      organization_pos_end int         not null,
      draft_id             uuid        not null unique,
      title                text        not null,
      setting              text        not null,
      starts_on            date        not null,
      ends_on              date        not null check (ends_on > starts_on),
      launched_by          text        not null,
      launched_at          timestamptz not null,
      qualitative_goals    jsonb       not null,
      consistency_notes    jsonb       not null
    );
    create table programme_goal (${ofProgramme}
      goal_id         uuid primary key,
      text            text not null,
      metric          text not null,
      comparator      text not null,
      target          double precision,
      target_max      double precision,
      unit            text,
      stated_baseline double precision,
      scale_max       double precision,
      indicator       text,
      series_id       uuid,
      deadline        text,
      span_start      int,
      span_end        int
    );
    create table programme_phase (${ofProgramme}
      phase_id  uuid primary key,
      name      text not null,
      starts_on date not null,
      ends_on   date not null
    );
    create table programme_task (${ofProgramme}
      task_id  uuid primary key,
      phase_id uuid references programme_phase,
      title    text not null,
      owner    text not null,
      due_on   date not null,
      state    text not null check (state in ('todo', 'doing', 'done')),
      done_on  date
    );
    create table programme_budget_line (${ofProgramme}
      budget_line_id uuid primary key,
      item           text not null,
      amount         double precision,
      per            text,
      note           text,
      is_total       boolean not null
    );
    create table programme_risk (${ofProgramme}
      risk_id     uuid primary key,
      risk        text not null,
      mitigations jsonb not null
    );
    create table goal_value (
      tenant_id        int  not null,
      programme_id     uuid not null references programme on delete cascade,
      organization_pos int  not null,
      goal_id          uuid not null references programme_goal on delete cascade,
      measured_on      date not null,
      value            double precision,
      numerator        double precision,
      denominator      double precision,
      primary key (goal_id, measured_on)
    );
    ${['goal', 'phase', 'task', 'budget_line', 'risk'].map((part) => `create index programme_${part}_programme on programme_${part} (programme_id, position);`).join('\n')}
    ${['programme', 'programme_goal', 'programme_phase', 'programme_task', 'programme_budget_line', 'programme_risk', 'goal_value'].map((table) => guarded(table)).join('\n')}`,
  },
  {
    id: '2026-11-23 72 risks and tasks that live',
    sql: `
    alter table programme_task add column after uuid[] not null default '{}', add column origin jsonb;
    alter table programme_risk add column likelihood smallint check (likelihood between 1 and 5), add column impact smallint check (impact between 1 and 5), add column owner text,
      add column state text not null default 'watched' check (state in ('watched', 'open', 'closed')), add column trigger jsonb, add column opened_on date, add column opened_at double precision;`,
  },
];

export interface ProgrammeParts {
  readonly programme: Programme;
  readonly goals: readonly ProgrammeGoal[];
  readonly phases: readonly ProgrammePhase[];
  readonly tasks: readonly ProgrammeTask[];
  readonly budget: readonly ProgrammeBudgetLine[];
  readonly risks: readonly ProgrammeRisk[];
}

const jsonList = (texts: readonly string[]) => sql<string[]>`${JSON.stringify(texts)}::jsonb`;
const jsonOf = <T>(value: T) => (value === null ? null : sql<NonNullable<T>>`${JSON.stringify(value)}::jsonb`);

export async function insertProgramme(tx: Tx, { programme, goals, phases, tasks, budget, risks }: ProgrammeParts): Promise<void> {
  await tx.insertInto('programme').values({ ...programme, qualitativeGoals: jsonList(programme.qualitativeGoals), consistencyNotes: jsonList(programme.consistencyNotes) }).execute();
  if (goals.length) await tx.insertInto('programmeGoal').values([...goals]).execute();
  if (phases.length) await tx.insertInto('programmePhase').values([...phases]).execute();
  await insertTasks(tx, tasks);
  if (budget.length) await tx.insertInto('programmeBudgetLine').values([...budget]).execute();
  if (risks.length) {
    await tx.insertInto('programmeRisk').values(risks.map((risk) => ({ ...risk, mitigations: jsonList(risk.mitigations) }))).execute();
  }
}

export async function programmesInReach(tx: Tx): Promise<Programme[]> {
  return tx.selectFrom('programme').selectAll().orderBy('startsOn', 'desc').orderBy('title').execute();
}

export async function programmeById(tx: Tx, programmeId: ProgrammeId): Promise<Programme | undefined> {
  return tx.selectFrom('programme').selectAll().where('programmeId', '=', programmeId).executeTakeFirst();
}

export interface Tally {
  programmeId: ProgrammeId;
  tasks: number;
  tasksDone: number;
  sessions: number;
  sessionsHeld: number;
}

/** Counts of tasks and sessions of every programme in reach, in one statement. */
export async function talliesInReach(tx: Tx): Promise<Map<string, Tally>> {
  const { rows } = await sql<Tally>`
    select p.programme_id,
      (select count(*)::int from programme_task t where t.programme_id = p.programme_id) as tasks,
      (select count(*)::int from programme_task t where t.programme_id = p.programme_id and t.state = 'done') as tasks_done,
      (select count(*)::int from activity_series a join activity_session s on s.series_id = a.series_id where a.programme_id = p.programme_id and s.state <> 'cancelled') as sessions,
      (select count(*)::int from activity_series a join activity_session s on s.series_id = a.series_id where a.programme_id = p.programme_id and s.state = 'held') as sessions_held
    from programme p`.execute(tx);
  return new Map(rows.map((row) => [row.programmeId, row]));
}

export async function goalsOf(tx: Tx, programmeId: ProgrammeId): Promise<ProgrammeGoal[]> {
  return tx.selectFrom('programmeGoal').selectAll().where('programmeId', '=', programmeId).orderBy('position').execute();
}

export async function goalById(tx: Tx, goalId: string): Promise<ProgrammeGoal | undefined> {
  return tx.selectFrom('programmeGoal').selectAll().where('goalId', '=', goalId).executeTakeFirst();
}

export async function setIndicator(tx: Tx, goalId: string, indicator: string | null): Promise<void> {
  await tx.updateTable('programmeGoal').set({ indicator }).where('goalId', '=', goalId).execute();
  await tx.deleteFrom('goalValue').where('goalId', '=', goalId).execute();
}

export async function phasesOf(tx: Tx, programmeId: ProgrammeId): Promise<ProgrammePhase[]> {
  return tx.selectFrom('programmePhase').selectAll().where('programmeId', '=', programmeId).orderBy('position').execute();
}

export async function tasksOf(tx: Tx, programmeId: ProgrammeId): Promise<ProgrammeTask[]> {
  return tx.selectFrom('programmeTask').selectAll().where('programmeId', '=', programmeId).orderBy('position').execute();
}

export async function insertTasks(tx: Tx, tasks: readonly ProgrammeTask[]): Promise<void> {
  if (tasks.length) await tx.insertInto('programmeTask').values(tasks.map((task) => ({ ...task, origin: jsonOf(task.origin) }))).execute();
}

/** Take a task away, and out of what others wait for. */
export async function removeTask(tx: Tx, { programmeId, taskId }: Pick<ProgrammeTask, 'programmeId' | 'taskId'>): Promise<void> {
  await tx.deleteFrom('programmeTask').where('taskId', '=', taskId).execute();
  await sql`update programme_task set after = array_remove(after, ${taskId}::uuid) where programme_id = ${programmeId}::uuid and after @> array[${taskId}::uuid]`.execute(tx);
}

export async function taskById(tx: Tx, taskId: string): Promise<ProgrammeTask | undefined> {
  return tx.selectFrom('programmeTask').selectAll().where('taskId', '=', taskId).executeTakeFirst();
}

/** Change some fields of a task; undefined when there is no such task in reach. */
export async function saveTask(tx: Tx, taskId: string, patch: Patch<Pick<ProgrammeTask, 'title' | 'owner' | 'dueOn' | 'state' | 'doneOn' | 'after'>>): Promise<ProgrammeTask | undefined> {
  const changes = changesOf(patch);
  if (!changes) return tx.selectFrom('programmeTask').selectAll().where('taskId', '=', taskId).executeTakeFirst();
  return tx.updateTable('programmeTask').set(changes).where('taskId', '=', taskId).returningAll().executeTakeFirst();
}

export async function budgetOf(tx: Tx, programmeId: ProgrammeId): Promise<ProgrammeBudgetLine[]> {
  return tx.selectFrom('programmeBudgetLine').selectAll().where('programmeId', '=', programmeId).orderBy('position').execute();
}

export async function saveAmount(tx: Tx, budgetLineId: string, amount: number | null): Promise<ProgrammeBudgetLine | undefined> {
  return tx.updateTable('programmeBudgetLine').set({ amount }).where('budgetLineId', '=', budgetLineId).returningAll().executeTakeFirst();
}

export async function risksOf(tx: Tx, programmeId: ProgrammeId): Promise<ProgrammeRisk[]> {
  return tx.selectFrom('programmeRisk').selectAll().where('programmeId', '=', programmeId).orderBy('position').execute();
}

export async function valuesOf(tx: Tx, programmeIds: readonly ProgrammeId[]): Promise<Map<string, GoalValue[]>> {
  if (programmeIds.length === 0) return new Map();
  const rows = await tx.selectFrom('goalValue').selectAll().where('programmeId', 'in', [...programmeIds]).orderBy('measuredOn').execute();
  return Map.groupBy(rows, (row) => row.goalId);
}

export async function upsertValues(tx: Tx, values: readonly GoalValue[]): Promise<void> {
  if (values.length === 0) return;
  await tx
    .insertInto('goalValue')
    .values([...values])
    .onConflict((conflict) =>
      conflict.columns(['goalId', 'measuredOn']).doUpdateSet((row) => ({ value: row.ref('excluded.value'), numerator: row.ref('excluded.numerator'), denominator: row.ref('excluded.denominator') })),
    )
    .execute();
}

/** People who belong to the programme's organisations on a day. */
export async function membersOn(tx: Tx, { organizationPos, organizationPosEnd }: Programme, day: Day): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(distinct person_id)::int as n from membership
    where organization_pos between ${organizationPos} and ${organizationPosEnd} and since <= ${day}::date and coalesce(until, 'infinity'::date) >= ${day}::date`.execute(tx);
  return rows[0]?.n ?? 0;
}
