import { Button, Group, NumberInput, Table, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, call } from '../../platform/call.web.ts';
import { useOptimistic } from '../../platform/optimistic.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card } from '../../platform/ui/page.web.tsx';
import { EmptyState } from '../../platform/ui/states.web.tsx';
import { useMay } from '../../platform/permission.web.ts';
import { budgetSum, type BudgetSum } from './budget-sum.ts';
import css from './programme.module.css';
import { SpendingSections } from './spending.web.tsx';
import { openProgramme, updateBudgetLine, type ProgrammeView } from './programmes.ts';

type Line = ProgrammeView['budget'][number];

export function BudgetTab({ programme }: { programme: ProgrammeView }): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const setAmount = useAmounts(programme.programmeId);
  const mayFill = useMay('programmes.budget');
  const sum = budgetSum(programme.budget);
  if (programme.budget.length === 0)
    return (
      <Card>
        <EmptyState title={t('budget.empty')}>{t('budget.emptyWhy')}</EmptyState>
      </Card>
    );
  return (
    <div className={css['parts']}>
    <Card>
      <div className={css['scroll']} role="region" aria-label={t('tabs.budget')} tabIndex={0}>
        <Table verticalSpacing="sm" miw="34rem" maw="60rem">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" miw="9rem">
                {t('budget.item')}
              </Table.Th>
              <Table.Th scope="col" className={css['number'] ?? ''}>
                {t('budget.amount')}
              </Table.Th>
              <Table.Th scope="col" miw="14rem">
                {t('budget.note')}
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {programme.budget.map((line) => (
              <Table.Tr key={line.budgetLineId}>
                <Table.Th scope="row" fw={line.isTotal ? 700 : 400}>
                  {line.item}
                </Table.Th>
                <Table.Td className={css['number'] ?? ''}>
                  <Amount line={line} mayFill={mayFill} onChange={(amount) => setAmount(line, amount)} />
                </Table.Td>
                <Table.Td>
                  <LineNote line={line} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr className={css['total'] ?? ''}>
              <Table.Th scope="row">{t('budget.sum')}</Table.Th>
              <Table.Td className={css['number'] ?? ''}>{sum.sum === null ? t('budget.blank') : format.yuan(sum.sum)}</Table.Td>
              <Table.Td />
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </div>
      <SumCheck sum={sum} />
    </Card>
      <SpendingSections programme={programme} />
    </div>
  );
}

function LineNote({ line }: { line: Line }): ReactElement {
  const { t } = useTranslation('programmes');
  return (
    <Text size="sm" c="dimmed" component="span">
      {line.isTotal ? t('budget.statedTotal') : null}
      {line.per === null ? null : t('budget.per', { per: line.per })} {line.note}
    </Text>
  );
}

function SumCheck({ sum: { blanks, stated, difference } }: { sum: BudgetSum }): ReactElement | null {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  if (blanks > 0) return <StatusBadge tone="neutral">{t('budget.blanks', { count: blanks })}</StatusBadge>;
  if (stated === null || difference === null) return null;
  if (difference === 0) return <StatusBadge tone="good">{t('budget.agrees', { stated: format.yuan(stated) })}</StatusBadge>;
  return <StatusBadge tone="warning">{t(difference > 0 ? 'budget.over' : 'budget.under', { stated: format.yuan(stated), difference: format.yuan(Math.abs(difference)) })}</StatusBadge>;
}

function Amount({ line, mayFill, onChange }: { line: Line; mayFill: boolean; onChange: (amount: number | null) => void }): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const [editing, setEditing] = useState(false);
  const [typed, setTyped] = useState<number | string>('');
  const words = line.amount === null ? t('budget.blank') : format.yuan(line.amount);
  const settle = () => {
    setEditing(false);
    const amount = typed === '' ? null : Number(typed);
    if (amount !== line.amount && (amount === null || (Number.isFinite(amount) && amount >= 0))) onChange(amount);
  };
  if (!editing)
    return (
      <Group gap="xs" justify="flex-end" wrap="nowrap">
        <Text component="span" {...(line.amount === null ? { c: 'dimmed' } : {})}>
          {words}
        </Text>
        {mayFill ? (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPencil size={14} aria-hidden />}
            aria-label={t(line.amount === null ? 'budget.fillNamed' : 'budget.changeNamed', { item: line.item })}
            onClick={() => {
              setTyped(line.amount ?? '');
              setEditing(true);
            }}
          >
            {t(line.amount === null ? 'budget.fill' : 'budget.change')}
          </Button>
        ) : null}
      </Group>
    );
  return (
    <NumberInput
      aria-label={t('budget.amountOf', { item: line.item })}
      value={typed}
      onChange={setTyped}
      min={0}
      decimalScale={2}
      thousandSeparator=","
      hideControls
      autoFocus
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') settle();
        if (event.key === 'Escape') setEditing(false);
      }}
    />
  );
}

function useAmounts(programmeId: string): (line: Line, amount: number | null) => void {
  const { t } = useTranslation('programmes');
  const edit = useOptimistic<ProgrammeView>(asking(openProgramme, { programmeId }).queryKey, []);
  const set = (id: string, amount: number | null) => (view: ProgrammeView) => ({ ...view, budget: view.budget.map((line) => (line.budgetLineId === id ? { ...line, amount } : line)) });
  const send = (budgetLineId: string, amount: number | null) => () => call(updateBudgetLine, { budgetLineId, amount }, { keepalive: true });
  return ({ budgetLineId, amount: before, item }, amount) =>
    edit({ show: set(budgetLineId, amount), hide: set(budgetLineId, before), send: send(budgetLineId, amount), takeBack: send(budgetLineId, before), message: t('budget.changed', { item }) });
}
