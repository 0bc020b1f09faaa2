import type { Block } from './blocks.ts';
import type { Source } from './fold.ts';
import type { Quantity } from './quantities.ts';
import type { Statement } from './statements.ts';
import { endsInMeasure } from './subjects.ts';
import type { PlanWords } from './words.ts';

export type Judged = 'goal' | 'skip';
type Context = { readonly source: Source; readonly block: Block; readonly sentence: string; readonly words: PlanWords; readonly looseGoals: boolean; readonly years: { readonly start: number | null; readonly target: number | null } };

/** Whether a statement is a target. Rates count wherever they are wanted; counts only where the plan states goals. */
export function isTarget(statement: Statement, subject: string, context: Context): boolean {
  const quantity = statement.quantities[0];
  const { source } = context;
  if (quantity === undefined) return false;
  if (/^\s?(?:如果?|若|一旦|倘若)/.test(source.folded.slice(statement.clause[0], quantity.span[0])) || context.block.role === 'closing' || isScored(statement, context) || reportsPastYear(statement, context)) return false;
  return quantity.kind === 'rate' ? isRateTarget(statement, subject, context) : isCountTarget(statement, subject, context);
}

function isRateTarget(statement: Statement, subject: string, context: Context): boolean {
  const { source, block, sentence, words } = context;
  const pre = source.folded.slice(statement.clause[0], statement.quantities[0]?.span[0]);
  const post = source.folded.slice(...statement.post);
  if (isShare(statement, words, { pre, post })) return false;
  if (block.role === 'budget' && !endsInMeasure(subject, words)) return false;
  const told = statement.predicate.words.filter((word) => word !== '(' && word !== '约');
  if (block.role !== 'goals' && told.length > 0 && told.every((word) => word === '为' || word === '是') && statement.after === null) return false;
  if (statesWhatIs(pre, sentence, words) || describesNow(statement, sentence, source.folded)) return false;
  if (block.role === 'principles' && (isBound(statement) || /^的[^,。]{0,10}(?:建|设|配|达|开展|完成|纳入|落实|接受|实现|参|掌握|了解)/.test(post))) return true;
  if (block.role !== 'background' && block.role !== 'principles') return true;
  return /目标|力争|争取|确保|到20\d\d年|实现/.test(sentence) && !/[为是]\s?$/.test(pre);
}

const isBound = ({ after, bounds }: Statement): boolean => after !== null || [...bounds].some((one) => one !== 'neutral');

/** 占比30%, 75%酒精, 绩效的10%: parts of a sum, weights and concentrations. */
function isShare({ bounds, after }: Statement, words: PlanWords, { pre, post }: { pre: string; post: string }): boolean {
  const bound = /达到|以上|不低于|不超过|控制在|≥|≤|提高|降/.test(pre.slice(-8) + post.slice(0, 3));
  if (!bound && words.shares.some((word) => pre.slice(-14).includes(word) || post.slice(0, 8).includes(word))) return true;
  if (/(?:占|比重)[^,]{0,12}$/.test(pre) && bounds.size === 0 && after === null) return true;
  return /每(?:少|低|差)于?$/.test(pre) || /^的?(?:酒精|乙醇|溶液|浓度)/.test(post);
}

/** 目前,我县…水平为18.6%: the sentence speaks of the present before it comes to the figure. */
function describesNow({ clause, quantities, bounds }: Statement, sentence: string, folded: string): boolean {
  const at = sentence.indexOf(folded.slice(...clause)) + ((quantities[0]?.span[0] ?? 0) - clause[0]);
  const before = sentence.slice(0, Math.max(0, at));
  return /^(?:.{0,12})(?:目前|当前|截至|截止|近年来|经(?:调查|检测|筛查|测量|统计|排查)|(?<![证依根占])据(?!标)|(?<![较比同与在])去年|(?<![较比同与在])现状|20\d\d年.{0,6}(?:调查|监测|数据))/.test(before) && !/目标|力争|确保|争取|到20\d\d年/.test(before) && !(bounds.has('atLeast') && /[至到]/.test(before.slice(-4)));
}

/** 2020年,全市期望寿命77.6岁: a year before the plan with a bare figure. */
function reportsPastYear({ bounds, after, quantities, predicate }: Statement, { sentence, years }: Context): boolean {
  const hit = /^\(?(?:截至|截止)?(20\d\d)年(?:\d{1,2}月)?(?:末|底|度)?(?:,|[^\d到至前底末:,])/.exec(sentence);
  if (!hit || /力争|目标|确保|争取/.test(sentence)) return false;
  const year = Number(hit[1]);
  const level = predicate.words.every((word) => ['达到', '达', '为', '是', '均', '分别', '(', '提高了', '下降了', '至', '到'].includes(word));
  const bare = after === null && quantities[0]?.max === null && (level || ![...bounds].some((one) => one !== 'neutral'));
  if (years.start !== null) return year < years.start && bare;
  return years.target !== null && year < years.target && bare && ![...bounds].some((one) => one !== 'neutral');
}

/** 目前…患病率为27.9%, 已达30%以上, 2023年调查显示: what is, not what is wanted. */
function statesWhatIs(pre: string, sentence: string, words: PlanWords): boolean {
  const status = words.status.filter((word) => pre.includes(word));
  if (status.some((word) => !(word === '据' && /数据|根据|依据|证据/.test(pre)) && !(word === '统计' && /统计率/.test(pre)))) return !/基础上.{0,4}(?:提高|提升|降低|下降)|提升[至到]|提高[至到]|降[至到]|力争|控制在/.test(pre);
  return /(?:调查|监测|统计|数据|资料|筛查|体检|检查|评估|普查|结果)[^,。]{0,12}显示/.test(sentence) && !/力争|确保|目标/.test(sentence);
}

/** Marks of an appraisal: 每低1%扣1分, 得5分, 权重. */
function isScored(statement: Statement, { source }: Context): boolean {
  const clause = source.folded.slice(...statement.clause);
  if (/(?:每|得|扣|减|加|计|记|满|总)\s?\d+(?:\.\d+)?分|满分|总分|分量表|扣分|分值/.test(clause) && statement.quantities[0]?.unit === 'score' && !/平均分|得分|评分|满意度|达到|≥|不低于|以上/.test(clause)) return true;
  return /每(?:降低|下降|增加|提高|低于?|高)\s?$/.test(source.folded.slice(statement.clause[0], statement.quantities[0]?.span[0])) && /分/.test(clause);
}

function isCountTarget(statement: Statement, subject: string, context: Context): boolean {
  const { source, block, sentence } = context;
  const quantity = statement.quantities[0];
  if (quantity === undefined) return false;
  const { bounds } = statement;
  const pre = source.folded.slice(statement.clause[0], quantity.span[0]);
  const bound = statement.after !== null || (['atLeast', 'over', 'atMost', 'under'] as const).some((one) => bounds.has(one));
  const loose = context.looseGoals && (/力争|目标|确保|争取/.test(sentence.slice(0, Math.max(0, sentence.indexOf(pre)) + pre.length)) || (block.role === 'principles' && bound));
  if ((block.role !== 'goals' && !loose) || (statement.bracket !== null && !bound)) return false;
  if (quantity.unit === 'yuan') return bound && /人均|每人/.test(pre) && !/补助|奖励|补贴|报销/.test(pre);
  const measured = measuredBy(quantity, subject, pre);
  if (measured !== null) return measured;
  if (quantity.unit === 'ratio') return bound || bounds.has('increase') || bounds.has('decrease');
  if (!bound && isStructure(pre, source.folded.slice(...statement.post))) return false;
  return !isReport(statement, subject, context) && isCounted(source.folded.slice(...quantity.span), `${pre}|${source.folded.slice(...statement.post)}`, bound);
}

/** A count of how things are, or a round that names nothing. */
function isReport(statement: Statement, subject: string, { source, sentence, words }: Context): boolean {
  const pre = source.folded.slice(statement.clause[0], statement.quantities[0]?.span[0]);
  return statesWhatIs(pre, sentence, words) || describesNow(statement, sentence, source.folded) || isUnnamedRound(statement, subject, source);
}

/** 适用于12个乡镇, 下设3个工作组, 5个科室负责人为成员: how things are arranged. */
const isStructure = (pre: string, post: string): boolean =>
  /下设|设有|适用于|(?:管辖|下辖|辖区?有|现辖)|分为|分成|划分|共有|涉及|人口\s?$/.test(pre) || /^[^,]{0,14}(?:为成员|任组长|任副组长|组成|参加的领导)/.test(post);

/** 全年12次 names nothing; 每2个月更换1次 has a period no unit counts by. */
function isUnnamedRound({ clause, post, quantities }: Statement, subject: string, source: Source): boolean {
  if (!/^(?:次|场|期|场次|课时|学时|节)$/.test(quantities[0]?.word ?? '')) return false;
  if (/每(?:两|\d|半|双)个?(?:月|周|年)/.test(source.folded.slice(...clause))) return true;
  return /^(?:全年|每[年月周]|每学期|每季度|年内|共)?$/.test(subject.trim()) && source.folded.slice(...post).trim().length < 2;
}

/** Ages, lengths of time and marks are targets only of measures of these; null for other units. */
function measuredBy({ unit }: Quantity, subject: string, pre: string): boolean | null {
  if (unit === 'years') return /寿命|年龄/.test(subject);
  if (['hours', 'minutes', 'seconds', 'days'].includes(unit)) return /时间|时限|时长|响应|反馈|等候|锻炼|睡眠|户外|运动|活动|学时/.test(subject) && !/第$|每(?:次|场|期|节|堂)/.test(pre);
  if (unit === 'score') return /分|满意度|评价|测评|考核/.test(subject) && !/满分|总分/.test(pre.slice(-4));
  return null;
}

/** A figure in digits counts; one in characters (三个) only with a bound or a verb of making. */
function isCounted(written: string, around: string, bound: boolean): boolean {
  if (/限\|/.test(around) || /每(?:组|班|场|期|次|批|节|间|集)[^,]{0,6}\|/.test(around)) return false;
  if (!bound && /每(?:户|人|位|名|个)[^,]{0,6}\|/.test(around) && !making.test(around)) return false;
  if (/^\d|^[一二两三四五六七八九]?[十百千]|^零/.test(written)) return true;
  if (bound) return true;
  return !/^一/.test(written) && making.test(around);
}

const making = /(?:建成|新建|创建|建立|建设|培育|打造|举办|完成|新增|培养|评选|命名|组建|创成|开展|配备)[^|]{0,4}\|/;
