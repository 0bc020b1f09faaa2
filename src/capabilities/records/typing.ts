/** Typing values: when a field is full, and what to say to a number before it is sent. The server decides again. */
import { convert } from '../../kernel/unit.ts';
import type { CodeView } from './observations.ts';

/** The number somebody typed; full-width digits count. Null for none, undefined for what is no number. */
export function typedNumber(text: string): number | null | undefined {
  const plain = text.normalize('NFKC').trim();
  if (plain === '') return null;
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined;
}

/** Whether a systolic or diastolic pressure in mmHg is whole: three digits when it begins with 1 or 2, else two. */
export function isFullPressure(text: string): boolean {
  const plain = text.normalize('NFKC').trim();
  return /^[12]\d{2}$/.test(plain) || /^[3-9]\d$/.test(plain);
}

/** 132/84, 132 84 and 132,84 are both values of a pair at once. */
export function typedPair(text: string): [string, string] | null {
  const hit = /^\s*(\d+(?:\.\d+)?)\s*[/,,、\s]\s*(\d+(?:\.\d+)?)\s*$/.exec(text.normalize('NFKC'));
  return hit ? [hit[1] ?? '', hit[2] ?? ''] : null;
}

export type TypedState =
  | 'empty'
  /** One side of a pair, or no number. */
  | 'unfinished'
  | 'fine'
  /** Unusual: asks for one confirming Enter. */
  | 'unlikely'
  | 'impossible';

/** What to make of the typed texts of a code, in a unit of its list. */
export function stateOf(code: CodeView, texts: readonly [string, string], ucum: string | null): TypedState {
  const numbers = texts.slice(0, code.kind === 'pair' ? 2 : 1).map(typedNumber);
  if (numbers.every((number) => number === null)) return 'empty';
  if (numbers.some((number) => number === null || number === undefined)) return 'unfinished';
  const stored = numbers.map((number) => inOwnUnit(code, number ?? 0, ucum));
  if (code.kind === 'coded') return 'fine';
  if (!within(stored, code.plausible) || (code.components[0] === 'systolic-blood-pressure' && (stored[1] ?? 0) >= (stored[0] ?? 0))) return 'impossible';
  return within(stored, code.confirm) ? 'fine' : 'unlikely';
}

function inOwnUnit({ units }: CodeView, value: number, ucum: string | null): number {
  const [own] = units;
  const from = units.find((unit) => unit.ucum === ucum) ?? own;
  return own && from && from !== own ? convert(value, from, own) : value;
}

function within(values: readonly number[], ranges: CodeView['plausible']): boolean {
  return values.every((value, i) => {
    const range = ranges[i];
    return range === undefined || (value >= range[0] && value <= range[1]);
  });
}

export type Side = 'low' | 'high' | null;

/** On which side of the reference interval of the person's sex a value lies; null inside, or where there is none. */
export function sideOf(code: Pick<CodeView, 'reference'>, { value, value2 }: { value: number; value2: number | null }, sex: 'male' | 'female'): Side {
  const sides = [value, value2].map((one, i): Side => {
    const range = code.reference[sex][i];
    if (one === null || range === undefined) return null;
    const [low, high] = range;
    return low !== null && one < low ? 'low' : high !== null && one > high ? 'high' : null;
  });
  return sides.find((side) => side === 'high') ?? sides.find((side) => side === 'low') ?? null;
}
