import type { PlanActivity, Span } from '../plan.ts';
import { activityName, activityNounIn } from './activity-names.ts';
import { childrenOf } from './blocks.ts';
import type { Block } from './blocks.ts';
import { cadencesIn } from './cadences.ts';
import type { FoundCadence } from './cadences.ts';
import { clausesIn, sentencesIn } from './clauses.ts';
import { withDetails } from './activity-details.ts';
import { alike } from './merging.ts';
import { isMonthOfSchedule } from './phases.ts';
import { asWritten } from './fold.ts';
import type { Source } from './fold.ts';
import { numberOf } from './numbers.ts';
import type { PlanWords } from './words.ts';

export type ActivityContext = { readonly source: Source; readonly words: PlanWords; readonly blocks: readonly Block[] };
type Draft = { name: string; span: Span; cadence: FoundCadence | null };

const silent: ReadonlySet<string> = new Set(['background', 'principles', 'risks', 'population', 'budget', 'closing']);
const cadenceOnly: ReadonlySet<string> = new Set(['goals', 'safeguards', 'evaluation', 'organisation']);
const cardLabel = /^(?:活动)?(?:内容|执行|形式|时间|地点|对象|频次|目的|目标|方式|实施|负责人|责任人|主题|参与对象|具体内容|开展形式|活动频次)$/;

/** The activities of a plan in order: headings that name one, sentences that tell how often, and short orders to hold one. */
export function activitiesIn(context: ActivityContext): PlanActivity[] {
  const parents = childrenOf(context.blocks);
  const cards = new Set([...parents].filter(([, children]) => isCard(children, context)).map(([parent]) => parent));
  const { source } = context;
  const drafts: Draft[] = [];
  const wanted: Draft[] = [];
  const opening = context.blocks.find((block) => block.mark !== null)?.start ?? context.blocks[0]?.end ?? 0;
  for (const block of context.blocks) {
    if (block.cells !== null || isMonthOfSchedule(block, source) || silent.has(block.role ?? '') || (block.mark === null && block.start < opening && block.body[0] === block.body[1])) continue;
    if (block.parent !== null && cards.has(block.parent)) addToCard(block, drafts, context);
    else if (cards.has(block)) drafts.push(headDraft(block, context));
    else if (block.role === 'goals') wanted.push(...wantedRounds(block, context));
    else drafts.push(...draftsOf(block, parents.has(block), context));
  }
  drafts.push(...wanted.filter((one) => !drafts.some((draft) => alike(draft.name, one.name))));
  return withoutRepeats(drafts.filter((draft) => draft.name.length >= 2)).map((draft) => toActivity(draft, context));
}

/** 全年开展健康讲座12场 among the goals is an activity too, when the plan tells of it nowhere else. */
function wantedRounds(block: Block, context: ActivityContext): Draft[] {
  return draftsOf(block, true, context).filter(({ name, cadence }) => cadence !== null && cadence.cadence.times !== null && cadence.cadence.per !== 'event' && name.length >= 3 && activityNounIn(name, context.words) !== null && !/[率度]|(?:[数量]|时间|时长)$/.test(name) && /[\d一二两三四五六七八九十]/.test(context.source.folded.slice(...cadence.span).replace(/每./, '')));
}

/** A heading followed by 内容:, 时间:, 形式: lines describes one activity. */
function isCard(children: readonly Block[], { source }: ActivityContext): boolean {
  const labels = children.filter((block) => block.head !== null && cardLabel.test(source.folded.slice(...block.head).trim()));
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
  return { name: activityName(head.split(',')[0] ?? '', words), span: [block.start, block.end], cadence: cadencesIn(source.folded, [block.start, block.end])[0] ?? null };
}

function draftsOf(block: Block, isParent: boolean, context: ActivityContext): Draft[] {
  if (isCalendarItem(block, context)) return calendarDrafts(block, context);
  const { source } = context;
  const inStage = inStageOf(block, source);
  const onlyCadenced = cadenceOnly.has(block.role ?? '') || inStage || isParent;
  const named = !onlyCadenced && !block.opensRole && isConcrete(headOf(block, source), block, context.words);
  const sentences = sentencesIn(source.folded, block.head === null ? [block.start + (block.mark?.length ?? 0), block.end] : block.body);
  const told = sentences.flatMap((sentence) => draftsOfSentence(sentence, { onlyCadenced: onlyCadenced || named, inStage, context }));
  if (named) return withHead(block, told, { context, first: sentences[0] });
  const title = headOf(block, source);
  if (title !== '' && title.length <= 14 && !block.opensRole && !isParent && !abstractEnding.test(title)) return told.map((draft) => (draft.cadence !== null && draft.name.length < 3 ? withNameOfHead(draft, activityName(title, context.words), context.words) : draft));
  const cadenced = block.head !== null && told.length === 0 && cadencesIn(source.folded, block.head).length > 0;
  return cadenced ? [headDraft(block, context)] : told;
}

const monthHead = /^(?:20\d\d年)?(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:[、-](?:\d{1,2}|[一二三四五六七八九十]{1,2}))?月份?(?:\d{1,2}日)?(?=[ :、(,]|$)/;

/** A line of a calendar (3月:大扫除、讲座) or an item below such a line. */
function isCalendarItem(block: Block, { source }: ActivityContext): boolean {
  const line = (one: Block): string => source.folded.slice(one.start + (one.mark?.length ?? 0), Math.min(one.end, one.start + 24));
  return block.role === 'schedule' && (monthHead.test(line(block)) || (block.parent !== null && monthHead.test(line(block.parent))));
}

function calendarDrafts(block: Block, { source, words }: ActivityContext): Draft[] {
  const text = source.folded.slice(block.start + (block.mark?.length ?? 0), block.end);
  const lead = monthHead.exec(text)?.[0].length ?? 0;
  return text.slice(lead).replace(/^[ :、(]+/, '').split(/[,;。]/).flatMap((piece): Draft[] => {
    const parts = piece.split('、');
    const each = parts.length > 1 && parts.every((part) => activityNounIn(part, words) !== null) ? parts : [piece];
    return each.map((part) => ({ name: activityName(part.trim(), words), span: [block.start, block.end] as Span, cadence: null })).filter(({ name }) => name.length >= 3 && activityNounIn(name, words) !== null && !/^(?:汇总|整理|制定|归档|撰写|资料)/.test(name));
  });
}

const headOf = (block: Block, source: Source): string => (block.head === null ? '' : source.folded.slice(...block.head));

/** The heading's activity beside those its text tells of; one told frequency is the heading's own. */
function withHead(block: Block, told: Draft[], { context, first }: { context: ActivityContext; first: Span | undefined }): Draft[] {
  const head = { ...headDraft({ ...block, end: block.head?.[1] ?? block.end }, context), span: [block.start, block.end] as const };
  const named = told.map((draft) => withNameOfHead(draft, head.name, context.words));
  const [one] = named;
  const own: Draft = { ...head, span: [head.span[0], head.span[1]] };
  if (one && named.length === 1 && own.cadence === null && isAbout(one, first)) return [{ ...own, name: !/[“”]/.test(headOf(block, context.source)) && isAnother(one.name, own.name, context.words) ? one.name : own.name, cadence: one.cadence }];
  if (own.cadence?.cadence.times === null && named.some((draft) => draft.cadence !== null)) return named;
  const roundsOnly = named.length > 1 && named.every((draft) => draft.cadence !== null) && !/^(?:活动|任务)/.test(context.source.folded.slice(block.start));
  return roundsOnly ? named : [own, ...named];
}

/** The place or the people a round is for. */
const placeForm = /^(?:各(?=..)|每个?)?(.{0,12}?(?:卫生室|卫生院|卫生站|服务站|中心|[站村校班]|社区|学校|科室|企业|患者|人群|家庭|学生|居民|职工|员工))$/;

/** So many characters name a thing; fewer are a bare deed (更换, 开课). */
const namedLength = 4;

/** 健康讲座:每月20日举办一次,各村每季度1次: what the text leaves unnamed is the heading's, of the place named. */
function withNameOfHead(draft: Draft, head: string, words: PlanWords): Draft {
  const place = placeForm.exec(draft.name)?.[1];
  if (draft.cadence === null || activityNounIn(draft.name, words) !== null || (place === undefined && draft.name.length >= namedLength)) return draft;
  return { ...draft, name: place === undefined ? head : place + head };
}

const endNounOf = (name: string, words: PlanWords): string | null => words.activityNouns.find((noun) => name.endsWith(noun)) ?? null;

function shareTwo(a: string, b: string): boolean {
  for (let i = 0; i + 1 < a.length; i++) if (b.includes(a.slice(i, i + 2))) return true;
  return false;
}

/** 戒烟帮扶:每月开展戒烟咨询 is 戒烟咨询; 健康讲座:每月举办健康知识讲座 stays the heading's. */
function isAnother(told: string, head: string, words: PlanWords): boolean {
  const noun = endNounOf(told, words) ?? activityNounIn(told, words);
  if (noun === null) return told.length >= namedLength && told.length <= 14 && !placeForm.test(told) && !shareTwo(told, head) && endNounOf(head, words) === null;
  if (told.length > 14 || head.includes(noun)) return false;
  return endNounOf(head, words) === null || head.length <= 2 || !shareTwo(told, head);
}

const isAbout = (draft: Draft, sentence: Span | undefined): boolean => sentence !== undefined && draft.span[0] >= sentence[0] && draft.span[1] <= sentence[1];

function inStageOf(block: Block, source: Source): boolean {
  for (let at: Block | null = block; at !== null; at = at.parent) if (at.mark?.kind === 'stage' || (at.head !== null && /(?:阶段|[备施结动进广固估]期)(?:\(.*\))?$/.test(source.folded.slice(...at.head)))) return true;
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

/** No clause tells of more rounds than this. */
const mostRounds = 12;

/** What a sentence has told so far; `order` is the activity its next words may still speak of. */
type Telling = { readonly out: Draft[]; order: Draft | null };

function draftsOfSentence(sentence: Span, { onlyCadenced, inStage, context }: SentenceContext): Draft[] {
  const { source, words } = context;
  const telling: Telling = { out: [], order: null };
  // 结合世界卫生日等,每月…: the days only colour the monthly round.
  const hasRound = /每[周月季学年]|全年|年内/.test(source.folded.slice(...sentence));
  let before = '';
  for (const clause of clausesIn(source.folded, sentence)) {
    const cadences = cadencesIn(source.folded, clause).filter((found) => !(inStage && source.folded.slice(...found.span) === '年度') && !(hasRound && found.cadence.per === 'event' && found.cadence.times === null));
    for (const found of cadences.slice(0, mostRounds)) tellCadence(clause, found, { telling, context, before });
    const text = source.folded.slice(...clause);
    before = text;
    if (cadences.length > 0) continue;
    const name = activityName(text, words);
    const last = telling.out.at(-1);
    if (last !== undefined && last.cadence !== null && last.name.length <= 4 && activityNounIn(last.name, words) === null && activityNounIn(name, words) !== null) last.name = name;
    else if (!onlyCadenced && telling.order === null && isOrder(text, words)) telling.out.push((telling.order = { name, span: clause, cadence: null }));
  }
  return telling.out;
}

function tellCadence(clause: Span, found: FoundCadence, { telling, context, before }: { telling: Telling; context: ActivityContext; before: string }): void {
  const draft = cadencedDraft(clause, found, context);
  draft.name = telling.order === null && isBareOf(before, draft.name, context.words) ? nameBefore(before, draft.name === '', context.words) ?? draft.name : fullNameIn(before, draft.name);
  const second = /^(.{2,20}?)(?:和|、|及|与)(?:至少|不少于)?(?:一|1)(?:次|场|期|个)(.{2,20})$/.exec(draft.name);
  if (second) {
    telling.out.push({ ...draft, name: second[1] ?? '' });
    draft.name = activityName(second[2] ?? '', context.words);
  }
  if (!retold(draft, found, { telling, context })) addDraft(draft, clause, { telling, context });
  telling.out.push(...alsoCounted(clause, found, context));
}

/** A frequency told of the results replaces 适时 told of the thing itself. */
function retold(draft: Draft, found: FoundCadence, { telling, context }: { telling: Telling; context: ActivityContext }): boolean {
  const last = telling.out.at(-1);
  if (last?.cadence?.cadence.times !== null || found.cadence.times === null) return false;
  if (!/结果|情况/.test(draft.name) || !sharesNoun(last.name, draft.name, context.words)) return false;
  last.cadence = found;
  return true;
}

/** Adds a draft with a name of its own; a nameless one tells of the order before it, of its place if it names one. */
function addDraft(draft: Draft, clause: Span, { telling, context }: { telling: Telling; context: ActivityContext }): void {
  const { order } = telling;
  const found = draft.cadence;
  if (found === null || order === null || activityNounIn(draft.name, context.words) !== null) {
    telling.out.push((telling.order = draft));
    return;
  }
  const place = placeForm.exec(context.source.folded.slice(clause[0], found.span[0]).trim())?.[1];
  const known = order.cadence?.cadence.times ?? null;
  if (known !== null && place !== undefined && found.cadence.times !== null && !placeForm.test(order.name)) telling.out.push({ ...draft, name: place + order.name });
  else if (order.cadence === null) order.cadence = found;
  else if (found.span[0] - clause[0] < 3 && clause[1] - found.span[1] < 3 && draft.name.length < 3) order.cadence = known === null ? found : order.cadence;
  else telling.out.push((telling.order = /(?:举办|开展|组织|召开|进行|至少)$|^$/.test(draft.name) ? { ...draft, name: order.name } : draft));
}

/** 全年开展讲座12场、培训4期: what follows has the same period. */
function alsoCounted(clause: Span, found: FoundCadence, { source, words }: ActivityContext): Draft[] {
  if (['event', 'once', 'irregular'].includes(found.cadence.per) || found.cadence.times === null) return [];
  const rest = source.folded.slice(found.span[1], clause[1]);
  const run = /^(?:[、和及与][^,、。\d]{2,14}?(?:\d+|[一二两三四五六])(?:场|次|期|节|讲|轮|篇))+/.exec(rest)?.[0] ?? '';
  return [...run.matchAll(/[、和及与]([^,、。\d]{2,14}?)(\d+|[一二两三四五六])(?:场|次|期|节|讲|轮|篇)/g)].map((hit): Draft => ({
    name: activityName(hit[1] ?? '', words), span: clause,
    cadence: { span: [found.span[1] + hit.index + 1, found.span[1] + hit.index + hit[0].length], cadence: { times: numberOf(hit[2] ?? ''), per: found.cadence.per } },
  }));
}

/** 建立联席会议制度,每半年召开一次会议: the bare noun is the one named before. */
function fullNameIn(before: string, name: string): string {
  if (!/^(?:会议|例会|培训|讲座|检查|督导|活动|演练|评估|宣传)$/.test(name)) return name;
  return new RegExp(`[\\u4e00-\\u9fff]{2,4}${name}`).exec(before)?.[0].replace(/^(?:建立|完善|健全|落实|实行|召开|开展|举办)/, '') ?? name;
}

const isBareOf = (before: string, name: string, words: PlanWords): boolean => activityNounIn(name, words) === null && (name.length < 3 || /“[^”]{2,}”/.test(before));

/** 科普大篷车开进集市,每月2场: the clause before says of what. */
function nameBefore(before: string, bare: boolean, words: PlanWords): string | null {
  const name = /“([^”]{2,14})”/.exec(before)?.[1] ?? activityName(before, words);
  return name.length >= 2 && name.length <= 20 && (bare || activityNounIn(name, words) !== null) ? name : null;
}

/** 适时开展评比,每季度公布评比结果: one activity told twice. */
const sharesNoun = (a: string, b: string, words: PlanWords): boolean => words.activityNouns.some((noun) => a.includes(noun) && b.includes(noun));

/** Who does it, not what is done: 镇卫生院每月督导. */
const isDoer = /(?:[院所校站办局科组处室村镇厂班年月周]|中心|单位|社区|医生|公司|人员|[老教]师|家长|组织|开展|进行|部门|定期)$/;

/** A verb that says nothing of what is done. */
const emptyDeed = /^(?:开展|组织|举办|举行|召开|进行|实施|不少于|不低于|至少|更换|更新|开放|轮换|开课|一次|左右|以上)/;

/** A place where something is done is no name of it. */
const isPlace = /(?:食堂|餐厅|门诊大厅|公众号|平台)$/;

function cadencedDraft(clause: Span, found: FoundCadence, { source, words }: ActivityContext): Draft {
  const behind = source.folded.slice(found.span[1], clause[1]);
  const after = /^[、和及与]/.test(behind) ? '' : activityName(behind, words);
  const before = activityName(source.folded.slice(clause[0], found.span[0]), words);
  const circumstance = /^(?:通过|利用|在|于|由|为|依托|借助)/.test(source.folded.slice(clause[0], found.span[0]));
  const whole = activityName(source.folded.slice(clause[0], found.span[0]) + source.folded.slice(found.span[1], clause[1]), words);
  const written = source.folded.slice(...found.span);
  const inner = !/^每|^全年|^年内|^[一两]/.test(written) ? '' : activityName(written.replace(/^每隔?.{0,3}?(?:工作日|天|日|周|星期|月|季度?|半年|学期|学年|年度?)/, '').replace(/[一二两三四五六七八九十\d]+(?:场次|次|场|期|篇|条|集|个|节|轮|批)$/, ''), words);
  const treatedWhom = /^(?:对|为|向|给)[^,]{0,24}?([^,的于]{2,8})$/.exec(source.folded.slice(clause[0], found.span[0]).trim())?.[1];
  const ends = behind.trim() === '';
  const bareDeed = [after, inner].find((one) => (one.length === 2 && activityNounIn(one, words) !== null) || (ends && (one.length === 2 || one.length === 3) && !emptyDeed.test(one)));
  if (treatedWhom !== undefined && bareDeed !== undefined) return { name: treatedWhom + bareDeed, span: clause, cadence: found };
  const what = /^((?:“[^”]{1,12}”)?[\u4e00-\u9fff]{2,6})$/.exec(source.folded.slice(clause[0], found.span[0]).trim())?.[1];
  if (what !== undefined && bareDeed !== undefined && !what.includes(bareDeed) && !isDoer.test(what) && !words.audiences.includes(what)) return { name: what.replace(/[“”]/g, '') + bareDeed, span: clause, cadence: found };
  const name = [after, inner, circumstance || (isPlace.test(before) && after.length >= namedLength) ? '' : before].find((one) => one.length >= 2 && activityNounIn(one, words) !== null) ?? [after, inner, before, whole].find((one) => one.length >= 2) ?? '';
  return { name, span: clause, cadence: found };
}

/** A clause that tells somebody to hold something: verb first, activity noun behind it. */
function isOrder(clause: string, words: PlanWords): boolean {
  const opening = clause.slice(0, 16);
  if (/以[^,]{2,24}为(?:抓手|主线|目标|核心|重点|契机|载体|中心|导向|引领|基础|目的)$/.test(clause)) return false;
  if (/如下$|制定本|特制定|(?:要求|精神|方案|规定|意见|通知|办法|标准|计划|制度)$/.test(clause) || /[率度]\s?(?:达|≥|>|\d|不低于|保持|控制|提高到)|\d%/.test(clause)) return false;
  if (/^(?:充分利用|充分发挥|依托|借助|包括|即|如|例如|以|使|让|从而|并对其|提高|提升|增强|确保|促进)/.test(clause)) return false;
  if (!words.activityVerbs.some((verb) => opening.includes(verb))) return false;
  const name = activityName(clause, words);
  if (/^为(?:了|做好|贯彻|落实|进一步|加强|推动|推进|深入|切实|全面|提高|巩固|保护)/.test(clause) || /(?:\d+|[一二两三四五六七八九十若]干?)(?:名|人)$/.test(name)) return false;
  return name.length >= 3 && name.length <= 26 && !/^(?:他们|其|相关|相互|一定|有效|及时)|(?:水平|意识|能力|素养|关系|质量|团队|领导小组|委员会|队伍|专班)$/.test(name) && activityNounIn(name, words) !== null;
}

function withoutRepeats(drafts: readonly Draft[]): Draft[] {
  const out: Draft[] = [];
  const first = new Map<string, Draft>();
  for (const draft of drafts) {
    const same = first.get(draft.name);
    if (same === undefined) first.set(draft.name, draft);
    if (same === undefined || (same.cadence !== null && draft.cadence !== null && same.cadence.cadence.per !== draft.cadence.cadence.per)) out.push(draft);
    else same.cadence ??= draft.cadence;
  }
  return out;
}

function toActivity(draft: Draft, { source, words }: ActivityContext): PlanActivity {
  const { cadence } = draft;
  const base: PlanActivity = {
    name: asWritten(source, draft.span, draft.name), span: draft.span,
    ...(cadence === null ? {} : { cadence: { text: source.text.slice(...cadence.span), ...cadence.cadence } }),
  };
  return withDetails(base, source.folded.slice(...draft.span), words);
}
