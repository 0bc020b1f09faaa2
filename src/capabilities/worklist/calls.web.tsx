import { Button, Modal, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../platform/call.web.ts';
import type { Day } from '../../kernel/day.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastFailed } from '../../platform/ui/toast.web.tsx';
import { undoable } from '../../platform/ui/undo.web.tsx';
import { departureOf, recordCall, RemovalReason, takeBackCall, type CallOutcome } from './calls.ts';
import { finishWork, listWork, reopenWork, type WorkRow } from './worklist.ts';
import css from './worklist.module.css';

interface Made {
  readonly outcome: CallOutcome;
  readonly reason?: RemovalReason;
  readonly on?: Day | null;
}

/** A call is on record at once and its row goes; eight seconds to take it back. */
export function useCalls(): { made: (row: WorkRow, made: Made) => void; finished: (row: WorkRow) => void } {
  const { t } = useTranslation('worklist');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const renew = () => {
    for (const path of [listWork.path, '/api/worklist/counts']) void queries.invalidateQueries({ queryKey: [path] });
  };
  const hide = (row: WorkRow) =>
    queries.setQueriesData<{ items: WorkRow[]; more: boolean }>({ queryKey: [listWork.path] }, (data) => (data === undefined ? data : { ...data, items: data.items.filter(({ itemId }) => itemId !== row.itemId) }));
  const failed = (error: unknown) => {
    renew();
    toastFailed(wordsFor(error));
  };
  const call = useAct(recordCall);
  const back = useAct(takeBackCall);
  const finish = useAct(finishWork);
  const reopen = useAct(reopenWork);
  return {
    made: (row, { outcome, reason, on }) => {
      const { personId } = row.person;
      const callId = crypto.randomUUID();
      hide(row);
      call.mutate(
        { personId, itemId: row.itemId, callId, outcome, ...(reason === undefined ? {} : { reason }), ...(on === undefined ? {} : { on }) },
        {
          onError: failed,
          onSuccess: () => {
            renew();
            if (departureOf(reason ?? null) !== null) return;
            undoable({ message: t('callKept', { name: row.person.name, outcome: t(`outcomes.${outcome}`) }), undoLabel: t('common:undo'), commit: () => {}, undo: () => back.mutate({ personId, callId }, { onError: failed, onSuccess: renew }) });
          },
        },
      );
    },
    finished: (row) => {
      const items = [{ personId: row.person.personId, itemId: row.itemId }];
      hide(row);
      finish.mutate({ items, outcome: 'done' }, { onError: failed, onSuccess: () => {
        renew();
        undoable({ message: t('finished', { name: row.person.name }), undoLabel: t('common:undo'), commit: () => {}, undo: () => reopen.mutate({ items }, { onError: failed, onSuccess: renew }) });
      } });
    },
  };
}

interface RemovalProps {
  readonly row: WorkRow;
  readonly onChoose: (reason: RemovalReason, on: Day | null) => void;
  readonly onClose: () => void;
}

/** One of nine reasons, by its digit; death and moving away ask for the day, and change the person's status. */
export function RemovalDialog({ row, onChoose, onClose }: RemovalProps): ReactElement {
  const { t } = useTranslation('worklist');
  const [departing, setDeparting] = useState<RemovalReason | null>(null);
  const [on, setOn] = useState<Day | null>(todayInChina());
  const choose = (reason: RemovalReason) => (departureOf(reason) === null ? onChoose(reason, null) : setDeparting(reason));
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const reason = RemovalReason.options[Number(event.key) - 1];
      if (reason && departing === null) {
        event.preventDefault();
        choose(reason);
      }
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  });
  return (
    <Modal opened onClose={onClose} centered title={t('removal.title', { name: row.person.name })} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {departing === null ? (
        <Stack gap="xs">
          {RemovalReason.options.map((reason, i) => (
            <Button key={reason} variant="default" justify="flex-start" leftSection={<kbd className={css['key']}>{i + 1}</kbd>} onClick={() => choose(reason)}>{t(`reasons.${reason}`)}</Button>
          ))}
        </Stack>
      ) : (
        <Stack gap="sm">
          <p>{t(`removal.${departing}`)}</p>
          <DayField label={t('removal.on')} value={on} onChange={setOn} required />
          <Button color="red.8" disabled={on === null} onClick={() => onChoose(departing, on)}>{t('removal.confirm')}</Button>
        </Stack>
      )}
    </Modal>
  );
}
