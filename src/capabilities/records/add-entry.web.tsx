import { Modal, NativeSelect } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../platform/call.web.ts';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import type { TeamId } from '../access/teams.ts';
import type { PersonId } from '../people/people.ts';
import { addEntry, Resource } from './entries.ts';
import { EntryForm } from './entry-form.web.tsx';
import { UploadDocument } from './upload-document.web.tsx';

interface AddProps {
  readonly personId: PersonId;
  readonly resource: Resource;
  /** Sealed for this team; null for the record that all who care for the person read. */
  readonly teamId?: TeamId | null;
  readonly onChoose: (resource: Resource) => void;
  readonly onClose: () => void;
}

/** A new entry of any kind, sealed or not. */
export function AddDialog({ personId, resource, teamId = null, onChoose, onClose }: AddProps): ReactElement {
  const { t } = useTranslation('records');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const done = async () => {
    await queries.invalidateQueries();
    toastDone(t('form.added'));
    onClose();
  };
  const add = useAct(addEntry, done);
  return (
    <Modal opened onClose={onClose} title={t(teamId === null ? 'overview.add' : 'sealed.write')} size="xl" closeButtonProps={{ 'aria-label': t('common:close') }}>
      <NativeSelect label={t('form.resource')} mb="md" value={resource} onChange={(event) => onChoose(Resource.parse(event.currentTarget.value))} data={Resource.options.map((one) => ({ value: one, label: t(`kinds.${one}`) }))} />
      {resource === 'document' ? (
        <UploadDocument personId={personId} teamId={teamId} onDone={() => void done()} />
      ) : (
        <EntryForm key={resource} resource={resource} entry={null} busy={add.isPending} submit={t('form.add')} onSubmit={(entry) => add.mutate({ personId, entry, teamId })} />
      )}
      {add.error ? <div role="alert">{wordsFor(add.error)}</div> : null}
    </Modal>
  );
}
