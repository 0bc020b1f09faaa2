import { describe, expect, test } from 'vitest';
import type { Draft } from './draft.ts';
import { draftLists } from './draft.ts';
import { findItem, freshKey, marksOf, nameOf, schemaOf, valuesFrom, withChanged, withItem, without } from './editing.ts';
import { faultsOf, fieldsOf, valueAt, withValue } from './fields.ts';

const empty: Draft = {
  title: '社区计划', setting: 'community', period: { text: '' }, target_population: [], goals: [], qualitative_goals: [], phases: [], tasks: [],
  activities: [], budget: [], risks: [], organisations: [], safeguards: [], evaluation: [], consistency_notes: [],
};
const task = (key: string, start: number | null) => ({ key, name: `任务${key}`, span: start === null ? null : ([start, start + 4] as [number, number]) });
const draft: Draft = { ...empty, tasks: [task('t1', 10), task('t2', 30)] };

test('puts an item where its text stands, and one without a place last', () => {
  expect(withItem(draft, 'tasks', task('t3', 20)).tasks.map(({ key }) => key)).toEqual(['t1', 't3', 't2']);
  expect(withItem(draft, 'tasks', task('t4', null)).tasks.map(({ key }) => key)).toEqual(['t1', 't2', 't4']);
});

test('changes, takes away and finds an item by its key', () => {
  expect(withChanged(draft, 'tasks', { ...task('t2', 30), name: '改过' }).tasks[1]?.name).toBe('改过');
  expect(without(draft, 'tasks', 't1').tasks).toHaveLength(1);
  expect(findItem(draft, 't2')?.list).toBe('tasks');
  expect(findItem(draft, 'g1')).toBeNull();
});

test('gives each new item a key of its own', () => {
  expect(freshKey(draft, 'tasks')).toBe('t3');
  expect(freshKey(draft, 'goals')).toBe('g1');
});

describe('an item made of a sentence', () => {
  test.each(draftLists.filter((list) => list !== 'goals'))('%s is complete at once', (list) => {
    const made = schemaOf(list).safeParse(valuesFrom(list, { key: 'x1', text: '成立健康促进工作小组。', span: [0, 11] }));
    expect(made.success).toBe(true);
    expect(made.data && nameOf(made.data)).toMatch(/^成立健康促进工作小组/);
  });

  test.each([
    ['健康档案建档率达到百分之九十五以上', 95, 'percent', '健康档案建档率'],
    ['吸烟率下降至15.5%', 15.5, 'percent', '吸烟率'],
    ['知晓率提高10个百分点', 10, 'percentage-points', '知晓率'],
    ['覆盖居民500人次', 500, 'person-times', '覆盖居民500人次'],
  ])('a goal takes its number from %s', (text, value, unit, metric) => {
    expect(valuesFrom('goals', { key: 'g1', text, span: null })).toMatchObject({ value, unit, metric });
  });

  test('a goal without a number never receives one', () => {
    const values = valuesFrom('goals', { key: 'g1', text: '居民健康意识明显增强', span: null });
    expect(values).not.toHaveProperty('value');
    expect(schemaOf('goals').safeParse(values).success).toBe(false);
  });
});

test('marks every item that stands in the document, and the sentences left over', () => {
  expect(marksOf(draft, [{ text: '其他', span: [50, 52] }]).map(({ key, kind }) => `${kind} ${key}`)).toEqual(['tasks t1', 'tasks t2', 'unread u50']);
});

describe('fields', () => {
  const activity = { key: 'a1', name: '讲座', span: null, activityType: null };

  test('reach into a part that is not there yet, and take it away again', () => {
    const weekly = withValue(activity, 'cadence.per', 'week');
    expect(valueAt(weekly, 'cadence.per')).toBe('week');
    expect(schemaOf('activities').safeParse(weekly).success).toBe(true);
    expect(withValue(weekly, 'cadence.per', undefined)).toEqual(activity);
  });

  test('leave nothing behind when emptied', () => {
    expect(withValue(withValue(activity, 'place', '礼堂'), 'place', undefined)).toEqual(activity);
  });

  test('say what is still needed', () => {
    const goal = valuesFrom('goals', { key: 'g1', text: '意识增强', span: null });
    expect([...faultsOf('goals', goal)]).toEqual([['value', 'needed']]);
    expect([...faultsOf('goals', { ...goal, value: 3, metric: ' ' })]).toEqual([['metric', 'needed']]);
    expect([...faultsOf('phases', { key: 'p1', span: null, name: '启动', start: '2026-02-30' })]).toEqual([['start', 'invalid']]);
    expect([...faultsOf('activities', activity)]).toEqual([]);
  });

  test('stand in the schema of their list', () => {
    for (const list of draftLists) {
      const values = Object.fromEntries(fieldsOf[list].map(({ path }) => [path.split('.')[0] ?? '', undefined]));
      const faults = schemaOf(list).safeParse({ key: 'x', span: null, ...values }).error?.issues ?? [];
      expect(faults.filter(({ code }) => code === 'unrecognized_keys')).toEqual([]);
    }
  });
});
