import { Button, Group, NativeSelect, Stack, Table, Text } from '@mantine/core';
import { IconChartBar, IconDownload } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { GivenSearch } from './addresses.ts';
import { readProgress, type DistributionView } from './distribution.ts';
import { download } from './download.web.ts';
import css from './forms.module.css';
import { crossItems, exportResponses, readResults, type Results, type ScoreResult } from './outcome.ts';
import type { ItemResult } from './tally.ts';

/** What was answered: scores first, then question by question, then two questions crossed. */
export function ResultsTab({ given }: { given: DistributionView }): ReactElement {
  const { t } = useTranslation('forms');
  const [{ group }] = useSearchState(GivenSearch);
  const { distributionId } = given;
  const results = useAsk(readResults, group === null ? { distributionId } : { distributionId, groupId: group });
  return (
    <Stack>
      <Group justify="space-between" align="flex-end">
        <GroupSelect given={given} />
        <Export given={given} />
      </Group>
      <Loaded query={results}>
        {(found) => (found.tooFew ? <EmptyState icon={IconChartBar} title={t('results.tooFew')}>{t('results.tooFewWhy', { count: found.answered })}</EmptyState> : <Shown given={given} results={found} />)}
      </Loaded>
    </Stack>
  );
}

function Shown({ given, results }: { given: DistributionView; results: Results }): ReactElement {
  const { t } = useTranslation('forms');
  return (
    <>
      {results.scores.length > 0 ? <Section title={t('results.scores')} note={t('results.of', { count: results.answered })}><Stack gap="lg">{results.scores.map((score) => <Score key={score.id} score={score} />)}</Stack></Section> : null}
      <Section title={t('results.items')}><Stack gap="xl">{results.items.map((item, i) => <ItemChart key={item.linkId} item={item} number={i + 1} />)}</Stack></Section>
      <CrossSection given={given} items={results.items.filter(({ bars }) => bars.length > 0)} />
    </>
  );
}

function GroupSelect({ given: { distributionId } }: { given: DistributionView }): ReactElement | null {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const [{ group }, setSearch] = useSearchState(GivenSearch);
  const progress = useAsk(readProgress, { distributionId });
  const groups = progress.data?.groups ?? [];
  if (groups.length < 2) return null;
  return <NativeSelect label={t('results.group')} value={group === null ? '' : String(group)} onChange={(event) => setSearch({ group: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })} data={[{ value: '', label: t('results.everybody') }, ...groups.map(({ organizationId, organization }) => ({ value: String(organizationId), label: format.text(organization) }))]} />;
}

function Export({ given: { distributionId } }: { given: DistributionView }): ReactElement {
  const { t } = useTranslation('forms');
  const wordsFor = useProblemWords();
  const take = async (format: 'xlsx' | 'csv') => {
    const file = await call(exportResponses, { distributionId, format });
    if (file.rows === 0) return toastFailed(t('results.nothingToExport'));
    download(file);
    toastDone(t('results.exported', { count: file.rows }));
  };
  const start = (format: 'xlsx' | 'csv') => void take(format).catch((error: unknown) => toastFailed(wordsFor(error)));
  return (
    <Group gap="xs">
      <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} onClick={() => start('xlsx')}>{t('results.xlsx')}</Button>
      <Button variant="default" leftSection={<IconDownload size={18} aria-hidden />} onClick={() => start('csv')}>{t('results.csv')}</Button>
    </Group>
  );
}

interface Bar {
  readonly key: string;
  readonly label: string;
  readonly count: number | null;
}

/** Counts as bars, each with its number and share in words: nothing is told by length alone. */
function Bars({ bars, of }: { bars: readonly Bar[]; of: number }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  return (
    <dl className={css['bars']}>
      {bars.map(({ key, label, count }) => (
        <BarLine key={key} label={label} share={count === null || of === 0 ? 0 : count / of} words={count === null ? t('results.few') : t('results.count', { count, share: format.share(of === 0 ? 0 : count / of) })} />
      ))}
    </dl>
  );
}

function BarLine({ label, share, words }: { label: string; share: number; words: string }): ReactElement {
  return (
    <>
      <dt>{label}</dt>
      <dd aria-hidden><div className={css['track']}><div className={css['fill']} style={{ width: `${share * 100}%` }} /></div></dd>
      <dd>{words}</dd>
    </>
  );
}

function Score({ score }: { score: ScoreResult }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const total = score.bands.reduce((sum, { count }) => sum + (count ?? 0), 0);
  return (
    <div>
      <Text fw={600} component="h3">{format.text(score.title)}</Text>
      {score.all === null ? null : <Text>{t('results.mean', { mean: format.number(score.all.mean, 1), deviation: score.all.deviation === null ? '–' : format.number(score.all.deviation, 1), count: score.all.count })}</Text>}
      {score.bands.length > 0 ? <Bars of={total} bars={score.bands.map(({ code, text, count }) => ({ key: code, label: format.text(text), count }))} /> : null}
      {score.groups.length > 1 ? (
        <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('given.groups')}>
          <Table mt="xs">
            <Table.Thead><Table.Tr><Table.Th>{t('given.group')}</Table.Th><Table.Th ta="end">{t('results.meanLabel')}</Table.Th><Table.Th ta="end">{t('given.answeredLabel')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{score.groups.map(({ organizationId, organization, summary }) => <Table.Tr key={organizationId}><Table.Td>{format.text(organization)}</Table.Td><Table.Td ta="end">{format.number(summary.mean, 1)}</Table.Td><Table.Td ta="end">{summary.count}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </div>
      ) : null}
    </div>
  );
}

function ItemChart({ item, number }: { item: ItemResult; number: number }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const [all, setAll] = useState(false);
  return (
    <div>
      <Text fw={600} component="h3">{number}. {item.text === null ? item.linkId : format.text(item.text)}</Text>
      <Text size="sm" c="dimmed">{t('results.answeredBy', { count: item.answered })}</Text>
      {item.bars.length > 0 ? <Bars of={item.answered} bars={item.bars.map(({ code, text, count }) => ({ key: code, label: format.text(text), count }))} /> : null}
      {item.numbers === null ? null : <Text>{t('results.numbers', { mean: format.number(item.numbers.mean, 1), deviation: item.numbers.deviation === null ? '–' : format.number(item.numbers.deviation, 1), least: format.number(item.numbers.least), most: format.number(item.numbers.most) })}</Text>}
      {item.words.length > 0 ? <ul className={css['words']} aria-label={t('results.words')}>{item.words.map(({ word, count }) => <li key={word} className={css['word']}>{word} <span>{count}</span></li>)}</ul> : null}
      {item.texts.length > 0 ? (
        <>
          <Button mt="xs" variant="subtle" size="compact-sm" aria-expanded={all} onClick={() => setAll(!all)}>{t(all ? 'results.hideTexts' : 'results.showTexts', { count: item.texts.length })}</Button>
          {all ? <ul>{item.texts.map((text, i) => <li key={`${i} ${text}`}>{text}</li>)}</ul> : null}
        </>
      ) : null}
    </div>
  );
}

function CrossSection({ given, items }: { given: DistributionView; items: readonly ItemResult[] }): ReactElement | null {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const [first, setFirst] = useState(items[0]?.linkId ?? '');
  const [second, setSecond] = useState(items[1]?.linkId ?? '');
  const crossed = useAsk(crossItems, { distributionId: given.distributionId, first, second }, { enabled: items.length > 1 && first !== second });
  if (items.length < 2) return null;
  const data = items.map(({ linkId, text }) => ({ value: linkId, label: text === null ? linkId : format.text(text) }));
  return (
    <Section title={t('results.cross')} note={t('results.crossNote')}>
      <div className={css['fields']}>
        <NativeSelect label={t('results.rows')} value={first} data={data} onChange={(event) => setFirst(event.currentTarget.value)} />
        <NativeSelect label={t('results.columns')} value={second} data={data} onChange={(event) => setSecond(event.currentTarget.value)} />
      </div>
      {first === second ? <Text mt="sm">{t('results.sameItem')}</Text> : (
        <Loaded query={crossed} rows={2}>
          {({ rows, columns, cells }) => (
            <div className={css['scroll']} tabIndex={0} role="region" aria-label={t('results.cross')}>
              <Table mt="sm" withTableBorder withColumnBorders>
                <Table.Thead><Table.Tr><Table.Th />{columns.map((column, i) => <Table.Th key={`${i} ${column.zh}`} ta="end">{format.text(column)}</Table.Th>)}</Table.Tr></Table.Thead>
                <Table.Tbody>{rows.map((row, i) => <Table.Tr key={`${i} ${row.zh}`}><Table.Th>{format.text(row)}</Table.Th>{(cells[i] ?? []).map((cell, j) => <Table.Td key={columns[j]?.zh ?? j} ta="end">{cell ?? t('results.few')}</Table.Td>)}</Table.Tr>)}</Table.Tbody>
              </Table>
            </div>
          )}
        </Loaded>
      )}
    </Section>
  );
}
