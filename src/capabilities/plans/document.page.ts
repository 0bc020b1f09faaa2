/** What a page of a PDF shows, in points, y downwards from the top edge. */

/** Words in one font on one baseline `y`. */
export type Piece = { readonly text: string; readonly x: number; readonly y: number; readonly width: number; readonly size: number };

/** A drawn line, straight across or straight down. */
export type Rule = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };

export type Page = { readonly width: number; readonly height: number; readonly pieces: readonly Piece[]; readonly rules: readonly Rule[] };

/** A line of print: segments parted by gaps wider than any space between words. */
export type Line = { readonly y: number; readonly size: number; readonly segments: readonly Segment[] };
export type Segment = { readonly text: string; readonly left: number; readonly right: number; readonly y: number; readonly size: number };

const gapOfSegments = 1.2;

/** Pieces in reading order: by baseline, then from the left. */
export function linesOf(pieces: readonly Piece[]): Line[] {
  const groups: { y: number; size: number; pieces: Piece[] }[] = [];
  for (const piece of pieces.toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    const group = groups.slice(-3).find((each) => Math.abs(each.y - piece.y) < 0.45 * Math.max(each.size, piece.size));
    if (group === undefined) groups.push({ y: piece.y, size: piece.size, pieces: [piece] });
    else {
      group.pieces.push(piece);
      if (piece.size > group.size) [group.size, group.y] = [piece.size, piece.y];
    }
  }
  return groups.map(({ y, size, pieces: own }) => ({ y, size, segments: segmentsOf(own, size) })).toSorted((a, b) => a.y - b.y);
}

function segmentsOf(pieces: readonly Piece[], size: number): Segment[] {
  const segments: { text: string; left: number; right: number; y: number; size: number }[] = [];
  let before: Piece | undefined;
  for (const piece of pieces.toSorted((a, b) => a.x - b.x)) {
    if (before !== undefined && isPrintedTwice(before, piece)) continue;
    before = piece;
    const last = segments.at(-1);
    const gap = last === undefined ? Infinity : piece.x - last.right;
    if (last === undefined || gap > gapOfSegments * size) {
      segments.push({ text: piece.text, left: piece.x, right: piece.x + piece.width, y: piece.y, size: piece.size });
    } else {
      last.text += spaceFor(gap / size, last.text, piece.text) + piece.text;
      last.right = Math.max(last.right, piece.x + piece.width);
      if (piece.size > last.size) [last.size, last.y] = [piece.size, piece.y];
    }
  }
  return segments.map((each) => ({ ...each, text: closeUp(each.text) })).filter((each) => each.text !== '');
}

/** Some programs print bold by printing twice, a hair apart. */
function isPrintedTwice(a: Piece, b: Piece): boolean {
  return a.text === b.text && Math.abs(a.x - b.x) < 0.15 * a.size;
}

const wide = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2460-\u24ff]/u;

function spaceFor(gapInEms: number, before: string, after: string): string {
  if (/\s$/.test(before) || /^\s/.test(after)) return '';
  if (/[-–—•·●○■□◆]$/.test(before)) return gapInEms > 0.12 ? ' ' : '';
  const isWide = wide.test(before.at(-1) ?? '') || wide.test(after[0] ?? '');
  return gapInEms > (isWide ? 0.5 : 0.15) ? ' ' : '';
}

const unit = '[年月日号周天季期时分秒岁人名次场个项条家所户例份万亿元度级类位组]';
const spaceInQuantity = new RegExp(`(?<=\\p{Script=Han}) (?=\\d)|(?<=\\p{Script=Han}[^ ]*\\d) (?=${unit})`, 'gu');

/** Text set wide apart seems to have a space after every character, and figures seem to stand apart; a few real spaces stay. */
function closeUp(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u00ad\u200b-\u200d\ufeff]/g, '').replace(/[\s\u3000]+/g, ' ').trim();
  const spaced = clean.match(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu)?.length ?? 0;
  const close = clean.match(/(?<=\p{Script=Han})(?=\p{Script=Han})/gu)?.length ?? 0;
  const even = spaced >= 2 && spaced > close / 2 ? clean.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '') : clean;
  return even.replace(spaceInQuantity, '');
}

export function leftOf(line: Line): number {
  return line.segments[0]?.left ?? 0;
}

export function rightOf(line: Line): number {
  return line.segments.at(-1)?.right ?? 0;
}

export function wordsOf(line: Line): string {
  return line.segments.map((segment) => segment.text).join(' ');
}

/** Two halves of a broken line: Chinese closes up, Latin words keep their space, a hyphenated word is mended. */
export function joinHalves(before: string, after: string): string {
  if (/[a-z]-$/.test(before) && /^[a-z]/.test(after)) return before.slice(0, -1) + after;
  return before + (/[A-Za-z0-9,.;:)]$/.test(before) && /^[A-Za-z(]/.test(after) ? ' ' : '') + after;
}

/** 一、 · (一) · 1. · 1.1 · ① · 第一章 · • : a line that begins so begins a paragraph. "3.5万" and "2025年" do not. */
export function startsItem(text: string): boolean {
  return /^(?:[一二三四五六七八九十]{1,3}[、.\uff0e]|[(\uff08][一二三四五六七八九十\d]{1,3}[)\uff09]|\d{1,2}[、)\uff09]|\d{1,2}[.\uff0e](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}(?![\d万亿千百%\uff05倍元人个次])|[\u2460-\u2473\u2474-\u249b]|第[一二三四五六七八九十\d]{1,3}[章节条篇部阶季]|[•●■◆○□➢▪·◇★※]|[-–](?= |\p{Script=Han}|“)|— )/u.test(text);
}

// Unicode's EquivalentUnifiedIdeograph for the radicals that NFKC leaves alone and that simplified fonts give away.
const radicals: ReadonlyMap<string, string> = new Map(
  '⺠民 ⺟母 ⺮竹 ⺼肉 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻑長 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻬齐 ⻮齿 ⻰龙 ⻳龟 ⻌辶 ⻏阝 ⻖阝 ⺫罒 ⺶羊 ⺷羊 ⺸羊 ⺻聿 ⻊足 ⻗雨 ⺁厂 ⺇几 ⺈刀 ⺌小 ⺍小 ⺗心 ⺝月 ⺡水 ⺣火 ⺬示 ⺯糸 ⺱网 ⺳网 ⺵网 ⺹老 ⺾艹 ⻂衣 ⻍辶 ⻎辶 ⻒镸 ⻫斉 ⻭歯 ⻯竜 ⻱亀 ⻲亀'
    .split(' ')
    .map(([radical = '', sign = '']) => [radical, sign]),
);

const doubles: ReadonlyMap<string, string> = new Map([['\u2f3e', '户'], ['\u2012', '–'], ['\u2011', '-'], ['\u2e3a', '——'], ['\u2e3b', '———']]);

/** Fonts often name a character by its radical (⽤ for 用, ⻛ for 风), by an older double, or by another of the same shape. */
export function plainSigns(text: string): string {
  return text.replace(/[\u2011\u2012\u2e3a\u2e3b\u2e80-\u2fdf\uf900-\ufaff]/g, (sign) => doubles.get(sign) ?? radicals.get(sign) ?? sign.normalize('NFKC'));
}
