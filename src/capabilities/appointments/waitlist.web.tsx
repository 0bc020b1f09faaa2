import { Button } from '@mantine/core';
import { IconClockPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useActing } from '../../platform/acting.web.ts';
import { useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { ConfirmDialog } from '../../platform/ui/confirm.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { leaveWaitlist, listWaitlist, personAppointments } from './appointments.ts';
import css from './appointments.module.css';
import { JoinDialog } from './join.web.tsx';
import { useScheduleName } from './schedule-name.web.ts';
import type { z } from 'zod';

type Waiting = z.infer<typeof listWaitlist.output>[number];

/** Who waits for a slot, in the order in which they move up. */
export function WaitlistTab(): ReactElement {
  const { t } = useTranslation('appointments');
  const waiting = useAsk(listWaitlist, {});
  const mayBook = useMay('appointments.book');
  const [joining, setJoining] = useState(false);
  return (
    <Section title={t('waitlist.title')} note={t('waitlist.noneWhy')} actions={mayBook ? <Button leftSection={<IconClockPlus size={18} aria-hidden />} onClick={() => setJoining(true)}>{t('waitlist.join')}</Button> : null}>
      <Loaded query={waiting}>
        {(all) => (all.length === 0 ? <EmptyState title={t('waitlist.none')} /> : <ul className={css['plain']}>{all.map((one) => <Line key={one.entryId} one={one} />)}</ul>)}
      </Loaded>
      {joining ? <JoinDialog personId={null} onClose={() => setJoining(false)} /> : null}
    </Section>
  );
}

function Line({ one: { entryId, person: { personId, name }, title, actorName, since, until, joinedAt } }: { one: Waiting }): ReactElement {
  const { t } = useTranslation('appointments');
  const format = useFormat();
  const nameOf = useScheduleName();
  const mayBook = useMay('appointments.book');
  const [leaving, setLeaving] = useState(false);
  const leave = useActing(leaveWaitlist, { said: t('waitlist.left'), changes: [listWaitlist, personAppointments] });
  return (
    <li className={css['line']}>
      <span>
        <Link to={`/people/${personId}?panel=appointments`}>{name}</Link> {nameOf({ title, actorName, place: '' })}
        <small className={css['quiet']}>{t('waitlist.window', { since: format.shortDay(since), until: format.shortDay(until) })} · {t('waitlist.joined', { day: format.shortDay(joinedAt) })}</small>
      </span>
      {mayBook ? <Button size="compact-md" variant="default" onClick={() => setLeaving(true)} aria-label={`${t('waitlist.leave')} ${name}`}>{t('waitlist.leave')}</Button> : null}
      <ConfirmDialog opened={leaving} danger title={t('waitlist.leave')} confirm={t('waitlist.leave')} onClose={() => setLeaving(false)} onConfirm={() => {
        setLeaving(false);
        leave.run({ personId, entryId });
      }}>
        {t('waitlist.sure', { name })}
      </ConfirmDialog>
    </li>
  );
}
