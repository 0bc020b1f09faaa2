import type { Line, Page, Piece, Rule } from './document.page.ts';
import { joinHalves, linesOf, rightOf, startsItem, leftOf, wordsOf } from './document.page.ts';
import { joinCell } from './document.tables.ts';

/** A table with drawn lines: its box on the page and its rows of words. Merged down repeats, merged across stands once. */
export type Grid = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number; readonly rows: string[][] };

const near = 3;
const mostRules = 8_000;
const mostSlots = 20_000;

/** The tables of a page and the pieces outside them. A single box is a frame, not a table. */
export function takeGrids(page: Page): { grids: Grid[]; rest: Piece[] } {
  const rules = page.rules.length > mostRules ? [] : mergeRules(page.rules);
  let rest: Piece[] = [...page.pieces];
  const grids: Grid[] = [];
  for (const group of touchingGroups(rules)) {
    const frame = frameOf(group);
    if (frame === undefined) continue;
    const inside = rest.filter((piece) => isInside(piece, frame));
    rest = rest.filter((piece) => !isInside(piece, frame));
    const rows = rowsOf(frame, inside);
    if (rows.length > 0) grids.push({ top: frame.ys[0] ?? 0, bottom: frame.ys.at(-1) ?? 0, left: frame.xs[0] ?? 0, right: frame.xs.at(-1) ?? 0, rows });
  }
  return { grids: grids.toSorted((a, b) => a.top - b.top), rest };
}

type Frame = { readonly xs: readonly number[]; readonly ys: readonly number[]; readonly rules: readonly Rule[] };

const isLevel = (rule: Rule): boolean => rule.x2 - rule.x1 >= rule.y2 - rule.y1;

/** Lines drawn in pieces (one for each cell) or twice become one. */
function mergeRules(rules: readonly Rule[]): Rule[] {
  const merged: Rule[] = [];
  for (const level of [true, false]) {
    const at = (rule: Rule) => (level ? rule.y1 : rule.x1);
    const from = (rule: Rule) => (level ? rule.x1 : rule.y1);
    const to = (rule: Rule) => (level ? rule.x2 : rule.y2);
    let position = -Infinity;
    const own = rules.filter((rule) => isLevel(rule) === level).toSorted((a, b) => at(a) - at(b));
    const snapped = own.map((rule) => {
      if (at(rule) - position > near) position = at(rule);
      return level ? { ...rule, y1: position, y2: position } : { ...rule, x1: position, x2: position };
    });
    let last: Rule | undefined;
    for (const rule of snapped.toSorted((a, b) => at(a) - at(b) || from(a) - from(b))) {
      if (last !== undefined && at(rule) === at(last) && from(rule) <= to(last) + near) {
        last = level ? { ...last, x2: Math.max(last.x2, rule.x2) } : { ...last, y2: Math.max(last.y2, rule.y2) };
        merged[merged.length - 1] = last;
      } else {
        last = rule;
        merged.push(last);
      }
    }
  }
  return merged.filter((rule) => Math.max(rule.x2 - rule.x1, rule.y2 - rule.y1) > 6);
}

function clustersOf(values: readonly number[]): number[] {
  const clusters: number[] = [];
  for (const value of values.toSorted((a, b) => a - b)) {
    if (value - (clusters.at(-1) ?? -Infinity) > near) clusters.push(value);
  }
  return clusters;
}

function touchingGroups(rules: readonly Rule[]): Rule[][] {
  const level = rules.filter(isLevel);
  const upright = rules.filter((rule) => !isLevel(rule));
  const groupOf = new Map<Rule, Rule[]>(rules.map((rule) => [rule, [rule]]));
  for (const across of level) {
    for (const down of upright) {
      const meet = down.x1 >= across.x1 - near && down.x1 <= across.x2 + near && across.y1 >= down.y1 - near && across.y1 <= down.y2 + near;
      if (meet) unite(groupOf, across, down);
    }
  }
  return [...new Set(groupOf.values())].filter((group) => group.length >= 4);
}

function unite(groupOf: Map<Rule, Rule[]>, a: Rule, b: Rule): void {
  const [one, other] = [groupOf.get(a) ?? [a], groupOf.get(b) ?? [b]];
  if (one === other) return;
  const [large, small] = one.length >= other.length ? [one, other] : [other, one];
  for (const rule of small) {
    large.push(rule);
    groupOf.set(rule, large);
  }
}

function frameOf(rules: readonly Rule[]): Frame | undefined {
  const level = rules.filter(isLevel);
  const xs = clustersOf(rules.filter((rule) => !isLevel(rule)).map((rule) => rule.x1));
  const ys = clustersOf(level.map((rule) => rule.y1));
  const [left, right] = [Math.min(...level.map((rule) => rule.x1)), Math.max(...level.map((rule) => rule.x2))];
  // Many tables are open at the sides.
  if (xs[0] !== undefined && left < xs[0] - 10) xs.unshift(left);
  if (right > (xs.at(-1) ?? Infinity) + 10) xs.push(right);
  const slots = (xs.length - 1) * (ys.length - 1);
  return xs.length >= 2 && ys.length >= 2 && slots >= 2 && slots <= mostSlots ? { xs, ys, rules } : undefined;
}

function middleOf(piece: Piece): { x: number; y: number } {
  return { x: piece.x + piece.width / 2, y: piece.y - 0.35 * piece.size };
}

function isInside(piece: Piece, frame: Frame): boolean {
  const { x, y } = middleOf(piece);
  return x > (frame.xs[0] ?? 0) - near && x < (frame.xs.at(-1) ?? 0) + near && y > (frame.ys[0] ?? 0) && y < (frame.ys.at(-1) ?? 0);
}

/** Slots that no drawn line parts are one cell. `roots[slot]` is the first slot of its cell. */
function cellRoots({ xs, ys, rules }: Frame): number[] {
  const columns = xs.length - 1;
  const roots = Array.from({ length: columns * (ys.length - 1) }, (_, slot) => slot);
  const rootOf = (slot: number): number => (roots[slot] === slot ? slot : rootOf(roots[slot] ?? slot));
  const level = rules.filter(isLevel);
  const upright = rules.filter((rule) => !isLevel(rule));
  for (const slot of roots.keys()) {
    const [row, column] = [Math.floor(slot / columns), slot % columns];
    const [x, y] = [middle(xs, column), middle(ys, row)];
    const rightX = xs[column + 1] ?? 0;
    const bottomY = ys[row + 1] ?? 0;
    const openRight = column + 1 < columns && !upright.some((rule) => Math.abs(rule.x1 - rightX) <= near && rule.y1 <= y && rule.y2 >= y);
    const openBelow = row + 2 < ys.length && !level.some((rule) => Math.abs(rule.y1 - bottomY) <= near && rule.x1 <= x && rule.x2 >= x);
    for (const other of [openRight ? slot + 1 : slot, openBelow ? slot + columns : slot]) {
      const [a, b] = [rootOf(slot), rootOf(other)];
      roots[Math.max(a, b)] = Math.min(a, b);
    }
  }
  return [...roots.keys()].map(rootOf);
}

function middle(edges: readonly number[], index: number): number {
  return ((edges[index] ?? 0) + (edges[index + 1] ?? 0)) / 2;
}

function rowsOf(frame: Frame, pieces: readonly Piece[]): string[][] {
  const columns = frame.xs.length - 1;
  const roots = cellRoots(frame);
  const contents = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const { x, y } = middleOf(piece);
    const root = roots[slotAt(frame.ys, y) * columns + slotAt(frame.xs, x)] ?? 0;
    contents.set(root, [...(contents.get(root) ?? []), piece]);
  }
  const rows: string[][] = [];
  for (let row = 0; row < frame.ys.length - 1; row += 1) {
    const own = roots.slice(row * columns, (row + 1) * columns);
    const cells = own.filter((root, column) => column === 0 || root !== own[column - 1]);
    const words = cells.map((root) => cellWords(contents.get(root) ?? [], edgesOf(frame, roots, root), row === 0));
    // A band that only passes through cells begun above is no row of its own.
    const begins = own.some((root) => root >= row * columns);
    if (begins && words.some((text) => text !== '')) rows.push(words);
  }
  return rows;
}

function slotAt(edges: readonly number[], value: number): number {
  return Math.max(0, Math.min(edges.length - 2, edges.findLastIndex((edge) => edge <= value)));
}

type Edges = { readonly left: number; readonly right: number };

function edgesOf({ xs }: Frame, roots: readonly number[], root: number): Edges {
  const columns = xs.length - 1;
  const last = roots.lastIndexOf(root);
  return { left: xs[root % columns] ?? 0, right: xs[(last % columns) + 1] ?? 0 };
}

const padding = 5.5;

/** Lines that fill the cell, from its edge or about its middle, run on; a line that stops short ends a paragraph. */
function cellWords(pieces: readonly Piece[], edges: Edges, isHeading: boolean): string {
  const room = edges.right - edges.left - 2 * padding;
  const paragraphs: string[] = [];
  let before: Line | undefined;
  for (const line of linesOf(pieces)) {
    const words = wordsOf(line);
    const slack = 1.4 * line.size;
    const isFull = before !== undefined && (rightOf(before) > edges.right - padding - slack || rightOf(before) - leftOf(before) > room - slack);
    if (isFull && !startsItem(words)) paragraphs.push(joinHalves(paragraphs.pop() ?? '', words));
    else paragraphs.push(words);
    before = line;
  }
  return joinCell(paragraphs, isHeading);
}
