import type { Span } from '../plan.ts';
import { boundAfter, predicateOf } from './predicates.ts';
import type { Bound, Predicate } from './predicates.ts';
import { quantitiesIn } from './quantities.ts';
import type { Quantity } from './quantities.ts';
import type { PlanWords } from './words.ts';

/** One figure, or one list of figures (68%、65%), with the words that say of what. */
export type Statement = {
  readonly quantities: readonly Quantity[];
  readonly bounds: ReadonlySet<Bound>;
  readonly after: Bound | null;
  readonly predicate: Predicate;
  /** Words before the predicate, since the last comma, colon or figure. */
  readonly subject: Span;
  /** Words behind the figure up to the next comma or figure. */
  readonly post: Span;
  readonly clause: Span;
  readonly baseline: readonly Quantity[];
  readonly bracket: string | null;
  readonly sharesBound: boolean;
};

type Group = { readonly quantities: readonly Quantity[]; readonly span: Span };

/** The figures of one clause as statements, in order. */
export function statementsIn(folded: string, clause: Span, words: PlanWords): Statement[] {
  const groups = groupsOf(folded, standing(folded, clause, words));
  const out: Statement[] = [];
  let cursor = clause[0];
  let baseline: readonly Quantity[] = [];
  let opener: Span | null = null;
  for (const [i, group] of groups.entries()) {
    const pre = folded.slice(cursor, group.span[0]);
    const next = groups[i + 1]?.span[0] ?? clause[1];
    const tail = boundAfter(folded.slice(group.span[1], /^\(\d+分制/.test(folded.slice(group.span[1], group.span[1] + 8)) ? clause[1] : next));
    const end = group.span[1] + tail.length;
    const start = i + 1 < groups.length ? startingPoint(pre, folded.slice(end, next)) : null;
    if (start !== null) {
      baseline = group.quantities;
      opener = [cursor, cursor + start];
      cursor = end;
      continue;
    }
    const predicate = joinPredicates(predicateOf(pre, words), opener === null ? null : predicateOf(folded.slice(...opener), words));
    const subject: Span = opener === null ? [cursor, cursor + predicate.start] : [opener[0], opener[0] + predicateOf(folded.slice(...opener), words).start];
    const previous = out.at(-1);
    const shares = previous !== undefined && predicate.words.length === 0 && /^\s*$/.test(folded.slice(...subject).replace(/[和、及与并以]/g, ''));
    const bracket = bracketAround(folded, clause, group.span);
    out.push({ quantities: group.quantities, bounds: predicate.bounds, after: tail.bound, predicate, subject, post: [end, next], clause, baseline, bracket, sharesBound: shares || joined(folded, previous) });
    cursor = end;
    baseline = [];
    opener = null;
  }
  return out;
}

const dated = '(?:现有|现在|目前|当前|项目前|基线)?(?:20\\d\\d年(?:度|底|末)?|上年(?:度|底|末)?|去年)?(?:平均|基线|现状|实际)?(?:水平|值)?(?:的|为|是)?';
const fromForm = new RegExp(`(?:从|由|自)[^,、]{0,12}$`);
const basedForm = new RegExp(`(?:在|以|按|比|较|于)${dated}\\s?$`);
const comparedForm = new RegExp(`(?:比|较|以|在)${dated}\\($`);

/** Where the words before a starting point end (由60%提高到…, 在2022年30%的基础上…, 较2023年(20%)…); null for a figure that is none. */
function startingPoint(pre: string, between: string): number | null {
  const from = fromForm.exec(pre);
  if (from && /^(?:左右|的|以上|\(20\d\d年.?\))?(?:[^,。]{0,8}?)(?:提|升|降|增|减|下|上|缩|到|至|扩)/.test(between)) return from.index;
  const based = basedForm.exec(pre);
  if (based && /^(?:的|左右|水平)*(?:基础上?|基数上|为基数|为基线|为基准)/.test(between)) return based.index;
  const compared = comparedForm.exec(pre);
  return compared && /^\)/.test(between) ? compared.index : null;
}

/** 分别从61%提升至68%: words before the starting point belong to the predicate too. */
function joinPredicates(own: Predicate, before: Predicate | null): Predicate {
  return before === null ? own : { ...own, words: [...own.words, ...before.words], reference: own.reference ?? before.reference, deadline: own.deadline ?? before.deadline };
}

/** Without ages, and without counts that are part of a measure's own name: 睡眠≥8小时达标率85%. */
function standing(folded: string, clause: Span, words: PlanWords): Quantity[] {
  const all = quantitiesIn(folded, clause, words);
  const aged = /寿命|年龄达|平均年龄/.test(folded.slice(...clause));
  const lastOpenRate = all.findLast((one) => one.kind === 'rate' && bracketAround(folded, clause, one.span) === null)?.span[0] ?? -1;
  const kept = all.filter((one) => (one.unit !== 'years' || aged) && !inSlogan(folded, one.span) && !(one.kind !== 'rate' && one.span[0] < lastOpenRate && bracketAround(folded, clause, one.span) !== null));
  return kept.filter((one, i) => {
    const next = kept[i + 1];
    if (one.kind === 'rate' || next?.kind !== 'rate') return true;
    const between = folded.slice(one.span[1], next.span[0]);
    return /[、,;和及与]/.test(between) || !/[率度例]/.test(between);
  });
}

/** True when only 和 or 、 parts this figure from the phrase counted before it. */
const joined = (folded: string, previous: Statement | undefined): boolean => previous !== undefined && /[和、及与]$/.test(folded.slice(...previous.post).trimEnd());

function groupsOf(folded: string, quantities: readonly Quantity[]): Group[] {
  const out: Group[] = [];
  for (const one of quantities) {
    const last = out.at(-1);
    const between = last === undefined ? null : folded.slice(last.span[1], one.span[0]);
    if (last && between !== null && /^(?:以上|以下|以内|左右)?\s?[、和与及]\s?$/.test(between) && isListed(last.quantities[0], one)) {
      out[out.length - 1] = { quantities: [...last.quantities, one], span: [last.span[0], one.span[1]] };
    } else out.push({ quantities: [one], span: one.span });
  }
  return out;
}

/** Rates stand in one list, and so do counts with the same measure word: 10小时、9小时. */
function isListed(first: Quantity | undefined, one: Quantity): boolean {
  if (first === undefined || first.kind !== one.kind) return false;
  return one.kind === 'rate' ? first.unit === one.unit || one.unit !== 'percentage-points' : first.word === one.word;
}

/** “三个95%” names a slogan, not a figure. */
const inSlogan = (folded: string, [start, end]: Span): boolean => /“[两二三四五六七]个$/.test(folded.slice(Math.max(0, start - 3), start)) && /^[^“]{0,6}”/.test(folded.slice(end, end + 8));

/** The words of the bracket the figure stands in, up to the figure; null outside brackets. */
function bracketAround(folded: string, clause: Span, span: Span): string | null {
  const before = folded.slice(clause[0], span[0]);
  const open = before.lastIndexOf('(');
  return open > before.lastIndexOf(')') ? before.slice(open + 1) : null;
}
