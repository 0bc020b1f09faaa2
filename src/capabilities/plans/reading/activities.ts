import type { PlanActivity, Span } from '../plan.ts';
import { activityName, activityNounIn } from './activity-names.ts';
import type { Block } from './blocks.ts';
import { cadencesIn } from './cadences.ts';
import type { FoundCadence } from './cadences.ts';
import { clausesIn, sentencesIn } from './clauses.ts';
import { withDetails } from './activity-details.ts';
import type { Source } from './fold.ts';
import type { PlanWords } from './words.ts';

export type ActivityContext = { readonly source: Source; readonly words: PlanWords; readonly blocks: readonly Block[] };
type Draft = { name: string; span: Span; cadence: FoundCadence | null };

const silent: ReadonlySet<string> = new Set(['goals', 'background', 'principles', 'risks', 'population', 'budget', 'closing']);
const cadenceOnly: ReadonlySet<string> = new Set(['safeguards', 'evaluation', 'organisation']);
const cardLabel = /^(?:活动)?(?:内容|执行|形式|时间|地点|对象|频次|目的|目标|方式|实施|负责人|责任人|主题|参与对象|具体内容|开展形式|活动频次)$/;

/** The activities of a plan in order: headings that name one, sentences that tell how often, and short orders to hold one. */
export function activitiesIn(context: ActivityContext): PlanActivity[] {
  const parents = new Set(context.blocks.map((block) => block.parent).filter((parent) => parent !== null));
  const cards = new Set([...parents].filter((parent) => isCard(parent, context)));
  const drafts: Draft[] = [];
  const opening = context.blocks.find((block) => block.mark !== null)?.start ?? context.blocks[0]?.end ?? 0;
  for (const block of context.blocks) {
    if (block.cells !== null || silent.has(block.role ?? '') || (block.mark === null && block.start < opening && block.body[0] === block.body[1])) continue;
    if (block.parent !== null && cards.has(block.parent)) addToCard(block, drafts, context);
    else if (cards.has(block)) drafts.push(headDraft(block, context));
    else drafts.push(...draftsOf(block, parents.has(block), context));
  }
  return withoutRepeats(drafts.filter((draft) => draft.name.length >= 2)).map((draft) => toActivity(draft, context));
}

/** A heading followed by 内容:, 时间:, 形式: lines describes one activity. */
function isCard(parent: Block, { source, blocks }: ActivityContext): boolean {
  const labels = blocks.filter((block) => block.parent === parent && block.head !== null && cardLabel.test(source.folded.slice(...block.head).trim()));
  return labels.length >= 2;
}

function addToCard(block: Block, drafts: Draft[], { source }: ActivityContext): void {
  const card = drafts.at(-1);
  if (!card) return;
  card.span = [card.span[0], block.end];
  card.cadence ??= cadencesIn(source.folded, [block.start, block.end])[0] ?? null;
}

function headDraft(block: Block, { source, words }: ActivityContext): Draft {
  const head = source.folded.slice(...(block.head ?? block.body));
  return { name: activityName(head, words), span: [block.start, block.end], cadence: cadencesIn(source.folded, [block.start, block.end])[0] ?? null };
}

function draftsOf(block: Block, isParent: boolean, context: ActivityContext): Draft[] {
  const { source } = context;
  const inStage = inStageOf(block, source);
  const onlyCadenced = cadenceOnly.has(block.role ?? '') || inStage || isParent;
  const named = !onlyCadenced && !block.opensRole && isConcrete(headOf(block, source), block, context.words);
  const sentences = sentencesIn(source.folded, block.head === null ? [block.start + (block.mark?.length ?? 0), block.end] : block.body);
  const told = sentences.flatMap((sentence) => draftsOfSentence(sentence, { onlyCadenced: onlyCadenced || named, inStage, context }));
  if (named) return withHead(block, told, { context, first: sentences[0] });
  const cadenced = block.head !== null && told.length === 0 && cadencesIn(source.folded, block.head).length > 0;
  return cadenced ? [headDraft(block, context)] : told;
}

const headOf = (block: Block, source: Source): string => (block.head === null ? '' : source.folded.slice(...block.head));

/** The heading's activity beside those its text tells of; one told frequency is the heading's own. */
function withHead(block: Block, told: Draft[], { context, first }: { context: ActivityContext; first: Span | undefined }): Draft[] {
  const head = { ...headDraft({ ...block, end: block.head?.[1] ?? block.end }, context), span: [block.start, block.end] as const };
  const [one] = told;
  const own: Draft = { ...head, span: [head.span[0], head.span[1]] };
  if (one && told.length === 1 && own.cadence === null && isAbout(one, first)) return [{ ...own, cadence: one.cadence }];
  const roundsOnly = told.length > 1 && told.every((draft) => draft.cadence !== null) && !/^(?:活动|任务)/.test(context.source.folded.slice(block.start));
  return roundsOnly ? told : [own, ...told];
}

const isAbout = (draft: Draft, sentence: Span | undefined): boolean => sentence !== undefined && draft.span[0] >= sentence[0] && draft.span[1] <= sentence[1];

function inStageOf(block: Block, source: Source): boolean {
  for (let at: Block | null = block; at !== null; at = at.parent) if (at.mark?.kind === 'stage' || (at.head !== null && /阶段(?:\(.*\))?$/.test(source.folded.slice(...at.head)))) return true;
  return false;
}

function isConcrete(head: string, block: Block, words: PlanWords): boolean {
  if (head === '' || head.length > 34) return false;
  if (abstractEnding.test(head)) return false;
  if (block.mark === null && /(?:计划|方案|规划|通知|要点)(?:\(.*\))?$/.test(head)) return false;
  if (block.mark?.kind === 'task') return true;
  if (/^(?:加强|强化|倡导|鼓励|关注|健全|提高|提升|完善|落实|深化|优化|营造)(?!.*[“”])/.test(head) && block.body[1] > block.body[0]) return false;
  return /“[^”]{2,}”/.test(head) || activityNounIn(activityName(head, words), words) !== null;
}

/** Headings that name an order of things, not something held: 宣传教育体系, 工作机制. */
const abstractEnding = /(?:体系|机制|阵地|网络|环境|氛围|意识|能力|理念|格局|模式|水平|制度|建设|责任|职责|措施|关系|保障|目标|方式|形式|内容|对象|时间|地点|要求|目的|频次|团队|领导小组|委员会|队伍|专班)(?:\(.*\))?$/;

type SentenceContext = { readonly onlyCadenced: boolean; readonly inStage: boolean; readonly context: ActivityContext };

/** What a sentence has told so far; `order` is the activity its next words may still speak of. */
type Telling = { readonly out: Draft[]; order: Draft | null };

function draftsOfSentence(sentence: Span, { onlyCadenced, inStage, context }: SentenceContext): Draft[] {
  const { source, words } = context;
  const telling: Telling = { out: [], order: null };
  // 结合世界卫生日等,每月…: the days only colour the monthly round.
  const hasRound = /每[周月季学年]/.test(source.folded.slice(...sentence));
  for (const clause of clausesIn(source.folded, sentence)) {
    const cadences = cadencesIn(source.folded, clause).filter((found) => !(inStage && source.folded.slice(...found.span) === '年度') && !(hasRound && found.cadence.per === 'event' && found.cadence.times === null));
    for (const found of cadences) tellCadence(clause, found, { telling, context });
    if (cadences.length > 0) continue;
    const text = source.folded.slice(...clause);
    const name = activityName(text, words);
    const last = telling.out.at(-1);
    if (last !== undefined && last.cadence !== null && activityNounIn(last.name, words) === null && activityNounIn(name, words) !== null) last.name = name;
    else if (!onlyCadenced && telling.order === null && isOrder(text, words)) telling.out.push((telling.order = { name, span: clause, cadence: null }));
  }
  return telling.out;
}

function tellCadence(clause: Span, found: FoundCadence, { telling, context }: { telling: Telling; context: ActivityContext }): void {
  const draft = cadencedDraft(clause, found, context);
  const second = /^(.{2,20}?)(?:和|、|及|与)(?:至少|不少于)?(?:一|1)(?:次|场|期|个)(.{2,20})$/.exec(draft.name);
  if (second) {
    telling.out.push({ ...draft, name: second[1] ?? '' });
    draft.name = activityName(second[2] ?? '', context.words);
  }
  const { order } = telling;
  const unnamed = activityNounIn(draft.name, context.words) === null;
  if (order === null || !unnamed) telling.out.push((telling.order = draft));
  else if (order.cadence === null) order.cadence = found;
  else if (found.span[0] - clause[0] < 3 && clause[1] - found.span[1] < 3) order.cadence = order.cadence.cadence.times === null ? found : order.cadence;
  else telling.out.push((telling.order = /(?:举办|开展|组织|召开|进行|至少)$|^$/.test(draft.name) ? { ...draft, name: order.name } : draft));
}

function cadencedDraft(clause: Span, found: FoundCadence, { source, words }: ActivityContext): Draft {
  const after = activityName(source.folded.slice(found.span[1], clause[1]), words);
  const before = activityName(source.folded.slice(clause[0], found.span[0]), words);
  const circumstance = /^(?:通过|利用|在|于|由|为|依托|借助)/.test(source.folded.slice(clause[0], found.span[0]));
  const whole = activityName(source.folded.slice(clause[0], found.span[0]) + source.folded.slice(found.span[1], clause[1]), words);
  const inner = activityName(source.folded.slice(...found.span).replace(/^每隔?.{0,3}?(?:工作日|天|日|周|星期|月|季度?|半年|学期|学年|年度?)/, '').replace(/[一二两三四五六七八九十\d]+(?:场次|次|场|期|篇|条|集|个|节|轮|批)$/, ''), words);
  const name = [after, inner, circumstance ? '' : before].find((one) => one.length >= 2 && activityNounIn(one, words) !== null) ?? [after, inner, before, whole].find((one) => one.length >= 2) ?? '';
  return { name, span: clause, cadence: found };
}

/** A clause that tells somebody to hold something: verb first, activity noun behind it. */
function isOrder(clause: string, words: PlanWords): boolean {
  const opening = clause.slice(0, 16);
  if (/如下$|制定本|特制定/.test(clause)) return false;
  if (/^(?:充分利用|充分发挥|依托|借助|包括|即|如|例如|以|使|让|从而|并对其|提高|提升|增强|确保|促进)/.test(clause)) return false;
  if (!words.activityVerbs.some((verb) => opening.includes(verb))) return false;
  const name = activityName(clause, words);
  return name.length >= 3 && name.length <= 26 && !/^(?:他们|其|相关|相互|一定|有效|及时)|(?:水平|意识|能力|素养|关系|质量|团队|领导小组|委员会|队伍|专班)$/.test(name) && activityNounIn(name, words) !== null;
}

function withoutRepeats(drafts: readonly Draft[]): Draft[] {
  const out: Draft[] = [];
  for (const draft of drafts) {
    const same = out.find((one) => one.name === draft.name);
    if (same === undefined || (same.cadence !== null && draft.cadence !== null && same.cadence.cadence.per !== draft.cadence.cadence.per)) out.push(draft);
    else same.cadence ??= draft.cadence;
  }
  return out;
}

function toActivity(draft: Draft, { source, words }: ActivityContext): PlanActivity {
  const { cadence } = draft;
  const base: PlanActivity = {
    name: draft.name, span: draft.span,
    ...(cadence === null ? {} : { cadence: { text: source.text.slice(...cadence.span), ...cadence.cadence } }),
  };
  return withDetails(base, source.folded.slice(...draft.span), words);
}
