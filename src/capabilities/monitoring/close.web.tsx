import { Button, Modal, Radio, Stack, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAct } from '../../platform/call.web.ts';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone, toastFailed } from '../../platform/ui/toast.web.tsx';
import { acknowledgeAlarm, AlarmAction, closeAlarm, countAlarms, listAlarms, openAlarm } from './alarms.ts';

export interface Which {
  readonly personId: number;
  readonly alarmId: string;
}

/** Ask anew whatever shows alarms. */
export function useAlarmsChanged(): () => void {
  const queries = useQueryClient();
  return () => {
    for (const { path } of [listAlarms, countAlarms, openAlarm]) void queries.invalidateQueries({ queryKey: [path] });
  };
}

export function useAcknowledge(): (which: Which) => void {
  const { t } = useTranslation('monitoring');
  const changed = useAlarmsChanged();
  const wordsFor = useProblemWords();
  const act = useAct(acknowledgeAlarm, () => {
    toastDone(t('acknowledged'));
    changed();
  });
  return (which) => act.mutate(which as Parameters<typeof act.mutate>[0], { onError: (error) => toastFailed(wordsFor(error)) });
}

/** What was done, chosen by one key: the digits choose, Ctrl+Enter saves. */
export function CloseDialog({ which, onClose }: { which: Which; onClose: () => void }): ReactElement {
  const { t } = useTranslation('monitoring');
  const changed = useAlarmsChanged();
  const wordsFor = useProblemWords();
  const [action, setAction] = useState<AlarmAction>('called');
  const [note, setNote] = useState('');
  const act = useAct(closeAlarm, () => {
    toastDone(t('closed'));
    changed();
    onClose();
  });
  const save = () => act.mutate({ ...(which as Parameters<typeof act.mutate>[0]), action, note }, { onError: (error) => toastFailed(wordsFor(error)) });
  return (
    <Modal opened onClose={onClose} title={t('closeTitle')} centered closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
        }}
      >
        <Stack>
          <Radio.Group label={t('action')} value={action} onChange={(value) => setAction(AlarmAction.parse(value))}>
            <Stack gap={6} mt={6}>
              {AlarmAction.options.map((one) => (
                <Radio key={one} value={one} label={t(`actions.${one}`)} data-autofocus={one === action ? true : undefined} />
              ))}
            </Stack>
          </Radio.Group>
          <Textarea label={t('note')} description={t('noteHint')} value={note} onChange={(event) => setNote(event.currentTarget.value)} autosize minRows={2} maxLength={500} required={action === 'nothing'} />
          <Button type="submit" loading={act.isPending}>
            {t('save')}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
