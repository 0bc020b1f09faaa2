import type { DraftList } from './draft.ts';
import type { Span } from './plan.ts';

/** What a stretch of the document was made into; `unread` where nothing was. */
export type MarkKind = DraftList | 'unread';

/** A piece of the draft where it stands in the document. */
export interface Mark {
  readonly key: string;
  readonly kind: MarkKind;
  readonly span: Span;
}

/** A stretch of one line under the same marks, the innermost (shortest) first. `opens`: the marks that begin here. */
export interface Segment {
  readonly start: number;
  readonly text: string;
  readonly marks: readonly Mark[];
  readonly opens: readonly string[];
}

/** A line of the document. `signature` is the same exactly when it looks the same. */
export interface Line {
  readonly start: number;
  readonly segments: readonly Segment[];
  readonly signature: string;
}

/** The lines of `range` cut wherever a mark begins or ends; together the segments give the text back, but for the line ends. */
export function linesOf(text: string, range: Span, marks: readonly Mark[]): Line[] {
  const inside = marks.filter(({ span }) => span[0] < range[1] && span[1] > range[0] && span[0] < span[1]).toSorted((a, b) => a.span[0] - b.span[0]);
  const lines: Line[] = [];
  let open: Mark[] = [];
  let next = 0;
  for (let start = range[0]; start <= range[1]; ) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 || newline > range[1] ? range[1] : newline;
    for (let mark = inside[next]; mark && mark.span[0] < end; mark = inside[++next]) open.push(mark);
    open = open.filter(({ span }) => span[1] > start);
    lines.push(lineOf(text, [start, end], open));
    start = end + 1;
  }
  return lines;
}

function lineOf(text: string, [start, end]: Span, marks: readonly Mark[]): Line {
  const bounds = marks.flatMap(({ span }) => span).filter((at) => at > start && at < end);
  const cuts = [...new Set([start, ...bounds, end])].toSorted((a, b) => a - b);
  const segments = cuts.slice(0, -1).map((from, i) => segmentOf(text, [from, cuts[i + 1] ?? end], marks));
  return { start, segments, signature: `${start} ${segments.map((one) => `${one.text.length}:${one.marks.map(({ key, kind }) => kind + key).join()}:${one.opens.join()}`).join(' ')}` };
}

function segmentOf(text: string, [from, to]: Span, marks: readonly Mark[]): Segment {
  const over = marks.filter(({ span }) => span[0] <= from && span[1] >= to).toSorted((a, b) => lengthOf(a) - lengthOf(b) || b.span[0] - a.span[0]);
  return { start: from, text: text.slice(from, to), marks: over, opens: over.filter(({ span }) => span[0] === from).map(({ key }) => key) };
}

function lengthOf({ span }: Mark): number {
  return span[1] - span[0];
}

/** Selected text without the spaces at its ends; null when nothing is left. */
export function trimmedSpan(text: string, [from, to]: Span): Span | null {
  const raw = text.slice(from, to);
  const start = from + (raw.length - raw.trimStart().length);
  const end = to - (raw.length - raw.trimEnd().length);
  return start < end ? [start, end] : null;
}
