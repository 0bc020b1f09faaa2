import { describe, expect, test } from 'vitest';
import { dependencyFault, waitsFor } from './task-order.ts';

const tasks = [
  { taskId: 'a', after: [], state: 'done' as const },
  { taskId: 'b', after: ['a'], state: 'todo' as const },
  { taskId: 'c', after: ['b'], state: 'todo' as const },
];

describe('a task', () => {
  test.each([
    ['waits for one before it', { taskId: 'c', after: ['a', 'b'] }, null],
    ['waits for nobody', { taskId: 'c', after: [] }, null],
    ['may not wait for itself', { taskId: 'b', after: ['b'] }, 'taskCircle'],
    ['may not wait in a circle', { taskId: 'a', after: ['c'] }, 'taskCircle'],
    ['may not wait for another programme', { taskId: 'a', after: ['x'] }, 'taskElsewhere'],
  ])('%s', (_what, wanted, fault) => expect(dependencyFault(tasks, wanted)).toBe(fault));

  test('waits for what is not done yet', () => {
    expect(waitsFor({ taskId: 'd', after: ['a', 'b'] }, tasks).map(({ taskId }) => taskId)).toEqual(['b']);
  });
});
