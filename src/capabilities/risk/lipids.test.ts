import { expect, test } from 'vitest';
import { lipidClasses, LipidsInput } from './lipids.ts';
import { content } from './fixtures.gateway.ts';

const lipids = (given: object) => lipidClasses(LipidsInput.parse(given), content.lipids);

test.each([
  ['tc', 5.19, 'ok'], ['tc', 5.2, 'borderline'], ['tc', 6.2, 'high'],
  ['ldl', 2.59, 'ideal'], ['ldl', 2.6, 'ok'], ['ldl', 3.4, 'borderline'], ['ldl', 4.1, 'high'],
  ['tg', 1.69, 'ok'], ['tg', 1.7, 'borderline'], ['tg', 2.3, 'high'],
  ['hdl', 0.99, 'low'], ['hdl', 1.0, 'ok'],
] as const)('%s %s is %s', (item, value, expected) => expect(lipids({ [item]: value }).classes[item]).toBe(expected));

test('non-HDL is derived', () => expect(lipids({ tc: 5.4, hdl: 1.3 }).classes.non_hdl).toBe('borderline'));
test('one abnormal class settles it, a missing one leaves it open', () => {
  expect(lipids({ ldl: 3.4 })).toMatchObject({ category: 'dyslipidaemia', missing: ['tc', 'hdl', 'tg'] });
  expect(lipids({ tc: 4, ldl: 2, hdl: 1.2 })).toMatchObject({ category: null, categories: ['normal', 'dyslipidaemia'], missing: ['tg'] });
  expect(lipids({ tc: 4, ldl: 2, hdl: 1.2, tg: 1 }).category).toBe('normal');
});
test('targets by risk', () => {
  expect(lipids({ ldl: 2.59, risk: 'high' }).targets).toEqual({ ldlBelow: 2.6, nonHdlBelow: 3.4, met: true });
  expect(lipids({ ldl: 1.8, risk: 'very_high' }).targets?.met).toBe(false);
});
test.each([[{ ldl: 4.9 }, ['severe_cholesterol']], [{ tc: 7.2 }, ['severe_cholesterol']], [{ ldl: 4.89, tc: 7.19 }, []], [{ diabetes: true, age: 40 }, ['diabetes_from_40']], [{ diabetes: true, age: 39 }, []], [{ egfr: 59 }, ['ckd_3_4']], [{ egfr: 60 }, []], [{ egfr: 14 }, []]])('direct high of %o is %o', (given, expected) => {
  expect(lipids(given).directHigh).toEqual(expected);
});
