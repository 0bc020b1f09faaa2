import { Button, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useLive } from '../../platform/events.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { PersonId } from '../people/people.ts';
import { answerOwn, ownConversation, ownConversations, writeOwn } from './conversations.ts';
import { messageTopic } from './messaging.ts';
import css from './messaging.module.css';
import { Entries, Writing } from './thread.web.tsx';

/** One's own threads with the care team, or those of one's child. */
export function MyMessagesPanel({ personId: of }: { personId: number }): ReactElement {
  const personId = PersonId.parse(of);
  const [open, setOpen] = useState<string | null>(null);
  useLive([messageTopic], [ownConversations, ownConversation]);
  if (open === 'new') return <NewThread personId={personId} onDone={setOpen} />;
  if (open !== null) return <OwnThread personId={personId} conversationId={open} onBack={() => setOpen(null)} />;
  return <OwnThreads personId={personId} onOpen={setOpen} />;
}

function OwnThreads({ personId, onOpen }: { personId: PersonId; onOpen: (thread: string) => void }): ReactElement {
  const { t } = useTranslation('messaging');
  const format = useFormat();
  const query = useAsk(ownConversations, { personId });
  return (
    <Stack>
      <Button onClick={() => onOpen('new')}>{t('mine.write')}</Button>
      <Text size="sm" className={css['dim']}>
        {t('mine.note')}
      </Text>
      <Loaded query={query}>
        {(threads) =>
          threads.length === 0 ? (
            <EmptyState title={t('mine.empty')} />
          ) : (
            <ul className={css['list']}>
              {threads.map((thread) => (
                <li key={thread.conversationId}>
                  <UnstyledButton className={css['line'] ?? ''} onClick={() => onOpen(thread.conversationId)}>
                    <span className={css['head']}>
                      <strong>{thread.subject}</strong>
                      {thread.unread ? <StatusBadge tone="info">{t('list.unread')}</StatusBadge> : null}
                    </span>
                    <span className={css['dim']}>{format.moment(thread.lastAt)}</span>
                    <span className={css['dim']} style={{ display: 'block' }}>
                      {thread.lastText}
                    </span>
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Stack>
  );
}

function OwnThread({ personId, conversationId, onBack }: { personId: PersonId; conversationId: string; onBack: () => void }): ReactElement {
  const { t } = useTranslation('messaging');
  const queries = useQueryClient();
  const query = useAsk(ownConversation, { personId, conversationId });
  const [text, setText] = useState('');
  const answer = useAct(answerOwn, () => {
    for (const { path } of [ownConversations, ownConversation]) void queries.invalidateQueries({ queryKey: [path] });
  });
  return (
    <Stack>
      <Button variant="subtle" onClick={onBack}>
        {t('mine.back')}
      </Button>
      <Loaded query={query}>
        {(thread) => (
          <>
            <Text fw={700}>{thread.subject}</Text>
            <Entries personId={personId} entries={thread.entries} side="person" seenAt={thread.staffReadAt} />
            <Writing personId={personId} busy={answer.isPending} text={text} onText={setText} onSend={(written) => answer.mutateAsync({ personId, conversationId, ...written })} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function NewThread({ personId, onDone }: { personId: PersonId; onDone: (thread: string | null) => void }): ReactElement {
  const { t } = useTranslation('messaging');
  const queries = useQueryClient();
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const write = useAct(writeOwn, async ({ conversationId }) => {
    await queries.invalidateQueries({ queryKey: [ownConversations.path] });
    onDone(conversationId);
  });
  return (
    <Stack>
      <Button variant="subtle" onClick={() => onDone(null)}>
        {t('mine.back')}
      </Button>
      <TextInput label={t('mine.subject')} required maxLength={100} value={subject} onChange={(event) => setSubject(event.currentTarget.value)} />
      <Writing personId={personId} busy={write.isPending} text={text} onText={setText} onSend={(written) => write.mutateAsync({ personId, subject: subject.trim() === '' ? t('mine.noSubject') : subject, ...written })} />
    </Stack>
  );
}
