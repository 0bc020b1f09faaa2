import { Button, Group } from '@mantine/core';
import { IconDownload, IconPlus, IconPrinter } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { todayInChina } from '../../platform/ui/day-field.web.tsx';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import type { PersonId, PersonView } from '../people/people.ts';
import { AsOf, useAsOf } from './as-of.web.tsx';
import { ValueDialog } from './correct-value.web.tsx';
import { saveBytes } from '../../platform/downloading.web.ts';
import { AddDialog } from './add-entry.web.tsx';
import { isCurrentMedicine, isOpenProblem, listEntries, Resource, type EntryView } from './entries.ts';
import { EntryDialog } from './entry-dialog.web.tsx';
import { EntrySection } from './entry-list.web.tsx';
import { exportBundle, exportRecord } from './exporting.ts';
import { listLatest, type ObservationView } from './observations.ts';
import css from './records.module.css';
import { RecordSearch } from './addresses.ts';
import { useRecordWords } from './record-words.web.ts';
import { ValueLine } from './value-line.web.tsx';

type Opened = { readonly view: EntryView } | { readonly observation: ObservationView } | null;

/** Problems, medicines, allergies and the latest values; what else is on record below. */
export function OverviewPanel({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('records');
  const words = useRecordWords();
  const asOf = useAsOf();
  const entries = useAsk(listEntries, { personId: person.personId, ...asOf });
  const latest = useAsk(listLatest, { personId: person.personId, ...asOf });
  const [opened, setOpened] = useState<Opened>(null);
  const show = (view: EntryView) => setOpened({ view });
  return (
    <div className={css['stack']}>
      <Group justify="space-between" align="flex-end">
        <AsOf />
        <Tools person={person} />
      </Group>
      <Loaded query={entries}>
        {(all) => {
          const problems = all.filter(({ entry }) => isOpenProblem(entry));
          const medicines = all.filter(({ entry }) => isCurrentMedicine(entry, todayInChina()));
          const allergies = all.filter(({ entry }) => entry.resource === 'allergy');
          const rest = all.filter((view) => ![...problems, ...medicines, ...allergies].includes(view));
          return (
            <>
              <div className={css['columns']}>
                <EntrySection title={t('overview.problems')} empty={t('overview.noProblems')} views={problems} words={words} onOpen={show} />
                <EntrySection title={t('overview.medicines')} empty={t('overview.noMedicines')} views={medicines} words={words} onOpen={show} />
                <EntrySection title={t('overview.allergies')} empty={t('overview.noAllergies')} views={allergies} words={words} onOpen={show} />
                <EntrySection title={t('overview.rest')} empty={t('overview.noRest')} views={rest} words={words} onOpen={show} />
              </div>
            </>
          );
        }}
      </Loaded>
      <Section title={t('overview.latest')}>
        <Loaded query={latest}>
          {(values) =>
            values.length === 0 || !words.ready ? (
              <p>{t('overview.noLatest')}</p>
            ) : (
              <ul className={css['list']} aria-label={t('overview.latest')}>
                {values.map((observation) => (
                  <ValueLine key={observation.code} observation={observation} words={words} sex={person.sex} onOpen={(one) => setOpened({ observation: one })} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      {opened && 'view' in opened ? <EntryDialog personId={person.personId} view={opened.view} words={words} onClose={() => setOpened(null)} /> : null}
      {opened && 'observation' in opened ? <ValueDialog personId={person.personId} observation={opened.observation} words={words} onClose={() => setOpened(null)} /> : null}
    </div>
  );
}

/** Add an entry, print the summary, take everything away. */
function Tools({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('records');
  const mayWrite = useMay('records.write');
  const [{ add }, setSearch] = useSearchState(RecordSearch);
  const adding = Resource.safeParse(add).data ?? null;
  return (
    <Group gap="xs" align="flex-end">
      {mayWrite ? (
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setSearch({ add: 'condition' })}>
          {t('overview.add')}
        </Button>
      ) : null}
      <Button component={Link} to={`/people/${person.personId}/summary`} variant="default" leftSection={<IconPrinter size={16} aria-hidden />}>
        {t('overview.print')}
      </Button>
      <Export personId={person.personId} bundle={false} />
      <Export personId={person.personId} bundle />
      {adding && mayWrite ? <AddDialog personId={person.personId} resource={adding} onChoose={(next) => setSearch({ add: next }, { replace: true })} onClose={() => setSearch({ add: undefined }, { replace: true })} /> : null}
    </Group>
  );
}

function Export({ personId, bundle }: { personId: PersonId; bundle: boolean }): ReactElement {
  const { t } = useTranslation('records');
  const wordsFor = useProblemWords();
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    try {
      const data = bundle ? await call(exportBundle, { personId }) : await call(exportRecord, { personId });
      saveBytes(JSON.stringify(data, null, 2), { filename: `kangcheng-${personId}${bundle ? '-fhir' : ''}.json`, mediaType: bundle ? 'application/fhir+json' : 'application/json' });
    } catch (error) {
      toastFailed(wordsFor(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />} loading={busy} onClick={() => void take()}>
      {t(bundle ? 'overview.exportFhir' : 'overview.exportJson')}
    </Button>
  );
}
