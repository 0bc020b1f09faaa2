/** Which tasks wait for which. */
import type { ProgrammeTask } from './programmes.ts';

type Ordered = Pick<ProgrammeTask, 'taskId' | 'after'>;

/** Why a task may not wait for these: one is not of the programme, or waits for the task itself, straight or round about. */
export function dependencyFault(tasks: readonly Ordered[], { taskId, after }: Ordered): 'taskElsewhere' | 'taskCircle' | null {
  const waits = new Map(tasks.map((task) => [task.taskId, task.taskId === taskId ? after : task.after]));
  if (after.some((id) => !waits.has(id))) return 'taskElsewhere';
  const seen = new Set<string>();
  const ahead = [...after];
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    if (next === taskId) return 'taskCircle';
    if (seen.has(next)) continue;
    seen.add(next);
    ahead.push(...(waits.get(next) ?? []));
  }
  return null;
}

/** The tasks that this one still waits for. */
export function waitsFor<T extends Ordered & Pick<ProgrammeTask, 'state'>>(task: Ordered, tasks: readonly T[]): T[] {
  return tasks.filter((other) => task.after.includes(other.taskId) && other.state !== 'done');
}
