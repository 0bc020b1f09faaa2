import { daysBetween, type Day } from '../../kernel/day.ts';
import { TaskState, type ProgrammeTask } from './programmes.ts';

type Task = Pick<ProgrammeTask, 'state' | 'dueOn' | 'owner' | 'phaseId' | 'position'>;

/** Days that a task is late; 0 when it is done or its day has not passed. */
export function daysLate({ state, dueOn }: Pick<Task, 'state' | 'dueOn'>, today: Day): number {
  return state === 'done' ? 0 : Math.max(0, daysBetween(dueOn, today));
}

export interface TaskFilter {
  readonly owner: string;
  readonly phase: string;
  readonly overdue: boolean;
}

/** `''` leaves owner or phase open. */
export function matchingTasks<T extends Task>(tasks: readonly T[], { owner, phase, overdue }: TaskFilter, today: Day): T[] {
  return tasks.filter((task) => (owner === '' || task.owner === owner) && (phase === '' || task.phaseId === phase) && (!overdue || daysLate(task, today) > 0));
}

/** The board's columns, what is due first on top. */
export function columnsOf<T extends Task>(tasks: readonly T[]): { state: TaskState; tasks: T[] }[] {
  const inOrder = tasks.toSorted((a, b) => (a.dueOn === b.dueOn ? a.position - b.position : a.dueOn < b.dueOn ? -1 : 1));
  return TaskState.options.map((state) => ({ state, tasks: inOrder.filter((task) => task.state === state) }));
}

/** The column beside a state; null at the edge of the board. */
export function columnBeside(state: TaskState, step: 1 | -1): TaskState | null {
  return TaskState.options[TaskState.options.indexOf(state) + step] ?? null;
}

/** Owners as the filter offers them, those with the most tasks first. */
export function ownersOf(tasks: readonly Pick<Task, 'owner'>[]): { owner: string; tasks: number }[] {
  const counts = new Map<string, number>();
  for (const { owner } of tasks) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return [...counts].map(([owner, count]) => ({ owner, tasks: count })).toSorted((a, b) => b.tasks - a.tasks);
}
