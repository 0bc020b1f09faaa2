import { Button } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { periodOf, type EntryView } from './entries.ts';
import type { RecordWords } from './record-words.web.ts';
import css from './records.module.css';
import { SealedBadge } from './value-line.web.tsx';

interface EntrySectionProps {
  readonly title: string;
  readonly empty: string;
  readonly views: readonly EntryView[];
  readonly words: RecordWords;
  readonly onOpen: (view: EntryView) => void;
  readonly actions?: ReactNode;
}

/** Entries under one heading, each with the way to it. */
export function EntrySection({ title, empty, views, words, onOpen, actions }: EntrySectionProps): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  return (
    <Section title={title} actions={actions}>
      {views.length === 0 ? <p className={css['quiet']}>{empty}</p> : null}
      <ul className={css['list']}>
        {views.map((view) => {
          const { from, to } = periodOf(view.entry);
          const named = words.entryTitle(view.entry);
          return (
            <li key={view.entryId} className={css['entry']}>
              <div className={css['text']}>
                <div className={css['number']}>
                  {named} {view.sealed ? <SealedBadge /> : null}
                </div>
                <div className={css['quiet']}>{[`${format.day(from)}${to === null || to === from ? '' : `–${format.day(to)}`}`, ...words.entryDetails(view.entry)].join(' · ')}</div>
              </div>
              <Button size="compact-sm" variant="subtle" aria-label={t('openNamed', { title: named })} onClick={() => onOpen(view)}>
                {t('open')}
              </Button>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
