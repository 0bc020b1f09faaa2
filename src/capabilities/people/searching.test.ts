import { expect, test } from 'vitest';
import { searchOf } from './searching.ts';
import { foldedName } from './spelling.ts';

const tail4 = (tail: string) => ({ by: 'tail4', tail });
const file = (personId: number) => ({ by: 'file', personId });
const whole = (number: string) => ({ by: 'whole', number });
const born = (day: string) => ({ by: 'birthDate', day });

test.each([
  ['张伟', '张伟', []],
  ['zhang wei', 'zhangwei', []],
  ['ZW', 'zw', []],
  ['张伟 5678', '张伟', [tail4('5678'), file(5678)]],
  ['0012', null, [tail4('0012')]],
  ['002x', null, [tail4('002X')]],
  ['31002X', null, [{ by: 'tail6', tail: '31002X' }]],
  ['５６７８', null, [tail4('5678'), file(5678)]],
  ['1990-1-2', null, [born('1990-01-02')]],
  ['1990年01月02日', null, [born('1990-01-02')]],
  ['张 1990.1.2', '张', [born('1990-01-02')]],
  ['11010519491231002x', null, [whole('11010519491231002X')]],
  ['110105491231002', null, [whole('11010519491231002X')]],
  ['+86 138 0013 8000', null, [whole('13800138000')]],
  ['e12345678', null, [whole('E12345678')]],
  ['900000001', null, [whole('900000001'), file(900_000_001)]],
])('%s looks for the name %s and the numbers %j', (typed, name, numbers) => {
  expect(searchOf(typed, foldedName)).toEqual({ name, numbers });
});

test('eight digits are a day of birth before they are anything else', () => {
  expect(searchOf('19900102', foldedName)?.numbers[0]).toEqual(born('1990-01-02'));
});

test.each(['', '   ', '·', "'"])('%j is nothing to look for', (typed) => {
  expect(searchOf(typed, foldedName)).toBeNull();
});
