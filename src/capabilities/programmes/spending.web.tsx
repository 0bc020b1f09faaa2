import { Button, Group, Progress, Table, Text } from '@mantine/core';
import { IconCheck, IconCoin, IconX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded, useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import css from './programme.module.css';
import type { ProgrammeView } from './programmes.ts';
import { RejectDialog } from './reject-spending.web.tsx';
import { RequestDialog } from './request-spending.web.tsx';
import { decideSpending, listSpending, withdrawSpending, type LineStanding, type SpendingState, type SpendingView } from './spending.ts';

const tones: Record<SpendingState, Tone> = { requested: 'info', approved: 'good', rejected: 'bad', withdrawn: 'neutral' };

/** How each line stands, and what was asked for, approved and paid. */
export function SpendingSections({ programme }: { programme: ProgrammeView }): ReactElement {
  const { t } = useTranslation('spending');
  const mayAsk = useMay('programmes.spend');
  const [asked, setAsked] = useState(false);
  const spending = useAsk(listSpending, { programmeId: programme.programmeId });
  return (
    <>
      <Section title={t('standing.title')} note={t('standing.note')} actions={mayAsk ? <Button leftSection={<IconCoin size={18} aria-hidden />} onClick={() => setAsked(true)}>{t('ask')}</Button> : null}>
        <Loaded query={spending}>{({ lines }) => <Standings programme={programme} lines={lines} />}</Loaded>
      </Section>
      <Section title={t('entries.title')}>
        <Loaded query={spending}>{({ entries }) => (entries.length === 0 ? <EmptyState icon={IconCoin} title={t('entries.empty')}>{t('entries.emptyWhy')}</EmptyState> : <Entries programme={programme} entries={entries} />)}</Loaded>
      </Section>
      {asked && spending.data ? <RequestDialog programme={programme} spending={spending.data} onClose={() => setAsked(false)} /> : null}
    </>
  );
}

function Standings({ programme, lines }: { programme: ProgrammeView; lines: readonly LineStanding[] }): ReactElement {
  const { t } = useTranslation('spending');
  const format = useFormat();
  const items = new Map(programme.budget.map(({ budgetLineId, item }) => [budgetLineId, item]));
  return (
    <div className={css['scroll']} role="region" aria-label={t('standing.title')} tabIndex={0}>
      <Table verticalSpacing="xs" miw="44rem">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">{t('standing.line')}</Table.Th>
            {(['amount', 'paid', 'committed', 'available'] as const).map((column) => (
              <Table.Th key={column} scope="col" className={css['number'] ?? ''}>
                {t(`standing.${column}`)}
              </Table.Th>
            ))}
            <Table.Th scope="col" w="10rem">
              {t('standing.used')}
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.budgetLineId}>
              <Table.Th scope="row" fw={400}>
                {items.get(line.budgetLineId)}
              </Table.Th>
              <Table.Td className={css['number'] ?? ''}>{line.amount === null ? t('standing.none') : format.yuan(line.amount)}</Table.Td>
              <Table.Td className={css['number'] ?? ''}>{format.yuan(line.paid)}</Table.Td>
              <Table.Td className={css['number'] ?? ''}>{format.yuan(line.committed)}</Table.Td>
              <Table.Td className={css['number'] ?? ''}>{line.available === null ? '—' : format.yuan(line.available)}</Table.Td>
              <Table.Td>
                <Used line={line} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Used({ line: { amount, paid, committed } }: { line: LineStanding }): ReactElement | null {
  const { t } = useTranslation('spending');
  const format = useFormat();
  if (amount === null || amount === 0) return null;
  const label = t('standing.usedOf', { paid: format.share(paid / amount), committed: format.share(committed / amount) });
  return (
    <Progress.Root size="lg" title={label}>
      <Progress.Section value={(100 * paid) / amount} color="kang.7" aria-label={t('standing.paid')} />
      <Progress.Section value={(100 * committed) / amount} color="yellow.6" aria-label={t('standing.committed')} />
    </Progress.Root>
  );
}

function Entries({ programme, entries }: { programme: ProgrammeView; entries: readonly SpendingView[] }): ReactElement {
  const { t } = useTranslation('spending');
  const format = useFormat();
  const items = new Map(programme.budget.map(({ budgetLineId, item }) => [budgetLineId, item]));
  return (
    <ul className={css['entries']}>
      {entries.map((entry) => (
        <li key={entry.spendingId}>
          <div>
            <Group gap="xs">
              <strong>{format.yuan(entry.amount)}</strong>
              <StatusBadge tone={tones[entry.state]}>{t(`state.${entry.state}`)}</StatusBadge>
              <Text component="span" size="sm">
                {t(`kind.${entry.kind}`)} · {items.get(entry.budgetLineId)}
              </Text>
            </Group>
            <Text size="sm" c="dimmed">
              {[entry.payee, entry.voucher && t('entries.voucher', { voucher: entry.voucher }), format.day(entry.spentOn), entry.purpose].filter(Boolean).join(' · ')}
            </Text>
            <Text size="sm" c="dimmed">
              {t('entries.asked', { name: entry.requestedName, moment: format.moment(entry.requestedAt) })}
              {entry.decidedAt && entry.decidedName ? ` ${t(`entries.${entry.state}`, { name: entry.decidedName, moment: format.moment(entry.decidedAt) })}` : null} {entry.reason}
            </Text>
          </div>
          {entry.state === 'requested' ? <Decision programmeId={programme.programmeId} entry={entry} /> : null}
        </li>
      ))}
    </ul>
  );
}

function Decision({ programmeId, entry: { spendingId, own, payee } }: { programmeId: ProgrammeView['programmeId']; entry: SpendingView }): ReactElement | null {
  const { t } = useTranslation('spending');
  const mayApprove = useMay('programmes.approveSpending');
  const [rejecting, setRejecting] = useState(false);
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const refresh = () => queries.invalidateQueries({ queryKey: asking(listSpending, { programmeId }).queryKey });
  const done = async ({ state }: { state: SpendingState }) => {
    setRejecting(false);
    await refresh();
    toastDone(t(`decided.${state}`));
  };
  const failed = {
    onError: (error: unknown) => {
      toastFailed(wordsFor(error));
      void refresh();
    },
  };
  const decide = useAct(decideSpending, done);
  const withdraw = useAct(withdrawSpending, done);
  if (own)
    return (
      <Button variant="default" loading={withdraw.isPending} aria-label={t('withdrawNamed', { payee })} onClick={() => withdraw.mutate({ spendingId }, failed)}>
        {t('withdraw')}
      </Button>
    );
  if (!mayApprove) return null;
  return (
    <Group gap="xs">
      <Button leftSection={<IconCheck size={16} aria-hidden />} loading={decide.isPending} aria-label={t('approveNamed', { payee })} onClick={() => decide.mutate({ spendingId, decision: 'approved', reason: null }, failed)}>
        {t('approve')}
      </Button>
      <Button variant="default" leftSection={<IconX size={16} aria-hidden />} aria-label={t('rejectNamed', { payee })} onClick={() => setRejecting(true)}>
        {t('reject')}
      </Button>
      <RejectDialog opened={rejecting} onClose={() => setRejecting(false)} onReject={(reason) => decide.mutate({ spendingId, decision: 'rejected', reason }, failed)} />
    </Group>
  );
}
