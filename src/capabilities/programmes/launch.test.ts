import { describe, expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import { Holidays, workingCalendar } from '../../kernel/working-days.ts';
import { readContent } from '../../platform/content.ts';
import { NamedDays } from '../activities/named-days.ts';
import { Draft } from '../plans/draft.ts';
import { deadlineOf, namedPeriod, proposedPeriod, scheduleOf, seriesMeant } from './launch.ts';

const day = (text: string) => Day.parse(text);
const year = { from: day('2026-01-01'), to: day('2026-12-31') };
const setup = { ...year, text: '', calendar: workingCalendar(readContent('holidays.yaml', Holidays)), namedDays: readContent('named-days.yaml', NamedDays) };

const draft = (parts: Partial<Draft>): Draft => Draft.parse({
  title: '计划', setting: 'community', period: { text: '本年度' }, target_population: [], goals: [], qualitative_goals: [], phases: [], tasks: [], activities: [],
  budget: [], risks: [], organisations: [], safeguards: [], evaluation: [], consistency_notes: [], ...parts,
});
const phase = (key: string, more: object = {}) => ({ key, name: key, span: null, ...more });
const activity = (more: object) => ({ key: 'a1', name: '讲座', activityType: null, span: null, ...more });

test.each([
  ['第一季度', '2026-01-01', '2026-03-31'],
  ['第二、三季度', '2026-04-01', '2026-09-30'],
  ['上半年', '2026-01-01', '2026-06-30'],
  ['3月—5月 宣传发动', '2026-03-01', '2026-05-31'],
  ['10月至12月', '2026-10-01', '2026-12-31'],
  ['9月', '2026-09-01', '2026-09-30'],
])('%s is %s to %s', (words, from, to) => expect(namedPeriod(words, year)).toEqual({ from, to }));

test('words without a period name none', () => expect(namedPeriod('启动与筹备阶段', year)).toBeNull());

test.each([
  ['2026年6月底前', '2026-06-30'],
  ['9月15日前', '2026-09-15'],
  ['第三季度', '2026-09-30'],
  ['年底前', '2026-12-31'],
  ['2031年6月', '2026-12-31'],
])('%s is due on %s', (words, due) => expect(deadlineOf(words, { ...year, shift: 0 })).toBe(due));

test('phases without dates share the year in order, without gap or overlap', () => {
  const { phases } = scheduleOf(draft({ phases: [phase('启动'), phase('实施'), phase('总结')] }), setup);
  expect(phases.map((p) => [p.from, p.to])).toEqual([['2026-01-01', '2026-05-01'], ['2026-05-02', '2026-08-31'], ['2026-09-01', '2026-12-31']]);
});

describe('a programme of a school year', () => {
  const school = { ...setup, from: day('2026-09-01'), to: day('2027-07-31') };
  const placed = (...phases: object[]) => scheduleOf(draft({ phases: phases.map((more, i) => phase(`第${i + 1}阶段`, more)) }), school).phases.map((p) => [p.from, p.to]);

  test.each([
    ['9月—10月', '2026-09-01', '2026-10-31'],
    ['11月—次年4月', '2026-11-01', '2027-04-30'],
    ['11月至4月', '2026-11-01', '2027-04-30'],
    ['5月—6月', '2027-05-01', '2027-06-30'],
    ['次年2月', '2027-02-01', '2027-02-28'],
    ['上半年', '2027-01-01', '2027-06-30'],
    ['第二季度', '2027-04-01', '2027-06-30'],
    ['7月—9月', '2026-09-01', '2026-09-30'],
  ])('holds its phase of %s from %s to %s', (period, from, to) => expect(placed({ period })).toEqual([[from, to]]));

  test('reads stated dates that end before they start, or lie before it, as of the next year', () => {
    expect(placed({ start: '2026-11-01', end: '2026-04-30' }, { start: '2026-11-01', end: '2026-12-31' })).toEqual([['2026-11-01', '2027-04-30'], ['2026-11-01', '2026-12-31']]);
    expect(placed({ start: '2026-09-01', end: '2026-10-31' }, { start: '2026-05-01', end: '2026-06-30' })).toEqual([['2026-09-01', '2026-10-31'], ['2027-05-01', '2027-06-30']]);
  });

  test('gives a phase wholly outside it the even share of its place', () => {
    expect(placed({ period: '9月' }, { period: '8月' }, { period: '5月' })).toEqual([['2026-09-01', '2026-09-30'], ['2026-12-21', '2027-04-10'], ['2027-05-01', '2027-05-31']]);
  });

  test.each([['5月底前', '2027-05-31'], ['10月15日前', '2026-10-15'], ['2月底前', '2027-02-28'], ['8月底前', '2027-07-31']])('has what is due %s done by %s', (words, due) => expect(deadlineOf(words, { ...school, shift: 0 })).toBe(due));
});

test('a plan of 2024 launched in 2026 keeps its months', () => {
  const { phases } = scheduleOf(draft({ period: { text: '2024年', start: '2024-01-01', end: '2024-12-31' }, phases: [phase('宣传', { start: '2024-03-01', end: '2024-05-31' })] }), setup);
  expect(phases).toMatchObject([{ from: '2026-03-01', to: '2026-05-31' }]);
  expect(proposedPeriod({ period: { text: '2024年', start: '2024-01-01', end: '2024-12-31' } }, day('2026-11-22'))).toEqual({ startsOn: '2026-01-01', endsOn: '2026-12-31' });
});

test('tasks of a phase are due on its last working day; a stated deadline and owner stay', () => {
  const { tasks } = scheduleOf(draft({ phases: [phase('启动', { period: '第一季度', tasks: ['成立小组'] })], tasks: [{ key: 't1', name: '签约', owner: '人事部', deadline: '2026年5月', span: null }] }), setup);
  expect(tasks).toEqual([
    { phaseKey: '启动', title: '成立小组', owner: null, dueOn: '2026-03-31' },
    { phaseKey: null, title: '签约', owner: '人事部', dueOn: '2026-05-29' },
  ]);
});

test('an activity written under a phase takes place in it, up to the next heading above; a stated number is not exceeded', () => {
  const monthly = { text: '每月举办一场', times: 1, per: 'month' };
  const text = '三、实施步骤\n阶段一\n讲座甲\n阶段二\n讲座乙\n四、保障措施\n讲座丙';
  const at = (words: string): [number, number] => [text.indexOf(words), text.indexOf(words) + words.length];
  const { series } = scheduleOf(
    draft({
      phases: [phase('一', { period: '第一季度', span: at('阶段一') }), phase('二', { period: '第二季度', span: at('阶段二') })],
      activities: ['讲座甲', '讲座乙', '讲座丙'].map((name) => activity({ key: name, span: at(name), cadence: monthly, ...(name === '讲座丙' ? { count: 5 } : {}) })),
    }),
    { ...setup, text },
  );
  const months = series.map((each) => each.sessions.map((session) => Number(session.heldOn.slice(5, 7))));
  expect(months).toEqual([[1, 2, 3], [4, 5, 6], [1, 2, 3, 4, 5]]);
});

test.each([
  ['线下深度工作坊场次', '“心灵治愈所”线下深度工作坊'],
  ['线上心理微课堂场次', '“解忧杂货铺”线上心理微课堂'],
  ['活动参与人次', undefined],
  ['健康知识知晓率', undefined],
])('%s counts %s', (metric, title) => {
  const series = ['“解忧杂货铺”线上心理微课堂', '“心灵治愈所”线下深度工作坊', '项目例会'].map((name) => ({ title: name }));
  expect(seriesMeant(metric, series)?.title).toBe(title);
});

test('a cadence that names no number is left to be scheduled by hand', () => {
  const { series } = scheduleOf(draft({ activities: [activity({ cadence: { text: '定期', times: null, per: 'irregular' } })] }), setup);
  expect(series[0]?.sessions).toEqual([]);
});
