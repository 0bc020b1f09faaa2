import type { Span } from '../plan.ts';

/** No sentence of a plan is longer. Longer runs are cut, so that the work on a text grows with its length and no faster. */
export const longestPiece = 1000;

/** Sentences of `span` in `folded`, ended by 。;!? or a line end; brackets and quotes are not cut. */
export function sentencesIn(folded: string, span: Span): Span[] {
  return cutAt(folded, span, /[。;!?\n]/);
}

/** Clauses of a sentence, ended by a comma. */
export function clausesIn(folded: string, span: Span): Span[] {
  return cutAt(folded, span, /,/);
}

function cutAt(folded: string, [start, end]: Span, stop: RegExp): Span[] {
  const out: Span[] = [];
  let from = start;
  let depth = 0;
  for (let i = start; i < end; i++) {
    const character = folded[i] ?? '';
    if (i - from >= longestPiece) {
      push(folded, out, [from, i]);
      from = i;
      depth = 0;
    } else if ('(《'.includes(character)) depth++;
    else if (')》'.includes(character)) depth = Math.max(0, depth - 1);
    else if (stop.test(character) && (depth === 0 || character === '\n' || character === '。') && !betweenDigits(folded, i)) {
      push(folded, out, [from, i]);
      from = i + 1;
    }
  }
  push(folded, out, [from, end]);
  return out;
}

const betweenDigits = (folded: string, at: number): boolean =>
  folded[at] === ',' && /\d/.test(folded[at - 1] ?? '') && /^\d{3}(?!\d)/.test(folded.slice(at + 1, at + 5));

function push(folded: string, out: Span[], [from, to]: Span): void {
  const piece = folded.slice(from, to);
  const lead = piece.length - piece.trimStart().length;
  const body = piece.trim();
  if (body !== '') out.push([from + lead, from + lead + body.length]);
}
