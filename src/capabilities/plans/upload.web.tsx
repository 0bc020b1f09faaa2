import { ActionIcon, Anchor, Button, FileButton, Progress, Text } from '@mantine/core';
import { IconFileUpload, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type DragEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../platform/call.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { announce } from '../../platform/ui/live.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { documentLimits } from './document.ts';
import css from './drafts.module.css';
import { listDrafts, uploadPlan, type DraftSummary } from './plans.ts';

type Progressing =
  | { readonly kind: 'sending'; readonly share: number }
  | { readonly kind: 'done'; readonly drafts: readonly DraftSummary[] }
  | { readonly kind: 'failed'; readonly words: string };

interface Upload {
  readonly id: number;
  readonly file: File;
  readonly state: Progressing;
}

const accepted = '.docx,.pdf,.txt,.md,.doc,.wps';

/** Sends files one after the other; every one says how far it is, what was read out of it, or why not. */
function useUploads(): { uploads: readonly Upload[]; add: (files: readonly File[]) => Promise<void>; dismiss: (id: number) => void } {
  const { t } = useTranslation('plans');
  const format = useFormat();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const settle = (id: number, state: Progressing) => setUploads((all) => all.map((one) => (one.id === id ? { ...one, state } : one)));
  const sendOne = async ({ id, file }: Upload) => {
    if (file.size > documentLimits.bytes) return settle(id, { kind: 'failed', words: t('upload.tooLarge', { size: format.size(file.size) }) });
    try {
      const { drafts } = await call(uploadPlan, { filename: file.name }, { file, onProgress: (share) => settle(id, { kind: 'sending', share }) });
      settle(id, { kind: 'done', drafts });
      announce(`${file.name}: ${t('upload.done', { count: drafts.length })}`);
      await queries.invalidateQueries({ queryKey: [listDrafts.path] });
    } catch (error) {
      settle(id, { kind: 'failed', words: wordsFor(error) });
      announce(`${file.name}: ${t('upload.failed')}`);
    }
  };
  const add = async (files: readonly File[]) => {
    const added = files.map((file, i): Upload => ({ id: Date.now() + i, file, state: { kind: 'sending', share: 0 } }));
    setUploads((all) => [...added, ...all]);
    for (const upload of added) await sendOne(upload);
  };
  return { uploads, add, dismiss: (id) => setUploads((all) => all.filter((one) => one.id !== id)) };
}

/** Where plans come in: by drop or by button, several at once. */
export function UploadArea(): ReactElement {
  const { t } = useTranslation('plans');
  const { uploads, add, dismiss } = useUploads();
  const [over, setOver] = useState(false);
  const drag = (inside: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setOver(inside);
  };
  return (
    <section aria-label={t('upload.title')}>
      <div
        className={over ? `${css['drop']} ${css['over']}` : css['drop']}
        onDragEnter={drag(true)}
        onDragOver={drag(true)}
        onDragLeave={drag(false)}
        onDrop={(event) => {
          drag(false)(event);
          void add([...event.dataTransfer.files]);
        }}
      >
        <IconFileUpload size={32} stroke={1.5} aria-hidden />
        <div>
          <Text fw={600}>{t(over ? 'upload.dropNow' : 'upload.drop')}</Text>
          <Text size="sm" c="dimmed">
            {t('upload.formats')}
          </Text>
        </div>
        <FileButton multiple accept={accepted} onChange={(files) => void add(files)} inputProps={{ 'aria-label': t('upload.choose') }}>
          {(props) => (
            <Button {...props} size="md">
              {t('upload.choose')}
            </Button>
          )}
        </FileButton>
      </div>
      {uploads.length > 0 ? (
        <ul className={css['uploads']} aria-label={t('upload.list')}>
          {uploads.map((upload) => (
            <UploadRow key={upload.id} upload={upload} onAgain={() => (dismiss(upload.id), void add([upload.file]))} onDismiss={() => dismiss(upload.id)} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function UploadRow({ upload: { file, state }, onAgain, onDismiss }: { upload: Upload; onAgain: () => void; onDismiss: () => void }): ReactElement {
  const { t } = useTranslation('plans');
  const format = useFormat();
  const reading = state.kind === 'sending' && state.share >= 1;
  const sending = t(reading ? 'upload.reading' : 'upload.sending', { share: format.share(state.kind === 'sending' ? state.share : 1) });
  return (
    <li className={css['upload']}>
      <div>
        <Text size="sm" fw={600}>
          {file.name}
        </Text>
        <Text size="xs" c="dimmed">
          {format.size(file.size)}
        </Text>
      </div>
      {state.kind === 'sending' ? (
        <Text size="sm">{sending}</Text>
      ) : (
        <span className={css['actions']}>
          <StatusBadge tone={state.kind === 'done' ? 'good' : 'bad'}>{state.kind === 'done' ? t('upload.done', { count: state.drafts.length }) : t('upload.failed')}</StatusBadge>
          {state.kind === 'failed' ? (
            <Button size="compact-sm" variant="default" onClick={onAgain}>
              {t('upload.again')}
            </Button>
          ) : null}
          <ActionIcon variant="subtle" color="gray" aria-label={t('upload.dismiss', { filename: file.name })} onClick={onDismiss}>
            <IconX size={16} aria-hidden />
          </ActionIcon>
        </span>
      )}
      {state.kind === 'sending' ? <Progress className={css['wide'] ?? ''} value={state.share * 100} animated={reading} aria-label={sending} /> : null}
      {state.kind === 'failed' ? (
        <Text className={css['wide'] ?? ''} size="sm" c="var(--k-bad)">
          {state.words}
        </Text>
      ) : null}
      {state.kind === 'done' ? (
        <div className={`${css['wide']} ${css['actions']}`}>
          {state.drafts.map((draft) => (
            <Anchor key={draft.draftId} component={Link} to={`/plans/${draft.draftId}`} size="sm">
              {t('drafts.openNamed', { title: draft.title })}
            </Anchor>
          ))}
        </div>
      ) : null}
    </li>
  );
}
