import type { Block } from './document.flow.ts';
import { joinHalves, leftOf, rightOf, startsItem, wordsOf, type Line } from './document.page.ts';

type Column = Extract<Block, { kind: 'column' }>;

/** A paragraph under way. `hang` is where its second and later lines begin. */
type Open = { text: string; last: Line; column: Column; readonly first: number; hang: number | undefined };

/** The text of all pages: lines broken by the page's width run on, also over a page's end; tables give TAB rows. */
export function textOfBlocks(blocks: readonly Block[]): string {
  const out: string[] = [];
  let open: Open | undefined;
  let lastGrid: readonly string[][] = [];
  const close = () => {
    if (open !== undefined) out.push(open.text);
    open = undefined;
  };
  for (const block of blocks) {
    if (block.kind === 'grid') {
      close();
      lastGrid = putGrid(out, block.grid.rows, lastGrid);
      continue;
    }
    for (const part of partsOf(block)) {
      if (part.kind === 'rows') {
        close();
        lastGrid = putGrid(out, part.rows, []);
      } else if (open !== undefined && runsOn(open, part.line, block)) extend(open, part.line, block);
      else {
        close();
        lastGrid = [];
        open = { text: wordsOf(part.line), last: part.line, column: block, first: leftOf(part.line) - block.left, hang: undefined };
      }
    }
  }
  close();
  return out.join('\n');
}

/** A table that goes on from the page before goes on here, without its heading row again. */
function putGrid(out: string[], rows: readonly string[][], before: readonly string[][]): readonly string[][] {
  const heading = before[0]?.join('\t');
  const goesOn = heading !== undefined && before[0]?.length === rows[0]?.length && out.at(-1) === '';
  if (goesOn) out.pop();
  const fresh = goesOn && rows[0]?.join('\t') === heading ? rows.slice(1) : rows;
  out.push(...fresh.map((row) => row.join('\t')), '');
  return goesOn ? before : rows;
}

function extend(open: Open, line: Line, column: Column): void {
  open.text = joinHalves(open.text, wordsOf(line));
  open.hang ??= leftOf(line) - column.left;
  open.last = line;
  open.column = column;
}

const sentenceEnd = /[。!?;\uff01\uff1f\uff1b]$/;

function runsOn(open: Open, line: Line, column: Column): boolean {
  const { last } = open;
  const em = line.size;
  const words = wordsOf(line);
  if (startsItem(words) || Math.abs(last.size - em) > 0.12 * em) return false;
  const slack = /[A-Za-z]$/.test(open.text) ? 5 : 1.7;
  if (rightOf(last) < open.column.right - slack * last.size) return false;
  if (open.column === column && line.y - last.y > 1.25 * usualGap(column) + 1) return false;
  const indent = leftOf(line) - column.left;
  if (sentenceEnd.test(open.text)) {
    // Where first lines are indented, an equal indent after a full stop is the next first line; so is a label such as 执行:
    const isFirstAgain = open.hang === undefined && open.first > 0.7 * em && Math.abs(indent - open.first) < 0.7 * em;
    if (isFirstAgain || /^\p{Script=Han}{2,8}[:\uff1a]/u.test(words)) return false;
  }
  if (open.hang !== undefined) return Math.abs(indent - open.hang) < 0.7 * em;
  return indent < open.first + 0.7 * em || (startsItem(open.text) && indent < open.first + 4 * em);
}

const gaps = new WeakMap<Column, number>();

/** The distance between neighbouring lines that is most usual in the lower half: spacing after paragraphs is larger. */
function usualGap(column: Column): number {
  const known = gaps.get(column);
  if (known !== undefined) return known;
  const distances = column.lines.slice(1).map((line, index) => line.y - (column.lines[index]?.y ?? 0)).filter((gap) => gap > 2).toSorted((a, b) => a - b);
  const usual = distances[Math.floor(distances.length * 0.35)] ?? Infinity;
  gaps.set(column, usual);
  return usual;
}

type Part = { readonly kind: 'line'; readonly line: Line } | { readonly kind: 'rows'; readonly rows: string[][] };

/** Tables without drawn lines: neighbouring lines whose gaps stand under each other. */
function partsOf(column: Column): Part[] {
  const parts: Part[] = [];
  for (let index = 0; index < column.lines.length; ) {
    const run = tableRun(column.lines, index);
    const line = column.lines[index];
    if (run.rows.length >= 2) parts.push({ kind: 'rows', rows: run.rows });
    else if (line !== undefined) parts.push({ kind: 'line', line });
    index += run.rows.length >= 2 ? run.lines : 1;
  }
  return parts;
}

function tableRun(lines: readonly Line[], from: number): { rows: string[][]; lines: number } {
  const head = lines[from];
  const rows: string[][] = [];
  if (head === undefined || head.segments.length < 2) return { rows, lines: 0 };
  const lefts = head.segments.map((segment) => segment.left);
  const middles = head.segments.map((segment) => (segment.left + segment.right) / 2);
  let above = head;
  for (const line of lines.slice(from)) {
    const places = line.segments.map((segment) => placeOf(segment, { lefts, middles, slack: 1.2 * line.size }));
    if (places.includes(-1) || new Set(places).size < places.length) break;
    const begins = places.length >= 2 && places[0] === 0;
    if (!begins && (places.includes(0) || line.y - above.y > 1.8 * line.size)) break;
    if (begins) rows.push(lefts.map(() => ''));
    putCells(rows.at(-1) ?? [], places, line);
    above = line;
  }
  return { rows, lines: lines.slice(from).indexOf(above) + 1 };
}

function putCells(row: string[], places: readonly number[], line: Line): void {
  for (const [order, place] of places.entries()) row[place] = joinHalves(row[place] ?? '', line.segments[order]?.text ?? '');
}

type Columns = { readonly lefts: readonly number[]; readonly middles: readonly number[]; readonly slack: number };

function placeOf(segment: { left: number; right: number }, { lefts, middles, slack }: Columns): number {
  const byLeft = lefts.findIndex((left) => Math.abs(left - segment.left) < slack);
  return byLeft >= 0 ? byLeft : middles.findIndex((middle) => Math.abs(middle - (segment.left + segment.right) / 2) < slack);
}
