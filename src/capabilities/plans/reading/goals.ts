import type { Goal, Span } from '../plan.ts';
import type { Block } from './blocks.ts';
import { longestPiece, sentencesIn } from './clauses.ts';
import { namesAndSpan, sharedPredicate } from './goal-names.ts';
import type { Named } from './goal-names.ts';
import { boundedChange, comparatorOf, isLowerBetter, unitOf } from './goal-values.ts';
import { isTarget } from './judging.ts';
import type { Source } from './fold.ts';
import type { Quantity } from './quantities.ts';
import { statementsIn } from './statements.ts';
import type { Statement } from './statements.ts';
import { bareSubject, endsInMeasure, metricName, scopeOf } from './subjects.ts';
import type { PlanWords } from './words.ts';

/** `years`: the first year the plan covers, and the first by which it wants something; null where it names none. */
export type GoalContext = { readonly source: Source; readonly words: PlanWords; readonly looseGoals: boolean; readonly years: PlanYears };
export type PlanYears = { readonly start: number | null; readonly target: number | null };
type Carried = { subject: Span | null; bounds: Statement | null; reports: boolean };

/** The quantified targets in running text, in order, each statement as often as the text makes it. */
export function goalsInText(blocks: readonly Block[], context: GoalContext): Goal[] {
  const all: Goal[] = [];
  for (const block of blocks) if (block.cells === null && block.role !== 'risks') all.push(...goalsOfBlock(block, all, context));
  return all;
}

function goalsOfBlock(block: Block, earlier: readonly Goal[], context: GoalContext): Goal[] {
  const { folded } = context.source;
  const from = block.start + (block.mark?.length ?? 0);
  const out: Goal[] = [];
  let carried: Carried = { subject: null, bounds: null, reports: false };
  for (const sentence of sentencesIn(folded, [from, block.end])) {
    // 到2025年,水平达到28%;到2027年,达到32%: a semicolon keeps the subject.
    carried = { ...carried, subject: folded[sentence[0] - 1] === ';' ? carried.subject : null, bounds: null, reports: false };
    const here: Goal[] = [];
    goalsOfSentence(sentence, { out: here, carried, block, sentence: folded.slice(...sentence), context, earlier: () => [...earlier.slice(-12), ...out, ...here], shared: null });
    out.push(...here);
  }
  return out;
}

function goalsOfSentence(sentence: Span, reading: Reading): void {
  const { carried, context } = reading;
  const { folded } = context.source;
  for (const clause of clausesAt(folded, sentence)) {
    const statements = statementsIn(folded, clause, context.words);
    const shared = sharedPredicate(statements, folded);
    for (const [i, statement] of statements.entries()) {
      const next = statements[i + 1];
      const whole = next !== undefined && isDefinition(next, statement, folded) ? { ...statement, post: [statement.post[0], next.post[1]] as Span } : statement;
      if (!isDefinition(statement, statements[i - 1], folded)) readStatement(whole, { ...reading, shared });
    }
    if (statements.length === 0) carried.subject = subjectOfBareClause(folded, clause, context.words) ?? carried.subject;
  }
}

/** 四分之三的患者每年接受1次筛查: the count says what the share is of. */
function isDefinition(statement: Statement, before: Statement | undefined, folded: string): boolean {
  if (before === undefined || before.quantities[0]?.kind !== 'rate' || statement.quantities[0]?.kind !== 'count') return false;
  const between = folded.slice(...before.post);
  return /^的/.test(between) && !/[、和及与](?:至少|不少于)?$/.test(between);
}

/** Clauses end at commas and colons, not at the colon of 1:4000. */
function clausesAt(folded: string, [start, end]: Span): Span[] {
  const out: Span[] = [];
  let from = start;
  let depth = 0;
  for (let i = start; i <= end; i++) {
    const character = i === end ? ',' : folded[i] ?? '';
    if ('(《“'.includes(character)) depth++;
    else if (')》”'.includes(character)) depth = Math.max(0, depth - 1);
    const based = character === ',' && /(?:基础上|为基[数线准])$/.test(folded.slice(Math.max(from, i - 3), i));
    const inNumber = /\d/.test(folded[i - 1] ?? '') && /\d/.test(folded[i + 1] ?? '');
    if (i - from < longestPiece && (character !== ',' && character !== ':' || (depth > 0 || inNumber || based) && i < end)) continue;
    if (i > from) out.push([from, i]);
    from = character === ',' || character === ':' ? i + 1 : i;
  }
  return out;
}

/** 学生的近视率,力争下降到50%: a clause that ends in a measure is the subject of the next. */
function subjectOfBareClause(folded: string, clause: Span, words: PlanWords): Span | null {
  const text = folded.slice(...clause).replace(/\([^)]*\)$/, '');
  return endsInMeasure(text.trim(), words) || folded[clause[1]] === ':' ? clause : null;
}

type Reading = {
  readonly out: Goal[]; readonly carried: Carried; readonly block: Block; readonly sentence: string; readonly context: GoalContext;
  readonly earlier: () => readonly Goal[]; readonly shared: string | null;
};

function readStatement(statement: Statement, reading: Reading): void {
  const { out, carried, context } = reading;
  const { folded } = context.source;
  const first = statement.quantities[0];
  if (first === undefined || (statement.bracket !== null && readBracket(statement, out, folded))) return;
  const counted = isCounted(first);
  const named = namedBy(statement, counted, reading);
  const previous = out.at(-1);
  if (named.inherited && carried.subject === null && previous && merged(previous, statement, folded)) return;
  if (carried.reports && named.inherited) return;
  const target = isTarget(statement, named.subject, { ...reading, ...context });
  if (!counted && !target && metricName(named.subject) !== '') carried.reports = true;
  if (!target) return;
  carried.reports = false;
  const goals = goalsFrom(statement, named, reading);
  if (named.inherited && joinsChange(previous, goals, { out, source: context.source })) return;
  out.push(...goals);
  if (!counted && goals.length > 0) carried.subject = named.subjectSpan;
  if (goals.length > 0) carried.bounds = statement;
}

const isCounted = ({ kind, word, unit }: Quantity): boolean => kind === 'count' && !/[分岁]/.test(word) && !['hours', 'minutes', 'seconds', 'days'].includes(unit);

/** The subject of a statement; without one of its own it takes over the one before. */
function namedBy(statement: Statement, counted: boolean, { carried, context, earlier, shared }: Reading): Named {
  const { folded } = context.source;
  const raw = folded.slice(...statement.subject);
  const own = bareSubject(raw);
  const ofGroup = /^\s?的[\u4e00-\u9fff]{2,}/.test(folded.slice(...statement.post));
  const inherited = metricName(own.text) === '' && !counted && !ofGroup;
  const subjectSpan: Span = inherited && carried.subject !== null ? carried.subject : [statement.subject[0] + own.skipped, statement.subject[1]];
  const subject = bareSubject(folded.slice(...subjectSpan)).text;
  const split = groupBehind(subject, context.words) ?? groupAlone(subject, carried.subject === null || inherited || counted ? null : folded.slice(...carried.subject), context.words);
  if (split !== null) return { subjectSpan, subject: split, inherited, recalled: [], shared };
  const part = partOf(subject, carried.subject === null || inherited || counted ? null : folded.slice(...carried.subject), { isPart: /其中/.test(raw), words: context.words });
  return { subjectSpan, subject: part ?? subject, inherited, recalled: recalledBy(subject, earlier), shared };
}

/** 居民素养水平达到32%,其中农村居民不低于27%: the measure before, of a part of its people. */
function partOf(own: string, before: string | null, { isPart, words }: { isPart: boolean; words: PlanWords }): string | null {
  if (before === null || !isPart || endsInMeasure(own, words) || !isPopulation(own, words)) return null;
  const whole = metricName(bareSubject(before).text);
  if (!endsInMeasure(whole, words)) return null;
  const scope = scopeOf(whole, words);
  return metricName(own) + (scope === null ? whole : whole.slice(scope.length));
}

/** 出勤率小班 is 小班出勤率: the group stands behind the measure, before its figure. */
function groupBehind(subject: string, words: PlanWords): string | null {
  const hit = groupForm.exec(subject);
  return hit?.[1] && hit[2] && isGroup(hit[2], words) ? hit[2] + hit[1] : null;
}

/** 发放率门诊≥60%、住院≥90%: the next group has the same measure. */
function groupAlone(subject: string, before: string | null, words: PlanWords): string | null {
  const measure = before === null ? undefined : groupForm.exec(bareSubject(before).text);
  const own = metricName(subject);
  return measure?.[1] && measure[2] && isGroup(measure[2], words) && own.length <= 6 && isGroup(own, words) ? own + measure[1] : null;
}

const groupForm = /^([^,:]{2,24}?(?:率|比例|水平|满意度))([\u4e00-\u9fff、]{2,5})$/;
const isGroup = (own: string, words: PlanWords): boolean => /(?:[大中小]班|年级|门诊|住院|出院|城区|[男女][生性])$/.test(own) || isPopulation(own, words);

const isPopulation = (own: string, words: PlanWords): boolean => /[县市区镇乡村校院]$|地区$|城市|农村/.test(own) || [...words.audiences, ...words.enumerable].some((word) => own.endsWith(word));

const numerals = '二两三四五六七八九';

const recalling = new RegExp(`^(?:上述|以上|前述|该|这)([${numerals}2-9])(?:项|个)(?:主要|核心|重点)?(?:指标|率|比例)?$`);

/** 上述三项指标: the last three measures the plan has named. */
function recalledBy(subject: string, earlier: () => readonly Goal[]): string[] {
  const hit = recalling.exec(subject);
  if (!hit) return [];
  const wanted = /\d/.test(hit[1] ?? '') ? Number(hit[1]) : [2, 2, 3, 4, 5, 6, 7, 8, 9][numerals.indexOf(hit[1] ?? '')] ?? 0;
  const metrics = [...new Set(earlier().map((goal) => goal.metric))].slice(-wanted);
  return metrics.length === wanted ? metrics : [];
}

/** Brackets behind a target give its scale, its starting point or its change: (满分10分), (2024年为62%), (较上年下降3个百分点). */
function readBracket(statement: Statement, out: Goal[], folded: string): boolean {
  const first = statement.quantities[0];
  const last = out.at(-1);
  const inside = statement.bracket ?? '';
  if (first === undefined) return true;
  const after = folded.slice(first.span[1], first.span[1] + 3);
  if (/满分|总分/.test(inside) || /^制|^量表|^满/.test(after)) {
    if (last && first.unit === 'score') last.scale_max = first.value;
    return true;
  }
  if (last && last.span[1] <= first.span[0] && folded.slice(last.span[1], first.span[0]).length < 20) {
    const comparator = comparatorOf(statement, first, false).comparator;
    if (comparator === 'increase' || comparator === 'decrease') last.delta = { comparator, value: first.value, unit: first.unit };
    else if (/基线|现状|目前|上年|20\d\d年|去年|现为/.test(inside)) last.baseline = first.value;
    return true;
  }
  return /基线|现状|目前|上年|去年|占/.test(inside);
}

/** 较2025年提升4个百分点,达到32%以上: a level and a change of one measure are one goal. */
function merged(previous: Goal, statement: Statement, folded: string): boolean {
  const first = statement.quantities[0];
  if (first === undefined || first.kind !== 'rate') return false;
  const { comparator } = comparatorOf(statement, first, false);
  const isChange = comparator === 'increase' || comparator === 'decrease';
  if (!isChange || previous.comparator === 'increase' || previous.comparator === 'decrease') return false;
  if (!/^[,、\s]*(?:并|即|比|较|同比|年均)?/.test(folded.slice(previous.span[1], first.span[0]))) return false;
  previous.delta = { comparator, value: first.value, unit: first.unit };
  if (statement.predicate.reference) previous.reference = statement.predicate.reference;
  return true;
}

function joinsChange(previous: Goal | undefined, goals: readonly Goal[], { out, source }: { out: Goal[]; source: Source }): boolean {
  const [level] = goals;
  if (!previous || !level || goals.length > 1) return false;
  const isChange = (goal: Goal) => goal.comparator === 'increase' || goal.comparator === 'decrease';
  if (previous.metric !== level.metric) return false;
  if (isChange(previous) === isChange(level)) return false;
  const [change, target] = isChange(previous) ? [previous, level] : [level, previous];
  const { reference } = change;
  out[out.length - 1] = {
    ...target, span: [previous.span[0], level.span[1]], text: source.text.slice(previous.span[0], level.span[1]),
    delta: { comparator: change.comparator, value: change.value, unit: change.unit }, ...(reference === undefined ? {} : { reference }),
  };
  return true;
}

function goalsFrom(statement: Statement, named: Named, reading: Reading): Goal[] {
  const { context, carried } = reading;
  const { folded } = context.source;
  const first = statement.quantities[0];
  if (first === undefined) return [];
  const shared = statement.sharesBound && statement.bounds.size === 0 && statement.after === null ? carried.bounds : null;
  const bound = shared === null ? statement : { ...statement, bounds: shared.bounds, after: shared.after };
  const clause = folded.slice(...statement.clause);
  const unit = first.unit === 'sessions' && /量$/.test(named.subject) ? 'count' : unitOf(first, clause);
  const { names: plain, span } = namesAndSpan(bound, named, { folded, words: context.words, unit });
  const growth = boundedChange(bound);
  const names = growth === null ? plain : plain.map((name) => name + growth);
  const years = yearsOf(reading.sentence.slice(0, Math.max(0, reading.sentence.indexOf(clause) + first.span[0] - statement.clause[0])));
  return names.filter((name) => name !== '').flatMap((metric, i) => {
    const picked = statement.quantities.length === 1 || names.length === 1 ? statement.quantities : statement.quantities.slice(i, i + 1);
    return picked.map((quantity, k): Goal => {
      const { comparator, atLeast } = comparatorOf(bound, quantity, isLowerBetter(metric, context.words));
      const from = statement.baseline[statement.baseline.length === 1 ? 0 : i];
      const deadline = statement.quantities.length > 1 && names.length === 1 ? years.slice(-statement.quantities.length)[k] : statement.predicate.deadline ?? years.at(-1);
      return {
        text: context.source.text.slice(...span), metric, comparator, value: quantity.value, unit: quantity.unit === first.unit ? unit : quantity.unit, span,
        ...(quantity.max === null || comparator === 'increase' && quantity.max === null ? {} : { value_max: quantity.max }),
        ...(atLeast ? { at_least: true } : {}), ...(from ? { baseline: from.value } : {}), ...(statement.predicate.words.some((word) => ['每年', '年均', '逐年'].includes(word)) ? { period_per: 'year' } : {}),
        ...(statement.predicate.reference === null ? {} : { reference: statement.predicate.reference }),
        ...(quantity.written === null ? {} : { value_text: quantity.written }), ...(deadline === undefined ? {} : { deadline }),
        ...scoped(metric, context.words), ...(names.length > 1 ? { group: names.join('/') } : {}), ...ambiguityOf(metric, comparator, unit),
      };
    });
  });
}

function scoped(metric: string, words: PlanWords): Partial<Goal> {
  const scope = scopeOf(metric, words);
  return scope === null ? {} : { scope };
}

function ambiguityOf(metric: string, comparator: string, unit: string): Partial<Goal> {
  const changes = comparator === 'increase' || comparator === 'decrease';
  if (!changes || unit !== 'percent' || !/[率度]$|水平$|比例$/.test(metric)) return {};
  return { unit_alt: 'percentage-points', ambiguity: '百分点还是相对百分比' };
}

const yearsOf = (text: string): string[] => [...text.matchAll(/(?<![较比与由从自])20\d\d年(?:\d{1,2}月)?(?:底|末)?/g)].map((hit) => hit[0]);
