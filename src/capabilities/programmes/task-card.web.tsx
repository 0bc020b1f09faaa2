import { ActionIcon, Autocomplete, Button, Group, Menu, MultiSelect, Stack, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconCalendarDue, IconCheck, IconDots, IconPencil, IconUser } from '@tabler/icons-react';
import { useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { TaskState, type ProgrammeTask, type ProgrammeView } from './programmes.ts';
import { columnBeside, daysLate, ownersOf } from './task-board.ts';
import { dependencyFault, waitsFor } from './task-order.ts';
import css from './tasks.module.css';

type Task = ProgrammeView['taskList'][number];
type Change = Partial<Pick<ProgrammeTask, 'state' | 'owner' | 'dueOn' | 'title' | 'after'>>;

interface TaskCardProps {
  readonly task: Task;
  readonly programme: ProgrammeView;
  /** Null for those who may only read. */
  readonly change: ((task: Task, change: Change) => void) | null;
  readonly onDrag: (data: DataTransfer) => void;
}

export function TaskCard({ task, programme, change, onDrag }: TaskCardProps): ReactElement {
  const { t } = useTranslation('programmes');
  const [editing, setEditing] = useState(false);
  const menu = useRef<HTMLButtonElement>(null);
  const phase = programme.phases.find(({ phaseId }) => phaseId === task.phaseId);
  const close = () => {
    setEditing(false);
    requestAnimationFrame(() => menu.current?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const state = event.shiftKey && step !== 0 ? columnBeside(task.state, step) : null;
    if (!change || editing || state === null) return;
    event.preventDefault();
    change(task, { state });
  };
  if (editing && change)
    return (
      <li className={css['card']}>
        <TaskForm task={task} tasks={programme.taskList} owners={ownersOf(programme.taskList).map(({ owner }) => owner)} onClose={close} onSave={(changed) => change(task, changed)} />
      </li>
    );
  return (
    <li className={css['card']} data-task={task.taskId} draggable={change !== null} onDragStart={(event) => onDrag(event.dataTransfer)} onKeyDown={onKeyDown}>
      <div className={css['cardHead']}>
        <h4>{task.title}</h4>
        {change ? (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon ref={menu} variant="subtle" color="gray" size={32} aria-label={t('tasks.actions', { title: task.title })}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => setEditing(true)}>
                {t('tasks.edit')}
              </Menu.Item>
              <Menu.Divider />
              {TaskState.options.map((state) => (
                <Menu.Item key={state} disabled={state === task.state} leftSection={state === task.state ? <IconCheck size={16} aria-hidden /> : <span className={css['noIcon']} />} onClick={() => change(task, { state })}>
                  {t('tasks.moveTo', { state: t(`tasks.states.${state}`) })}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        ) : null}
      </div>
      {phase ? <p className={css['phase']}>{phase.name}</p> : null}
      <TaskFacts task={task} today={programme.today} />
      <Waiting task={task} tasks={programme.taskList} />
    </li>
  );
}

function TaskFacts({ task, today }: { task: Task; today: Day }): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const late = daysLate(task, today);
  return (
    <p className={css['facts']}>
      <span>
        <IconUser size={14} aria-hidden />
        {task.owner}
      </span>
      <span>
        <IconCalendarDue size={14} aria-hidden />
        {task.state === 'done' && task.doneOn ? t('tasks.doneOn', { day: format.day(task.doneOn) }) : t('tasks.dueOn', { day: format.day(task.dueOn) })}
      </span>
      {late > 0 ? (
        <StatusBadge tone="bad" icon={IconAlertTriangle}>
          {t('tasks.late', { count: late })}
        </StatusBadge>
      ) : null}
    </p>
  );
}

function Waiting({ task, tasks }: { task: Task; tasks: readonly Task[] }): ReactElement | null {
  const { t } = useTranslation('programmes');
  const waits = task.state === 'done' ? [] : waitsFor(task, tasks);
  if (waits.length === 0) return null;
  return <p className={css['phase']}>{t('tasks.waitsFor', { titles: waits.map(({ title }) => title).join(t('tasks.and')) })}</p>;
}

interface TaskFormProps {
  readonly task: Task;
  readonly tasks: readonly Task[];
  readonly owners: readonly string[];
  readonly onSave: (change: Change) => void;
  readonly onClose: () => void;
}

/** Enter saves, Escape leaves everything as it was. */
function TaskForm({ task, tasks, owners, onSave, onClose }: TaskFormProps): ReactElement {
  const { t } = useTranslation('programmes');
  const [title, setTitle] = useState(task.title);
  const [owner, setOwner] = useState(task.owner);
  const [dueOn, setDueOn] = useState<Day | null>(task.dueOn);
  const [after, setAfter] = useState<string[]>(task.after);
  const complete = title.trim() !== '' && owner.trim() !== '' && dueOn !== null;
  const save = () => {
    if (!complete) return;
    const change: Change = {
      ...(title.trim() === task.title ? {} : { title: title.trim() }),
      ...(owner.trim() === task.owner ? {} : { owner: owner.trim() }),
      ...(dueOn === task.dueOn ? {} : { dueOn }),
      ...(after.join() === task.after.join() ? {} : { after }),
    };
    if (Object.keys(change).length > 0) onSave(change);
    onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.nativeEvent.isComposing) onClose();
      }}
    >
      <Stack gap="xs">
        <Textarea label={t('tasks.title')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} autosize maxLength={500} required autoFocus error={title.trim() === '' ? t('common:required') : null} />
        <Autocomplete label={t('tasks.owner')} value={owner} onChange={setOwner} data={[...owners]} maxLength={200} required error={owner.trim() === '' ? t('common:required') : null} />
        <DayField label={t('tasks.due')} value={dueOn} onChange={setDueOn} required />
        <MultiSelect label={t('tasks.after')} searchable clearable value={after} onChange={setAfter} data={tasks.filter(({ taskId }) => dependencyFault(tasks, { taskId: task.taskId, after: [taskId] }) === null).map(({ taskId, title: name }) => ({ value: taskId, label: name }))} />
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button size="xs" type="submit" disabled={!complete}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
