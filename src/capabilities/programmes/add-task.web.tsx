import { Alert, Autocomplete, Button, Group, Modal, NativeSelect, Stack, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { asking, useAct } from '../../platform/call.web.ts';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { useProblemWords } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { addTask, openProgramme, type ProgrammeView } from './programmes.ts';
import { ownersOf } from './task-board.ts';

/** A task that the plan does not have. */
export function AddTaskDialog({ programme, onClose }: { programme: ProgrammeView; onClose: () => void }): ReactElement {
  const { t } = useTranslation('programmes');
  const queries = useQueryClient();
  const wordsFor = useProblemWords();
  const [title, setTitle] = useState('');
  const [owner, setOwner] = useState('');
  const [phaseId, setPhaseId] = useState('');
  const [dueOn, setDueOn] = useState<Day | null>(null);
  const add = useAct(addTask, async () => {
    await queries.invalidateQueries({ queryKey: asking(openProgramme, { programmeId: programme.programmeId }).queryKey });
    toastDone(t('tasks.added', { title: title.trim() }));
    onClose();
  });
  const complete = title.trim() !== '' && owner.trim() !== '' && dueOn !== null;
  return (
    <Modal opened onClose={onClose} title={t('tasks.add')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (complete) add.mutate({ programmeId: programme.programmeId, title, owner, dueOn, phaseId: phaseId === '' ? null : phaseId });
        }}
      >
        <Stack gap="sm">
          <Textarea label={t('tasks.title')} required autosize maxLength={500} data-autofocus value={title} onChange={(event) => setTitle(event.currentTarget.value)} />
          <Autocomplete label={t('tasks.owner')} required maxLength={200} value={owner} onChange={setOwner} data={ownersOf(programme.taskList).map((one) => one.owner)} />
          <DayField label={t('tasks.due')} required value={dueOn} onChange={setDueOn} />
          {programme.phases.length === 0 ? null : <NativeSelect label={t('tasks.phase')} value={phaseId} onChange={(event) => setPhaseId(event.currentTarget.value)} data={[{ value: '', label: '—' }, ...programme.phases.map((phase) => ({ value: phase.phaseId, label: phase.name }))]} />}
          {add.error ? <Alert color="red">{wordsFor(add.error)}</Alert> : null}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={add.isPending} disabled={!complete}>
              {t('tasks.add')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
