import { Code, Container, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { Section } from '../../platform/ui/page.web.tsx';
import { Loaded } from '../../platform/ui/states.web.tsx';
import { readBoard, type Board } from './contest.ts';
import { recheck } from './draw.ts';

/** For the hall's screen: who leads, and the draw with its proof. */
export function BoardPage(): ReactElement {
  const { token = '' } = useParams({ strict: false });
  return <Container size="md" py="md" component="main" id="main"><BoardPart token={token} me={null} headed /></Container>;
}

/** How often the ranking is looked at again, in milliseconds. */
const lookEvery = 3_000;

export function BoardPart({ token, me, headed = false }: { token: string; me: string | null; headed?: boolean }): ReactElement {
  const board = useQuery({ ...asking(readBoard, me === null ? { token } : { token, me }), refetchInterval: ({ state }) => (state.data?.draw ? false : lookEvery) });
  return <Loaded query={board}>{(shown) => <Shown board={shown} headed={headed} />}</Loaded>;
}

function Shown({ board, headed }: { board: Board; headed: boolean }): ReactElement {
  const { t } = useTranslation('forms');
  useEffect(() => {
    if (headed) document.title = board.title;
  }, [board.title, headed]);
  return (
    <Stack>
      {headed ? <Title order={1}>{board.title}</Title> : null}
      {board.closed ? <Text fw={600}>{t('play.over')}</Text> : null}
      <Section title={t('play.board')} note={t('contest.players', { count: board.players })}>
        {board.people.length === 0 ? <Text c="dimmed">{t('play.nobody')}</Text> : <Ranking rows={board.people.map((one) => ({ ...one, name: one.me ? `${one.name} (${t('play.me')})` : one.name }))} />}
      </Section>
      {board.teams.length > 0 ? <Section title={t('play.teams')}><Ranking rows={board.teams} /></Section> : null}
      <Fairness board={board} />
    </Stack>
  );
}

function Ranking({ rows }: { rows: readonly { readonly place: number; readonly name: string; readonly score: number; readonly right: number }[] }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  return (
    <Table>
      <Table.Thead><Table.Tr><Table.Th>{t('play.place')}</Table.Th><Table.Th>{t('play.name')}</Table.Th><Table.Th ta="end">{t('play.rightLabel')}</Table.Th><Table.Th ta="end">{t('play.score')}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>{rows.map(({ place, name, score, right }, i) => <Table.Tr key={`${i} ${name}`}><Table.Td>{place}</Table.Td><Table.Td>{name}</Table.Td><Table.Td ta="end">{right}</Table.Td><Table.Td ta="end">{format.number(score)}</Table.Td></Table.Tr>)}</Table.Tbody>
    </Table>
  );
}

/** The draw worked out once more, here in the browser of whoever looks. */
function Fairness({ board: { commitment, digest, draw } }: { board: Board }): ReactElement {
  const { t } = useTranslation('forms');
  const faults = draw === null || digest === null ? null : recheck(draw, { commitment, digest });
  const rows: readonly (readonly [string, string | null])[] = [['fair.commitment', commitment], ['fair.digest', digest], ['fair.seed', draw?.seed ?? null], ['fair.publicNumber', draw?.publicNumber ?? null]];
  return (
    <Section title={t('fair.title')} note={t('fair.how')}>
      <Stack>
        {draw === null ? <Text>{t('fair.waiting')}</Text> : (
          <>
            <Table captionSide="top"><Table.Caption>{t('fair.winners')}</Table.Caption><Table.Tbody>{draw.winners.map(({ entrant, prize, ticket }) => <Table.Tr key={entrant}><Table.Th>{entrant}</Table.Th><Table.Td>{prize}</Table.Td><Table.Td><Code>{ticket.slice(0, 12)}</Code></Table.Td></Table.Tr>)}</Table.Tbody></Table>
            <Notice tone={faults?.length === 0 ? 'good' : 'bad'} role="status"><Text>{t(faults?.length === 0 ? 'fair.ok' : 'fair.bad')}</Text></Notice>
          </>
        )}
        <dl>{rows.flatMap(([label, value]) => (value === null || value === '' ? [] : [<dt key={label}>{t(label)}</dt>, <dd key={`${label} value`} style={{ overflowWrap: 'anywhere' }}><Code>{value}</Code></dd>]))}</dl>
      </Stack>
    </Section>
  );
}
