import { Button } from '@mantine/core';
import { IconLock, IconPlus } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { useActing } from '../../platform/acting.web.ts';
import { formTeam, listMyCases, teamsOfPerson, type TeamView } from '../access/teams.ts';
import type { PersonView } from '../people/people.ts';
import { AddDialog } from './add-entry.web.tsx';
import { EnterPanel } from './enter.web.tsx';
import { listEntries, type EntryView, type Resource } from './entries.ts';
import { EntryDialog } from './entry-dialog.web.tsx';
import { EntrySection } from './entry-list.web.tsx';
import { useRecordWords } from './record-words.web.ts';
import css from './records.module.css';
import { TeamSection } from './team.web.tsx';

/** What the case's team alone knows of a person. Whoever is on no team learns nothing here, not even whether there is one. */
export function SealedPanel({ person }: { person: PersonView }): ReactElement {
  const teams = useAsk(teamsOfPerson, { personId: person.personId });
  return <Loaded query={teams}>{(mine) => (mine.length === 0 ? <NoTeam person={person} /> : <Case person={person} teams={mine} />)}</Loaded>;
}

function NoTeam({ person }: { person: PersonView }): ReactElement {
  const { t } = useTranslation('records');
  const mayForm = useMay('access.teams');
  const form = useActing(formTeam, { said: t('sealed.formed'), changes: [teamsOfPerson, listMyCases] });
  return (
    <EmptyState
      icon={IconLock}
      title={t('sealed.none')}
      action={mayForm ? <Button loading={form.busy} onClick={() => form.run({ personId: person.personId })}>{t('sealed.form')}</Button> : null}
    >
      {t(mayForm ? 'sealed.noneHow' : 'sealed.noneWhy')}
    </EmptyState>
  );
}

function Case({ person, teams }: { person: PersonView; teams: readonly TeamView[] }): ReactElement {
  const { t } = useTranslation('records');
  const words = useRecordWords();
  const mayWrite = useMay('records.write');
  const entries = useAsk(listEntries, { personId: person.personId });
  const [opened, setOpened] = useState<EntryView | null>(null);
  const [adding, setAdding] = useState<Resource | null>(null);
  const [first] = teams;
  return (
    <div className={css['stack']}>
      {teams.map((team) => (
        <TeamSection key={team.teamId} personId={person.personId} team={team} />
      ))}
      <Loaded query={entries}>
        {(all) => (
          <EntrySection
            title={t('sealed.entries')}
            empty={t('sealed.noEntries')}
            views={all.filter(({ sealed }) => sealed)}
            words={words}
            onOpen={setOpened}
            actions={mayWrite ? <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding('encounter')}>{t('sealed.write')}</Button> : null}
          />
        )}
      </Loaded>
      {mayWrite && first ? <EnterPanel person={person} teamId={first.teamId} /> : null}
      {adding && first ? <AddDialog personId={person.personId} teamId={first.teamId} resource={adding} onChoose={setAdding} onClose={() => setAdding(null)} /> : null}
      {opened ? <EntryDialog personId={person.personId} view={opened} words={words} onClose={() => setOpened(null)} /> : null}
    </div>
  );
}
