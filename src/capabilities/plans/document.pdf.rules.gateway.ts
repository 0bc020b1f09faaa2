import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Rule } from './document.page.ts';

type Matrix = readonly [number, number, number, number, number, number];
type Point = readonly [number, number];

/** The drawing of a page, as pdf.js lists it. */
export type Drawing = { readonly fnArray: readonly number[]; readonly argsArray: readonly unknown[] };

const thin = 2.5;
// A page with more is a drawing; its tables, if any, are read by their gaps.
const mostRules = 8_000;

const stroking = new Set<unknown>([OPS.stroke, OPS.closeStroke]);
const filling = new Set<unknown>([OPS.fill, OPS.eoFill]);
const both = new Set<unknown>([OPS.fillStroke, OPS.eoFillStroke, OPS.closeFillStroke, OPS.closeEOFillStroke]);

/** The straight lines of a page, across and down, in the page's own view: strokes, and bars so thin that they are meant as lines. */
export function rulesOf(drawing: Drawing, view: Matrix): Rule[] {
  const rules: Rule[] = [];
  const stack: Matrix[] = [];
  let matrix = view;
  for (const [index, operation] of drawing.fnArray.entries()) {
    if (rules.length > mostRules) break;
    const given = drawing.argsArray[index];
    if (operation === OPS.save) stack.push(matrix);
    else if (operation === OPS.restore || operation === OPS.paintFormXObjectEnd) matrix = stack.pop() ?? matrix;
    else if (operation === OPS.transform) matrix = multiply(matrix, matrixFrom(given));
    else if (operation === OPS.paintFormXObjectBegin) {
      stack.push(matrix);
      matrix = multiply(matrix, matrixFrom(Array.isArray(given) ? given[0] : undefined));
    } else if (operation === OPS.constructPath && Array.isArray(given)) addPath(rules, given, matrix);
  }
  return rules;
}

function addPath(rules: Rule[], given: readonly unknown[], matrix: Matrix): void {
  const [paint, data] = given;
  const numbers: unknown = Array.isArray(data) ? data[0] : undefined;
  if (!(numbers instanceof Float32Array)) return;
  for (const outline of outlinesOf(numbers, matrix)) {
    if (stroking.has(paint) || both.has(paint)) addStrokes(rules, outline);
    if (filling.has(paint) || both.has(paint)) addBar(rules, outline);
  }
}

/** pdf.js writes a path as 0 x y (move), 1 x y (line), 2 with six numbers and 3 with four (curves), 4 (close). */
function outlinesOf(numbers: Float32Array, matrix: Matrix): Point[][] {
  const outlines: Point[][] = [];
  const take = (at: number): Point => apply(matrix, [numbers[at] ?? 0, numbers[at + 1] ?? 0]);
  for (let at = 0; at < numbers.length; ) {
    const kind = numbers[at];
    const current = outlines.at(-1);
    if (kind === 0) outlines.push([take(at + 1)]);
    else if (kind === 1) current?.push(take(at + 1));
    else if (kind === 2) current?.push(take(at + 5));
    else if (kind === 3) current?.push(take(at + 3));
    else if (kind === 4 && current?.[0] !== undefined) current.push(current[0]);
    at += kind === 2 ? 7 : kind === 3 ? 5 : kind === 4 ? 1 : 3;
  }
  return outlines;
}

function addStrokes(rules: Rule[], outline: readonly Point[]): void {
  for (const [index, [x2, y2]] of outline.entries()) {
    const from = outline[index - 1];
    if (from === undefined) continue;
    const [x1, y1] = from;
    const isStraight = Math.abs(x1 - x2) < 1 || Math.abs(y1 - y2) < 1;
    if (isStraight) rules.push({ x1: Math.min(x1, x2), y1: Math.min(y1, y2), x2: Math.max(x1, x2), y2: Math.max(y1, y2) });
  }
}

function addBar(rules: Rule[], outline: readonly Point[]): void {
  if (outline.length < 3 || outline.length > 12) return;
  const xs = outline.map(([x]) => x);
  const ys = outline.map(([, y]) => y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  if (bottom - top <= thin && right - left > bottom - top) rules.push({ x1: left, y1: y, x2: right, y2: y });
  else if (right - left <= thin) rules.push({ x1: x, y1: top, x2: x, y2: bottom });
}

function multiply([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

function apply([a, b, c, d, e, f]: Matrix, [x, y]: Point): Point {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** Six numbers, whatever list holds them; no change when it is none. */
export function matrixFrom(given: unknown): Matrix {
  const values: unknown[] = Array.isArray(given) ? given : given instanceof Float32Array ? [...given] : [];
  const at = (index: number): number => (typeof values[index] === 'number' ? values[index] : index === 0 || index === 3 ? 1 : 0);
  return [at(0), at(1), at(2), at(3), at(4), at(5)];
}
