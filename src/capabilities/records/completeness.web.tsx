import { Button, Progress } from '@mantine/core';
import { IconCheck, IconCircleDashed } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import type { PersonView } from '../people/people.ts';
import { personCompleteness, type SectionView } from './completeness.ts';
import css from './records.module.css';
import { RecordSearch } from './addresses.ts';

type Item = SectionView['items'][number];

/** What the standard record asks and what of it is known; what is missing is one click from being filled in. */
export function CompletenessPanel({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const query = useAsk(personCompleteness, { personId: person.personId });
  const mayWrite = useMay('records.write');
  const [, setSearch] = useSearchState(RecordSearch);
  const fill = (items: readonly Item[]) => {
    const codes = items.flatMap((item) => item.codes.slice(0, 1));
    const resource = items.flatMap((item) => item.resources)[0];
    if (codes.length > 0) setSearch({ panel: 'enter', codes: codes.join(',') });
    else if (resource) setSearch({ panel: 'record', add: resource });
  };
  return (
    <Loaded query={query}>
      {({ sections, percent, needed, known }) => {
        const missing = sections.flatMap(({ items }) => items.filter((item) => !item.known));
        const typed = missing.filter((item) => item.codes.length > 0);
        return (
          <div className={css['stack']}>
            <Section
              title={t('completeness.title')}
              note={t('completeness.share', { known, needed })}
              actions={mayWrite && typed.length > 0 ? <Button onClick={() => fill(typed)}>{t('completeness.fillAll', { count: typed.length })}</Button> : null}
            >
              <Progress value={percent ?? 0} size="lg" aria-label={t('completeness.title')} />
              <p>{percent === null ? t('completeness.nothing') : format.percent(percent)}</p>
            </Section>
            <div className={css['columns']}>
              {sections.map(({ id, title, items }) => (
                <Section key={id} title={format.text(title)}>
                  <ul className={css['list']}>
                    {items.map((item) => (
                      <li key={item.id} className={css['entry']}>
                        <span className={css['text']}>{format.text(item.title)}</span>
                        {item.known ? <StatusBadge tone="good" icon={IconCheck}>{t('completeness.known')}</StatusBadge> : <StatusBadge tone="warning" icon={IconCircleDashed}>{t('completeness.missing')}</StatusBadge>}
                        {!item.known && mayWrite && item.person === null ? (
                          <Button size="compact-sm" variant="light" aria-label={t('completeness.fillNamed', { title: format.text(item.title) })} onClick={() => fill([item])}>
                            {t('completeness.fill')}
                          </Button>
                        ) : null}
                      </li>
                    ))}
                  </ul>
                </Section>
              ))}
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}
