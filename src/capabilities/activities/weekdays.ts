/** The weekdays that words such as 每周二、四上午 or 每月第一个周六 state. */
export interface StatedWeekdays {
  /** 1 = Monday … 7 = Sunday, in order. */
  readonly weekdays: readonly number[];
  /** Which of them in the period: 1 the first …, −1 the last; empty when nothing says. */
  readonly ordinals: readonly number[];
}

const names = '一二三四五六日';
const day = '[一二三四五六日天]';
const joint = '[、,，和及与]';
const to = '[至到~—–-]';
/** 每周一次, 每周三到四次, 每周五天 count sessions or days and state no weekday. */
const counts = `(?!(?:(?:${joint}|${to})?[一二三四五六两])*(?:[次场期回节篇集个遍堂轮课天]|小时))`;
const ordinal = `(?:第?[一二三四五1-5](?:${joint}第?[一二三四五1-5])*|最后一?|末|首)(?:个|周的?)`;

/** A slot of weekdays in a text: 第二、四个周三下午, 周一至周五, 周六上午. */
export const weekdaySlot = new RegExp(`(${ordinal})?(?:周|星期|礼拜)(${day}${counts}(?:(?:${joint}|${to})(?:周|星期|礼拜)?${day})*)的?(?:晚|上午|下午|早)?`);

/** The stated weekdays, or null when the words state none. */
export function statedWeekdays(words: string): StatedWeekdays | null {
  const found = weekdaySlot.exec(words);
  return found ? { weekdays: weekdaysIn(found[2] ?? ''), ordinals: ordinalsIn(found[1] ?? '') } : null;
}

function weekdaysIn(words: string): number[] {
  const listed = new Set<number>();
  let last = 0;
  for (const [, before = '', name = ''] of words.matchAll(new RegExp(`(${to})?(?:周|星期|礼拜)?(${day})`, 'g'))) {
    const weekday = names.indexOf(name.replace('天', '日')) + 1;
    for (let between = before ? last + 1 : weekday; between <= weekday; between += 1) listed.add(between);
    last = weekday;
  }
  return [...listed].toSorted((a, b) => a - b);
}

function ordinalsIn(words: string): number[] {
  if (/最后|末/.test(words)) return [-1];
  if (words.includes('首')) return [1];
  return [...words.matchAll(/[一二三四五1-5]/g)].map(([n]) => names.indexOf(n) + 1 || Number(n));
}
