/** Before and after: what changed among those who answered both times, and how far it carries. */
import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { Text } from '../../kernel/text.ts';
import { tQuantile } from './t-distribution.ts';

/** One respondent; null where the person did not answer. */
export type Pair = { readonly before: number | null; readonly after: number | null };

/** `percent`: 20 for "平均分提升20%", -10 for a score that should fall by a tenth. */
export type Target = { readonly percent: number };

export type Comparison = {
  /** Respondents with both answers; everything below is about them, unless it says otherwise. */
  readonly pairs: number;
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  readonly meanBefore: number;
  readonly meanAfter: number;
  readonly change: number;
  /** Of the mean before, in a hundred; null when that is zero. */
  readonly percent: number | null;
  readonly target: { readonly percent: number; readonly met: boolean } | null;
  /** 95 % interval of the mean change by the t distribution; null for fewer than two pairs. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Cohen's d_z: change by the deviation of the changes. d_av: by the mean of both deviations. Null without spread. (Lakens, Front Psychol 2013;4:863) */
  readonly dz: number | null;
  readonly dav: number | null;
  /** Those who answered before and not after, of all who answered before: 0 to 1. */
  readonly attrition: number;
  /** How the lost ones had answered before; null when nobody was lost. */
  readonly meanBeforeOfLost: number | null;
  readonly warnings: readonly Warning[];
};

/**
 * `attrition`: a fifth or more did not come back, so the change may be that of the willing (Schulz and Grimes, Lancet 2002;359:781-785).
 * `fewPairs`: under thirty; the interval leans on a normal distribution. `uncertain`: the interval holds zero.
 */
export type Warning = 'attrition' | 'fewPairs' | 'uncertain';
const attritionLimit = 0.2;
const fewPairsBelow = 30;

/** Null when nobody answered both times. */
export function comparePairs(respondents: readonly Pair[], target: Target | null = null): Comparison | null {
  const whole = respondents.flatMap(({ before, after }) => (isNumber(before) && isNumber(after) ? [{ before, after }] : []));
  if (whole.length === 0) return null;
  const lost = respondents.flatMap(({ before, after }) => (isNumber(before) && !isNumber(after) ? [before] : []));
  const before = whole.map((pair) => pair.before);
  const after = whole.map((pair) => pair.after);
  const changes = whole.map((pair) => pair.after - pair.before);
  const [meanBefore, meanAfter] = [mean(before), mean(after)];
  const spread = spreadOf(changes);
  const comparison = {
    pairs: whole.length,
    onlyBefore: lost.length,
    onlyAfter: respondents.filter((one) => !isNumber(one.before) && isNumber(one.after)).length,
    meanBefore,
    meanAfter,
    change: meanAfter - meanBefore,
    percent: percentGain(meanBefore, meanAfter),
    target: target === null ? null : { percent: target.percent, met: reaches(meanBefore, meanAfter, target) },
    interval: spread === null ? null : intervalOf({ mean: mean(changes), deviation: spread, count: changes.length }),
    dz: ratio(mean(changes), spread),
    dav: ratio(mean(changes), averageSpread(before, after)),
    attrition: lost.length / (lost.length + whole.length),
    meanBeforeOfLost: lost.length === 0 ? null : mean(lost),
  };
  return { ...comparison, warnings: warningsOf(comparison) };
}

function isNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

/** The gain in a hundred of the mean before; null when that is zero. */
export function percentGain(before: number, after: number): number | null {
  return before === 0 ? null : Number((((after - before) / Math.abs(before)) * 100).toFixed(10));
}

/** A target above zero is a gain of at least that much, one below zero a fall. */
function reaches(before: number, after: number, { percent }: Target): boolean {
  const gain = percentGain(before, after);
  if (gain === null) return percent <= 0 ? after <= before : false;
  return percent < 0 ? gain <= percent : gain >= percent;
}

function spreadOf(values: readonly number[]): number | null {
  return values.length < 2 ? null : sampleStandardDeviation([...values]);
}

function averageSpread(before: readonly number[], after: readonly number[]): number | null {
  const [first, second] = [spreadOf(before), spreadOf(after)];
  return first === null || second === null ? null : (first + second) / 2;
}

/** Nothing to divide by when all differ alike, within what arithmetic leaves behind. */
function ratio(part: number, whole: number | null): number | null {
  return whole === null || whole <= 1e-12 * Math.max(1, Math.abs(part)) ? null : part / whole;
}

/** The 95 % interval of a mean, by the t distribution. */
export function intervalOf({ mean: middle, deviation, count }: { readonly mean: number; readonly deviation: number; readonly count: number }): readonly [low: number, high: number] {
  const half = tQuantile(0.975, count - 1) * (deviation / Math.sqrt(count));
  return [middle - half, middle + half];
}

function warningsOf({ attrition, pairs, interval }: Pick<Comparison, 'attrition' | 'pairs' | 'interval'>): readonly Warning[] {
  const found: readonly (readonly [Warning, boolean])[] = [
    ['attrition', attrition >= attritionLimit],
    ['fewPairs', pairs < fewPairsBelow],
    ['uncertain', interval === null || (interval[0] <= 0 && interval[1] >= 0)],
  ];
  return found.filter(([, holds]) => holds).map(([warning]) => warning);
}

/** What a report says, in one sentence of each language. `unit`: 分, points. */
export function sentenceOf(comparison: Comparison, unit: Text = { zh: '分', en: 'points' }): Text {
  const { pairs, meanBefore, meanAfter, change, percent, interval } = comparison;
  const direction = change === 0 ? 0 : Math.sign(change);
  const by = Math.abs(change).toFixed(1);
  const share = percent === null ? '' : `${Math.abs(percent).toFixed(1)}%`;
  const between = interval === null ? null : [interval[0].toFixed(1), interval[1].toFixed(1)];
  const zhMoved = direction === 0 ? '没有变化' : `${direction > 0 ? '提高' : '下降'}${by}${unit.zh}${share === '' ? '' : `(${share})`}`;
  const enMoved = direction === 0 ? 'did not change' : `${direction > 0 ? 'rose' : 'fell'} by ${by} ${unit.en}${share === '' ? '' : ` (${share})`}`;
  const zh = [`${pairs}人前后均作答，平均值由${meanBefore.toFixed(1)}变为${meanAfter.toFixed(1)}，${zhMoved}`, ...(between === null ? [] : [`平均变化的95%置信区间为${between[0]}至${between[1]}`])];
  const en = [`Among ${pairs} who answered both times the mean ${enMoved}, from ${meanBefore.toFixed(1)} to ${meanAfter.toFixed(1)}`, ...(between === null ? [] : [`95% interval of the change ${between[0]} to ${between[1]}`])];
  return { zh: `${[...zh, ...remarks(comparison, 'zh')].join('；')}。`, en: `${[...en, ...remarks(comparison, 'en')].join('; ')}.` };
}

function remarks({ target, attrition, warnings }: Comparison, language: 'zh' | 'en'): readonly string[] {
  const lost = Math.round(attrition * 100);
  const aim = Math.abs(target?.percent ?? 0);
  const [zhAim, enAim] = (target?.percent ?? 0) < 0 ? ['下降', 'a fall'] : ['提升', 'a rise'];
  const words: readonly (readonly [boolean, string, string])[] = [
    [target !== null, `${target?.met ? '达到' : '未达到'}“${zhAim}${aim}%”的目标`, `the target of ${enAim} of ${aim}% is ${target?.met ? 'met' : 'not met'}`],
    [warnings.includes('uncertain'), '变化可能出于偶然', 'the change may be chance'],
    [warnings.includes('attrition'), `${lost}%的人未参加后测，结果可能偏向愿意作答者`, `${lost}% did not answer again, so the result may be that of the willing`],
    [warnings.includes('fewPairs'), '人数较少，仅供参考', 'few answered, so take it as a hint'],
  ];
  return words.filter(([holds]) => holds).map(([, zh, en]) => (language === 'zh' ? zh : en));
}
