import { fold } from './fold.ts';
import { withoutGaps, withoutRules } from './ruled.ts';

const cjk = '\\u3400-\\u9fff\\u3000-\\u303f\\uff00-\\uffef“”‘’';
const invisible = /[\u200b-\u200f\u2060\ufeff\u00ad]/g;
const numberedStart = /^(?:第[一二三四五六七八九十\d]+(?:部分|章|节|阶段|步|篇|条|季度)|阶段[一二三四五六七八九十\d]|[一二三四五六七八九十]+[、.:]|\([一二三四五六七八九十\d]+\)|\d{1,2}(?:\.\d{1,2})*[.、)](?!\d)|\d{1,2}(?:\.\d{1,2})+(?=[^\d%‰万亿个名人次倍年岁元分])|[①-⑳]|\d{1,2} (?=[\u4e00-\u9fff]{2,14}$)|[-•·●◆■▪➢*>]+\s?|【|附件|附表|附:|[篇范][一二三四五六七八九十文])/;
const sentenceEnd = /[。!?;:…]["”』)]?$/;
const openEnd = /(?:[、(《“及和与的/将使于在]|(?<!应)对|达到|[率度]达|不低于|不少于|不超过|提[升高][至到]|降[至到]|控制在|以及)$/;
const labelledStart = /^.{0,3}(?:责任|牵头|配合|负责|完成|主办|承办|协办|成员|参加)(?:单位|部门|人|科室|时限|时间)/;

/**
 * The text every span points into: line ends, spaces and invisible characters tidied, lines that a PDF or
 * a web page broke inside a sentence joined again, headings that only a space divides put on their own lines.
 */
export function normalise(raw: string): string {
  const lines = withoutRules(withoutGaps(raw
    .replace(invisible, '')
    .replace(/\r\n?|\u2028|\u2029|\u000b|\f/g, '\n')
    .split('\n'))
    .map(tidySpaces));
  return joinBrokenLines(lines.flatMap(splitAtSpacedHeadings)).join('\n').replace(/\n{2,}/g, '\n').trim();
}

function tidySpaces(line: string): string {
  return line
    .replace(/[\u00a0\u2000-\u200a\u3000 ]+/g, ' ')
    .replace(/ *\t */g, '\t')
    .replace(/^ +| +$/g, '')
    .replace(/\t+$/g, '')
    .replace(/(\d) +(?=[%％‰])/g, '$1')
    .replace(new RegExp(`(?<=[${cjk}]) (?=[\\d≥≤＜＞<>%％‰])|(?<=[\\d%％‰,.:;()≥≤<>-]) (?=[${cjk}])`, 'g'), keepBeforeNumbering);
}

/** A space between a word and a digit goes, except where the digit starts a numbered item or is one: 2 年度目标. */
function keepBeforeNumbering(space: string, at: number, line: string): string {
  if (at <= 2 && /^\d{1,2} (?![年月日号个名人岁次场期家所户%％‰万亿千百天周例项条种份张台块米元级类点小分])/.test(line)) return space;
  return /^\d{1,2}[.、)](?!\d)/.test(line.slice(at + 1, at + 5)) && at > 12 ? space : '';
}

function splitAtSpacedHeadings(line: string): string[] {
  if (line.includes('\t')) return [line];
  return line.split(/ (?=(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）]|第[一二三四五六七八九十]+(?:部分|章|阶段)|\d{1,2}[.、][^\d\s]))/);
}

/** How much of a line's end tells whether the next one goes on with it. */
const tailLength = 100;

function joinBrokenLines(lines: string[]): string[] {
  const width = wrapWidth(lines);
  const out: string[][] = [];
  let tail = '';
  let blankBefore = false;
  for (const line of lines) {
    const last = out.at(-1);
    if (line === '') {
      blankBefore = true;
      continue;
    }
    if (last !== undefined && continues(tail, line, blankBefore ? null : width)) {
      const space = /[A-Za-z]/.test(tail.at(-1) ?? '') && /^[A-Za-z]/.test(line) ? ' ' : '';
      last.push(space, line);
      tail = (tail + space + line).slice(-tailLength);
    } else {
      out.push([line]);
      tail = line.includes('\t') ? '\t' : line.slice(-tailLength);
    }
    blankBefore = false;
  }
  return out.map((parts) => parts.join(''));
}

/** `width` is null across a blank line, 0 where the text is not wrapped at a fixed width. */
function continues(before: string, after: string, width: number | null): boolean {
  if (before.includes('\t') || after.includes('\t')) return false;
  const [last, next] = [fold(before.slice(-80)), fold(after.slice(0, 20))];
  if (/^[,。;、)》”%‰]/.test(next) && !/^[-*]/.test(last)) return true;
  if (numberedStart.test(next) || labelledStart.test(next)) return false;
  if (/^[-•·●*]+$/.test(last)) return false;
  if (sentenceEnd.test(last)) return false;
  if (unclosed(before)) return true;
  if (openEnd.test(last)) return true;
  if (width === null) return false;
  if (width > 0 && widthOf(before) >= width - 3) return true;
  return /,(?!\d{3})/.test(last) && !/^[(【]/.test(next) && !/:/.test(next);
}

function unclosed(line: string): boolean {
  const tail = line.slice(-60);
  const open = Math.max(tail.lastIndexOf('《'), tail.lastIndexOf('“'), tail.lastIndexOf('('), tail.lastIndexOf('（'));
  return open >= 0 && !/[》”)）]/.test(tail.slice(open));
}

function widthOf(line: string): number {
  let width = 0;
  for (let i = 0; i < line.length; i++) width += line.charCodeAt(i) < 0x2000 ? 0.5 : 1;
  return width;
}

/** The column at which the text was wrapped, 0 when its lines are paragraphs. */
function wrapWidth(lines: string[]): number {
  const widths = lines.filter((line) => line !== '' && !line.includes('\t')).map((line) => ({ line, width: widthOf(line) }));
  const counts = new Map<number, number>();
  for (const { line, width } of widths) {
    if (width < 14 || width > 60 || sentenceEnd.test(fold(line.slice(-3)))) continue;
    for (let column = Math.ceil(width); column <= Math.ceil(width) + 2; column++) counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  const [column, count] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [0, 0];
  const longer = widths.filter(({ width }) => width > column + 3).length;
  return count >= 3 && count >= 0.2 * widths.length && longer <= 0.1 * widths.length ? column : 0;
}
