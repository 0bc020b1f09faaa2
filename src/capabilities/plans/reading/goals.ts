import type { Goal, Span } from '../plan.ts';
import type { Block } from './blocks.ts';
import { sentencesIn } from './clauses.ts';
import { countName, comparatorOf, isLowerBetter, unitOf } from './goal-values.ts';
import { isTarget } from './judging.ts';
import type { Source } from './fold.ts';
import { statementsIn } from './statements.ts';
import type { Statement } from './statements.ts';
import { bareSubject, endsInMeasure, measuresOf, metricName } from './subjects.ts';
import type { PlanWords } from './words.ts';

export type GoalContext = { readonly source: Source; readonly words: PlanWords; readonly looseGoals: boolean };
type Carried = { subject: Span | null; bounds: Statement | null };

/** The quantified targets in running text, in order, each statement as often as the text makes it. */
export function goalsInText(blocks: readonly Block[], context: GoalContext): Goal[] {
  return blocks.filter((block) => block.cells === null && block.role !== 'risks').flatMap((block) => goalsOfBlock(block, context));
}

function goalsOfBlock(block: Block, context: GoalContext): Goal[] {
  const from = block.start + (block.mark?.length ?? 0);
  return sentencesIn(context.source.folded, [from, block.end]).flatMap((sentence) => goalsOfSentence(sentence, block, context));
}

function goalsOfSentence(sentence: Span, block: Block, context: GoalContext): Goal[] {
  const { folded } = context.source;
  const out: Goal[] = [];
  const carried: Carried = { subject: null, bounds: null };
  for (const clause of clausesAt(folded, sentence)) {
    const statements = statementsIn(folded, clause, context.words);
    for (const statement of statements) readStatement(statement, { out, carried, block, sentence: folded.slice(...sentence), context });
    if (statements.length === 0) carried.subject = subjectOfBareClause(folded, clause, context.words) ?? carried.subject;
  }
  return out;
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
    const inNumber = /\d/.test(folded[i - 1] ?? '') && /\d/.test(folded[i + 1] ?? '');
    if ((character !== ',' && character !== ':') || ((depth > 0 || inNumber) && i < end)) continue;
    if (i > from) out.push([from, i]);
    from = i + 1;
  }
  return out;
}

/** 学生的近视率,力争下降到50%: a clause that ends in a measure is the subject of the next. */
function subjectOfBareClause(folded: string, clause: Span, words: PlanWords): Span | null {
  const text = folded.slice(...clause).replace(/\([^)]*\)$/, '');
  return endsInMeasure(text.trim(), words) || folded[clause[1]] === ':' ? clause : null;
}

type Reading = { readonly out: Goal[]; readonly carried: Carried; readonly block: Block; readonly sentence: string; readonly context: GoalContext };

function readStatement(statement: Statement, reading: Reading): void {
  const { out, carried, context } = reading;
  const { folded } = context.source;
  if (statement.bracket !== null && readBracket(statement, out, folded)) return;
  const own = bareSubject(folded.slice(...statement.subject));
  const first = statement.quantities[0];
  if (first === undefined) return;
  const counted = first.kind === 'count' && !/[分岁]/.test(first.word) && !['hours', 'minutes', 'seconds', 'days'].includes(first.unit);
  const ofGroup = /^\s?的[\u4e00-\u9fff]{2,}/.test(folded.slice(...statement.post));
  const inherited = metricName(own.text) === '' && !counted && !ofGroup;
  const subjectSpan: Span = inherited && carried.subject !== null ? carried.subject : [statement.subject[0] + own.skipped, statement.subject[1]];
  const subject = bareSubject(folded.slice(...subjectSpan)).text;
  const previous = out.at(-1);
  if (inherited && carried.subject === null && previous && merged(previous, statement, folded)) return;
  if (!isTarget(statement, subject, { ...reading, ...context })) return;
  const goals = goalsFrom(statement, { subjectSpan, subject, inherited, reading });
  if (inherited && joinsChange(previous, goals, { out, source: context.source })) return;
  out.push(...goals);
  if (!counted && goals.length > 0) carried.subject = subjectSpan;
  if (goals.length > 0) carried.bounds = statement;
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

type Made = { readonly subjectSpan: Span; readonly subject: string; readonly inherited: boolean; readonly reading: Reading };

function goalsFrom(statement: Statement, made: Made): Goal[] {
  const { context, carried } = made.reading;
  const { folded } = context.source;
  const first = statement.quantities[0];
  if (first === undefined) return [];
  const shared = statement.sharesBound && statement.bounds.size === 0 && statement.after === null ? carried.bounds : null;
  const bound = shared === null ? statement : { ...statement, bounds: shared.bounds, after: shared.after };
  const clause = folded.slice(...statement.clause);
  const unit = unitOf(first, clause);
  const { names, span } = namesAndSpan(bound, made, unit);
  const years = yearsOf(made.reading.sentence.slice(0, Math.max(0, made.reading.sentence.indexOf(clause) + first.span[0] - statement.clause[0])));
  return names.flatMap((metric, i) => {
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
        ...(names.length > 1 ? { group: names.join('/') } : {}), ...ambiguityOf(metric, comparator, unit),
      };
    });
  });
}

function ambiguityOf(metric: string, comparator: string, unit: string): Partial<Goal> {
  const changes = comparator === 'increase' || comparator === 'decrease';
  if (!changes || unit !== 'percent' || !/[率度]$|水平$|比例$/.test(metric)) return {};
  return { unit_alt: 'percentage-points', ambiguity: '百分点还是相对百分比' };
}

function namesAndSpan(statement: Statement, made: Made, unit: Goal['unit']): { names: string[]; span: Span } {
  const { folded } = made.reading.context.source;
  const { words } = made.reading.context;
  const last = statement.quantities.at(-1);
  const figureEnd = last === undefined ? statement.clause[1] : last.span[1];
  const postText = folded.slice(...statement.post);
  const boundEnd = Math.max(figureEnd, statement.post[0]);
  const counts = ['persons', 'person-times', 'sessions', 'count'].includes(unit) || unit.startsWith('times-per');
  const measured = endsInMeasure(made.subject.replace(/\([^)]*\)$/, ''), words);
  const start = trimStart(folded, made.inherited && statement.clause[0] - made.subjectSpan[1] > 2 ? statement.clause[0] : made.subjectSpan[0]);
  if (counts && !measured) {
    const name = countName(made.subject, postText.replace(/[,。;]+$/, ''), unit);
    return { names: [name], span: [start, trimEnd(folded, [start, statement.post[1]])] };
  }
  if (metricName(made.subject) === '' || (/^的?[\u4e00-\u9fff]{2,}/.test(postText) && !measured && !/[:]$/.test(made.subject) && made.subject.length < 5)) {
    const share = metricName(made.subject) + postText.replace(/[的,。;]/g, '').slice(0, 24);
    return { names: [`${share}比例`], span: [start, trimEnd(folded, [start, statement.post[1]])] };
  }
  const each = statement.predicate.words.some((word) => ['均', '都', '各', '分别'].includes(word));
  const names = measuresOf(made.subject, { values: statement.quantities.length, each }, words).map(metricName).filter((name) => name !== '');
  return { names: names.length === 0 ? [metricName(made.subject) || made.subject] : names, span: [start, boundEnd] };
}

const yearsOf = (text: string): string[] => [...text.matchAll(/(?<![较比与由从自])20\d\d年(?:\d{1,2}月)?(?:底|末)?/g)].map((hit) => hit[0]);

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
