import { numberOf } from './numbers.ts';

/** A number, bullet or name that opens a line. A smaller `rank` stands higher in the outline. */
export type Mark = { readonly kind: MarkKind; readonly rank: number; readonly number: number | null; readonly length: number };
export type MarkKind = 'part' | 'named' | 'hanzi' | 'stage' | 'hanzi-bracket' | 'decimal' | 'task' | 'arabic' | 'arabic-bracket' | 'circle' | 'bullet';

const ranks: Readonly<Record<MarkKind, number>> = {
  part: 10, hanzi: 20, 'hanzi-bracket': 30, named: 32, stage: 34, decimal: 36, task: 40, arabic: 44, 'arabic-bracket': 54, circle: 58, bullet: 62,
};
const cn = '[一二三四五六七八九十]{1,3}';
const unitAfterDecimal = '(?![\\d%‰万亿千百个名人次倍年月岁元分例家场所小天·-])';

const forms: ReadonlyArray<readonly [MarkKind, RegExp]> = [
  ['part', new RegExp(`^第(${cn}|\\d{1,2})(?:部分|章|节)[:、. ]?`)],
  ['stage', new RegExp(`^第?(?:${cn}|\\d{1,2})阶段(?=[:、.( -]|[^性目])`)],
  ['stage', new RegExp(`^第(?:${cn}|\\d{1,2})期(?=\\(\\d|[:、 ][^:]{0,24}(?:$|\\())`)],
  ['stage', /^Q[1-4](?:-Q?[1-4])?(?=[(: ])/],
  ['stage', new RegExp(`^阶段(?:${cn}|\\d{1,2})(?=[:、.( -])`)],
  ['named', new RegExp(`^(?:模块|板块|维度|领域|专题|篇章|行动)(${cn}|\\d{1,2})[:、. -]`)],
  ['task', new RegExp(`^(?:任务|活动|措施|项目|目标|风险|步骤|举措|指标|策略)(${cn}|[A-Z]|\\d{1,2}(?:\\.\\d{1,2})*)[:、. ]`)],
  ['hanzi', new RegExp(`^(${cn})\\s?[、.:](?!\\d)`)],
  ['hanzi-bracket', new RegExp(`^\\((${cn})\\)[、.:]?`)],
  ['decimal', new RegExp(`^(\\d{1,2}(?:\\.\\d{1,2}){1,3})(?:[、.:\\s]|${unitAfterDecimal}(?=[^\\d]))`)],
  ['arabic', /^(\d{1,2})\s?(?:[、:]|\.(?!\d))/],
  ['hanzi', /^(\d{1,2}) (?=[\u4e00-\u9fff“(][^,。;]{1,20}$)/],
  ['arabic-bracket', /^\(?(\d{1,2})\)[、.:]?/],
  ['circle', /^([①-⑳])[、.:]?/],
  ['bullet', /^(?:[-•·●◆■▪➢*>◇○□☆★✓√]+|——)\s*/],
];

/** The mark that opens `line` (already folded), or null. */
export function markOf(line: string, expected: number | null = null): Mark | null {
  for (const [kind, form] of forms) {
    const hit = form.exec(line);
    if (hit && kind === 'bullet') return behindBullet(line, hit[0].length);
    if (hit) return gluedNumber(line, expected) ?? { kind, rank: rankOf(kind, hit[1]), number: ordinal(hit[1]), length: hit[0].length };
  }
  return gluedNumber(line, expected);
}

/** A bullet before a numbered name (- 任务1.1:) is decoration. */
function behindBullet(line: string, length: number): Mark {
  const inner = markOf(line.slice(length));
  if (inner !== null && inner.kind !== 'bullet') return { ...inner, length: inner.length + length };
  return { kind: 'bullet', rank: ranks.bullet, number: null, length: length + (inner?.length ?? 0) };
}

/** `4.65岁以上老年人` after item 3 is item 4 about people over 65, not the number 4.65. */
function gluedNumber(line: string, expected: number | null): Mark | null {
  const hit = /^(\d{1,2})\.(?=\d)/.exec(line);
  if (!hit) return null;
  const rest = line.slice(hit[0].length);
  if (hit[1] === '1' && /^\d{2}(?:%(?:以上)?的|(?:-\d{2})?周?岁)/.test(rest)) return { kind: 'arabic', rank: ranks.arabic, number: 1, length: hit[0].length };
  if (expected === null || Number(hit[1]) !== expected) return null;
  if (!/^\d{1,4}\s?(?:岁|-\d|年|名|个|%|月|周岁|家|场|人)/.test(rest)) return null;
  return { kind: 'arabic', rank: ranks.arabic, number: expected, length: hit[0].length };
}

function rankOf(kind: MarkKind, written: string | undefined): number {
  return kind === 'decimal' ? 20 + 12 * ((written?.split('.').length ?? 2) - 1) : ranks[kind];
}

function ordinal(written: string | undefined): number | null {
  if (written === undefined) return null;
  const circle = written.charCodeAt(0) - 0x245f;
  if (circle >= 1 && circle <= 20) return circle;
  const value = written.includes('.') ? Number(written.split('.').at(-1)) : numberOf(written);
  return Number.isNaN(value) ? null : value;
}

/** Where a line of running text holds numbered items (一、…1.…2.…): the starts of these items. */
export function inlineItems(line: string): number[] {
  const found = [
    ...series(line, new RegExp(`(?<![一二三四五六七八九十第、,到至高大初其-])(${cn})、(?![一二三四五六七八九十]{1,2}(?:[、是级类季年]|阶段))`, 'g'), 1),
    ...series(line, new RegExp(`(?<![第附表])\\((${cn})\\)`, 'g'), 1),
    ...series(line, /(?<![\d.,/-]|\d:)(\d{1,2})(?:、|\.(?!\d))(?=\D)/g, 1),
    ...series(line, /(?<![\d.])(\d{1,2})\.(?=\d{1,4}(?:岁|年|-\d))/g, 2),
    ...series(line, /(?<=[。;:,、”》)]|^)\((\d{1,2})\)/g, 1),
    ...series(line, /([①-⑳])/g, 1),
    ...series(line, /(?<=[。;:!?)])第([一二三四五六])阶段/g, 1),
  ];
  return [...new Set(found)].sort((a, b) => a - b);
}

/** Only numbers that count upwards are items; restarting at one is a new list. */
function series(line: string, form: RegExp, first: number): number[] {
  const out: number[] = [];
  let last: number | null = null;
  for (const hit of line.matchAll(form)) {
    const number = ordinal(hit[1]);
    if (number === null) continue;
    const next = last === null ? number === first || atBoundary(line, hit.index) : number === last + 1 || number === 1 || (number === last + 2 && atBoundary(line, hit.index));
    if (!next) continue;
    out.push(hit.index);
    last = number;
  }
  return out;
}

const atBoundary = (line: string, at: number): boolean => at === 0 || /[。;:!?\s]/.test(line[at - 1] ?? '');
