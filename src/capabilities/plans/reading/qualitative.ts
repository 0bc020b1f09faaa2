import type { Goal, QualitativeGoal, Span } from '../plan.ts';
import type { Block } from './blocks.ts';
import { clausesIn, sentencesIn } from './clauses.ts';
import type { Source } from './fold.ts';
import { bareSubject, endsInMeasure, metricName } from './subjects.ts';
import type { PlanWords } from './words.ts';

const wish = /提升|提高|增强|改善|完善|降低|减少|遏制|控制|延缓|形成|构建|建立|营造|创建|打造|巩固|普及|优化|健全|保持|实现|促进|加强|推进|明显|显著|有效|得到|基本/;
const upward = /提升|提高|增强|改善|上升|增加/;
const downward = /降低|减少|下降|遏制|延缓|控制/;

/** Targets without a number, in the sections that state goals. They never receive a value. */
export function qualitativeGoalsIn(blocks: readonly Block[], goals: readonly Goal[], { source, words }: { source: Source; words: PlanWords }): QualitativeGoal[] {
  const stated = blocks.some((block) => block.role === 'goals');
  const out: QualitativeGoal[] = [];
  for (const block of blocks) {
    const fits = stated ? block.role === 'goals' : block.role === 'background' || block.role === null || block.role === 'principles';
    if (!fits || block.cells !== null) continue;
    for (const sentence of sentencesIn(source.folded, [block.start + (block.mark?.length ?? 0), block.end])) {
      if (!stated && !/目的|旨在|目标|从而|以达到/.test(source.folded.slice(...sentence))) continue;
      for (const clause of clausesIn(source.folded, sentence)) out.push(...read(clause, { source, words, goals }));
    }
  }
  return [...new Map(out.toReversed().map((goal) => [`${goal.text}|${goal.metric ?? ''}`, goal])).values()].toReversed().slice(0, 60);
}

type Context = { readonly source: Source; readonly words: PlanWords; readonly goals: readonly Goal[] };

function read(clause: Span, { source, words, goals }: Context): QualitativeGoal[] {
  const from = source.folded.slice(...clause).replace(/^.{0,16}:/, (label) => ' '.repeat(label.length));
  const text = from.trim();
  if (text.length < 5 || text.length > 70 || !wish.test(text) || /\d+(?:\.\d+)?\s?[%‰]|百分之/.test(text) || goals.some(({ span }) => span[0] < clause[1] && clause[0] < span[1])) return [];
  const start = clause[0] + (from.length - from.trimStart().length);
  const span: Span = [start, clause[1]];
  const measure = /^(.{2,30}?)(?:得到|稳步|有所|显著|明显|有效|逐步|持续|进一步|大幅|不断|上升|增长|提高|提升|下降|降低|改善)/.exec(bareSubject(text).text)?.[1];
  const comparator = upward.test(text) ? 'increase' as const : downward.test(text) ? 'decrease' as const : undefined;
  const metric = measure !== undefined && (endsInMeasure(measure, words) || /意识|能力|素养|水平|风险/.test(measure)) ? metricName(measure) : undefined;
  return [{ text: source.text.slice(...span), span, ...(metric === undefined ? {} : { metric }), ...(metric === undefined || comparator === undefined ? {} : { comparator }) }];
}
