import { Button, Group, Select, Switch, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { useActing } from '../../platform/acting.web.ts';
import { useAct } from '../../platform/call.web.ts';
import { newId } from '../../platform/new-id.web.ts';
import { todayInChina } from '../../platform/today.web.ts';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { DialogForm } from './dialog-form.web.tsx';
import { readCalendar } from './appointments.ts';
import css from './appointments.module.css';
import { useScheduleName } from './schedule-name.web.ts';
import { listSchedules, removeException, saveException, type ExceptionView, type ScheduleView } from './schedules.ts';
import { clockOf } from './times.ts';
import { ClockField } from './weekly-times.web.tsx';

interface ExceptionsProps {
  readonly schedules: readonly ScheduleView[];
  readonly exceptions: readonly ExceptionView[];
  readonly mayManage: boolean;
}

/** What is different from the weekly times: leave, closures, extra times. */
export function Exceptions({ schedules, exceptions, mayManage }: ExceptionsProps): ReactElement {
  const { t } = useTranslation('appointments');
  const [adding, setAdding] = useState(false);
  return (
    <Section title={t('exceptions.title')} note={t('exceptions.makeUp')} actions={mayManage ? <Button variant="default" leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setAdding(true)}>{t('exceptions.add')}</Button> : null}>
      {exceptions.length === 0 ? <EmptyState title={t('exceptions.none')} /> : <ul className={css['plain']}>{exceptions.map((one) => <ExceptionLine key={one.exceptionId} one={one} schedules={schedules} mayManage={mayManage} />)}</ul>}
      {adding ? <ExceptionDialog schedules={schedules} onClose={() => setAdding(false)} /> : null}
    </Section>
  );
}

function ExceptionLine({ one, schedules, mayManage }: { one: ExceptionView; schedules: readonly ScheduleView[]; mayManage: boolean }): ReactElement {
  const { t } = useTranslation('appointments');
  const format = useFormat();
  const nameOf = useScheduleName();
  const [asking, setAsking] = useState(false);
  const remove = useActing(removeException, { said: t('exceptions.removed'), changes: [listSchedules, readCalendar] });
  const { exceptionId, scheduleId, actorId, kind, since, until, fromMinute, untilMinute, reason } = one;
  const schedule = schedules.find((each) => each.scheduleId === scheduleId);
  const actor = schedules.find((each) => each.actorId === actorId)?.actorName ?? '';
  const days = since === until ? format.day(since) : `${format.day(since)} – ${format.day(until)}`;
  const span = fromMinute === null || untilMinute === null ? t('exceptions.wholeDay') : `${clockOf(fromMinute)}–${clockOf(untilMinute)}`;
  return (
    <li className={css['line']}>
      <span>
        <span><StatusBadge tone={kind === 'extra' ? 'good' : 'warning'}>{t(`exceptions.kinds.${kind}`)}</StatusBadge> <strong>{reason}</strong></span>
        <small className={css['quiet']}>{[schedule ? nameOf(schedule) : t('exceptions.ofActor', { name: actor }), days, span].join(' · ')}</small>
      </span>
      {mayManage ? <Button size="compact-md" variant="default" aria-label={`${t('exceptions.remove')} ${reason}`} onClick={() => setAsking(true)}>{t('exceptions.remove')}</Button> : null}
      <ConfirmDialog opened={asking} title={t('exceptions.remove')} confirm={t('exceptions.remove')} onClose={() => setAsking(false)} onConfirm={() => {
        setAsking(false);
        remove.run({ exceptionId });
      }}>
        <p>{t('exceptions.sure', { reason })}</p>
        <p className={css['quiet']}>{t('exceptions.sureWhy')}</p>
      </ConfirmDialog>
    </li>
  );
}

const kinds = ['leave', 'closed', 'extra'] as const;

function ExceptionDialog({ schedules, onClose }: { schedules: readonly ScheduleView[]; onClose: () => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const queries = useQueryClient();
  const nameOf = useScheduleName();
  const [exceptionId] = useState(newId);
  const [kind, setKind] = useState<(typeof kinds)[number]>('closed');
  const [what, setWhat] = useState(schedules[0]?.scheduleId ?? '');
  const [since, setSince] = useState<Day | null>(todayInChina());
  const [until, setUntil] = useState<Day | null>(todayInChina());
  const [whole, setWhole] = useState(true);
  const [from, setFrom] = useState(480);
  const [to, setTo] = useState(720);
  const [reason, setReason] = useState('');
  const save = useAct(saveException, async ({ displaced }) => {
    toastDone(displaced > 0 ? t('schedules.displaced', { count: displaced }) : t('exceptions.saved'));
    onClose();
    await Promise.all([listSchedules, readCalendar].map(({ path }) => queries.invalidateQueries({ queryKey: [path] })));
  });
  const actors = [...new Map(schedules.flatMap(({ actorId, actorName }) => (actorId === null || actorName === null ? [] : [[actorId, actorName] as const])))];
  const ofActor = actors.some(([actorId]) => actorId === what);
  const allDay = whole && kind !== 'extra';
  const send = () => {
    if (since === null || until === null) return;
    save.mutate({ exceptionId, scheduleId: ofActor ? null : what, actorId: ofActor ? what : null, kind, since, until, fromMinute: allDay ? null : from, untilMinute: allDay ? null : to, reason });
  };
  return (
    <DialogForm act={t('exceptions.save')} title={t('exceptions.title')} busy={save.isPending} error={save.error} ready={since !== null && until !== null && what !== '' && reason.trim() !== ''} onClose={onClose} onSubmit={send}>
      <Select label={t('exceptions.kind')} allowDeselect={false} value={kind} onChange={(next) => setKind(kinds.find((one) => one === next) ?? kind)} data={kinds.map((value) => ({ value, label: t(`exceptions.kinds.${value}`) }))} data-autofocus />
      <Select label={t('exceptions.what')} allowDeselect={false} searchable value={what} onChange={(next) => next !== null && setWhat(next)}
        data={[...schedules.map((one) => ({ value: one.scheduleId, label: nameOf(one) })), ...(kind === 'extra' ? [] : actors.map(([value, name]) => ({ value, label: t('exceptions.ofActor', { name }) })))]} />
      <Group grow align="start">
        <DayField label={t('exceptions.since')} value={since} onChange={setSince} required />
        <DayField label={t('exceptions.until')} value={until} onChange={setUntil} required />
      </Group>
      {kind === 'extra' ? null : <Switch label={t('exceptions.wholeDay')} checked={whole} onChange={(event) => setWhole(event.currentTarget.checked)} />}
      {allDay ? null : (
        <Group>
          <ClockField label={t('exceptions.from')} value={from} onChange={setFrom} />
          <ClockField label={t('exceptions.untilTime')} value={to} onChange={setTo} />
        </Group>
      )}
      <TextInput label={t('exceptions.reason')} required maxLength={100} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
    </DialogForm>
  );
}
