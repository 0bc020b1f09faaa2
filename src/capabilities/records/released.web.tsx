import { IconMessageShare } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import css from './records.module.css';
import { listReleased } from './releases.ts';

/** What a teacher has to know of the pupils, class by class. */
export function ReleasedPage(): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const released = useAsk(listReleased, {});
  return (
    <Page>
      <PageHeader title={t('release.page')} note={t('release.pageNote')} />
      <Loaded query={released}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={IconMessageShare} title={t('release.nothing')}>{t('release.nothingHow')}</EmptyState>
          ) : (
            <>
              {[...Map.groupBy(all, ({ organization }) => format.text(organization))].map(([name, items]) => (
                <Section key={name} title={name}>
                  <ul className={css['list']} aria-label={name}>
                    {items.map(({ releaseId, name: pupil, kind, words, until, releasedByName, releasedAt }) => (
                      <li key={releaseId} className={css['entry']}>
                        <span className={css['code']}>{pupil}</span>
                        <div className={css['text']}>
                          <div className={css['number']}>{words}</div>
                          <div className={css['quiet']}>{[until === null ? t('release.open') : t('release.until', { day: format.day(until) }), t('release.by', { name: releasedByName, day: format.day(releasedAt) })].join(' · ')}</div>
                        </div>
                        <StatusBadge tone={kind === 'allergy' || kind === 'emergency' ? 'warning' : 'info'}>{t(`release.kinds.${kind}`)}</StatusBadge>
                      </li>
                    ))}
                  </ul>
                </Section>
              ))}
            </>
          )
        }
      </Loaded>
    </Page>
  );
}
