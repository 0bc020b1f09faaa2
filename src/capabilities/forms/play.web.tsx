import { Button, Container, Paper, Progress, Stack, Text, TextInput, Title } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import type { Value } from './answers.ts';
import { BoardPart } from './board.web.tsx';
import { answerTurn, joinContest, type Turn } from './contest.ts';
import { Question } from './filling/question.web.tsx';

/** Playing a quiz on one's own phone: join, answer against the clock, see where one stands. */
export function PlayPage(): ReactElement {
  const { token = '' } = useParams({ strict: false });
  const { t } = useTranslation('forms');
  const [playerId] = useState(() => kept(token));
  const [turn, setTurn] = useState<Turn | null>(null);
  useEffect(() => {
    document.title = t('play.join');
  }, [t]);
  return (
    <Container size="sm" py="md" component="main" id="main">
      {turn === null ? <Join token={token} playerId={playerId} onTurn={setTurn} /> : turn.question === null ? (
        <Stack>
          <Title order={1} size="h2">{t('play.finished')}</Title>
          {turn.last === null ? null : <Told last={turn.last} />}
          <BoardPart token={token} me={playerId} />
        </Stack>
      ) : <Ask key={turn.number} token={token} playerId={playerId} turn={turn} onTurn={setTurn} />}
    </Container>
  );
}

/** The player's number of this quiz: whoever comes back goes on where they stood. */
function kept(token: string): string {
  const key = `kangcheng-player-${token}`;
  const id = localStorage.getItem(key) ?? newId();
  localStorage.setItem(key, id);
  return id;
}

interface TurnProps {
  readonly token: string;
  readonly playerId: string;
  readonly onTurn: (turn: Turn) => void;
}

function Join({ token, playerId, onTurn }: TurnProps): ReactElement {
  const { t } = useTranslation('forms');
  const wordsFor = useProblemWords();
  const [name, setName] = useState('');
  const [team, setTeam] = useState('');
  const join = useAct(joinContest, onTurn);
  return (
    <Paper p="md" withBorder>
      <form onSubmit={(event) => { event.preventDefault(); if (name.trim() !== '') join.mutate({ token, playerId, name, team: team.trim() === '' ? null : team }); }}>
        <Stack>
          <Title order={1} size="h2">{t('play.join')}</Title>
          <TextInput label={t('play.name')} required maxLength={20} value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <TextInput label={t('play.team')} maxLength={20} value={team} onChange={(event) => setTeam(event.currentTarget.value)} />
          {join.error ? <Notice tone="bad" role="alert"><Text>{wordsFor(join.error)}</Text></Notice> : null}
          <Button type="submit" size="lg" loading={join.isPending} disabled={name.trim() === ''}>{t('play.start')}</Button>
        </Stack>
      </form>
    </Paper>
  );
}

function Ask({ token, playerId, turn, onTurn }: TurnProps & { turn: Turn }): ReactElement {
  const { t } = useTranslation('forms');
  const wordsFor = useProblemWords();
  const [values, setValues] = useState<readonly Value[]>([]);
  const send = useAct(answerTurn, onTurn);
  const { question, leftMilliseconds } = turn;
  const left = useLeft(leftMilliseconds);
  const linkId = question?.linkId ?? '';
  const submit = () => send.mutate({ token, playerId, linkId, values: [...values] }, { onError: (error) => toastFailed(wordsFor(error)) });
  const isOver = left !== null && left <= 0;
  const { isPending, isIdle } = send;
  useEffect(() => {
    if (isOver && isIdle && !isPending) submit();
  });
  if (question === null) return <></>;
  const instance = { item: question, place: question.linkId, parent: null, children: [], given: values, values, enabled: true };
  return (
    <Stack>
      {turn.last === null ? null : <Told last={turn.last} />}
      <Text c="dimmed">{t('play.question', { number: turn.number, of: turn.of })} · {turn.name}</Text>
      {left === null || leftMilliseconds === null ? null : <><Progress value={(left / leftMilliseconds) * 100} aria-label={t('play.left', { seconds: Math.ceil(left / 1000) })} /><Text role="timer">{t('play.left', { seconds: Math.ceil(left / 1000) })}</Text></>}
      <Paper p="md" withBorder><Question instance={instance} error={null} large onChange={setValues} /></Paper>
      <Button size="lg" loading={isPending} disabled={values.length === 0} onClick={submit}>{t('play.answer')}</Button>
    </Stack>
  );
}

/** The server told how much was left; the browser only counts down from there. */
function useLeft(milliseconds: number | null): number | null {
  const [end] = useState(() => (milliseconds === null ? null : performance.now() + milliseconds));
  const [left, setLeft] = useState(milliseconds);
  useEffect(() => {
    if (end === null) return undefined;
    const timer = setInterval(() => setLeft(Math.max(0, end - performance.now())), 250);
    return () => clearInterval(timer);
  }, [end]);
  return left;
}

function Told({ last }: { last: NonNullable<Turn['last']> }): ReactElement {
  const { t } = useTranslation('forms');
  return <Notice tone={last.right ? 'good' : 'warning'} role="status"><Text>{t(last.right ? 'play.right' : 'play.wrong')}</Text></Notice>;
}
