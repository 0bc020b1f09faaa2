import { Badge, Button, FileButton, Group, Text, Textarea } from '@mantine/core';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { call, useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import { PersonId } from '../people/people.ts';
import { addPicture, openPicture, type Attachment, type EntryView } from './conversations.ts';
import css from './messaging.module.css';

/** What was written, oldest first; one's own side stands at the right. */
export function Entries({ personId, entries, side, seenAt }: { personId: number; entries: readonly z.output<typeof EntryView>[]; side: 'person' | 'staff'; seenAt: string | null }): ReactElement {
  const { t } = useTranslation('messaging');
  const format = useFormat();
  const lastOwn = entries.findLast(({ author }) => author === side);
  return (
    <ol className={css['entries']} aria-label={t('thread.entries')}>
      {entries.map(({ entryId, at, author, name, body, attachments }) => (
        <li key={entryId} className={css['entry']} data-own={author === side}>
          <Text size="xs" className={css['dim']}>
            {author === 'automatic' ? t('thread.automatic') : author === side ? t('thread.own') : name} · {format.moment(at)}
            {entryId === lastOwn?.entryId && seenAt !== null && seenAt >= at ? ` · ${t('thread.seen')}` : ''}
          </Text>
          {body}
          {attachments.map((attachment) => (
            <Attached key={JSON.stringify(attachment)} personId={personId} attachment={attachment} />
          ))}
        </li>
      ))}
    </ol>
  );
}

function Attached({ personId, attachment }: { personId: number; attachment: Attachment }): ReactElement {
  const { t } = useTranslation('messaging');
  const format = useFormat();
  if (attachment.kind === 'picture') return <Picture personId={personId} pictureId={attachment.pictureId} />;
  if (attachment.kind === 'form') return <Badge variant="light">{t('thread.form', { title: attachment.title })}</Badge>;
  const value = attachment.value2 === null ? `${attachment.value}` : `${attachment.value}/${attachment.value2}`;
  return <Badge variant="light" tt="none">{t('thread.reading', { value, time: format.moment(attachment.at) })}</Badge>;
}

function Picture({ personId, pictureId }: { personId: number; pictureId: string }): ReactElement {
  const { t } = useTranslation('messaging');
  const query = useAsk(openPicture, { personId: PersonId.parse(personId), pictureId });
  if (!query.data) return <Text className={css['dim']}>{t('thread.pictureLoading')}</Text>;
  return <img className={css['picture']} src={`data:${query.data.mime};base64,${query.data.data}`} alt={t('thread.picture')} />;
}

interface WritingProps {
  readonly personId: number;
  readonly busy: boolean;
  /** Sends; resolves once it is kept. What was typed stays until then. */
  readonly onSend: (written: { text: string; attachments: Attachment[] }) => Promise<unknown>;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly children?: ReactNode;
}

/** Write and send; Ctrl+Enter sends. */
export function Writing({ personId, busy, onSend, text, onText, children }: WritingProps): ReactElement {
  const { t } = useTranslation('messaging');
  const wordsFor = useProblemWords();
  const [pictures, setPictures] = useState<string[]>([]);
  const send = async () => {
    if (text.trim() === '' && pictures.length === 0) return;
    await onSend({ text: text.trim(), attachments: pictures.map((pictureId) => ({ kind: 'picture' as const, pictureId })) }).then(() => {
      onText('');
      setPictures([]);
    }, (error: unknown) => toastFailed(wordsFor(error)));
  };
  const attach = async (file: File | null) => {
    if (!file) return;
    await call(addPicture, { personId: PersonId.parse(personId) }, { file }).then(({ pictureId }) => setPictures((before) => [...before, pictureId]), (error: unknown) => toastFailed(wordsFor(error)));
  };
  return (
    <form
      className={css['stack']}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Textarea
        label={t('thread.write')}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={4000}
        value={text}
        onChange={(event) => onText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
        }}
      />
      <Group gap="xs">
        <Button type="submit" loading={busy}>
          {t('thread.send')}
        </Button>
        <FileButton accept="image/jpeg,image/png,image/webp" onChange={(file) => void attach(file)}>
          {(props) => (
            <Button variant="default" {...props}>
              {pictures.length === 0 ? t('thread.attach') : t('thread.attached', { count: pictures.length })}
            </Button>
          )}
        </FileButton>
        {children}
      </Group>
    </form>
  );
}
