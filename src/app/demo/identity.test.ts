import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import { birthdayOf, checkDigit, idNumberOf, largestPopulation, phoneOf } from './identity.ts';
import { generatePeople } from './people.ts';
import { Random } from './random.ts';
import { dayNumber, dayOf, numberOf } from './calendar.ts';

const people = [...generatePeople({ seed: 3, size: 20_000, until: Day.parse('2026-11-22') })];

test.each([
  // The worked examples of GB 11643.
  ['11010519491231002', 'X'],
  ['44052418800101001', '4'],
])('the check digit of %s is %s', (body, digit) => {
  expect(checkDigit(body)).toBe(digit);
});

test('20,000 identity numbers are valid, unique and of no existing area', () => {
  expect(new Set(people.map(({ idNumber }) => idNumber)).size).toBe(people.length);
  for (const { idNumber, birthDate, sex } of people) {
    expect(idNumber).toMatch(/^9900\d{2}\d{8}\d{3}[\dX]$/);
    expect(checkDigit(idNumber)).toBe(idNumber.at(-1));
    expect(idNumber.slice(6, 14)).toBe(birthDate.replaceAll('-', ''));
    expect(Number(idNumber[16]) % 2 === 1).toBe(sex === 'male');
  }
});

test('phones are unique and of a range given to nobody; children have none', () => {
  const phones = people.map(({ phone }) => phone).filter((phone) => phone !== null);
  expect(new Set(phones).size).toBe(phones.length);
  for (const phone of phones) expect(phone).toMatch(/^154\d{8}$/);
});

test('two people never share an identity number, wherever they stand and however near their birthdays', () => {
  const index = fc.integer({ min: 0, max: largestPopulation - 1 });
  const days = [dayNumber(2018, 9, 1), dayNumber(2019, 8, 31)] as const;
  fc.assert(
    fc.property(index, fc.integer({ min: 0, max: 31 }), fc.nat(), (a, blocks, seed) => {
      const b = (a + blocks * 50_000) % largestPopulation;
      const [x, y] = [a, b].map((i) => idNumberOf(i, birthdayOf(i, days, new Random(seed, i, 1)), 'female'));
      expect(x === y).toBe(a === b);
      expect(phoneOf(a) === phoneOf(b)).toBe(a === b);
    }),
  );
});

test('a birthday stays within its bounds', () => {
  fc.assert(
    fc.property(fc.nat({ max: largestPopulation - 1 }), fc.integer({ min: -20_000, max: 20_000 }), (index, first) => {
      const birthday = birthdayOf(index, [first, first + 40], new Random(1, index, 1));
      expect(birthday).toBeGreaterThanOrEqual(first);
      expect(birthday).toBeLessThanOrEqual(first + 40);
    }),
  );
});

test('names are Chinese characters, with some surnames of two and some rare characters', () => {
  for (const { nameZh } of people) expect(nameZh).toMatch(/^\p{Script=Han}{2,4}$/u);
  expect(people.filter(({ nameZh }) => /^(欧阳|上官|司马|诸葛|皇甫|尉迟|令狐)/u.test(nameZh)).length).toBeGreaterThan(5);
  expect(people.filter(({ nameZh }) => /^[曾单仇区解查盖朴]/u.test(nameZh)).length).toBeGreaterThan(60);
  expect(people.filter(({ nameZh }) => nameZh.startsWith('王')).length / people.length).toBeCloseTo(0.079, 1);
});

test('day numbers are those of the calendar', () => {
  expect(numberOf(Day.parse('1970-01-01'))).toBe(0);
  fc.assert(fc.property(fc.integer({ min: -60_000, max: 60_000 }), (n) => dayOf(n) === new Date(n * 86_400_000).toISOString().slice(0, 10) && numberOf(dayOf(n)) === n));
});
