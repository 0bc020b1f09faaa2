import { Table } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { SeriesView } from '../activities/activities.ts';
import type { ProgrammeView } from './programmes.ts';

/** What the chart draws, in words: phases, tasks and series with their days. */
export function TimelineTable({ programme, series }: { programme: ProgrammeView; series: readonly SeriesView[] }): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const rows = [
    ...programme.phases.map((phase) => ({ key: phase.phaseId, kind: t('timeline.phase'), name: phase.name, from: phase.startsOn, to: phase.endsOn, state: '' })),
    ...programme.taskList.map((task) => ({ key: task.taskId, kind: t('timeline.task'), name: task.title, from: null, to: task.dueOn, state: t(`tasks.states.${task.state}`) })),
    ...series.map((one) => ({
      key: one.seriesId,
      kind: t('timeline.series'),
      name: one.title,
      from: one.sessions[0]?.heldOn ?? null,
      to: one.sessions.at(-1)?.heldOn ?? null,
      state: one.sessions.length === 0 ? t('timeline.unscheduled') : t('figures.of', { done: format.number(one.sessions.filter(({ state }) => state === 'held').length), all: format.number(one.sessions.length) }),
    })),
  ];
  return (
    <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': t('timeline.table') } }}>
      <Table verticalSpacing="xs" captionSide="top" mt="md">
        <Table.Caption>{t('timeline.table')}</Table.Caption>
        <Table.Thead>
          <Table.Tr>
            {(['kind', 'name', 'from', 'to', 'state'] as const).map((column) => (
              <Table.Th key={column} scope="col">
                {t(`timeline.columns.${column}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.key}>
              <Table.Td>{row.kind}</Table.Td>
              <Table.Th scope="row" fw={400}>
                {row.name}
              </Table.Th>
              <Table.Td>{row.from ? format.day(row.from) : ''}</Table.Td>
              <Table.Td>{row.to ? format.day(row.to) : ''}</Table.Td>
              <Table.Td>{row.state}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
