/** Whether one answer fits its item. */
import { isAttachment, isQuantity, isText, type Value } from './answers.ts';
import type { Item } from './form.ts';
import { matches } from './pattern.ts';
import { Day } from '../../kernel/day.ts';

/** Codes of what can be wrong with an answer; words for them live in the locales. */
const faultCodes = [
  'required', 'tooFew', 'tooMany', 'wrongType', 'notAnOption', 'notAlone', 'tooShort', 'tooLong', 'pattern',
  'belowMinimum', 'aboveMaximum', 'tooManyDecimals', 'unknownItem', 'wrongUnit',
] as const;
export type FaultCode = (typeof faultCodes)[number];
export type ValueFault = { readonly code: FaultCode; readonly params: Readonly<Record<string, string | number>> };

const times = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?$/;
/** A day, or a moment to the second with its zone, as FHIR has it. */
const moment = /^\d{4}-\d{2}-\d{2}(T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d):[0-5]\d))?$/;
const place = /^geo:-?\d{1,2}(\.\d+)?,-?\d{1,3}(\.\d+)?(,-?\d+(\.\d+)?)?(;u=\d+(\.\d+)?)?$/;

/** Null when the value is of the item's type, and one of its options where it has a closed list. */
export function wrongType(item: Item, value: Value): ValueFault | null {
  if (!isOfType(item, value)) return { code: 'wrongType', params: { wanted: item.type } };
  const closed = (item.type === 'choice' || item.type === 'open-choice') && typeof value === 'string';
  if (closed && !item.options.some(({ code }) => code === value)) return { code: 'notAnOption', params: { found: value } };
  return null;
}

function isOfType({ type }: Item, value: Value): boolean {
  switch (type) {
    case 'group':
    case 'display':
      return false;
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'decimal':
      return typeof value === 'number' && Number.isFinite(value);
    case 'quantity':
      return typeof value === 'object' && isQuantity(value) && Number.isFinite(value.value);
    case 'attachment':
    case 'camera':
    case 'signature':
      return typeof value === 'object' && isAttachment(value);
    case 'open-choice':
      return typeof value === 'string' || (typeof value === 'object' && isText(value));
    default:
      return typeof value === 'string' && fitsText(type, value);
  }
}

function fitsText(type: Item['type'], text: string): boolean {
  if (type === 'date') return /^\d{4}(-\d{2})?$/.test(text) ? Day.safeParse(text.length === 4 ? `${text}-01-01` : `${text}-01`).success : Day.safeParse(text).success;
  if (type === 'dateTime') return moment.test(text) && Day.safeParse(text.slice(0, 10)).success;
  if (type === 'time') return times.test(text);
  if (type === 'place') return place.test(text) && Math.abs(Number(text.slice(4).split(',')[0])) <= 90 && Math.abs(Number(text.split(',')[1]?.split(';')[0])) <= 180;
  return type === 'url' ? /^\S+$/.test(text) : true;
}

/** What is wrong with one answer of the item: first the type, then every limit it breaks. */
export function valueFaults(item: Item, value: Value): readonly ValueFault[] {
  const wrong = wrongType(item, value);
  return wrong === null ? [...rangeFaults(item, value), ...textFaults(item, value), ...unitFaults(item, value)] : [wrong];
}

function rangeFaults({ min, max, decimals, type }: Item, value: Value): readonly ValueFault[] {
  const plain = typeof value === 'object' && isQuantity(value) ? value.value : value;
  const faults: ValueFault[] = [];
  if (min !== null && comparison(plain, min) < 0) faults.push({ code: 'belowMinimum', params: { limit: min } });
  if (max !== null && comparison(plain, max) > 0) faults.push({ code: 'aboveMaximum', params: { limit: max } });
  if (decimals !== null && type !== 'integer' && typeof plain === 'number' && decimalsOf(plain) > decimals) faults.push({ code: 'tooManyDecimals', params: { limit: decimals } });
  return faults;
}

function comparison(value: unknown, limit: number | string): number {
  if (typeof value === 'number' && typeof limit === 'number') return value - limit;
  if (typeof value !== 'string' || typeof limit !== 'string') return 0;
  return value < limit ? -1 : value > limit ? 1 : 0;
}

function decimalsOf(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent));
}

/** Lengths count characters as people do, not code units. */
function textFaults({ type, minLength, maxLength, pattern }: Item, value: Value): readonly ValueFault[] {
  const text = typeof value === 'object' && isText(value) ? value.text : value;
  if (typeof text !== 'string' || type === 'choice') return [];
  const length = Array.from(text).length;
  const faults: ValueFault[] = [];
  if (minLength !== null && length < minLength) faults.push({ code: 'tooShort', params: { limit: minLength } });
  if (maxLength !== null && length > maxLength) faults.push({ code: 'tooLong', params: { limit: maxLength } });
  if (pattern !== null && !matches(pattern, text)) faults.push({ code: 'pattern', params: { pattern } });
  return faults;
}

function unitFaults({ unit }: Item, value: Value): readonly ValueFault[] {
  if (unit === null || typeof value !== 'object' || !isQuantity(value) || value.unit === null || value.unit === unit) return [];
  return [{ code: 'wrongUnit', params: { wanted: unit, found: value.unit } }];
}
