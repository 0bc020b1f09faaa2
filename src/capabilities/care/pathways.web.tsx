import { Button, Group, Select, Table, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, Day } from '../../kernel/day.ts';
import { useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { PathwaySearch } from './addresses.ts';
import css from './care.module.css';
import { PathwayEditor } from './pathway-editor.web.tsx';
import { listPathways, pathwayCoverage, type Coverage, type PathwayView } from './pathways.ts';
import { TierBadge } from './tier-badge.web.tsx';

/** Who of each tier got what the pathway owes them, and the pathway itself. */
export function PathwaysPage(): ReactElement {
  const { t } = useTranslation('care');
  const [search, setSearch] = useSearchState(PathwaySearch);
  const pathways = useAsk(listPathways, {});
  return (
    <Page>
      <PageHeader title={t('coverage.title')} note={t('coverage.note')} />
      <Loaded query={pathways}>
        {(list) => {
          const open = list.find(({ programmeId }) => programmeId === search.programme) ?? list[0];
          if (!open) return <EmptyState title={t('coverage.none')}>{t('coverage.noneWhy')}</EmptyState>;
          return (
            <>
              {list.length > 1 ? <Select label={t('coverage.programme')} allowDeselect={false} value={open.programmeId} onChange={(programme) => setSearch({ programme: programme ?? undefined })} data={list.map(({ programmeId, title }) => ({ value: programmeId, label: title }))} /> : null}
              <OpenPathway key={`${open.programmeId} ${open.version}`} pathway={open} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function OpenPathway({ pathway }: { pathway: PathwayView }): ReactElement {
  const { t } = useTranslation('care');
  const may = useMay('care.manage');
  const [editing, setEditing] = useState(false);
  const [search, setSearch] = useSearchState(PathwaySearch);
  const to = Day.parse(search.to ?? todayInChina());
  const from = Day.parse(search.from ?? addMonths(to, -1));
  const coverage = useAsk(pathwayCoverage, { programmeId: pathway.programmeId, from, to });
  if (editing) return <PathwayEditor view={pathway} onClose={() => setEditing(false)} />;
  return (
    <>
      <Section title={pathway.title} note={t('coverage.enrolled', { low: pathway.enrolled.low ?? t('coverage.few'), mid: pathway.enrolled.mid ?? t('coverage.few'), high: pathway.enrolled.high ?? t('coverage.few') })} actions={may ? <Button variant="default" size="compact-md" leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>{t('coverage.edit')}</Button> : null}>
        <Group align="flex-end" gap="sm" mb="md">
          <DayField label={t('coverage.from')} value={from} onChange={(day) => setSearch({ from: day ?? undefined })} />
          <DayField label={t('coverage.to')} value={to} onChange={(day) => setSearch({ to: day ?? undefined })} />
        </Group>
        <Loaded query={coverage}>{({ rows, hiddenBelow }) => (
          <>
            <CoverageTable rows={rows} />
            {hiddenBelow === null ? null : <Text size="sm" c="dimmed" mt="sm">{t('coverage.hidden', { n: hiddenBelow })}</Text>}
          </>
        )}</Loaded>
      </Section>
    </>
  );
}

function CoverageTable({ rows }: { rows: readonly Coverage[] }): ReactElement {
  const { t } = useTranslation('care');
  const format = useFormat();
  const shown = (count: number | null) => (count === null ? t('coverage.few') : String(count));
  const share = ({ due, inTime }: Coverage) => (due === null || inTime === null || due === 0 ? null : inTime / due);
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table aria-label={t('coverage.title')}>
        <Table.Thead>
          <Table.Tr>{(['tier', 'step', 'due', 'inTime', 'late', 'waiting', 'share'] as const).map((column) => <Table.Th key={column}>{t(`coverage.columns.${column}`)}</Table.Th>)}</Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => {
            const inTime = share(row);
            return (
              <Table.Tr key={`${row.tier} ${row.stepId}`}>
                <Table.Td><TierBadge tier={row.tier} /></Table.Td>
                <Table.Td>{format.text(row.title)}</Table.Td>
                <Table.Td>{shown(row.due)}</Table.Td>
                <Table.Td>{shown(row.inTime)}</Table.Td>
                <Table.Td>{shown(row.late)}</Table.Td>
                <Table.Td>{shown(row.waiting)}</Table.Td>
                <Table.Td>{inTime === null ? '–' : <span className={css['share']}><span className={css['bar']} style={{ width: `${(inTime * 4.5).toFixed(2)}rem` }} /> {format.share(inTime)}</span>}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
