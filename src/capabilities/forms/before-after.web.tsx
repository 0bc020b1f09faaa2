import { NativeSelect, NumberInput, Stack, Table, Text } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card } from '../../platform/ui/page.web.tsx';
import { Notice } from '../../platform/ui/notice.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { readForm } from './bank.ts';
import { listDistributions, type DistributionView } from './distribution.ts';
import css from './forms.module.css';
import { compareBeforeAfter, type BeforeAfter } from './outcome.ts';

/** The same people earlier and now: one sentence, and the figures behind it. */
export function BeforeAfterTab({ given }: { given: DistributionView }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const others = useAsk(listDistributions, { key: given.formKey });
  const form = useAsk(readForm, { key: given.formKey });
  const candidates = (others.data ?? []).filter(({ distributionId, respondents }) => distributionId !== given.distributionId && respondents === given.respondents);
  const results = (form.data?.definition.scoring?.results ?? []).filter(({ shown, kind, title }) => shown && title !== null && !['band', 'cases', 'list', 'highest'].includes(kind));
  const [before, setBefore] = useState<string | null>(given.beforeId);
  const [result, setResult] = useState<string | null>(given.targetResult);
  const [percent, setPercent] = useState<number | null>(given.targetPercent);
  const [beforeId, resultId] = [before ?? candidates[0]?.distributionId ?? null, result ?? results[0]?.id ?? null];
  if (others.data && candidates.length === 0) return <Card><EmptyState icon={IconArrowsDiff} title={t('compare.none')}>{t('compare.noneWhy')}</EmptyState></Card>;
  if (form.data && results.length === 0) return <Card><EmptyState icon={IconArrowsDiff} title={t('compare.noScore')} /></Card>;
  return (
    <Card>
      <div className={css['fields']}>
        <NativeSelect label={t('give.before')} value={beforeId ?? ''} onChange={(event) => setBefore(event.currentTarget.value)} data={candidates.map(({ distributionId, title, opensAt }) => ({ value: distributionId, label: `${title} · ${format.day(opensAt)}` }))} />
        <NativeSelect label={t('compare.result')} value={resultId ?? ''} onChange={(event) => setResult(event.currentTarget.value)} data={results.map(({ id, title }) => ({ value: id, label: title === null ? id : format.text(title) }))} />
        <NumberInput label={t('give.targetPercent')} value={percent ?? ''} onChange={(next) => setPercent(typeof next === 'number' ? next : null)} suffix="%" hideControls />
      </div>
      {beforeId === null || resultId === null ? null : <Comparison distributionId={given.distributionId} beforeId={beforeId} result={resultId} percent={percent} />}
    </Card>
  );
}

function Comparison({ percent, ...wanted }: { distributionId: string; beforeId: string; result: string; percent: number | null }): ReactElement {
  const compared = useAsk(compareBeforeAfter, percent === null ? wanted : { ...wanted, percent });
  return <Loaded query={compared}>{(found) => <Told found={found} />}</Loaded>;
}

function Told({ found: { comparison, sentence } }: { found: BeforeAfter }): ReactElement {
  const { t } = useTranslation('forms');
  const format = useFormat();
  const one = (value: number | null) => (value === null ? '–' : format.number(value, 2));
  const rows: readonly (readonly [string, string])[] = [
    ['compare.pairs', format.number(comparison.pairs)],
    ['compare.means', `${format.number(comparison.meanBefore, 1)} → ${format.number(comparison.meanAfter, 1)}`],
    ['compare.change', one(comparison.change)],
    ['compare.percent', comparison.percent === null ? '–' : format.percent(comparison.percent)],
    ['compare.interval', comparison.interval === null ? '–' : comparison.interval.map((end) => format.number(end, 2)).join(' ~ ')],
    ['compare.effect', `${one(comparison.dz)} · ${one(comparison.dav)}`],
    ['compare.lost', t('compare.lostOf', { count: comparison.onlyBefore, share: format.share(comparison.attrition) })],
    ['compare.lostMean', comparison.meanBeforeOfLost === null ? '–' : format.number(comparison.meanBeforeOfLost, 1)],
  ];
  return (
    <Stack mt="md">
      <Notice tone={comparison.target === null ? 'info' : comparison.target.met ? 'good' : 'warning'} role="status"><Text>{format.text(sentence)}</Text></Notice>
      {comparison.warnings.includes('attrition') ? <Notice tone="warning"><Text>{t('compare.attrition')}</Text></Notice> : null}
      <Table><Table.Tbody>{rows.map(([label, words]) => <Table.Tr key={label}><Table.Th>{t(label)}</Table.Th><Table.Td ta="end">{words}</Table.Td></Table.Tr>)}</Table.Tbody></Table>
      <Text size="sm" c="dimmed">{t('compare.method')}</Text>
    </Stack>
  );
}
