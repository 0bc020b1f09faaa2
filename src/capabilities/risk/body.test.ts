import { expect, test } from 'vitest';
import { bmiClass, BmiInput, waistClass, WaistInput } from './body.ts';
import { content } from './fixtures.gateway.ts';

const bmi = (given: object) => bmiClass(BmiInput.parse(given), content.body);
const waist = (given: object) => waistClass(WaistInput.parse(given), content.body);

test.each([[18.4, 'underweight'], [18.5, 'normal'], [23.9, 'normal'], [23.99, 'normal'], [24, 'overweight'], [27.9, 'overweight'], [28, 'obese']])('BMI %s is %s', (value, expected) => {
  expect(bmi({ bmi: value }).category).toBe(expected);
});
test('from height and weight', () => expect(bmi({ height: 170, weight: 70 })).toMatchObject({ value: 24.2, category: 'overweight' }));
test('the class goes by the exact quotient', () => expect(bmi({ height: 170, weight: 69.3 })).toMatchObject({ value: 24, category: 'normal' }));
test('without weight everything is open', () => expect(bmi({ height: 170 })).toMatchObject({ value: null, missing: ['weight'], categories: ['underweight', 'normal', 'overweight', 'obese'] }));
test('not during pregnancy, not in children', () => {
  expect(bmi({ bmi: 24, pregnant: true }).reason?.code).toBe('pregnancy');
  expect(bmi({ bmi: 24, age: 17 }).reason?.code).toBe('under_18');
});
test.each([['M', 84.9, 'normal'], ['M', 85, 'pre'], ['M', 89.9, 'pre'], ['M', 90, 'central_obesity'], ['F', 79.9, 'normal'], ['F', 80, 'pre'], ['F', 85, 'central_obesity']])('waist %s %s is %s', (sex, cm, expected) => {
  expect(waist({ sex, waist: cm }).category).toBe(expected);
});
test('without sex the waist leaves both classes', () => expect(waist({ waist: 86 })).toMatchObject({ category: null, categories: ['pre', 'central_obesity'], missing: ['sex'] }));
