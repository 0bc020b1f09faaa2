import { IconCalendarPlus, IconCalendarTime, IconClock } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Sheet } from '../../platform/ui/phone/fields.web.tsx';
import { Act, Asked, Card, Line, Lines, Note, Nothing, Row } from '../../platform/ui/phone/parts.web.tsx';
import { PersonId } from '../people/people.ts';
import { cancelMine, leaveMine, readMyAppointments, type AppointmentView, type WaitingView } from './appointments.ts';
import { useOwnAct } from './own-act.web.ts';
import { TakeSheet, type Taking } from './take.web.tsx';
import { useScheduleName, useWhen } from './schedule-name.web.ts';

/** One's own appointments, or a child's: book, move, cancel, wait. */
export function MyAppointmentsPanel({ personId: given }: { personId: number }): ReactElement {
  const { t } = useTranslation('appointments');
  const personId = PersonId.parse(given);
  const known = useAsk(readMyAppointments, { personId });
  const [taking, setTaking] = useState<Taking | null>(null);
  return (
    <>
      <Asked query={known} rows={3}>
        {({ appointments, waiting, schedules, mayBook }) => {
          const coming = appointments.filter(({ state }) => state === 'booked' || state === 'arrived').toReversed();
          const past = appointments.filter(({ state }) => state !== 'booked' && state !== 'arrived').slice(0, 10);
          return (
            <>
              {mayBook ? null : <Note tone="warning" title={t('mine.tooOften')} />}
              {coming.map((one) => <Coming key={one.appointmentId} personId={personId} one={one} onMove={mayBook && schedules.some(({ scheduleId }) => scheduleId === one.scheduleId) ? () => setTaking({ moving: one }) : null} />)}
              {waiting.map((one) => <WaitingCard key={one.entryId} personId={personId} one={one} />)}
              {coming.length === 0 && waiting.length === 0 ? <Card><Nothing icon={IconCalendarTime} title={t('mine.none')} /></Card> : null}
              {schedules.length === 0 ? <Note tone="info" title={t('mine.noneOffered')} /> : null}
              {schedules.length > 0 && mayBook ? <Act look="main" wide icon={IconCalendarPlus} onClick={() => setTaking({ moving: null })}>{t('mine.book')}</Act> : null}
              {past.length > 0 ? <Past all={past} /> : null}
              {taking ? <TakeSheet personId={personId} schedules={schedules} taking={taking} onClose={() => setTaking(null)} /> : null}
            </>
          );
        }}
      </Asked>
    </>
  );
}

function Past({ all }: { all: readonly AppointmentView[] }): ReactElement {
  const { t } = useTranslation('appointments');
  const when = useWhen();
  const nameOf = useScheduleName();
  return (
    <Card title={t('mine.past')}>
      <Lines>{all.map((one) => <Line key={one.appointmentId} title={when(one.startsAt)} note={`${nameOf(one)} · ${t(`state.${one.state}`)}`} />)}</Lines>
    </Card>
  );
}

function Coming({ personId, one, onMove }: { personId: PersonId; one: AppointmentView; onMove: (() => void) | null }): ReactElement {
  const { t } = useTranslation('appointments');
  const format = useFormat();
  const time = useWhen()(one.startsAt);
  const nameOf = useScheduleName();
  const [asking, setAsking] = useState(false);
  const { run, busy, problem } = useOwnAct(() => setAsking(false));
  return (
    <Card title={time}>
      <Lines>
        <Line icon={IconCalendarTime} title={nameOf(one)} note={`${format.text(one.organization)} · ${t(`state.${one.state}`)}`} />
      </Lines>
      {one.state === 'booked' ? (
        <Row>
          {onMove ? <Act look="soft" onClick={onMove} label={`${t('mine.move')} ${time}`}>{t('mine.move')}</Act> : null}
          <Act onClick={() => setAsking(true)} label={`${t('mine.cancel')} ${time}`}>{t('mine.cancel')}</Act>
        </Row>
      ) : null}
      {asking ? (
        <Sheet title={t('mine.sure')} onClose={() => setAsking(false)}>
          <p>{time}</p>
          <p>{t('mine.sureWhy')}</p>
          {problem === null ? null : <Note tone="bad" role="alert" title={problem} />}
          <Act look="danger" wide busy={busy} onClick={() => run(() => call(cancelMine, { personId, appointmentId: one.appointmentId }), t('mine.cancelled'))}>{t('mine.cancel')}</Act>
        </Sheet>
      ) : null}
    </Card>
  );
}

function WaitingCard({ personId, one }: { personId: PersonId; one: WaitingView }): ReactElement {
  const { t } = useTranslation('appointments');
  const format = useFormat();
  const nameOf = useScheduleName();
  const { run, busy, problem } = useOwnAct();
  return (
    <Card title={t('mine.waiting')}>
      <Lines>
        <Line icon={IconClock} title={nameOf({ ...one, place: '' })} note={t('mine.window', { until: format.shortDay(one.until) })} />
      </Lines>
      {problem === null ? null : <Note tone="bad" role="alert" title={problem} />}
      <Act busy={busy} onClick={() => run(() => call(leaveMine, { personId, entryId: one.entryId }), t('mine.leftDone'))}>{t('mine.leave')}</Act>
    </Card>
  );
}
