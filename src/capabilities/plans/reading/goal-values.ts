import type { Comparator, GoalUnit } from '../plan.ts';
import type { Quantity } from './quantities.ts';
import type { Statement } from './statements.ts';
import type { PlanWords } from './words.ts';

/** How a statement binds its figure. Words behind the number (以上, 以内) win over words before it. */
export function comparatorOf(statement: Statement, quantity: Quantity, lower: boolean): { comparator: Comparator; atLeast: boolean } {
  const { bounds, after } = statement;
  const change = changeOf(statement, quantity);
  if (change !== null) return { comparator: change, atLeast: after === 'atLeast' || bounds.has('atLeast') || bounds.has('over') };
  if (quantity.max !== null) return { comparator: 'range', atLeast: false };
  const plain = (comparator: Comparator) => ({ comparator, atLeast: false });
  if (after === 'about') return plain('~');
  if (after === 'atLeast') return plain('>=');
  if (after === 'atMost') return plain('<=');
  if (bounds.has('over')) return plain('>');
  if (bounds.has('under')) return plain('<');
  if (bounds.has('atMost')) return plain('<=');
  if (bounds.has('atLeast')) return plain('>=');
  if (bounds.has('about') || quantity.about) return plain('~');
  if (quantity.kind === 'rate' || quantity.unit === 'hours') return plain(lower ? '<=' : '>=');
  return plain('=');
}

/** 增幅控制在5%以内 bounds the change itself, which then is the measure. */
export function boundedChange({ bounds, after, predicate }: Statement): string | null {
  if (after !== 'atMost' && !bounds.has('atMost')) return null;
  return predicate.words.find((word) => word === '增幅' || word === '降幅') ?? null;
}

function changeOf(statement: Statement, quantity: Quantity): Comparator | null {
  const { bounds, predicate } = statement;
  if (boundedChange(statement) !== null) return null;
  if (quantity.word === '番') return 'increase';
  const level = predicate.words.some((word) => /[至到为在]$/.test(word) && word.length >= 2 && !/达到/.test(word));
  if (bounds.has('increase') && !level) return 'increase';
  if (bounds.has('decrease') && !level) return 'decrease';
  if (quantity.unit !== 'percentage-points') return null;
  return bounds.has('decrease') ? 'decrease' : 'increase';
}

const periods: ReadonlyArray<readonly [RegExp, GoalUnit]> = [
  [/(?:每天|每日|日均|每人每天)/, 'times-per-day'],
  [/(?:每周|周均|每星期)/, 'times-per-week'],
  [/(?:每月|每个月|月均)/, 'times-per-month'],
  [/(?:每季度?|季均)/, 'times-per-quarter'],
  [/每学期/, 'times-per-term'],
  [/(?:每年|年均|每学年|每年度)/, 'times-per-year'],
];

/** The unit a figure has in its sentence: 1小时 a day, 2次 a month, 4.2 per 100 000. */
export function unitOf(quantity: Quantity, clause: string): GoalUnit {
  if (quantity.unit === 'hours' && /每天|每日|日均/.test(clause)) return 'hours-per-day';
  if (quantity.unit === 'sessions' || (quantity.unit === 'count' && /^[条篇]$/.test(quantity.word))) {
    const period = periods.find(([form]) => form.test(clause));
    if (period && ['次', '场', '场次', '期'].includes(quantity.word)) return period[1];
  }
  if (quantity.unit === 'persons' && /每(?:十万|10万)/.test(clause)) return 'per-100k';
  if (quantity.unit === 'yuan' && /人均|每人/.test(clause)) return 'yuan-per-person';
  return quantity.unit;
}

export const isLowerBetter = (metric: string, words: PlanWords): boolean => words.lowerIsBetter.some((ending) => metric.endsWith(ending));

const suffixes: Readonly<Partial<Record<GoalUnit, string>>> = { persons: '人数', 'person-times': '人次', sessions: '场次', count: '数' };

/** The name of a count: 24场线上心理微课堂 is 线上心理微课堂场次, 覆盖3000人次 is 覆盖人次. */
export function countName(before: string, after: string, unit: GoalUnit): string {
  const suffix = suffixes[unit] ?? (unit.startsWith('times-per') ? '次数' : '');
  const verb = before.replace(/[的、,:\s“”]/g, '').replace(/^(?:力争|确保|实现|通过|其中|并|成功|全年|全区|全县|全市|每[月周年]|每学期|每季度|年内)+/, '').replace(/^(?:全[市县区州省镇校院])?(?:新建成?|建成|组建|培养|培育|打造|创建|评选|配备)(?:不少于|至少)?(?=.{3})/, '').replace(/(?:每[月周年]|每学期|每季度|全年|年均|月均)+$/, '');
  const provided = /提供(.{2,})$/.exec(after);
  const counted = (provided?.[1] ?? after).replace(/\([^)]*(?:\)|$)/g, '').replace(/[的“”"\s]/g, '').replace(/[和、及与并]+$/, '').slice(0, 24);
  if (counted.length >= 2) return (unit === 'persons' && verb.length <= 8 ? verb : '') + counted + (counted.endsWith(suffix) ? '' : suffix);
  return verb.endsWith(suffix) || /[数量次]$/.test(verb) ? verb : verb + suffix;
}
