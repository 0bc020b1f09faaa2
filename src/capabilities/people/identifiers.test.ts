import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Day } from '../../kernel/day.ts';
import { checkDigit, contradictions, identifierOf, masked, normalizedPhone, readIdCard, type IdentifierKind } from './identifiers.ts';

describe('ID card, GB 11643', () => {
  test.each([
    // The standard's own examples.
    ['11010519491231002X', { birthDate: '1949-12-31', sex: 'female', area: '110105', upgraded: false }],
    ['440524188001010014', { birthDate: '1880-01-01', sex: 'male', area: '440524', upgraded: false }],
    ['11010519491231002x', { birthDate: '1949-12-31' }],
    ['１１０１０５ 1949-1231 002Ｘ', { birthDate: '1949-12-31' }],
    ['110105491231002', { number: '11010519491231002X', upgraded: true }],
    ['110105500101999', { birthDate: '1850-01-01', upgraded: true }],
  ])('%s is read', (typed, card) => {
    expect(readIdCard(typed)).toMatchObject({ kind: 'valid', card });
  });

  test.each([
    ['110105194912310021', 'checkDigit'],
    ['11010519491331002X', 'birthDate'],
    ['110105190002290014', 'birthDate'],
    ['1101051949123100', 'length'],
    ['1101051949123100AX', 'characters'],
    ['X1010519491231002X', 'characters'],
    ['', 'length'],
  ])('%s is refused: %s', (typed, reason) => {
    expect(readIdCard(typed)).toEqual({ kind: 'invalid', reason });
  });

  test('one wrong digit, or two neighbours exchanged, never passes', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (serial, at, by) => {
        const body = `11010519850715${serial.join('')}`;
        const number = body + checkDigit(body);
        const wrong = number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);
        expect(readIdCard(wrong).kind).toBe('invalid');
        const exchanged = number.slice(0, at) + (number[at + 1] ?? '') + (number[at] ?? '') + number.slice(at + 2);
        if (exchanged !== number) expect(readIdCard(exchanged).kind).toBe('invalid');
      }),
    );
  });

  test('what was typed is held against the card', () => {
    const reading = readIdCard('11010519491231002X');
    if (reading.kind === 'invalid') throw new Error(reading.reason);
    expect(contradictions(reading.card, { birthDate: null, sex: null })).toEqual([]);
    expect(contradictions(reading.card, { birthDate: Day.parse('1949-12-31'), sex: 'female' })).toEqual([]);
    expect(contradictions(reading.card, { birthDate: Day.parse('1949-12-30'), sex: 'male' })).toEqual(['birthDate', 'sex']);
  });
});

test.each([
  ['phone', '+86 138 0013 8000', '13800138000'],
  ['phone', '0086-13800138000', '13800138000'],
  ['phone', '１３８００１３８０００', '13800138000'],
  ['phone', '010-62345678', '01062345678'],
  ['phone', '8613800138000', '13800138000'],
  ['phone', '12800138000', null],
  ['phone', '1380013800', null],
  ['passport', 'e 1234 5678', 'E12345678'],
  ['hk-macau-permit', 'H12345678', 'H12345678'],
  ['hk-macau-permit', 'H1234567801', 'H1234567801'],
  ['hk-macau-permit', 'K12345678', null],
  ['taiwan-permit', '12345678', '12345678'],
  ['taiwan-permit', '1234567', null],
  ['id-card', '110105491231002', '11010519491231002X'],
  ['id-card', '110105194912310021', null],
  ['other', 'ab-123', 'AB123'],
] satisfies [IdentifierKind, string, string | null][])('%s %s is %s', (kind, typed, number) => {
  expect(identifierOf(kind, typed)).toBe(number);
});

test.each([
  ['id-card', '11010519491231002X', '110***********002X'],
  ['phone', '13800138000', '138****8000'],
  ['passport', 'E12345678', 'E******78'],
  ['other', 'AB1', '***'],
] satisfies [IdentifierKind, string, string][])('%s %s shows as %s', (kind, number, shown) => {
  expect(masked(kind, number)).toBe(shown);
});

test('a phone keeps its form once it has it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map(String), (phone) => {
      expect(normalizedPhone(phone)).toBe(phone);
    }),
  );
});
