import { Button, FileInput, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/call.web.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import type { TeamId } from '../access/teams.ts';
import type { PersonId } from '../people/people.ts';
import { addDocument } from './documents.ts';

const kinds = addDocument.input.shape.kind.options;

/** A file with what it is; the server tells its type by its content. */
export function UploadDocument({ personId, teamId, onDone }: { personId: PersonId; teamId: TeamId | null; onDone: () => void }): ReactElement {
  const { t } = useTranslation('records');
  const wordsFor = useProblemWords();
  const [file, setFile] = useState<File | null>(null);
  const [kind, setKind] = useState<(typeof kinds)[number]>('check-up-report');
  const [title, setTitle] = useState('');
  const [writtenOn, setWrittenOn] = useState(todayInChina());
  const [state, setState] = useState<{ busy: boolean; error: unknown }>({ busy: false, error: null });
  const send = async () => {
    if (!file || title.trim() === '') return;
    setState({ busy: true, error: null });
    try {
      await call(addDocument, { personId, kind, title, writtenOn, filename: file.name, ...(teamId === null ? {} : { teamId }) }, { file });
      onDone();
    } catch (error) {
      setState({ busy: false, error });
    }
  };
  return (
    <Stack>
      <FileInput label={t('document.file')} description={t('document.types')} required value={file} onChange={setFile} accept=".pdf,.jpg,.jpeg,.png,.webp,.tif,.tiff,.dcm" />
      <NativeSelect label={t('fields.kind')} value={kind} onChange={(event) => setKind(addDocument.input.shape.kind.parse(event.currentTarget.value))} data={kinds.map((one) => ({ value: one, label: t(`choices.documentKind.${one}`) }))} />
      <TextInput label={t('fields.title')} required value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
      <DayField label={t('fields.writtenOn')} required value={writtenOn} onChange={(day) => day && setWrittenOn(day)} />
      {state.error ? <div role="alert">{wordsFor(state.error)}</div> : null}
      <Button loading={state.busy} disabled={!file || title.trim() === ''} onClick={() => void send()}>
        {t('document.upload')}
      </Button>
    </Stack>
  );
}
