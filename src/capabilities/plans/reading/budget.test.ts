import { expect, test } from 'vitest';
import { moneyIn } from './budget.ts';

const sums = (text: string) => moneyIn(text, [0, text.length]).map(({ amount, per }) => [amount, per]);

test.each([
  ['宣传费5.2万元', [[52_000, null]]], ['讲课费500元/次', [[500, '次']]], ['共计28万元', [[280_000, null]]], ['折页2,000元', [[2000, null]]],
  ['劳务费:XX元', [[null, null]]], ['设备费__万元', [[null, null]]], ['三万元', [[30_000, null]]], ['12次×500元/次=6000元', [[500, '次'], [6000, null]]], ['5公里健走', []],
])('%s', (text, expected) => expect(sums(text)).toEqual(expected));
