import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import type { PersonId } from '../people/people.ts';
import { readDocument } from './documents.ts';
import { saveBytes } from '../../platform/downloading.web.ts';
import { correctEntry, entryVersions, withdrawEntry, type EntryView } from './entries.ts';
import { EntryForm } from './entry-form.web.tsx';
import type { RecordWords } from './record-words.web.ts';
import { VersionList } from './versions.web.tsx';

interface Props {
  readonly personId: PersonId;
  readonly view: Pick<EntryView, 'entryId' | 'entry' | 'recordedAt' | 'earlier' | 'source'>;
  readonly words: RecordWords;
  readonly onClose: () => void;
}

/** An entry with its history; whoever may corrects or withdraws it, with the reason. */
export function EntryDialog({ personId, view, words, onClose }: Props): ReactElement {
  const { t } = useTranslation('records');
  const { entry, entryId } = view;
  const mayCorrect = useMay('records.correct');
  const versions = useAsk(entryVersions, { personId, resource: entry.resource, entryId });
  return (
    <Modal opened onClose={onClose} title={words.entryTitle(entry)} size="xl" closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Stack>
        <div>{words.entryDetails(entry).join(' · ')}</div>
        {entry.resource === 'document' ? <OpenDocument personId={personId} entryId={entryId} /> : null}
        {mayCorrect ? <Correction personId={personId} view={view} onClose={onClose} /> : null}
        <Loaded query={versions} rows={2}>
          {(all) => <VersionList versions={all.map(({ entry: version, ...rest }) => ({ ...rest, text: [words.entryTitle(version), ...words.entryDetails(version)].join(' · ') }))} />}
        </Loaded>
      </Stack>
    </Modal>
  );
}

function Correction({ personId, view, onClose }: Omit<Props, 'words'>): ReactElement {
  const { t } = useTranslation('records');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [withdrawing, setWithdrawing] = useState(false);
  const [why, setWhy] = useState('');
  const done = async (message: string) => {
    await queries.invalidateQueries();
    toastDone(message);
    onClose();
  };
  const correct = useAct(correctEntry, () => done(t('correction.done')));
  const withdraw = useAct(withdrawEntry, () => done(t('correction.withdrawn')));
  const { entry, entryId, recordedAt } = view;
  const problem = correct.error ?? withdraw.error;
  return (
    <Stack gap="sm">
      <EntryForm resource={entry.resource} entry={entry} withReason busy={correct.isPending} submit={t('correction.save')} onSubmit={(to, reason) => correct.mutate({ personId, entryId, seen: recordedAt, entry: to, reason })} />
      {problem ? <div role="alert">{wordsFor(problem)}</div> : null}
      {withdrawing ? (
        <Group align="flex-end">
          <TextInput label={t('correction.reason')} required value={why} onChange={(event) => setWhy(event.currentTarget.value)} data-autofocus />
          <Button color="red.8" disabled={why.trim().length < 2} loading={withdraw.isPending} onClick={() => withdraw.mutate({ personId, resource: entry.resource, entryId, seen: recordedAt, reason: why })}>
            {t('correction.withdraw')}
          </Button>
        </Group>
      ) : (
        <Group>
          <Button variant="default" onClick={() => setWithdrawing(true)}>
            {t('correction.withdraw')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function OpenDocument({ personId, entryId }: { personId: PersonId; entryId: string }): ReactElement {
  const { t } = useTranslation('records');
  const wordsFor = useProblemWords();
  const [busy, setBusy] = useState(false);
  const open = async () => {
    setBusy(true);
    try {
      const { filename, mediaType, base64 } = await call(readDocument, { personId, entryId });
      saveBytes(Uint8Array.from(atob(base64), (unit) => unit.codePointAt(0) ?? 0), { filename, mediaType });
    } catch (error) {
      toastFailed(wordsFor(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group>
      <Button variant="light" leftSection={<IconDownload size={16} aria-hidden />} loading={busy} onClick={() => void open()}>
        {t('document.download')}
      </Button>
    </Group>
  );
}
