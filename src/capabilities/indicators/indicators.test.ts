import { expect, test } from 'vitest';
import { readContent } from '../../platform/content.ts';
import { IndicatorDefinitions, resemblance, suggestIndicators } from './indicators.ts';

const definitions = readContent('indicators.yaml', IndicatorDefinitions);

test('ids and names are unique', () => {
  expect(new Set(definitions.map((d) => d.id)).size).toBe(definitions.length);
  expect(new Set(definitions.map((d) => d.title.zh)).size).toBe(definitions.length);
});

test.each([
  ['健康档案建档率', 'record-rate'],
  ['员工健康档案建档率', 'record-rate'],
  ['健康核心知识知晓率', 'aware'],
  ['管理患者的血压达标率', 'bp-control'],
  ['血糖达标率', 'glu-control'],
  ['直接触达城市青年人数', 'reach-n'],
  ['员工对公司健康促进工作的满意度', 'sat'],
  ['吸烟率', 'smoke'],
  ['转介成功率', 'referral'],
])('%s is %s', (metric, id) => expect(suggestIndicators(metric, definitions)[0]?.id).toBe(id));

test('what resembles nothing is suggested nothing', () => expect(suggestIndicators('树木成活棵数', definitions)).toEqual([]));

test('likeness is symmetric, 1 for the same, 0 for strangers', () => {
  expect(resemblance('满意度', '满意度')).toBe(1);
  expect(resemblance('满意度', '近视率')).toBe(0);
  expect(resemblance('居民满意度', '满意度')).toBe(resemblance('满意度', '居民满意度'));
});
