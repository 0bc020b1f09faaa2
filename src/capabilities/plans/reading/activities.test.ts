import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readPlans } from './read-plans.ts';
import { PlanWords } from './words.ts';

const words = PlanWords.parse(parse(readFileSync(join(import.meta.dirname, '../../../../content/plan-words.yaml'), 'utf8')));
const activitiesOf = (text: string) => (readPlans(text, words).plans[0]?.activities ?? []).map(({ name, cadence }) => (cadence ? `${name} ${cadence.times} ${cadence.per}` : name));

test.each([
  ['戒烟帮扶。与门诊合作，每月开展戒烟咨询。', ['戒烟咨询 1 month']],
  ['健康知识讲座。每月20日举办一次；各村卫生室每季度1次。', ['健康知识讲座 1 month', '村卫生室健康知识讲座 1 quarter']],
  ['家庭医生随访：高危患者每月2次，低危患者每半年1次。', ['高危患者家庭医生随访 2 month', '低危患者家庭医生随访 1 half-year']],
  ['毛巾每日消毒一次，玩具每周消毒1次。', ['毛巾消毒 1 day', '玩具消毒 1 week']],
  ['镇卫生院每季度督导1次。', ['督导 1 quarter']],
  ['春、秋两季各组织一次统一灭鼠。', ['灭鼠 2 year']],
  ['为65岁以上老年人免费体检。', ['65岁以上老年人免费体检']],
  ['适时开展卫生户评比，每季度公布一次评比结果。', ['卫生户评比 1 quarter']],
  ['科普大篷车开进集市，每月2场。', ['科普大篷车开进集市 2 month']],
  ['周末厨艺课：每两周一次，另每学期评选星级家庭。', ['周末厨艺课 1 two-weeks', '星级家庭 1 term']],
  ['窗帘每学期清洗两次。', ['窗帘清洗 2 term']],
  ['食堂每天供应一份低脂套餐。', ['低脂套餐 1 day']],
  ['每学期举办家长会一次、亲子沙龙两次。', ['家长会 1 term', '亲子沙龙 2 term']],
  ['膳食管理。每月组织一次营养配餐研究。', ['营养配餐研究 1 month']],
  ['为做好今年的健康教育工作，落实上级要求。', []],
])('%s', (text, expected) => expect(activitiesOf(`二、主要措施\n1.${text}\n2.其他。`)).toEqual(expected));

test('a calendar names its deeds, whether behind the month or below it', () => {
  expect(activitiesOf('一、各月工作安排\n3月：爱国卫生大扫除、流感讲座。\n十一月份：\n1、防火演练\n2、制定计划')).toEqual(['爱国卫生大扫除', '流感讲座', '防火演练']);
});

test('rounds that only the goals tell of are activities, those told again are not', () => {
  expect(activitiesOf('一、工作目标\n全年开展健康讲座12场、急救培训4期。\n二、主要措施\n1.每月举办健康讲座1场。')).toEqual(['急救培训 4 year', '健康讲座 1 month']);
});

test('what a web page puts below a text is no part of the plan', () => {
  expect(activitiesOf('二、主要措施\n1.每月举办健康讲座1场。\n相关推荐：\n社区健康教育工作总结\n下一篇：工会活动计划')).toEqual(['健康讲座 1 month']);
});
