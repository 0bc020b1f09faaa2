import type { Span } from '../plan.ts';
import type { Source } from './fold.ts';
import { inlineItems, markOf } from './marks.ts';
import type { Mark } from './marks.ts';
import type { PlanWords, Role } from './words.ts';

/** One numbered item, heading, paragraph or table row, with the part of the plan it stands in. */
export type Block = {
  readonly start: number;
  readonly end: number;
  readonly mark: Mark | null;
  /** The words before the colon or the first stop when they title what follows; the whole line when nothing follows. */
  readonly head: Span | null;
  readonly body: Span;
  readonly cells: readonly Span[] | null;
  readonly rank: number;
  readonly parent: Block | null;
  readonly role: Role | null;
  /** True when the heading of this very block names the role. */
  readonly opensRole: boolean;
};

const unnumberedRank = 70;
const headingRank = 20;
/** 九月份: alone on its line, in a calendar. */
const monthHeading = /^(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[、-](?:\d{1,2}|[一二三四五六七八九十]{1,2}))?月份?:?$/;
const monthRank = 40;

/** Reads the outline of `range`: marks, headings, bodies and the role each inherits from the headings above it. */
export function blocksOf(source: Source, range: Span, words: PlanWords): Block[] {
  const out: Block[] = [];
  const open: Block[] = [];
  let expected: number | null = null;
  const pieces = piecesOf(source, range);
  const sections = { decimals: hasDecimalItems(source, pieces), arabic: hasArabicSections(source, pieces, words), words };
  for (const piece of pieces) {
    const block = liftedOver(blockOf(source, piece, { words, open, expected }), source.folded.slice(piece[0], Math.min(piece[1], piece[0] + 24)), sections);
    while (open.length > 0 && (open.at(-1)?.rank ?? 0) >= block.rank) open.pop();
    const placed = place(source, block, { words, parent: open.at(-1) ?? null });
    out.push(placed);
    if (placed.rank < unnumberedRank && placed.cells === null) open.push(placed);
    if (block.mark?.kind === 'arabic') expected = (block.mark.number ?? 0) + 1;
    else if (block.rank < 44) expected = null;
  }
  return out;
}

/** The blocks that stand right under each block. */
export function childrenOf(blocks: readonly Block[]): ReadonlyMap<Block, readonly Block[]> {
  const out = new Map<Block, Block[]>();
  for (const block of blocks) {
    if (block.parent === null) continue;
    const known = out.get(block.parent);
    if (known === undefined) out.set(block.parent, [block]);
    else known.push(block);
  }
  return out;
}

/** 2. above 2.1 and 2.2: the number with one part is the heading of those with two. */
function hasDecimalItems(source: Source, pieces: readonly Span[]): boolean {
  let above: string | undefined;
  let found = 0;
  for (const [start, end] of pieces) {
    const line = source.folded.slice(start, Math.min(end, start + 12));
    const item = /^(\d{1,2})\.\d{1,2}(?![\d%‰])/.exec(line);
    if (item !== null && item[1] === above) found++;
    else above = /^(\d{1,2})[.、 ](?!\d)/.exec(line)?.[1] ?? above;
  }
  return found >= 3;
}

/** 1.目标 2.活动 3.预算: the sections of a plan that numbers nothing with 一、. */
function hasArabicSections(source: Source, pieces: readonly Span[], words: PlanWords): boolean {
  let found = 0;
  for (const [start, end] of pieces) {
    const line = source.folded.slice(start, Math.min(end, start + 24));
    if (/^(?:[一二三四五六七八九十]{1,3}[、.]|第[一二三四五六七八九十]+(?:部分|章|节))/.test(line)) return false;
    if (isArabicSection(line, words)) found++;
  }
  return found >= 3;
}

function isArabicSection(line: string, words: PlanWords): boolean {
  const head = /^\d{1,2}\s?[.、](?!\d)\s?([^,。;:!?\d]{2,14}):?$/.exec(line)?.[1];
  return head !== undefined && isPlainHeading(head.replace(/\([^)]*\)/g, ''), words);
}

const overDecimals = 31;

/** Numbers that head sections stand above whatever their sections hold. */
function liftedOver(block: Block, line: string, { decimals, arabic, words }: { decimals: boolean; arabic: boolean; words: PlanWords }): Block {
  if (block.mark?.kind !== 'arabic') return block;
  if (decimals) return { ...block, rank: overDecimals };
  return arabic && isArabicSection(line, words) ? { ...block, rank: headingRank } : block;
}

/** Lines, and inside running text the numbered items that stand in one line. */
function piecesOf(source: Source, range: Span): Span[] {
  const out: Span[] = [];
  let at = range[0];
  for (const line of source.folded.slice(range[0], range[1]).split('\n')) {
    if (line.trim() !== '' && !/^[-•·●*\s]+$/.test(line)) out.push(...splitLine(line, at));
    at += line.length + 1;
  }
  return out;
}

function splitLine(line: string, at: number): Span[] {
  if (line.includes('\t') || line.length < 24) return [[at, at + line.length]];
  const cuts = [0, ...inlineItems(line).filter((cut) => cut > 0), line.length];
  return cuts.slice(0, -1).map((cut, i): Span => trimmed(line, at, [cut, cuts[i + 1] ?? line.length]));
}

function trimmed(line: string, at: number, [from, to]: Span): Span {
  const piece = line.slice(from, to);
  return [at + from + (piece.length - piece.trimStart().length), at + from + piece.trimEnd().length];
}

type Around = { readonly words: PlanWords; readonly open: readonly Block[]; readonly expected: number | null };

function blockOf(source: Source, [start, end]: Span, around: Around): Block {
  const line = source.folded.slice(start, end);
  if (pageFoot.test(line)) return { start, end, mark: null, head: [start, end], body: [end, end], cells: null, rank: 0, parent: null, role: 'closing', opensRole: true };
  const none = { mark: null, head: null, parent: null, role: null, opensRole: false } as const;
  if (line.includes('\t')) return { ...none, start, end, body: [start, end], cells: cellsOf(line, start), rank: unnumberedRank };
  const bracket = /^【([^】]{1,24})】[:]?/.exec(line);
  if (bracket) return { ...none, start, end, mark: { kind: 'named', rank: plainRank(around.open), number: null, length: bracket[0].length }, head: [start + 1, start + 1 + (bracket[1] ?? '').length], body: [start + bracket[0].length, end], cells: null, rank: plainRank(around.open) };
  const mark = markOf(line, around.expected);
  const from = start + (mark?.length ?? 0);
  const { head, body } = headAndBody(source, [from, end], { mark, words: around.words });
  const rank = mark?.rank ?? (monthHeading.test(line) ? monthRank : isPlainHeading(line, around.words) ? plainRank(around.open) : unnumberedRank);
  return { ...none, start, end, mark, head, body, cells: null, rank };
}

/** An unnumbered heading stands beside the numbered ones of the level it is found in. */
function plainRank(open: readonly Block[]): number {
  const numbered = open.find((block) => block.mark !== null);
  return numbered === undefined || numbered.rank > headingRank ? headingRank : numbered.rank;
}

/** What a web page puts below a text. */
const pageFoot = /^\(?(?:相关(?:推荐|阅读|文章|范文)|推荐阅读|猜你喜欢|热门推荐|上一篇|下一篇|本文来源|免责声明|版权声明)/;

function cellsOf(line: string, start: number): Span[] {
  let at = start;
  return line.split('\t').map((cell): Span => {
    const span: Span = [at, at + cell.length];
    at += cell.length + 1;
    return span;
  });
}

function isPlainHeading(line: string, words: PlanWords): boolean {
  if (untilYear.test(line)) return true;
  const bare = line.replace(/[[\]:]/g, '').trim();
  if (bare.length > 14 || /[,。;!?]/.test(bare)) return false;
  if (roleAlone(bare, words) !== null) return true;
  const hit = roleWordIn(bare, words);
  return hit !== null && bare.length <= hit.word.length + (asking.test(bare) ? 9 : 5);
}

/** 今年怎么做: a heading that asks what its part answers. */
const asking = /怎[么样]|什么|如何|哪|谁|多少/;

/** The role of a heading that is one word: 风险, 项目经费. */
function roleAlone(heading: string, words: PlanWords): Role | null {
  const word = heading.replace(/^(?:工作|项目|活动|专项|主要)(?=.)/, '');
  return words.alone.find(({ words: list }) => list.includes(word))?.role ?? null;
}

/** 到2027年: heads a list of what is wanted by then. */
const untilYear = /^(?:力争)?(?:到|至)20\d\d年(?:\d{1,2}月)?(?:底|末)?(?:,?(?:实现|达到)?(?:以下|如下|下列)目标)?:$/;

/** The role a heading names and the word that says so. */
export function roleWordIn(heading: string, words: PlanWords): { role: Role; word: string } | null {
  for (const { role, words: list } of words.roles) {
    const word = list.find((one) => heading.includes(one));
    if (word !== undefined) return { role, word };
  }
  return null;
}

type HeadContext = { readonly mark: Mark | null; readonly words: PlanWords };

function headAndBody(source: Source, [from, end]: Span, context: HeadContext): { head: Span | null; body: Span } {
  const line = source.folded.slice(from, end);
  // The colon of 12:30 titles nothing.
  const colon = /^([^。;!?:,]{1,40}|[^。;!?:]{1,24})(?:(?<!\d):|:(?!\d\d))/.exec(line);
  if (colon) return { head: [from, from + colon[0].length - 1], body: [from + colon[0].length, end] };
  if (!/[。;!?]/.test(line) && (line.length <= 36 || !line.includes(','))) {
    const whole = line.length <= 44 || context.mark === null;
    if (whole && context.mark !== null) return { head: [from, end], body: [end, end] };
    if (line.length <= 24) return { head: [from, end], body: [end, end] };
  }
  const stop = /^([^,。;!?:]{2,30})[。](?=.)/.exec(line);
  if (stop && context.mark !== null) return { head: [from, from + stop[0].length - 1], body: [from + stop[0].length, end] };
  return gluedHeading([from, end], line, context);
}

/** 二、核心目标本计划的目标是…: a heading that running text follows without any sign. */
function gluedHeading([from, end]: Span, line: string, { mark, words }: HeadContext): { head: Span | null; body: Span } {
  if (mark === null || mark.rank > 36) return { head: null, body: [from, end] };
  const opening = line.slice(0, 12);
  let cut = 0;
  for (const { words: list } of words.roles) {
    for (const word of list) {
      const at = opening.indexOf(word);
      if (at >= 0 && at <= 6 && at + word.length > cut) cut = at + word.length;
    }
  }
  return cut === 0 ? { head: null, body: [from, end] } : { head: [from, from + cut], body: [from + cut, end] };
}

function place(source: Source, block: Block, { words, parent }: { words: PlanWords; parent: Block | null }): Block {
  if (block.rank === 0) return block;
  const named = block.cells === null ? roleOfHead(source, block, words) : null;
  const inherited = parent?.role ?? null;
  const role = named ?? inherited;
  return { ...block, parent, role, opensRole: named !== null };
}

/** Deep items keep the role of their section unless they are hardly more than a role word themselves. */
function roleOfHead(source: Source, block: Block, words: PlanWords): Role | null {
  const head = block.head === null ? null : source.folded.slice(...block.head).replace(/\(.*?\)/g, '').trim();
  if (head === null || head === '' || /阶段$/.test(head)) return null;
  if (untilYear.test(`${head}:`)) return 'goals';
  const alone = roleAlone(head, words);
  if (alone !== null) return alone;
  const hit = roleWordIn(head, words);
  if (hit === null) return null;
  const slack = block.rank <= 34 ? 16 : block.rank <= 44 ? 6 : 4;
  if (block.rank >= 54 && block.mark === null && !head.endsWith(hit.word)) return null;
  return head.length <= hit.word.length + slack ? hit.role : null;
}
