import { Alert, Button, Group, Modal, NativeSelect, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import { asking, useAct } from '../../platform/call.web.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { NumberField } from '../../platform/ui/number-field.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import type { ProgrammeView } from './programmes.ts';
import { listSpending, openOf, requestSpending, spendingFault, SpendingKind } from './spending.ts';

interface RequestProps {
  readonly programme: ProgrammeView;
  readonly spending: z.infer<typeof listSpending.output>;
  readonly onClose: () => void;
}

interface Typed {
  readonly budgetLineId: string;
  readonly kind: SpendingKind;
  readonly commitmentId: string;
  readonly amount: number | null;
  readonly spentOn: Day | null;
  readonly payee: string;
  readonly purpose: string;
  readonly voucher: string;
}

/** Ask for money; what would overspend is said before it is sent. */
export function RequestDialog({ programme, spending, onClose }: RequestProps): ReactElement {
  const { t } = useTranslation('spending');
  const format = useFormat();
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const lines = programme.budget.filter(({ isTotal }) => !isTotal);
  const [typed, setTyped] = useState<Typed>({ budgetLineId: lines[0]?.budgetLineId ?? '', kind: 'payment', commitmentId: '', amount: null, spentOn: todayInChina(), payee: '', purpose: '', voucher: '' });
  const set = (patch: Partial<Typed>) => setTyped((before) => ({ ...before, ...patch }));
  const line = lines.find(({ budgetLineId }) => budgetLineId === typed.budgetLineId);
  const standing = spending.lines.find(({ budgetLineId }) => budgetLineId === typed.budgetLineId);
  const commitments = spending.entries.filter((entry) => entry.budgetLineId === typed.budgetLineId && entry.kind === 'commitment' && entry.state === 'approved' && openOf(entry, spending.entries) > 0);
  const wanted = { budgetLineId: typed.budgetLineId, kind: typed.kind, commitmentId: typed.kind === 'payment' && typed.commitmentId !== '' ? typed.commitmentId : null, amount: typed.amount ?? 0, voucher: typed.voucher.trim() || null };
  const fault = line && typed.amount !== null ? spendingFault(wanted, line, spending.entries) : null;
  const told = fault && fault.is !== 'noVoucher' ? t(`refusals.${fault.is}`, { available: 'available' in fault ? fault.available.toFixed(2) : '', open: 'open' in fault ? fault.open.toFixed(2) : '' }) : null;
  const send = useAct(requestSpending, async () => {
    await queries.invalidateQueries({ queryKey: asking(listSpending, { programmeId: programme.programmeId }).queryKey });
    toastDone(t('askedFor'));
    onClose();
  });
  return (
    <Modal opened onClose={onClose} title={t('ask')} size="lg" closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.amount === null || typed.spentOn === null || fault) return;
          send.mutate({ ...wanted, amount: typed.amount, spentOn: typed.spentOn, payee: typed.payee, purpose: typed.purpose.trim() || null });
        }}
      >
        <Stack gap="sm">
          <SegmentedControl aria-label={t('kindLabel')} value={typed.kind} onChange={(kind) => set({ kind: SpendingKind.parse(kind) })} data={SpendingKind.options.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} />
          <NativeSelect
            label={t('standing.line')}
            value={typed.budgetLineId}
            onChange={(event) => set({ budgetLineId: event.currentTarget.value, commitmentId: '' })}
            data={lines.map(({ budgetLineId, item }) => ({ value: budgetLineId, label: item }))}
            description={standing && standing.available !== null ? t('availableNow', { available: format.yuan(standing.available) }) : t('refusals.noCeiling')}
          />
          {typed.kind === 'payment' && commitments.length > 0 ? (
            <NativeSelect
              label={t('ofCommitment')}
              value={typed.commitmentId}
              onChange={(event) => set({ commitmentId: event.currentTarget.value })}
              data={[{ value: '', label: t('ofNone') }, ...commitments.map((entry) => ({ value: entry.spendingId, label: t('openCommitment', { payee: entry.payee, open: format.yuan(openOf(entry, spending.entries)) }) }))]}
            />
          ) : null}
          <NumberField label={t('amountYuan')} value={typed.amount} onChange={(amount) => set({ amount })} required error={told} />
          <TextInput label={t('payee')} required maxLength={200} value={typed.payee} onChange={(event) => set({ payee: event.currentTarget.value })} />
          {typed.kind === 'payment' ? <TextInput label={t('voucherNo')} required maxLength={100} value={typed.voucher} onChange={(event) => set({ voucher: event.currentTarget.value })} /> : null}
          <DayField label={t('spentOn')} value={typed.spentOn} onChange={(spentOn) => set({ spentOn })} required />
          <TextInput label={t('purpose')} maxLength={500} value={typed.purpose} onChange={(event) => set({ purpose: event.currentTarget.value })} />
          {send.error ? <Alert color="red">{wordsFor(send.error)}</Alert> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={send.isPending} disabled={fault !== null}>
              {t('send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
