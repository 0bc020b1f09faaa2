import { expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import { familiesOf, type Relative } from './families.ts';

const today = Day.parse('2026-11-22');
const person = (personId: number, name: string, sex: 'male' | 'female', born: string): Relative => ({ personId, name, sex, birthDate: Day.parse(born) });

test('a child with a father of the same surname and a fitting age, and a woman of his age', () => {
  const people = [
    person(1, '王强', 'male', '1985-03-01'), person(2, '李强', 'male', '1985-03-01'), person(3, '王伟', 'male', '2001-01-01'),
    person(4, '张丽', 'female', '1986-07-01'), person(5, '王小雨', 'female', '2015-05-01'), person(6, '赵一', 'male', '2016-01-01'),
  ];
  expect(familiesOf(people, today).map(({ head, spouse, children }) => [head.personId, spouse?.personId, children.map(({ personId }) => personId)])).toEqual([[1, 4, [5]]]);
});

test('nobody lives in two families', () => {
  const people = Array.from({ length: 600 }, (_, i) => person(i, ['王', '李', '张'][i % 3] ?? '王', i % 2 === 0 ? 'male' : 'female', `${1940 + ((i * 37) % 85)}-0${1 + (i % 9)}-15`));
  const all = familiesOf(people, today).flatMap(({ head, spouse, children }) => [head, ...(spouse ? [spouse] : []), ...children]);
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThan(100);
});
