import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { Day } from '../../kernel/day.ts';
import { useAct, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { DayField, todayInChina } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { toastDone } from '../../platform/ui/toast.web.tsx';
import { DialogForm } from './dialog-form.web.tsx';
import css from './organizations.module.css';
import { addMeeting, listMeetings } from './partners.ts';

/** Joint meetings: who met, what was said, and who does what until when. */
export function MeetingsPanel(): ReactElement {
  const { t } = useTranslation('organizations');
  const meetings = useAsk(listMeetings, {});
  const mayManage = useMay('organizations.manage');
  const [adding, setAdding] = useState(false);
  return (
    <Stack>
      {mayManage ? <Button style={{ alignSelf: 'flex-start' }} onClick={() => setAdding(true)}>{t('meetings.add')}</Button> : null}
      <Loaded query={meetings}>
        {(all) => (all.length === 0 ? <Card><EmptyState title={t('meetings.none')} /></Card> : <>{all.map((meeting) => <MeetingCard key={meeting.meetingId} meeting={meeting} />)}</>)}
      </Loaded>
      {adding ? <MeetingDialog onClose={() => setAdding(false)} /> : null}
    </Stack>
  );
}

type MeetingView = z.infer<typeof listMeetings.output>[number];

function MeetingCard({ meeting: { heldOn, title, attendees, minutes, decisions } }: { meeting: MeetingView }): ReactElement {
  const { t } = useTranslation('organizations');
  const format = useFormat();
  return (
    <Section title={title} note={`${format.day(heldOn)} · ${attendees}`}>
      <p className={css['minutes']}>{minutes}</p>
      {decisions.length > 0 ? <Text fw={600}>{t('meetings.decisions')}</Text> : null}
      <ul className={css['list']}>
        {decisions.map(({ text, owner, dueOn }) => (
          <li key={text} className={css['line']}>
            <span>{text}</span>
            <Text size="sm" c="dimmed">{[owner, dueOn === null ? '' : t('meetings.until', { day: format.day(dueOn) })].filter((one) => one !== '').join(' · ')}</Text>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function MeetingDialog({ onClose }: { onClose: () => void }): ReactElement {
  const { t } = useTranslation('organizations');
  const queries = useQueryClient();
  const [title, setTitle] = useState('');
  const [heldOn, setHeldOn] = useState<Day | null>(todayInChina());
  const [attendees, setAttendees] = useState('');
  const [minutes, setMinutes] = useState('');
  const [decided, setDecided] = useState('');
  const add = useAct(addMeeting, async () => {
    onClose();
    toastDone(t('meetings.added'));
    await queries.invalidateQueries({ queryKey: [listMeetings.path] });
  });
  const decisions = decided.split('\n').map((text) => text.trim()).filter((text) => text !== '').map((text) => ({ text, owner: '', dueOn: null }));
  return (
    <DialogForm opened title={t('meetings.add')} busy={add.isPending} error={add.error} ready={title.trim() !== '' && heldOn !== null} onSubmit={() => heldOn !== null && add.mutate({ title, heldOn, attendees, minutes, decisions })} onClose={onClose}>
      <TextInput label={t('meetings.title')} value={title} onChange={(event) => setTitle(event.currentTarget.value)} required data-autofocus />
      <DayField label={t('meetings.heldOn')} value={heldOn} onChange={setHeldOn} required />
      <TextInput label={t('meetings.attendees')} value={attendees} onChange={(event) => setAttendees(event.currentTarget.value)} />
      <Textarea label={t('meetings.minutes')} autosize minRows={3} value={minutes} onChange={(event) => setMinutes(event.currentTarget.value)} />
      <Textarea label={t('meetings.decisions')} description={t('meetings.oneALine')} autosize minRows={2} value={decided} onChange={(event) => setDecided(event.currentTarget.value)} />
    </DialogForm>
  );
}
