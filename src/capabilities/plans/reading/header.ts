import type { Period, Plan, Setting, Span } from '../plan.ts';
import type { Source } from './fold.ts';
import { spellOf } from './dates.ts';
import { numberOf } from './numbers.ts';
import type { PlanWords } from './words.ts';

const titleLine = /(?:计划|方案|规划|要点|安排|意见|纲要)(?:书)?(?:\([^)]{1,24}\))?》?(?:范文|模板|样本)?(?:\([^)]{1,24}\))?$/;

/** The title: a 项目名称 or 主题 line, else the first line that names a plan. */
export function titleOf(source: Source, [start, end]: Span): string {
  const head = source.folded.slice(start, Math.min(end, start + 900)).split('\n').slice(0, 14);
  const named = head.map((line) => /^(?:项目名称|方案名称|计划名称|主题|题目|标题)\s?:\s?(.{4,80})$/.exec(line)?.[1]).find((one) => one !== undefined);
  const lines = head.map((line) => (isWholeTitle(line) ? line : line.split(/(?=一、)|[。,]|(?<=计划|方案|要点|规划) /)[0] ?? '').trim()).filter((line) => line !== '' && !/>|^(?:首页|当前位置|发布|来源)/.test(line));
  const issued = head.map((line) => /印发.{0,10}《([^》]{4,60})》/.exec(line)?.[1]).find((one) => one !== undefined);
  const found = named ?? issued ?? lines.find((line) => line.length <= 60 && titleLine.test(line) && !/^关于|[。;]/.test(line) && !/^[一二三四五六七八九十]、/.test(line))
    ?? lines.find((line) => line.length <= 60 && /计划|方案|通知/.test(line)) ?? (lines[0]?.slice(0, 60) ?? '');
  const at = source.folded.indexOf(found, start);
  return (at >= 0 ? source.text.slice(at, at + found.length) : found).replace(/[。::]+$/, '').replace(/^(?:第?[一二三四五六七八九十]{1,2}篇|篇[一二三四五六七八九十]{1,2})[:：、\s]\s?(?=.{4})/, '').trim();
}

/** “相伴成长,健康同行”——某校工作计划: a comma inside a title parts nothing. */
const isWholeTitle = (line: string): boolean => line.length <= 60 && titleLine.test(line) && !/[。;:!?\s]|^(?:为|根据|按照|依据|结合|围绕|现|经|一、)/.test(line);

/** The period the plan covers; days only where the text fixes them. */
export function periodOf(source: Source, [start, end]: Span, title: string): Period {
  const opening = source.folded.slice(start, Math.min(end, start + 1500));
  const written = [title, opening].map((text) => /(?:项目|实施|计划|活动|工作)?(?:周期|期限|时间)\s?:?\s?(20\d\d年\d{1,2}月(?:\d{1,2}日)?\s?(?:-|至|到)\s?(?:20\d\d年)?\d{1,2}月)/.exec(text)?.[1]
    ?? /[(]?(20\d\d(?:学年|年)?\s?(?:-|至)\s?20\d\d(?:学年|年)?)/.exec(text)?.[1]).find((one) => one !== undefined);
  const text = written ?? yearIn(title) ?? yearIn(opening.slice(0, 500)) ?? /本年度|本学年|本学期|20[xX×*]{2}年|今年/.exec(source.folded.slice(start, end))?.[0] ?? '';
  const spell = spellOf(text.replace(/(20\d\d)(?=\s?-)/, '$1年'), null);
  const at = source.folded.indexOf(text, start);
  const shown = text !== '' && at >= 0 ? source.text.slice(at, at + text.length) : text;
  const years = /^(20\d\d)\D*?(20\d\d)学年$/.exec(text);
  if (years) return { text: shown, start: `${years[1]}-09-01`, end: `${years[2]}-07-31` };
  return { text: shown, ...(spell.start === null ? {} : { start: spell.start }), ...(spell.end === null ? {} : { end: spell.end }) };
}

function yearIn(text: string): string | null {
  const hit = /(?<![到至较比与〔(])(20\d\d)(?:学?年度?|\s?年)(?!.{0,6}(?:调查|监测|显示|基线))/.exec(text);
  if (hit) return hit[0];
  const hanzi = /(二零[一二三四五六七八九零]{2})年/.exec(text);
  return hanzi ? `${numberOf(hanzi[1] ?? '')}年` : null;
}

export const planYear = (plan: Pick<Plan, 'period'>): number | null => (plan.period.start === undefined ? null : Number(plan.period.start.slice(0, 4)));

/** The first year in the title, and the earliest one by which the text wants something. */
export function yearsOf(folded: string, title: string): { start: number | null; target: number | null } {
  const wanted = [...folded.matchAll(/[到至](20\d\d)年/g)].map((hit) => Number(hit[1]));
  const named = /20\d\d/.exec(title)?.[0];
  return { start: named === undefined ? null : Number(named), target: wanted.length === 0 ? null : Math.min(...wanted) };
}

/** Where the plan is carried out: the setting whose words it uses most, the title counting most. */
export function settingOf(folded: string, title: string, words: PlanWords): Setting {
  const fallback: { setting: Setting; score: number } = { setting: 'other', score: 0 };
  const scores = words.settings.map(({ setting, words: list }): { setting: Setting; score: number } => {
    const score = list.reduce((sum, word) => sum + Math.min(12, folded.split(word).length - 1) + (title.includes(word) ? 40 : 0), 0);
    return { setting, score: score / Math.sqrt(list.length) };
  });
  const best = scores.reduce((a, b) => (b.score > a.score ? b : a), fallback);
  return best.score > 0.25 ? best.setting : 'other';
}
