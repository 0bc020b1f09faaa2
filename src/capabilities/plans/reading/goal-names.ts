import type { Goal, Span } from '../plan.ts';
import { countName } from './goal-values.ts';
import type { Statement } from './statements.ts';
import { endsInMeasure, measuresOf, metricName } from './subjects.ts';
import type { PlanWords } from './words.ts';

/** What a statement speaks of: its own subject, or one it takes over from words before it. */
export type Named = {
  readonly subjectSpan: Span;
  readonly subject: string;
  readonly inherited: boolean;
  /** Measures meant by 上述三项指标. */
  readonly recalled: readonly string[];
  /** 达到标准 in 30%以上的村、60%以上的学校达到标准: what all the groups do. */
  readonly shared: string | null;
};
export type NamesAndSpan = { readonly names: readonly string[]; readonly span: Span };
type Context = { readonly folded: string; readonly words: PlanWords; readonly unit: Goal['unit'] };

/** The measures a statement gives figures of and the words it is quoted by. */
export function namesAndSpan(statement: Statement, made: Named, context: Context): NamesAndSpan {
  const { folded, words, unit } = context;
  const last = statement.quantities.at(-1);
  const figureEnd = last === undefined ? statement.clause[1] : last.span[1];
  const boundEnd = Math.max(figureEnd, statement.post[0]);
  const start = trimStart(folded, made.inherited && statement.clause[0] - made.subjectSpan[1] > 2 ? statement.clause[0] : made.subjectSpan[0]);
  const to = (end: number): Span => [start, trimEnd(folded, [start, end])];
  if (made.recalled.length > 0) return { names: made.recalled, span: to(boundEnd) };
  const post = folded.slice(...statement.post);
  if (made.shared !== null) return { names: [groupIn(post, made.shared) + made.shared + (statement.quantities[0]?.kind === 'rate' ? '比例' : '数')], span: to(statement.post[0] + post.search(/(?<=.)[、和及与,]|$/)) };
  const counts = ['persons', 'person-times', 'sessions', 'count'].includes(unit) || unit.startsWith('times-per');
  const measured = endsInMeasure(made.subject.replace(/\([^)]*\)$/, ''), words) && !/每个?(?:季度|年度)$/.test(made.subject);
  if (counts && !measured) return { names: [countName(made.subject, behind(post), unit)], span: behind(post) === '' ? to(boundEnd) : to(statement.post[1]) };
  if (metricName(made.subject) === '' || (/^的?[\u4e00-\u9fff]{2,}/.test(post) && !measured && !/[:]$/.test(made.subject) && made.subject.length < 5)) {
    return { names: [shareName(made.subject, post)], span: to(statement.post[1]) };
  }
  const each = statement.predicate.words.some((word) => ['均', '都', '各', '分别'].includes(word));
  const names = measuresOf(made.subject, { values: statement.quantities.length, each }, words).map(metricName).filter((name) => name !== '');
  return { names: names.length === 0 ? [metricName(made.subject) || made.subject] : names, span: to(boundEnd) };
}

/** The words counted behind a figure; none when a sign or 和 parts them from it. */
const behind = (post: string): string => (/^\s?[、,和及与并或;]/.test(post) ? '' : post.replace(/[,。;]+$/, ''));

/** 100%的乡镇设置心理咨询室 is the share of 乡镇设置心理咨询室. */
function shareName(subject: string, post: string): string {
  const share = metricName(subject) + post.replace(/[的,。;]/g, '').slice(0, 24);
  return share === '' ? '' : `${share}比例`;
}

const groupIn = (post: string, shared: string): string => (post.replace(/^的/, '').split(/[、,和及与]/)[0] ?? '').replace(shared, '');

/** The predicate that stands behind the last of several groups, each with a figure of its own. */
export function sharedPredicate(statements: readonly Statement[], folded: string): string | null {
  const last = statements.at(-1);
  if (last === undefined || statements.length < 2) return null;
  const listed = statements.slice(0, -1).every(({ post, quantities }) => quantities[0]?.kind === 'rate' && /^的[^,]{1,30}[、和及与]$/.test(folded.slice(...post).trim().replace(/(?:至少|不少于|约)$/, '')));
  const verb = /(?:达到|建成|开展|设立|设置|配备|成为|完成|建立|开设|接受|参加|掌握|获得|创建|纳入|具备|实现|通过)/.exec(folded.slice(...last.post));
  return listed && verb !== null && verb.index >= 2 ? folded.slice(last.post[0] + verb.index, last.post[1]).replace(/[,。;]$/, '') : null;
}

function trimStart(folded: string, at: number): number {
  let start = at;
  while (/[\s,、;:和及与]/.test(folded[start] ?? '') && start < folded.length) start++;
  return start;
}

function trimEnd(folded: string, [start, end]: Span): number {
  let at = end;
  while (at > start && /[\s,、;。和及与]/.test(folded[at - 1] ?? '')) at--;
  return at;
}
