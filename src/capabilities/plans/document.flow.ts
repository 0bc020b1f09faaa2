import type { Grid } from './document.grid.ts';
import { leftOf, rightOf, type Line, type Segment } from './document.page.ts';

/** What follows what in reading. A column keeps its own margins, by which its paragraphs are told apart. */
export type Block = { readonly kind: 'column'; readonly lines: readonly Line[]; readonly left: number; readonly right: number } | { readonly kind: 'grid'; readonly grid: Grid };

const leastLines = 8;

/** Lines and tables of one page in reading order: down the page, in two columns where it is set so. */
export function blocksOf(lines: readonly Line[], grids: readonly Grid[]): Block[] {
  const blocks: Block[] = [];
  let rest = [...lines];
  for (const grid of grids) {
    blocks.push(...columnsOf(rest.filter((line) => line.y <= grid.bottom)), { kind: 'grid', grid });
    rest = rest.filter((line) => line.y > grid.bottom);
  }
  return [...blocks, ...columnsOf(rest)];
}

function columnsOf(lines: readonly Line[]): Block[] {
  const gutter = gutterOf(lines);
  if (gutter === undefined) return column(lines);
  const blocks: Block[] = [];
  let left: Line[] = [];
  let right: Line[] = [];
  let across: Line[] = [];
  const flushSides = () => {
    blocks.push(...column(left), ...column(right));
    [left, right] = [[], []];
  };
  for (const line of lines) {
    if (line.segments.some((segment) => segment.left < gutter && segment.right > gutter)) {
      flushSides();
      across.push(line);
      continue;
    }
    blocks.push(...column(across));
    across = [];
    push(left, line, (segment) => segment.right <= gutter);
    push(right, line, (segment) => segment.left >= gutter);
  }
  flushSides();
  return [...blocks, ...column(across)];
}

function push(side: Line[], line: Line, isOn: (segment: Segment) => boolean): void {
  const segments = line.segments.filter(isOn);
  const [first] = segments;
  // The other column's line on this height may be a heading: take this column's own height and size.
  if (first !== undefined) side.push({ y: first.y, size: Math.max(...segments.map((segment) => segment.size)), segments });
}

function column(lines: readonly Line[]): Block[] {
  if (lines.length === 0) return [];
  return [{ kind: 'column', lines, left: Math.min(...lines.map(leftOf)), right: Math.max(...lines.map(rightOf)) }];
}

/** Where hardly a line crosses, and full lines stand on both sides; the short cells of a table do not count as full. */
function gutterOf(lines: readonly Line[]): number | undefined {
  const segments = lines.flatMap((line) => line.segments);
  if (segments.length < 2 * leastLines) return undefined;
  const left = Math.min(...segments.map((each) => each.left));
  const right = Math.max(...segments.map((each) => each.right));
  for (const share of [0.5, 0.47, 0.53, 0.44, 0.56, 0.4, 0.6]) {
    const x = left + (right - left) * share;
    const crossing = segments.filter((each) => each.left < x && each.right > x).length;
    const onLeft = segments.filter((each) => each.right <= x);
    const onRight = segments.filter((each) => each.left >= x);
    if (crossing <= segments.length * 0.15 && isFull(onLeft, x - left) && isFull(onRight, right - x)) return x;
  }
  return undefined;
}

function isFull(segments: readonly Segment[], width: number): boolean {
  return segments.length >= leastLines && segments.filter((each) => each.right - each.left > 0.75 * width).length > segments.length / 2;
}
