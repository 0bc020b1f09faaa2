import { IconLock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { listMyCases } from '../access/teams.ts';
import css from './records.module.css';

/** The sealed cases on whose teams the caller is. */
export function CasesPage(): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const cases = useAsk(listMyCases, {});
  return (
    <Page>
      <PageHeader title={t('sealed.cases')} note={t('sealed.casesNote')} />
      <Card>
        <Loaded query={cases}>
          {(all) =>
            all.length === 0 ? (
              <EmptyState icon={IconLock} title={t('sealed.noCases')}>{t('sealed.noCasesHow')}</EmptyState>
            ) : (
              <ul className={css['list']} aria-label={t('sealed.cases')}>
                {all.map(({ person, team }) => (
                  <li key={team.teamId} className={css['entry']}>
                    <div className={css['text']}>
                      <Link className={css['number'] ?? ''} to={casePath(person.personId)} search={{ panel: 'sealed' }}>{person.name}</Link>
                      <div className={css['quiet']}>
                        {[t(`sex.${person.sex}`), format.day(person.birthDate), t('sealed.teamNote', { day: format.day(team.formedAt) }), team.members.map(({ name }) => name).join('、')].join(' · ')}
                      </div>
                    </div>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Card>
    </Page>
  );
}

/** Not a literal, so that the router leaves the query to the page. */
function casePath(personId: number): string {
  return `/people/${personId}`;
}
