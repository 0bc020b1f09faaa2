/** Identifiers: the numbers by which the world knows a person, as they are typed, checked, masked and looked up. */
import { z } from 'zod';
import { Day, daysInMonth } from '../../kernel/day.ts';

export const identifierKinds = ['id-card', 'passport', 'hk-macau-permit', 'taiwan-permit', 'other', 'phone'] as const;
export const IdentifierKind = z.enum(identifierKinds);
export type IdentifierKind = z.infer<typeof IdentifierKind>;

/** The kinds that prove who somebody is; the phone only reaches them. */
export const DocumentKind = IdentifierKind.exclude(['phone']);
export type DocumentKind = z.infer<typeof DocumentKind>;

export const Sex = z.enum(['male', 'female']);
export type Sex = z.infer<typeof Sex>;

/** What an ID-card number says by itself. `area` is GB/T 2260; `upgraded`: it was typed in the form of before 1999. */
export interface IdCard {
  readonly number: string;
  readonly birthDate: Day;
  readonly sex: Sex;
  readonly area: string;
  readonly upgraded: boolean;
}

export type IdCardReading = { readonly kind: 'valid'; readonly card: IdCard } | { readonly kind: 'invalid'; readonly reason: 'length' | 'characters' | 'birthDate' | 'checkDigit' };

/** Half-width, without blanks and dashes, in capitals: the one form in which a number is stored and compared. */
export function normalizedNumber(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s\u200b-\u200f\u2060\ufeff\u00ad·.\-‐-―－]/g, '').toUpperCase().replace(/×/g, 'X');
}

/** An ID-card number by GB 11643: 17 digits and a check digit, or the 15 digits of old, which lack the century and the check. */
export function readIdCard(typed: string): IdCardReading {
  const text = normalizedNumber(typed);
  if (text.length !== 15 && text.length !== 18) return { kind: 'invalid', reason: 'length' };
  if (!/^(\d{15}|\d{17}[\dX])$/.test(text)) return { kind: 'invalid', reason: 'characters' };
  const body = text.length === 18 ? text.slice(0, 17) : text.slice(0, 6) + centuryOf(text) + text.slice(6);
  const birthDate = existingDay(body.slice(6, 14));
  if (birthDate === null) return { kind: 'invalid', reason: 'birthDate' };
  const number = body + checkDigit(body);
  if (text.length === 18 && number !== text) return { kind: 'invalid', reason: 'checkDigit' };
  const sex = Number(body[16]) % 2 === 1 ? 'male' : 'female';
  return { kind: 'valid', card: { number, birthDate, sex, area: body.slice(0, 6), upgraded: text.length === 15 } };
}

/** Serials 996–999 of the old form were kept for people born before 1900 (GB 11643-1989). */
function centuryOf(old: string): string {
  return Number(old.slice(12)) >= 996 ? '18' : '19';
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** ISO 7064 MOD 11-2 over 17 digits. */
export function checkDigit(body: string): string {
  const sum = weights.reduce((total, weight, i) => total + weight * Number(body[i]), 0);
  return '10X98765432'.charAt(sum % 11);
}

function existingDay(digits: string): Day | null {
  const [year, month, date] = [Number(digits.slice(0, 4)), Number(digits.slice(4, 6)), Number(digits.slice(6))];
  const exists = year >= 1850 && year <= 2200 && month >= 1 && month <= 12 && date >= 1 && date <= daysInMonth(year, month);
  return exists ? Day.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`) : null;
}

/** A phone as it is dialled within China: +86, 0086 and blanks dropped. */
export function normalizedPhone(typed: string): string {
  return normalizedNumber(typed).replace(/[()+]/g, '').replace(/^(00)?86(?=1\d{10}$|0\d{9,11}$)/, '');
}

/** A mobile number, or a line with its area code. */
export function isPhone(normalized: string): boolean {
  return /^(1[3-9]\d{9}|0\d{9,11})$/.test(normalized);
}

/** How the documents other than the ID card are written; a passport may be any country's. */
const documentForms: Readonly<Record<Exclude<DocumentKind, 'id-card'>, RegExp>> = {
  passport: /^[A-Z0-9]{5,15}$/,
  'hk-macau-permit': /^[HM]\d{8}(\d{2})?$/,
  'taiwan-permit': /^(\d{8}|\d{10}|[A-Z]\d{8})$/,
  other: /^[A-Z0-9]{3,30}$/,
};

/** The number in its one form, or null where it cannot be one of this kind. */
export function identifierOf(kind: IdentifierKind, typed: string): string | null {
  if (kind === 'id-card') {
    const reading = readIdCard(typed);
    return reading.kind === 'valid' ? reading.card.number : null;
  }
  if (kind === 'phone') return isPhone(normalizedPhone(typed)) ? normalizedPhone(typed) : null;
  const number = normalizedNumber(typed);
  return documentForms[kind].test(number) ? number : null;
}

/** What a screen shows until somebody asks for more: 110***********1234, 138****5678, and of other numbers the last two. */
export function masked(kind: IdentifierKind, number: string): string {
  const [head, tail] = kind === 'id-card' || kind === 'phone' ? [3, 4] : [1, 2];
  if (number.length <= head + tail) return '*'.repeat(number.length);
  return number.slice(0, head) + '*'.repeat(number.length - head - tail) + number.slice(-tail);
}

/** The tails by which a number is looked up when nobody has the whole of it. */
export function tailsOf(kind: IdentifierKind, number: string): { tail4: string | null; tail6: string | null } {
  if (kind === 'phone') return { tail4: number.slice(-4), tail6: null };
  return kind === 'id-card' ? { tail4: number.slice(-4), tail6: number.slice(-6) } : { tail4: null, tail6: null };
}

/** Where the typed values and the ID card say different things. */
export function contradictions(card: IdCard, typed: { birthDate: Day | null; sex: Sex | null }): ('birthDate' | 'sex')[] {
  const wrong: ('birthDate' | 'sex')[] = [];
  if (typed.birthDate !== null && typed.birthDate !== card.birthDate) wrong.push('birthDate');
  if (typed.sex !== null && typed.sex !== card.sex) wrong.push('sex');
  return wrong;
}
