import { describe, expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import type { TaskState } from './programmes.ts';
import { columnBeside, columnsOf, daysLate, matchingTasks, ownersOf } from './task-board.ts';

const today = Day.parse('2026-11-23');
const task = (position: number, own: { state?: TaskState; dueOn?: string; owner?: string; phaseId?: string | null }) => ({
  position, state: own.state ?? 'todo', dueOn: Day.parse(own.dueOn ?? '2026-12-31'), owner: own.owner ?? '办公室', phaseId: own.phaseId ?? null,
});

describe('daysLate', () => {
  test.each([
    ['due today', task(0, { dueOn: '2026-11-23' }), 0],
    ['due yesterday', task(0, { dueOn: '2026-11-22' }), 1],
    ['due yesterday, done', task(0, { dueOn: '2026-11-22', state: 'done' }), 0],
    ['due tomorrow', task(0, { dueOn: '2026-11-24' }), 0],
  ])('%s', (_what, own, days) => expect(daysLate(own, today)).toBe(days));
});

test('matchingTasks filters by owner, phase and overdue together', () => {
  const tasks = [task(0, { owner: '工会', dueOn: '2026-01-01' }), task(1, { owner: '工会' }), task(2, { owner: '校医室', phaseId: 'p', dueOn: '2026-01-01' })];
  const positions = (filter: Parameters<typeof matchingTasks>[1]) => matchingTasks(tasks, filter, today).map(({ position }) => position);
  expect(positions({ owner: '', phase: '', overdue: false })).toEqual([0, 1, 2]);
  expect(positions({ owner: '工会', phase: '', overdue: true })).toEqual([0]);
  expect(positions({ owner: '', phase: 'p', overdue: false })).toEqual([2]);
});

test('columnsOf puts what is due first on top, then the order of the plan', () => {
  const columns = columnsOf([task(2, {}), task(1, {}), task(0, { dueOn: '2027-01-01' }), task(3, { state: 'done' })]);
  expect(columns.map(({ state, tasks }) => [state, tasks.map(({ position }) => position)])).toEqual([
    ['todo', [1, 2, 0]],
    ['doing', []],
    ['done', [3]],
  ]);
});

test.each([['todo', -1, null], ['todo', 1, 'doing'], ['doing', 1, 'done'], ['done', 1, null], ['done', -1, 'doing']] as const)('beside %s by %s is %s', (state, step, beside) =>
  expect(columnBeside(state, step)).toBe(beside),
);

test('ownersOf counts, the busiest first', () => {
  expect(ownersOf([task(0, { owner: '甲' }), task(1, { owner: '乙' }), task(2, { owner: '乙' })])).toEqual([{ owner: '乙', tasks: 2 }, { owner: '甲', tasks: 1 }]);
});
