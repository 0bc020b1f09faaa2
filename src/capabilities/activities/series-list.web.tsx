import { IconCalendarOff } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import type { SeriesView } from './activities.ts';
import { useCadenceWords } from './cadence-words.web.ts';
import css from './calendar.module.css';

/** What has no sessions yet, because the plan says not how often; then every series with what was held. */
export function SeriesList({ series }: { series: readonly SeriesView[] }): ReactElement {
  const { t } = useTranslation('activities');
  const format = useFormat();
  const cadence = useCadenceWords();
  const open = series.filter(({ sessions }) => sessions.length === 0);
  const scheduled = series.filter(({ sessions }) => sessions.length > 0);
  return (
    <div className={css['aside']}>
      {open.length > 0 ? (
        <Section title={t('series.open', { count: open.length })} note={t('series.openWhy')}>
          <ul className={css['series']}>
            {open.map((one) => (
              <li key={one.seriesId}>
                <IconCalendarOff size={16} aria-hidden />
                <span>
                  {one.title}
                  <span className={css['quiet']}>{cadence(one.recurrence)}</span>
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {scheduled.length > 0 ? (
        <Section title={t('series.scheduled')}>
          <ul className={css['series']}>
            {scheduled.map((one) => (
              <li key={one.seriesId}>
                <span>
                  {one.title}
                  <span className={css['quiet']}>
                    {t('series.held', { held: format.number(one.sessions.filter(({ state }) => state === 'held').length), all: format.number(one.sessions.length) })}
                  </span>
                  <span className={css['quiet']}>{cadence(one.recurrence)}</span>
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
    </div>
  );
}
