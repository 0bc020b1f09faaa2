import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { Recurrence } from './activities.ts';

/** How often, in the language of the screen, with the plan's own words: weekly ("每周四晚"). */
export function useCadenceWords(): (recurrence: Recurrence | null) => string {
  const { t } = useTranslation('activities');
  const format = useFormat();
  return (recurrence) => {
    if (recurrence === null) return t('cadence.none');
    const { times, per, text } = recurrence;
    const words = times === null ? t(`cadence.open.${per}`) : t(`cadence.${per}`, { count: times, times: format.number(times) });
    return t('cadence.withText', { words, text });
  };
}
