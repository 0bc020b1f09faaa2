import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { ageOn, openPerson, PersonId } from '../people/people.ts';
import { useAsOf } from './as-of.web.tsx';
import { isCurrentMedicine, isOpenProblem, listEntries, periodOf, type EntryView } from './entries.ts';
import { listLatest } from './observations.ts';
import css from './records.module.css';
import { useRecordWords } from './record-words.web.ts';
import { sideOf } from './typing.ts';

/** The record on paper: who, problems, medicines, allergies, the latest values, what happened last. */
export function SummaryPage(): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const words = useRecordWords();
  const { personId } = useParams({ strict: false });
  const id = PersonId.safeParse(Number(personId)).data ?? PersonId.parse(1);
  const asOf = useAsOf();
  const person = useAsk(openPerson, { personId: id });
  const entries = useAsk(listEntries, { personId: id, ...asOf });
  const latest = useAsk(listLatest, { personId: id, ...asOf });
  const today = todayInChina();
  return (
    <Page>
      <div className={css['sheet']}>
        <Loaded query={person}>
          {(view) => (
            <PageHeader
              title={t('summary.title', { name: view.name })}
              note={[t(`sex.${view.sex}`), t('summary.age', { age: ageOn(view.birthDate, today) }), format.day(view.birthDate), t('summary.file', { id: view.personId }), t('summary.printed', { day: format.day(asOf.asOf ?? today) })].join(' · ')}
              actions={
                <Button className={css['screenOnly'] ?? ''} leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
                  {t('summary.print')}
                </Button>
              }
            />
          )}
        </Loaded>
        <Loaded query={entries}>
          {(all) => (
            <>
              <List title={t('overview.problems')} empty={t('overview.noProblems')} views={all.filter(({ entry }) => isOpenProblem(entry))} />
              <List title={t('overview.medicines')} empty={t('overview.noMedicines')} views={all.filter(({ entry }) => isCurrentMedicine(entry, today))} />
              <List title={t('overview.allergies')} empty={t('overview.noAllergies')} views={all.filter(({ entry }) => entry.resource === 'allergy')} />
              <List title={t('summary.events')} empty={t('overview.noRest')} views={all.filter(({ entry }) => ['encounter', 'immunization', 'imaging', 'family-history'].includes(entry.resource)).slice(0, 20)} />
            </>
          )}
        </Loaded>
        <Section title={t('overview.latest')}>
          <Loaded query={latest}>
            {(values) => (
              <ul className={css['list']}>
                {values.map((value) => {
                  const code = words.codes.get(value.code);
                  const side = code && person.data ? sideOf(code, value, person.data.sex) : null;
                  const reference = person.data ? words.reference(value.code, person.data.sex) : null;
                  return (
                    <li key={value.code} className={css['value']}>
                      <span className={css['code']}>{words.title(value.code)}</span>
                      <span className={css['number']}>
                        {words.value(value)} {side === null ? '' : t(`side.${side}`)}
                      </span>
                      <span className={css['quiet']}>{[...(reference === null ? [] : [t('reference', { range: reference })]), format.day(value.effectiveAt)].join(' · ')}</span>
                    </li>
                  );
                })}
              </ul>
            )}
          </Loaded>
        </Section>
      </div>
    </Page>
  );
}

function List({ title, empty, views }: { title: string; empty: string; views: readonly EntryView[] }): ReactElement {
  const format = useFormat();
  const words = useRecordWords();
  return (
    <Section title={title}>
      {views.length === 0 ? <p>{empty}</p> : null}
      <ul className={css['list']}>
        {views.map(({ entryId, entry }) => (
          <li key={entryId} className={css['entry']}>
            <div className={css['text']}>
              <span className={css['number']}>{words.entryTitle(entry)}</span> <span className={css['quiet']}>{[format.day(periodOf(entry).from), ...words.entryDetails(entry)].join(' · ')}</span>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
