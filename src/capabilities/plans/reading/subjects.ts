import type { PlanWords } from './words.ts';

const leading = /^(?:[,、;:和及与并且的以]|同时|其中|即|到20\d\d学?年(?:\d{1,2}月)?(?:底|末)?前?|至20\d\d年底?|20\d\d年(?:\d{1,2}月)?(?:底|末)?前?内?|在?本年度内?|年内|年底前?|今年|全年|力争(?:到|使|将|在)?|争取(?:使|将|在)?|努力(?:使|将)?|确保|实现|保证|使(?!用)得?|将|把|让|达到|要求|做到|逐步|进一步|不断|继续|切实|有效|全面(?!无烟|两孩|健康)|大幅|显著|持续|稳步|明显|在?[一二三四五六\d]+年内|项目结束时|以及|并|也|通过[^,]{2,20}(?=使)|旨在|目标是|目标为)/;

/** A subject without 力争, 到2025年 and other words that open a sentence but name no measure. */
export function bareSubject(subject: string): { text: string; skipped: number } {
  let rest = subject;
  for (let guard = 0; guard < 10; guard++) {
    const hit = leading.exec(rest.trimStart());
    if (!hit) break;
    rest = rest.trimStart().slice(hit[0].length);
  }
  rest = rest.trimStart();
  return { text: rest.trimEnd(), skipped: subject.length - subject.trimEnd().length === 0 ? subject.length - rest.length : subject.trimEnd().length - rest.trimEnd().length };
}

/** The name of a measure: brackets, 的, quotes and verbs of change in front taken away. */
export function metricName(subject: string): string {
  return subject
    .replace(/\([^)]*\)?/g, '')
    .replace(/^.*\)/, '')
    .replace(/^(?:其|该|此|这一?|上述|相关指标|指标)/, '')
    .replace(/^(?:显著|有效|稳步|逐步|进一步|大力|不断|切实|努力)?(?:提高|提升|降低|减少|增加|扩大|加强|控制|保持|缩短)(?=.{2,}(?:率|度|水平|比例|数|量|时间|寿命)$)/, '')
    .replace(/[的“”"'《》\s]/g, '')
    .replace(/^(?:[、和与及或且并以将对]|使(?!用))+|[、和与及,:]+$/g, '');
}

/**
 * The measures that one subject names: 血压、血糖达标率 are two. `values` is the number of figures that
 * follow; `each` is true where the text says 均, 都, 各 or 分别.
 */
export function measuresOf(subject: string, { values, each }: { values: number; each: boolean }, words: PlanWords): string[] {
  const flat = subject.replace(/\([^)]*\)/g, '').replace(/^.*[^\u4e00-\u9fff]?等(?![候待级效同])(?=.{3,})/, '').trim();
  const items = itemsOf(flat, each || values > 1, words);
  if (items.length < 2 || (values === 1 && !each && describes(items.at(-1) ?? '', words))) return [flat];
  if (values === 1 && !each && !items.slice(0, -1).every((item) => endsInMeasure(item, words) || words.enumerable.some((word) => item.endsWith(word)))) return [flat];
  const head = headOf(items.at(-1) ?? '', words);
  if (head === '') return [flat];
  const whole = items.map((item, i) => (i === items.length - 1 || endsInMeasure(item, words) ? item : item + head));
  if (values > 1 && whole.length > values) return whole.slice(-values);
  if (values > 1 && whole.length < values) return [flat];
  return shareScope(whole);
}

/** 能做血压、血糖两项检查的卫生室比例: the list describes what the measure is of. */
function describes(last: string, words: PlanWords): boolean {
  const at = last.indexOf('的');
  return at > 2 && !words.enumerable.some((word) => last.slice(0, at).includes(word) && at - word.length <= 4);
}

/** Words between one of the enumerated and the measure; more make it a name of its own. */
const longestHead = 10;

function itemsOf(subject: string, each: boolean, words: PlanWords): string[] {
  const byComma = subject.split('、').map((item) => item.trim()).filter((item) => item !== '');
  return byComma.flatMap((item) => splitAtAnd(item, each || byComma.length > 1, words));
}

function splitAtAnd(item: string, each: boolean, words: PlanWords): string[] {
  for (const hit of item.matchAll(/(?:以及|和|及|与)/g)) {
    const [left, right] = [item.slice(0, hit.index), item.slice(hit.index + hit[0].length)];
    if (left === '' || right === '' || /^(?:以上|以下|其)/.test(right)) continue;
    const both = endsInMeasure(left, words) && endsInMeasure(right, words);
    // 宫颈癌及癌前病变患者治疗率 is one measure, 血压和血糖控制率 are two.
    if (!each && hit[0] !== '和' && !both) continue;
    if (!each && !both && /(?:患者|病人|人群|人员)$/.test(left)) continue;
    const parallel = words.enumerable.some((word) => left.endsWith(word)) && words.enumerable.some((word) => (right.startsWith(word) && (each || right.length - word.length <= longestHead)) || (!right.startsWith(word) && right.slice(0, 8).includes(word)));
    if (both || parallel || (each && words.enumerable.some((word) => left.endsWith(word)))) return [left, ...splitAtAnd(right, each, words)];
  }
  return [item];
}

/** The people a measure is of, when they open its name: 学生 in 学生近视率, 65岁及以上老年人 in 65岁及以上老年人健康管理率. */
export function scopeOf(metric: string, words: PlanWords): string | null {
  const ages = /^(?:全[省市县区镇州村校院国]|[我本][省市县区镇州村校院])?(?:\d{1,3}(?:-\d{1,3})?(?:个月|周?岁)(?:及?以[上下内])?的?)?/.exec(metric)?.[0].length ?? 0;
  const rest = metric.slice(ages);
  const found = words.audiences.map((word) => ({ word, at: rest.indexOf(word) })).filter(({ at }) => at >= 0 && at <= 6).sort((a, b) => a.at - b.at || b.word.length - a.word.length)[0];
  if (found === undefined) return null;
  const scope = metric.slice(0, ages + found.at + found.word.length);
  const measure = metric.slice(scope.length);
  return measure.length >= 3 && endsInMeasure(measure, words) && !/^(?:和|及|与|对|家|食堂|人)/.test(measure) ? scope : null;
}

export const endsInMeasure = (item: string, words: PlanWords): boolean => words.measures.some((measure) => item.endsWith(measure));

/** The common head of enumerated measures: 达标率 of 血糖达标率. */
function headOf(last: string, words: PlanWords): string {
  const measure = words.measures.find((one) => last.endsWith(one) && last.length > one.length);
  if (measure === undefined) return '';
  const group = words.enumerable.map((word) => ({ word, at: last.indexOf(word) })).filter(({ at }) => at >= 0 && at <= 4).sort((a, b) => a.at - b.at || b.word.length - a.word.length)[0];
  const tail = group === undefined ? measure : last.slice(group.at + group.word.length);
  return tail.length >= measure.length ? tail : measure;
}

/** `管理患者的血压、血糖达标率`: the scope before 的 in the first item holds for all. */
function shareScope(items: string[]): string[] {
  const scope = /^(.{2,12}的)(?=.)/.exec(items[0] ?? '')?.[1];
  return scope === undefined ? items : items.map((item, i) => (i === 0 ? item.slice(scope.length) : item));
}
