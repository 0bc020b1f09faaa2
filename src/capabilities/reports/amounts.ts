/** Amounts with their units, as an official document writes them. */
import type { Locale } from '../../kernel/text.ts';
import type { GoalUnit } from '../plans/plan.ts';

const words: Readonly<Record<GoalUnit, readonly [zh: string, en: string]>> = {
  percent: ['%', '%'],
  'percentage-points': ['个百分点', ' percentage points'],
  permille: ['‰', '‰'],
  'per-100k': ['/10万', ' per 100,000'],
  score: ['分', ' points'],
  persons: ['人', ' people'],
  'person-times': ['人次', ' attendances'],
  sessions: ['场', ' sessions'],
  count: ['个', ''],
  'times-per-day': ['次/天', ' times a day'],
  'times-per-week': ['次/周', ' times a week'],
  'times-per-month': ['次/月', ' times a month'],
  'times-per-quarter': ['次/季度', ' times a quarter'],
  'times-per-term': ['次/学期', ' times a term'],
  'times-per-year': ['次/年', ' times a year'],
  hours: ['小时', ' hours'],
  'hours-per-day': ['小时/天', ' hours a day'],
  seconds: ['秒', ' seconds'],
  minutes: ['分钟', ' minutes'],
  days: ['天', ' days'],
  'class-hours': ['课时', ' class hours'],
  years: ['年', ' years'],
  yuan: ['元', ' yuan'],
  'yuan-per-person': ['元/人', ' yuan a person'],
  ratio: ['', ''],
};

/** At most two decimals, none that say nothing: 72.3, 10, 0.05. */
export function figure(value: number, decimals = 2): string {
  return String(Number(value.toFixed(decimals)));
}

/** A value with its unit: 72.3%, 46场, 46 sessions. A value without a unit stands alone. */
export function amount(value: number, unit: GoalUnit | null, locale: Locale): string {
  return `${figure(value)}${unit === null ? '' : words[unit][locale === 'en' ? 1 : 0]}`;
}

export function unitWords(unit: GoalUnit | null, locale: Locale): string {
  return unit === null ? '' : words[unit][locale === 'en' ? 1 : 0].trim();
}
