import { useTranslation } from 'react-i18next';
import type { Text } from '../../kernel/text.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { timeOf } from './times.ts';
import type { Instant } from '../../kernel/day.ts';

interface Named {
  readonly title: Text;
  readonly actorName: string | null;
  readonly place: string;
}

/** 慢病随访 · 王护士 · 二楼 203 */
export function useScheduleName(): (schedule: Named) => string {
  const format = useFormat();
  return ({ title, actorName, place }) => [format.text(title), actorName, place].filter((part) => part !== null && part !== '').join(' · ');
}

/** 11月25日 周三 09:00 */
export function useWhen(): (instant: Instant) => string {
  const { i18n } = useTranslation();
  const day = new Intl.DateTimeFormat(i18n.language, { timeZone: 'Asia/Shanghai', month: i18n.language === 'en' ? 'short' : 'long', day: 'numeric', weekday: 'short' });
  return (instant) => `${day.format(new Date(instant))} ${timeOf(instant)}`;
}
