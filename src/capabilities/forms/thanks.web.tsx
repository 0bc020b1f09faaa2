import { Stack, Table, Text, Title } from '@mantine/core';
import { IconHeartHandshake } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Notice } from '../../platform/ui/notice.web.tsx';
import type { HelpLine, Submitted } from './responding.ts';

/** What stands on the screen after an answer: help first where the answer calls for it, then what the form found. */
export function Outcome({ submitted: { results, crisis } }: { submitted: Submitted }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  return (
    <Stack>
      {crisis === null ? null : <Help help={crisis.help} followUp={crisis.followUp} />}
      <Title order={2} size="h3">{t('thanks.title')}</Title>
      {results.length > 0 ? (
        <>
          <Table>
            <Table.Tbody>
              {results.map(({ id, title, value, words }) => <Table.Tr key={id}><Table.Th>{format.text(title)}</Table.Th><Table.Td ta="end">{words === null ? (typeof value === 'boolean' ? t(value ? 'fill.yes' : 'fill.no') : String(value)) : format.text(words)}</Table.Td></Table.Tr>)}
            </Table.Tbody>
          </Table>
          <Text size="sm" c="dimmed">{t('thanks.screening')}</Text>
        </>
      ) : null}
    </Stack>
  );
}

/** Somebody to turn to, at once; a number is one tap away. */
export function Help({ help, followUp }: { help: readonly HelpLine[]; followUp: boolean }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  return (
    <Notice tone="bad" role="alert" icon={IconHeartHandshake} title={t('help.title')}>
      <Text>{t('help.text')}</Text>
      <ul>
        {help.map(({ name, number, note }) => <li key={number}><strong><a href={`tel:${number}`}>{number}</a></strong> {format.text(name)}{note === null ? null : <Text span size="sm" c="dimmed"> · {format.text(note)}</Text>}</li>)}
      </ul>
      {followUp ? <Text>{t('help.followUp')}</Text> : null}
    </Notice>
  );
}
