import { describe, expect, test } from 'vitest';
import { budgetSum } from './budget-sum.ts';

const line = (item: string, amount: number | null, own: { per?: string; isTotal?: boolean } = {}) => ({ item, amount, per: own.per ?? null, isTotal: own.isTotal ?? false });

describe('budgetSum', () => {
  test.each([
    ['agrees with the stated total', [line('讲课费', 30_000), line('物料', 20_000.5), line('总计', 50_000.5, { isTotal: true })], { sum: 50_000.5, blanks: 0, stated: 50_000.5, difference: 0 }],
    ['differs from it', [line('讲课费', 30_000), line('总计', 50_000, { isTotal: true })], { sum: 30_000, blanks: 0, stated: 50_000, difference: -20_000 }],
    ['cannot tell while a line is blank', [line('讲课费', 30_000), line('物料', null), line('总计', 50_000, { isTotal: true })], { sum: 30_000, blanks: 1, stated: 50_000, difference: null }],
    ['all blank', [line('讲课费', null), line('总计', null, { isTotal: true })], { sum: null, blanks: 1, stated: null, difference: null }],
    ['a rate is not added', [line('补贴', 200, { per: '人' }), line('物料', 1000)], { sum: 1000, blanks: 0, stated: null, difference: null }],
    ['a subtotal is not the total', [line('甲', 10), line('总计', 10, { isTotal: true }), line('其中培训小计', 4, { isTotal: true })], { sum: 10, blanks: 0, stated: 10, difference: 0 }],
    ['nothing', [], { sum: null, blanks: 0, stated: null, difference: null }],
  ])('%s', (_what, lines, sum) => expect(budgetSum(lines)).toEqual(sum));
});
