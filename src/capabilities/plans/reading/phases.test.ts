import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readPlans } from './read-plans.ts';
import { PlanWords } from './words.ts';

const words = PlanWords.parse(parse(readFileSync(join(import.meta.dirname, '../../../../content/plan-words.yaml'), 'utf8')));
const phasesOf = (lines: readonly string[]) => readPlans(['某单位2026年工作计划', '一、实施步骤', ...lines].join('\n'), words).plans[0]?.phases.map(({ name, start, end }) => [name, start, end]);

test.each([
  ['months', ['3月 宣传发动', '4月—10月 集中实施', '11月 总结评估'], [['宣传发动', '2026-03-01', '2026-03-31'], ['集中实施', '2026-04-01', '2026-10-31'], ['总结评估', '2026-11-01', '2026-11-30']]],
  ['a time in brackets', ['（一）宣传发动（3月）。召开会议。', '（二）全面推进（4月至11月）。开展活动。'], [['宣传发动', '2026-03-01', '2026-03-31'], ['全面推进', '2026-04-01', '2026-11-30']]],
  ['a sentence', ['2026年1月至2月为准备阶段，印发方案。'], [['准备阶段', '2026-01-01', '2026-02-28']]],
  ['quarters', ['第一季度：调研。', '第二、三季度：实施。'], [['第一季度', '2026-01-01', '2026-03-31'], ['第二、三季度', '2026-04-01', '2026-09-30']]],
  ['terms called 期', ['第一期（2026年1月至2月）：调研', '第二期（2026年3月至10月）：推行'], [['第一期：调研', '2026-01-01', '2026-02-28'], ['第二期：推行', '2026-03-01', '2026-10-31']]],
  ['names that end in 期', ['准备期（1—2月）：调研。', '实施期（3—10月）：推行。'], [['准备期', '2026-01-01', '2026-02-28'], ['实施期', '2026-03-01', '2026-10-31']]],
  ['Q1 to Q4', ['Q1（1—3月） 组建团队', 'Q2-Q4（4—12月） 推广'], [['Q1 组建团队', '2026-01-01', '2026-03-31'], ['Q2-Q4 推广', '2026-04-01', '2026-12-31']]],
  ['a month and what is done in it', ['3月：宣传动员；印发方案。', '4月至10月：全面实施；督导。'], [['宣传动员', '2026-03-01', '2026-03-31'], ['全面实施', '2026-04-01', '2026-10-31']]],
  ['halves of the year', ['上半年：启动。', '下半年：总结。'], [['上半年', '2026-01-01', '2026-06-30'], ['下半年', '2026-07-01', '2026-12-31']]],
])('phases told by %s', (_, lines, expected) => expect(phasesOf(lines)).toEqual(expected));

test('a calendar of deeds holds no phases', () => expect(phasesOf(['3月：爱国卫生大扫除、流感讲座。', '5月：营养日宣传。'])).toEqual([]));
