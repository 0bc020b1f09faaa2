import { Button, Menu, SegmentedControl, Select, UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useLive } from '../../platform/events.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { isTyping, useShortcuts } from '../../platform/ui/keys.web.tsx';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { PersonId } from '../people/people.ts';
import { ConversationsSearch } from './addresses.ts';
import { answerConversation, closeConversation, ConversationBox, conversationDesk, handOverConversation, listConversations, openConversation } from './conversations.ts';
import { messageTopic } from './messaging.ts';
import css from './messaging.module.css';
import { Entries, Writing } from './thread.web.tsx';

type Line = z.output<typeof listConversations.output>['conversations'][number];

const shortcuts = [
  { keys: 'j', label: 'messaging:keys.next' },
  { keys: 'k', label: 'messaging:keys.previous' },
];

/** Threads at the left, the open one at the right; what is written comes by itself. */
export function ConversationsPage(): ReactElement {
  const { t } = useTranslation('messaging');
  const [{ box = 'waiting', person, thread }, setSearch] = useSearchState(ConversationsSearch);
  const query = useAsk(listConversations, { box });
  useLive([messageTopic], [listConversations, openConversation]);
  return (
    <Page>
      <PageHeader title={t('list.title')} note={t('list.note')} />
      <div className={css['boxes']}>
        <SegmentedControl aria-label={t('list.title')} value={box} onChange={(value) => setSearch({ box: ConversationBox.parse(value) })} data={ConversationBox.options.map((value) => ({ value, label: t(`box.${value}`) }))} />
      </div>
      <div className={css['two']}>
        <Loaded query={query}>
          {({ conversations }) => (conversations.length === 0 ? <EmptyState title={t('list.empty')}>{t('list.emptyWhy')}</EmptyState> : <Lines lines={conversations} open={thread ?? null} onOpen={(line) => setSearch({ person: line.person.personId, thread: line.conversationId })} />)}
        </Loaded>
        {person !== undefined && thread !== undefined ? <Thread key={thread} personId={PersonId.parse(person)} conversationId={thread} /> : <EmptyState title={t('list.choose')} />}
      </div>
    </Page>
  );
}

function Lines({ lines, open, onOpen }: { lines: readonly Line[]; open: string | null; onOpen: (line: Line) => void }): ReactElement {
  const { t } = useTranslation('messaging');
  const format = useFormat();
  useShortcuts(shortcuts);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (isTyping(event) || event.ctrlKey || event.metaKey) return;
      const at = lines.findIndex(({ conversationId }) => conversationId === open);
      const next = event.key === 'j' ? lines[at + 1] : event.key === 'k' ? lines[at - 1] : undefined;
      if (next) onOpen(next);
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
  return (
    <ul className={css['list']}>
      {lines.map((line) => (
        <li key={line.conversationId}>
          <UnstyledButton className={css['line'] ?? ''} aria-current={line.conversationId === open} onClick={() => onOpen(line)}>
            <span className={css['head']}>
              <strong>
                {line.person.name} · {line.subject}
              </strong>
              {line.unread ? <StatusBadge tone="info">{t('list.unread')}</StatusBadge> : line.waiting ? <StatusBadge tone="warning">{t('box.waiting')}</StatusBadge> : null}
            </span>
            <span className={css['dim']}>
              {format.moment(line.lastAt)} · {line.assignedName ?? t('list.nobody')}
            </span>
            <span className={css['dim']} style={{ display: 'block' }}>
              {line.lastText}
            </span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function Thread({ personId, conversationId }: { personId: PersonId; conversationId: string }): ReactElement {
  const { t } = useTranslation('messaging');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const mayWrite = useMay('messaging.write');
  const which = { personId, conversationId };
  const query = useAsk(openConversation, which);
  const [text, setText] = useState('');
  const changed = () => {
    for (const { path } of [listConversations, openConversation]) void queries.invalidateQueries({ queryKey: [path] });
  };
  const failed = { onError: (error: Error) => toastFailed(wordsFor(error)) };
  const answer = useAct(answerConversation, changed);
  const close = useAct(closeConversation, ({ closed }) => {
    toastDone(t(closed ? 'thread.closed' : 'thread.reopened'));
    changed();
  });
  return (
    <Loaded query={query}>
      {(thread) => (
        <Section
          title={`${thread.person.name} · ${thread.subject}`}
          note={<Link to={`/people/${personId}`}>{t('thread.person')}</Link>}
          actions={
            mayWrite ? (
              <Button size="xs" variant="default" onClick={() => close.mutate({ ...which, closed: thread.closedAt === null }, failed)}>
                {t(thread.closedAt === null ? 'thread.close' : 'thread.reopen')}
              </Button>
            ) : null
          }
        >
          <Entries personId={personId} entries={thread.entries} side="staff" seenAt={thread.personReadAt} />
          {mayWrite && thread.closedAt === null ? (
            <Writing personId={personId} busy={answer.isPending} text={text} onText={setText} onSend={(written) => answer.mutateAsync({ ...which, ...written })}>
              <Desk onQuick={setText} assigned={thread.assignedTo} onChanged={changed} {...which} />
            </Writing>
          ) : null}
        </Section>
      )}
    </Loaded>
  );
}

interface DeskProps {
  readonly personId: PersonId;
  readonly conversationId: string;
  readonly assigned: string | null;
  readonly onQuick: (text: string) => void;
  readonly onChanged: () => void;
}

/** Texts at hand, and the colleague who takes over. */
function Desk({ personId, conversationId, assigned, onQuick, onChanged }: DeskProps): ReactElement {
  const { t } = useTranslation('messaging');
  const format = useFormat();
  const wordsFor = useProblemWords();
  const desk = useAsk(conversationDesk, {});
  const hand = useAct(handOverConversation, ({ name }) => {
    toastDone(t('thread.handed', { name }));
    onChanged();
  });
  const staff = [...new Map((desk.data?.staff ?? []).map(({ accountId, name }) => [accountId, name]))];
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button variant="default">{t('thread.quick')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {(desk.data?.quick ?? []).map(({ title, text }) => (
            <Menu.Item key={title.en} onClick={() => onQuick(format.text(text))}>
              {format.text(title)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Select
        aria-label={t('thread.hand')}
        placeholder={t('thread.hand')}
        w={190}
        value={staff.some(([accountId]) => accountId === assigned) ? assigned : null}
        data={staff.map(([value, label]) => ({ value, label }))}
        onChange={(accountId) => accountId !== null && accountId !== assigned && hand.mutate({ personId, conversationId, accountId }, { onError: (error) => toastFailed(wordsFor(error)) })}
      />
    </>
  );
}
