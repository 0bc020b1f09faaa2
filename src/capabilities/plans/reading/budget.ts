import type { BudgetLine, Span } from '../plan.ts';
import type { Block } from './blocks.ts';
import { sentencesIn } from './clauses.ts';
import { asWritten } from './fold.ts';
import type { Source } from './fold.ts';
import { anyNumber, arabic, numberOf, tidy } from './numbers.ts';

export type Money = { readonly span: Span; readonly amount: number | null; readonly per: string | null };

const blank = '(?:[xX×＊*_]{1,}|\\[[^\\]]{0,4}\\]|\\.{3,}|…+|\\s{2,})';
const money = new RegExp(`(?<![\\d.])(?:(${anyNumber})|(${blank}))\\s?(余|多)?(万|千|百|亿)?元(?:\\s?(?:/|每)\\s?([次人场年月户份天课时学名个]{1,2}))?`, 'g');

/** Sums of money in `span`, in yuan; null for a blank such as XX元. */
export function moneyIn(folded: string, span: Span): Money[] {
  return [...folded.slice(...span).matchAll(money)].flatMap((hit) => {
    const value = hit[1] === undefined ? null : numberOf(hit[1]) * numberOf(`1${hit[4] ?? ''}`);
    if (value !== null && Number.isNaN(value)) return [];
    const start = span[0] + hit.index;
    return [{ span: [start, start + hit[0].length] as const, amount: value === null ? null : tidy(value), per: hit[5] ?? null }].map((one): Money => ({ ...one, span: [one.span[0], one.span[1]] }));
  });
}

const totals = /^(?:总计|合计|共计|总预算|总经费|总费用|预算总额|经费总额|预算合计|共需|总投入|总额|项目总|以上合计|经费合计)/;
const fundWords = /经费|预算|资金|投入|费用|补助|补贴/;

/** The lines of the budget. Sums outside the budget section count where their sentence speaks of funds. */
export function budgetIn(blocks: readonly Block[], source: Source): BudgetLine[] {
  const scales = scalesOf(blocks, source);
  const lines = blocks.filter((block) => block.cells === null).flatMap((block) => linesOf(block, source, scales.get(block) ?? null));
  const kept = lines.some((line) => line.amount !== null || line.text !== undefined) ? lines : blocks.flatMap((block) => fundsOf(block, source));
  return withoutRepeats(kept.map((line) => ({ ...line, item: asWritten(source, line.span, line.item) })));
}

/** 预算(元), 单位:万元: what one counts by in the budget, where the figures below carry no unit of their own. */
function scalesOf(blocks: readonly Block[], { folded }: Source): ReadonlyMap<Block, number> {
  const out = new Map<Block, number>();
  let scale: number | null = null;
  for (const block of blocks) {
    const told = /[(:]\s?(?:单位:?|人民币)?([万千百])?元\)?$/.exec(folded.slice(block.start, Math.min(block.end, block.start + 40)));
    if (told) scale = numberOf(`1${told[1] ?? ''}`);
    else if (block.opensRole || block.role !== 'budget') scale = null;
    if (scale !== null) out.set(block, scale);
  }
  return out;
}

const unitless = new RegExp(`(?<=^|[,、])([^\\d,、]{2,24}?)[\\s:]*(${arabic})\\s?(万)?(?=$|[,、])`, 'g');

/** 设备:12万, and 讲师 12,500 below a heading that names the unit. */
function unitlessSums(sentence: Span, scale: number | null, source: Source): BudgetLine[] {
  return [...source.folded.slice(...sentence).matchAll(unitless)].filter((hit) => scale !== null || hit[3] !== undefined).map((hit): BudgetLine => {
    const start = sentence[0] + hit.index;
    const item = (hit[1] ?? '').trim().replace(/:$/, '');
    const span: Span = [start, start + hit[0].length];
    return { item, amount: tidy(numberOf(hit[2] ?? '') * (hit[3] === undefined ? scale ?? 1 : 10_000)), unit: 'yuan', text: source.text.slice(...span), span, ...(totals.test(item) ? { total: true } : {}) };
  });
}

function linesOf(block: Block, source: Source, scale: number | null): BudgetLine[] {
  const { folded } = source;
  const inBudget = block.role === 'budget';
  return sentencesIn(folded, [block.start + (block.mark?.length ?? 0), block.end]).flatMap((sentence) => {
    const text = folded.slice(...sentence);
    if (!inBudget && !(fundWords.test(text) && (block.role === 'safeguards' || block.role === null || block.role === 'tasks' || block.role === 'organisation'))) return [];
    const sums = sumsOf(sentence, source);
    if (sums.length === 0 && inBudget) return unitlessSums(sentence, scale, source);
    return sums.filter((line) => inBudget || block.role === 'safeguards' || fundWords.test(line.item)).filter((line) => inBudget || !/标准|人均|每人/.test(line.item));
  });
}

/** 1200人,共: between a price and its product stand only numbers. */
const multiplied = /^[,、×x*]?\s?(?:\d[\d.]{0,8}\s?[^\d,、]{0,2}[,、×x*]?\s?){0,3}(?:共计|合计|小计|共|计)\s?$/;

/** 视力筛查:每生15元,1200人,共18000元: the price is no sum of its own. */
const isPrice = (sum: Money, before: string, after: string): boolean => (sum.per !== null || /(?:每.|单价|标准)\s?$/.test(before)) && multiplied.test(after);

const isFactor = (before: string, after: string): boolean => /^\s?[×x*=]/.test(after) || (/[×*]/.test(before) && /^,?(?:计|共计|合计|小计)\s?$/.test(after));
const isRate = /^(?:人均|每|按|单价|标准)/;

function periodOf(sum: Money, before: string): { per?: string } {
  if (sum.per !== null) return { per: `元/${sum.per}` };
  return /每年|每年度|年均/.test(before) ? { per: '年' } : {};
}

function sumsOf(sentence: Span, source: Source): BudgetLine[] {
  const { folded, text } = source;
  let cursor = sentence[0];
  let priced: number | null = null;
  return moneyIn(folded, sentence).flatMap((sum, i, all): BudgetLine[] => {
    const before = folded.slice(cursor, priced ?? sum.span[0]);
    const next = all[i + 1]?.span[0] ?? sentence[1];
    const after = folded.slice(sum.span[1], next);
    if (i + 1 < all.length && isPrice(sum, before, after)) {
      priced ??= sum.span[0];
      return [];
    }
    priced = null;
    const item = itemName(before, after);
    if (isFactor(before, after)) return [];
    const start = cursor;
    cursor = sum.span[1];
    if (item === '' || (i > 0 && isRate.test(item) && /\([^)]*$/.test(folded.slice(sentence[0], sum.span[0])))) return [];
    const lead = /^[\s,、;。:()]*/.exec(folded.slice(start, sum.span[0]))?.[0].length ?? 0;
    return [{
      item, amount: sum.amount, unit: 'yuan', text: text.slice(start + lead, sum.span[1]), span: [start + lead, sum.span[1]],
      ...periodOf(sum, before), ...(totals.test(item) || (i === 0 && all.length > 2 && /^[,。:(]?\s?其中/.test(after)) ? { total: true } : {}), ...(/小计/.test(item) ? { subtotal: true } : {}),
    }];
  });
}

/** 讲座专家费(12次)共 or 用于印制宣传资料: what a sum is for. */
function itemName(before: string, after: string): string {
  const own = before
    .replace(/[:\s]*\d[\d.,]*万?[^\d,。;:×]{0,4}\s?[×*x].*$/, '')
    .replace(/[:\s]*(?:人民币|每人(?:每[年月次天])?|每[年月次人生户名份例场]|单价|人均)\s?$/, '')
    .replace(/^[^:]*[,;。]/, (head) => (fundWords.test(head.slice(-8)) && !/[,;。]/.test(head.slice(0, -1)) ? head : ''))
    .split(/[,;。]/).at(-1) ?? '';
  const bare = own
    .replace(/^[\s、,;:()]+|[\s:,(]+$/g, '')
    .replace(/^\(?(?:\d{1,2}|[一二三四五六七八九十①-⑳])[.、)]\s?/, '')
    .replace(/^(?:其中|包括|另|以及|和|用于|落实)+[:,]?/, '')
    .replace(/(?:共计|合计|共|约|约需|需|为|计|预算|不少于|不低于|不超过|支出|安排|预计|每年|总计)+$/, (tail: string, at: number, whole: string) => (at < 3 || /[总年]$/.test(whole.slice(0, at)) ? tail : ''))
    .replace(/[:\s(]+$/, '');
  if (bare.length >= 2) return bare.replace(/每年度?(?:统筹)?(?:安排|投入|列支|拨付|划拨)(?:不少于|不低于)?(?=.{2})/, '').slice(-40);
  const purpose = /^[,,]?(?:主要)?用于([^,。;]{2,24})/.exec(after);
  return purpose?.[1] ?? bare;
}

/** 设立健康促进专项经费 with no amount: a line whose amount is unknown. */
function fundsOf(block: Block, source: Source): BudgetLine[] {
  if (block.cells !== null || block.role === 'background' || block.role === 'goals' || block.role === 'evaluation') return [];
  return sentencesIn(source.folded, [block.start + (block.mark?.length ?? 0), block.end]).flatMap((sentence): BudgetLine[] => {
    const text = source.folded.slice(...sentence);
    const hits = [...text.matchAll(/(?:设立|安排|列支|落实|划拨|保障|设置|投入|申请)(?:了|一定|必要的|足够的)?([^,。;:、]{0,24}?(?:经费|预算|资金|专项激励)|[^,。;]{4,40}?的投入)/g)];
    return hits.flatMap((hit): BudgetLine[] => {
      const item = (hit[1] ?? '').replace(/^.*(?:中|内)(?:设立|安排|列支)?(?=.{4})/, '').replace(/的投入$/, '').replace(/^的/, '');
      const start = sentence[0] + hit.index;
      return item.length < 4 || /^(?:纳入|专项)?(?:经费|预算)$/.test(item) ? [] : [{ item, amount: null, unit: 'yuan', note: '未给出金额', span: [start, start + hit[0].length] }];
    });
  });
}

function withoutRepeats(lines: readonly BudgetLine[]): BudgetLine[] {
  const out: BudgetLine[] = [];
  for (const line of lines) if (!out.some((one) => one.item === line.item && one.amount === line.amount)) out.push(line);
  return out;
}
