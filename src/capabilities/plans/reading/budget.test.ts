import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { moneyIn } from './budget.ts';
import { readPlans } from './read-plans.ts';
import { PlanWords } from './words.ts';

const sums = (text: string) => moneyIn(text, [0, text.length]).map(({ amount, per }) => [amount, per]);

test.each([
  ['宣传费5.2万元', [[52_000, null]]], ['讲课费500元/次', [[500, '次']]], ['共计28万元', [[280_000, null]]], ['折页2,000元', [[2000, null]]],
  ['劳务费:XX元', [[null, null]]], ['设备费__万元', [[null, null]]], ['三万元', [[30_000, null]]], ['12次×500元/次=6000元', [[500, '次'], [6000, null]]], ['5公里健走', []],
])('%s', (text, expected) => expect(sums(text)).toEqual(expected));

const words = PlanWords.parse(parse(readFileSync(join(import.meta.dirname, '../../../../content/plan-words.yaml'), 'utf8')));

test('a table whose columns spaces part, and the sum below it', () => {
  const text = '一、经费预算\n序号 预算科目 计算依据 金额（元）\n1 外展补贴 150次×100元/次 15000\n2 检测动员费 1200人次×30元 36000\n合计：51000元';
  expect(readPlans(text, words).plans[0]?.budget.map(({ item, amount }) => [item, amount])).toEqual([['外展补贴', 15_000], ['检测动员费', 36_000], ['合计', 51_000]]);
});

const budgetOf = (text: string) => readPlans(text, words).plans[0]?.budget.map(({ item, amount }) => [item, amount]);

test.each([
  ['the heading names the unit', '某镇2026年工作计划\n一、预算（万元）\n志愿者补贴：1.2\n场地租用 3\n合计 4.2', [['志愿者补贴', 12_000], ['场地租用', 30_000], ['合计', 42_000]]],
  ['thousands are parted by commas', '1. 目标\n2. 活动\n3. 预算（元）\n讲师 12,500\n印刷 3,000', [['讲师', 12_500], ['印刷', 3000]]],
  ['万 stands for 万元', '一、预算\n- 器材：6万\n- 场租：1.5万', [['器材', 60_000], ['场租', 15_000]]],
  ['a price and its product', '一、预算\n体测：每生12元，500人，共6000元；横幅800元。', [['体测', 6000], ['横幅', 800]]],
  ['numbers without a unit are no sums', '一、经费预算\n本年为第2年\n场地3', []],
  ['a heading that asks', '需要多少钱\n活动补贴每人每月50元，年度讲座共计2万元。', [['活动补贴', 50], ['年度讲座', 20_000]]],
  ['a sum in the characters of the text', '一、經費\n講師費8萬元', [['講師費', 80_000]]],
])('a budget where %s', (_, text, expected) => expect(budgetOf(text)).toEqual(expected));
