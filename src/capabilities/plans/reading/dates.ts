/** First and last day of a written stretch of time; missing where the text does not fix them. */
export type Spell = { readonly start: string | null; readonly end: string | null };

const two = (value: number): string => String(value).padStart(2, '0');
const lastDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function lastDayOf(year: number, month: number): string {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && leap ? 29 : lastDays[month - 1] ?? 31;
  return `${year}-${two(month)}-${two(days)}`;
}

const firstDayOf = (year: number, month: number): string => `${year}-${two(month)}-01`;
const quarters: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 1: 1, 2: 2, 3: 3, 4: 4 };

/** Reads 2024年3月-5月, 3-5月, 第二、三季度, 上半年, 2024-2026年; `year` is the plan's year when the words name none. */
export function spellOf(written: string, year: number | null): Spell {
  const years = [...written.matchAll(/(20\d\d)(?=年|[.\-/]\d|-20|$)/g)].map((hit) => Number(hit[1]));
  const first = years[0] ?? year;
  if (first === null || first === undefined) return { start: null, end: null };
  const last = years.at(-1) ?? first;
  const quarter = [...written.matchAll(/([一二三四1-4])(?=(?:、[一二三四1-4])*季度)/g)].map((hit) => quarters[hit[1] ?? ''] ?? 1);
  if (quarter.length > 0) return { start: firstDayOf(first, (quarter[0] ?? 1) * 3 - 2), end: lastDayOf(last, (quarter.at(-1) ?? 1) * 3) };
  if (/上半年/.test(written)) return { start: firstDayOf(first, 1), end: lastDayOf(first, 6) };
  if (/下半年/.test(written)) return { start: firstDayOf(first, 7), end: lastDayOf(first, 12) };
  const months = monthsOf(written);
  if (months.length > 0) return { start: firstDayOf(first, months[0] ?? 1), end: lastDayOf(last, months.at(-1) ?? 12) };
  return years.length > 0 ? { start: firstDayOf(first, 1), end: lastDayOf(last, 12) } : { start: null, end: null };
}

function monthsOf(written: string): number[] {
  const bare = written.replace(/20\d\d年/g, '').replace(/\d{1,2}日/g, '');
  const ranged = /(\d{1,2})月?(?:份|底|初|末)?\s?(?:-|至|到)\s?(?:20\d\d年)?(\d{1,2})月/.exec(bare);
  const found = ranged ? [Number(ranged[1]), Number(ranged[2])] : [...bare.matchAll(/(\d{1,2})月/g)].map((hit) => Number(hit[1]));
  return found.filter((month) => month >= 1 && month <= 12);
}
