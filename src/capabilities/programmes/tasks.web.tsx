import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState, type DragEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, call } from '../../platform/call.web.ts';
import { useOptimistic } from '../../platform/optimistic.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useShortcuts } from '../../platform/ui/keys.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card } from '../../platform/ui/page.web.tsx';
import { EmptyState, FilteredOut } from '../../platform/ui/states.web.tsx';
import { useMay } from '../../platform/permission.web.ts';
import { AddTaskDialog } from './add-task.web.tsx';
import { ProgrammeSearch } from './addresses.ts';
import { listProgrammes, openProgramme, updateTask, type ProgrammeTask, type ProgrammeView, type TaskState } from './programmes.ts';
import { columnsOf, matchingTasks, ownersOf } from './task-board.ts';
import { TaskCard } from './task-card.web.tsx';
import css from './tasks.module.css';

type Task = ProgrammeView['taskList'][number];
type Change = Partial<Pick<ProgrammeTask, 'state' | 'owner' | 'dueOn' | 'title' | 'after'>>;

const shortcuts = [{ keys: 'Shift ←→', label: 'programmes:tasks.moveByKeys' }];

/** What is owed, in three columns; a list on a phone. */
export function TasksTab({ programme }: { programme: ProgrammeView }): ReactElement {
  const { t } = useTranslation('programmes');
  const [{ owner = '', phase = '', overdue = false }, setSearch] = useSearchState(ProgrammeSearch);
  const moved = useRef<string | null>(null);
  const send = useTaskChange(programme.programmeId);
  const change = (task: Task, patch: Change) => {
    moved.current = task.taskId;
    send(task, patch);
  };
  useEffect(() => {
    if (moved.current) document.querySelector<HTMLElement>(`[data-task="${moved.current}"] button`)?.focus();
    moved.current = null;
  }, [programme.taskList]);
  useShortcuts(shortcuts);
  const mayAdd = useMay('programmes.addTask');
  const [adding, setAdding] = useState(false);
  const add = mayAdd ? (
    <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>
      {t('tasks.add')}
    </Button>
  ) : null;
  const dialog = adding ? <AddTaskDialog programme={programme} onClose={() => setAdding(false)} /> : null;
  const shown = matchingTasks(programme.taskList, { owner, phase, overdue }, programme.today);
  if (programme.taskList.length === 0)
    return (
      <Card>
        <EmptyState title={t('tasks.empty')} action={add}>
          {t('tasks.emptyWhy')}
        </EmptyState>
        {dialog}
      </Card>
    );
  return (
    <>
      <div className={css['tools']} role="search">
        <NativeSelect
          label={t('tasks.owner')}
          value={owner}
          onChange={(event) => setSearch({ owner: event.currentTarget.value || undefined })}
          data={[{ value: '', label: t('list.all') }, ...ownersOf(programme.taskList).map((one) => ({ value: one.owner, label: t('tasks.ownerWithCount', { owner: one.owner, count: one.tasks }) }))]}
        />
        <NativeSelect
          label={t('tasks.phase')}
          value={phase}
          onChange={(event) => setSearch({ phase: event.currentTarget.value || undefined })}
          data={[{ value: '', label: t('list.all') }, ...programme.phases.map((one) => ({ value: one.phaseId, label: one.name }))]}
        />
        <Checkbox className={css['overdueOnly'] ?? ''} label={t('tasks.overdueOnly')} checked={overdue} onChange={(event) => setSearch({ overdue: event.currentTarget.checked || undefined })} />
        {add}
      </div>
      {dialog}
      {shown.length === 0 ? (
        <Card>
          <FilteredOut onClear={() => setSearch({ owner: undefined, phase: undefined, overdue: undefined })} />
        </Card>
      ) : (
        <div className={css['board']}>
          {columnsOf(shown).map((column) => (
            <Column key={column.state} {...column} programme={programme} change={change} />
          ))}
        </div>
      )}
    </>
  );
}

interface ColumnProps {
  readonly state: TaskState;
  readonly tasks: readonly Task[];
  readonly programme: ProgrammeView;
  readonly change: (task: Task, change: Change) => void;
}

/** The kind of data that a dragged task carries. */
const dragged = 'application/x-kangcheng-task';

function Column({ state, tasks, programme, change }: ColumnProps): ReactElement {
  const { t } = useTranslation('programmes');
  const [over, setOver] = useState(false);
  const mayChange = useMay('programmes.updateTask');
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const task = programme.taskList.find(({ taskId }) => taskId === event.dataTransfer.getData(dragged));
    if (task && task.state !== state) change(task, { state });
  };
  return (
    <section
      className={css['column']}
      aria-label={t(`tasks.states.${state}`)}
      data-over={over}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragged)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h3 className={css['columnHead']}>
        {t(`tasks.states.${state}`)} <span className={css['count']}>{tasks.length}</span>
      </h3>
      {tasks.length === 0 ? (
        <p className={css['none']}>{t('tasks.none')}</p>
      ) : (
        <ul className={css['cards']}>
          {tasks.map((task) => (
            <TaskCard key={task.taskId} task={task} programme={programme} change={mayChange ? change : null} onDrag={(data) => data.setData(dragged, task.taskId)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function useTaskChange(programmeId: string): (task: Task, change: Change) => void {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const edit = useOptimistic<ProgrammeView>(asking(openProgramme, { programmeId }).queryKey, [asking(listProgrammes, {}).queryKey]);
  const send = (taskId: string, change: Change) => () => call(updateTask, { taskId, ...change }, { keepalive: true });
  return (task, change) => {
    const before: Change = { state: task.state, owner: task.owner, dueOn: task.dueOn, title: task.title, after: task.after };
    const message = change.state
      ? t('tasks.moved', { title: task.title, state: t(`tasks.states.${change.state}`) })
      : change.dueOn
        ? t('tasks.postponed', { title: task.title, day: format.day(change.dueOn) })
        : t('tasks.changed', { title: change.title ?? task.title });
    edit({ show: withTask(task.taskId, change), hide: withTask(task.taskId, before), send: send(task.taskId, change), takeBack: send(task.taskId, before), message });
  };
}

function withTask(taskId: string, change: Change): (view: ProgrammeView) => ProgrammeView {
  return (view) => {
    const taskList = view.taskList.map((task) => (task.taskId === taskId ? { ...task, ...change } : task));
    return { ...view, taskList, tasksDone: taskList.filter(({ state }) => state === 'done').length };
  };
}
