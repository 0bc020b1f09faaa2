import type { GoalUnit, Span } from '../plan.ts';
import { anyNumber, arabic, hanzi, numberOf, tidy } from './numbers.ts';
import type { PlanWords } from './words.ts';

/** A number with its unit as it stands in the text. `kind` rate: percent and the like; count: number with a measure word. */
export type Quantity = {
  readonly span: Span;
  readonly kind: 'rate' | 'count' | 'times';
  readonly value: number;
  readonly max: number | null;
  readonly unit: GoalUnit;
  /** The measure word written (名, 场, %, 个百分点). */
  readonly word: string;
  /** 余, 多 or 近 beside the number. */
  readonly about: boolean;
  /** The number as written when it is no plain percentage or count. */
  readonly written: string | null;
};

const range = '\\s?(?:-|至|到)\\s?';
/** No number inside a blank (9X%), a decimal, a date, a document number or a longer number. */
const guard = '(?<![\\dxX×_.〔\\[/])';
const rateForms: ReadonlyArray<readonly [RegExp, (hit: RegExpExecArray) => Partial<Quantity> & { value: number }]> = [
  [new RegExp(`${guard}(${arabic})%?${range}(${arabic})%`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? ''), max: numberOf(hit[2] ?? '') })],
  [new RegExp(`${guard}(${arabic})\\s?%(?!%)`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? '') })],
  [new RegExp(`百分之(${anyNumber})${range}(?:百分之)?(${anyNumber})`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? ''), max: numberOf(hit[2] ?? ''), written: hit[0] })],
  [new RegExp(`百分之(${anyNumber})`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? '') })],
  [new RegExp(`${guard}(${anyNumber})(?:${range}(${anyNumber}))?\\s?(?:个百分点|个点|百分点)`, 'g'), (hit) => ({ ...ranged(hit), unit: 'percentage-points', word: '个百分点' })],
  [new RegExp(`${guard}(${arabic})\\s?‰`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? ''), unit: 'permille', word: '‰' })],
  [new RegExp(`千分之(${anyNumber})`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? ''), unit: 'permille', written: hit[0] })],
  [new RegExp(`${guard}(${arabic})\\s?/\\s?(?:10万|十万|100000|100,000)`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? ''), unit: 'per-100k', word: '/10万' })],
  [new RegExp(`十万分之(${anyNumber})`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? ''), unit: 'per-100k', written: hit[0] })],
  [/(?<![统第唯单专划同不])([一二两三四五六七八九])成([一二三四五六七八九半])?(?![立为员果效功长年就人分绩品本份因熟语])/g, (hit) => ({ value: chengOf(hit), written: hit[0] })],
  [/(?<![百千万亿十])([二两三四五六七八九])分之([一二三四五六七八])/g, (hit) => ({ value: fractionOf(numberOf(hit[2] ?? ''), numberOf(hit[1] ?? '')), written: hit[0] })],
  [/(?<![\d/.])([1-9])\/([2-9]|10)(?![\d/.万])(?=以上|的|及|左右|$|[,。;、)])/g, (hit) => ({ value: fractionOf(Number(hit[1]), Number(hit[2])), written: hit[0] })],
  [new RegExp(`(?<=分\\s?(?:≥|≤|>|<|达到|达|不低于|不少于|提高到|提升至|在)\\s?)(${arabic})(?![\\d.%‰/])(?=[,。;、)(]|以上|以下|$)`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? ''), unit: 'score', word: '分', kind: 'count' })],
  [new RegExp(`(?<=[率度]\\s?(?:≥|≤|>|<|达到|达|不低于|不少于|提高到|提升至|控制在)\\s?)(${arabic})(?![\\d.%‰/])(?=[,。;、)(]|以上|以下|以内|$)`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? ''), written: hit[0] })],
  [new RegExp(`(?<=人[次数]\\s?(?:≥|>|达到|达|突破|超过|不少于|不低于))(${arabic}万?)(?=[,。;、)(]|以上|$)`, 'g'), (hit) => ({ value: numberOf(hit[1] ?? ''), unit: /人次[^,]{0,4}$/.test(hit.input.slice(0, hit.index)) ? 'person-times' : 'persons', word: '人次', kind: 'count' })],
  [/(?<=[\u4e00-\u9fff]为\s?)(?:0|零)(?=[,。;、)]|$)/g, () => ({ value: 0, unit: 'count', word: '零', kind: 'count' })],
  [/每?(十|百|10|100)(?:位|个|名)?[^,。;、\d]{0,8}?[里中](?:就?有|至少有?|约有?|不少于|不低于|超过){0,3}([一二两三四五六七八九十\d]{1,3})(?:位|个|名|人)/g, (hit) => ({ value: fractionOf(numberOf(hit[2] ?? ''), numberOf(hit[1] ?? '')), written: hit[0] })],
  [/(?<![另前后上下第对])(?:一半|半数)/g, (hit) => ({ value: 50, written: hit[0] })],
  [/(?:翻一番|翻番)/g, (hit) => ({ value: 100, written: hit[0], word: '番' })],
];

const chengOf = (hit: RegExpExecArray): number => numberOf(hit[1] ?? '') * 10 + (hit[2] === '半' ? 5 : hit[2] ? numberOf(hit[2]) : 0);
const fractionOf = (top: number, bottom: number): number => Math.round((top / bottom) * 10_000) / 100;

function ranged(hit: RegExpExecArray): { value: number; max: number | null } {
  return { value: numberOf(hit[1] ?? ''), max: hit[2] === undefined ? null : numberOf(hit[2]) };
}

/** Every quantity of `span`, in order, none overlapping another. */
export function quantitiesIn(folded: string, span: Span, words: PlanWords): Quantity[] {
  const text = folded.slice(...span);
  const taken: Quantity[] = [];
  for (const [form, read] of rateForms) {
    for (const hit of text.matchAll(form)) {
      const base: Quantity = { span: [span[0] + hit.index, span[0] + hit.index + hit[0].length], kind: 'rate', value: 0, max: null, unit: 'percent', word: '%', about: false, written: null };
      add(taken, { ...base, ...read(hit) });
    }
  }
  for (const quantity of countsIn(text, span[0], words)) add(taken, quantity);
  return withSharedPoints(taken.sort((a, b) => a.span[0] - b.span[0]), folded);
}

/** 5个、6个百分点: the first figure is in points too. */
function withSharedPoints(sorted: readonly Quantity[], folded: string): Quantity[] {
  return sorted.map((one, i) => {
    const next = sorted[i + 1];
    const shares = one.kind === 'count' && one.word === '个' && next?.unit === 'percentage-points' && /^[、和及与]$/.test(folded.slice(one.span[1], next.span[0]));
    return shares ? { ...one, kind: 'rate', unit: 'percentage-points', word: '个百分点' } : one;
  });
}

function add(taken: Quantity[], one: Quantity): void {
  const overlaps = taken.some(({ span }) => span[0] < one.span[1] && one.span[0] < span[1]);
  if (!overlaps && !Number.isNaN(one.value) && !(one.max !== null && (Number.isNaN(one.max) || one.max <= one.value))) taken.push(one);
}

const countForms = new WeakMap<PlanWords, RegExp>();

function countForm(words: PlanWords): RegExp {
  const known = countForms.get(words);
  if (known) return known;
  const measures = Object.keys(words.units).sort((a, b) => b.length - a.length).join('|');
  const scaled = `(?:${arabic})(?:万|亿|千|百)?|${hanzi}(?:万|亿)?`;
  const form = new RegExp(`${guard}(?<![第每一二三四五六七八九十百千万])(${scaled})([余多])?(?:${range}(${scaled}))?([余多])?\\s?(${measures})`, 'g');
  countForms.set(words, form);
  return form;
}

function countsIn(text: string, offset: number, words: PlanWords): Quantity[] {
  const out: Quantity[] = [];
  for (const hit of text.matchAll(countForm(words))) {
    const word = hit[5] ?? '';
    if (isNotCounted(text, hit, word)) continue;
    const unit = words.units[word] ?? 'count';
    const scale = hit[3] !== undefined && /[万亿]$/.test(hit[3]) && !/[万亿]$/.test(hit[1] ?? '') ? numberOf(`1${hit[3].at(-1) ?? ''}`) : 1;
    out.push({
      span: [offset + hit.index, offset + hit.index + hit[0].length], kind: 'count', value: tidy(numberOf(hit[1] ?? '') * scale),
      max: hit[3] === undefined ? null : numberOf(hit[3]), unit, word, about: hit[2] !== undefined || hit[4] !== undefined, written: null,
    });
  }
  return out;
}

/** Dates, ordinals, slogans and idioms that look like counts: 3月5日, 一位, 一项, 三个阶段, 2个月. */
function isNotCounted(text: string, hit: RegExpExecArray, word: string): boolean {
  const after = text.slice(hit.index + hit[0].length);
  const before = text.slice(Math.max(0, hit.index - 2), hit.index);
  if (/(?:上述|以上|前述)$/.test(before)) return true;
  if (word === '日' && (/[月.-]$/.test(before) || /^[前起止]/.test(after))) return true;
  if (word === '个' && /^(?:\d|月|学期|季度|小时|百分点|百分之|点|年度|方面|阶段|环节|层面|层级|维度|体系|步骤|多月|一批|工作日)/.test(after)) return true;
  if (word === '分' && /^(?:之|别|散|级|类|层|工|析|组|期|钟|布|级|段|项|发|批|享|管|解)/.test(after)) return true;
  if (['部', '面', '本', '期', '节', '组', '项', '例', '讲', '位', '次', '张', '处', '种', '家', '天', '条'].includes(word) && /^(?:门|对|年度|间|约|织|目|如|座|置|第|理|长|庭|类|件)/.test(after)) return true;
  return word === '人' && /^(?:口|均|群|体|类|员|民|际|心|力|才|一|人)/.test(after) && !/^员/.test(after);
}
