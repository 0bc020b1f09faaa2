import { partsOf, type Day } from '../../kernel/day.ts';
import type { Locale } from '../../kernel/text.ts';

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** 2026年11月22日, without zeros before, as official documents write it; 22 November 2026. */
export function dayWords(day: Day, locale: Locale): string {
  const [year, month, date] = partsOf(day);
  return locale === 'en' ? `${date} ${months[month - 1]} ${year}` : `${year}年${month}月${date}日`;
}
