import { addDays, addMonths, daysInMonth, makeDay, partsOf, weekdayOf, type Day } from './day.ts';

const weekdays = '一二三四五六日';

/**
 * The day that somebody typed, or null: 2026-11-22, 2026/11/22, 2026年11月22日, 20261122, 1122 or 11-22 (this year), 22 (this month),
 * +7 and -7 (days from today), +2w, +3m, +1y, 今天, 明天, 下周三. Full-width digits and signs count as their plain ones.
 */
export function typedDay(typed: string, today: Day): Day | null {
  const text = typed.normalize('NFKC').trim().toLowerCase();
  return relative(text, today) ?? named(text, today) ?? absolute(text, today);
}

function relative(text: string, today: Day): Day | null {
  const hit = /^([+-])(\d{1,4})\s*(d|w|m|y|天|日|周|个?月|年)?$/.exec(text);
  if (!hit) return null;
  const n = Number(hit[2]) * (hit[1] === '-' ? -1 : 1);
  const unit = hit[3] ?? 'd';
  if (/[d天日]/.test(unit)) return addDays(today, n);
  if (/[w周]/.test(unit)) return addDays(today, n * 7);
  return addMonths(today, /[m月]/.test(unit) ? n : n * 12);
}

function named(text: string, today: Day): Day | null {
  const near = { 今天: 0, today: 0, 明天: 1, tomorrow: 1, 后天: 2, 昨天: -1, yesterday: -1 }[text];
  if (near !== undefined) return addDays(today, near);
  const hit = /^(下下|下|本|这)?(?:周|星期)([一二三四五六日天])$/.exec(text);
  if (!hit) return null;
  const weeks = hit[1] === '下下' ? 2 : hit[1] === '下' ? 1 : 0;
  const wanted = hit[2] === '天' ? 7 : weekdays.indexOf(hit[2] ?? '一') + 1;
  return addDays(today, wanted - weekdayOf(today) + weeks * 7);
}

function absolute(text: string, today: Day): Day | null {
  const [year, month] = partsOf(today);
  const packed = /^\d+$/.test(text);
  if (packed && text.length === 8) return existing(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)));
  if (packed && (text.length === 3 || text.length === 4)) return existing(year, Number(text.slice(0, -2)), Number(text.slice(-2)));
  if (packed && text.length <= 2) return existing(year, month, Number(text));
  const parts = text.replace(/[年月日号./-]+/g, ' ').trim().split(/\s+/).map(Number);
  const [a = Number.NaN, b = Number.NaN, c] = parts;
  if (parts.length === 3 && String(a).length === 4) return existing(a, b, c ?? Number.NaN);
  return parts.length === 2 ? existing(year, a, b) : null;
}

function existing(year: number, month: number, date: number): Day | null {
  const whole = [year, month, date].every(Number.isInteger);
  if (!whole || year < 1900 || year > 2200 || month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return null;
  return makeDay(year, month, date);
}
