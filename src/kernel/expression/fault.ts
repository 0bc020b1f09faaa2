import type { Span } from './expression.ts';

/** What can be wrong with a rule text. Words for the codes live in the locales. */
export const faultCodes = [
  'tooLong', // { limit }
  'tooDeep',
  'unexpectedCharacter', // { character }
  'unclosedString',
  'badEscape',
  'badDate', // { found }
  'badNumber', // { found }: more than 28 digits or 8 decimals
  'unexpected', // { found }
  'expected', // { wanted, found }
  'unknownWord', // { word, nearest }
  'notALiteral', // only literals stand in a list
  'unknownFact', // { name, nearest }
  'unknownCode', // { code, nearest }
  'typeMismatch', // { wanted, found }
  'unitMismatch', // { wanted, found }
  'notBoolean', // { found }
  'circularFact', // { name }
] as const;
export type FaultCode = (typeof faultCodes)[number];

export type Fault = { readonly code: FaultCode; readonly at: Span; readonly params: Readonly<Record<string, string | number | null>> };

export function fault(code: FaultCode, at: Span, params: Fault['params'] = {}): Fault {
  return { code, at, params };
}

/** The candidate that looks most like `word`, when one is near enough to be a slip of the pen. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Insertions, deletions, substitutions and swaps of neighbours that lead from one word to the other. */
function editDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Infinity;
  for (let i = 1; i <= a.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j += 1) {
      const change = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Infinity;
      rows[i]?.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, change, swap));
    }
  }
  return at(a.length, b.length);
}
