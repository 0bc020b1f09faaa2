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
