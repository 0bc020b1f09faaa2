import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconArrowBackUp, IconCalendarX, IconCircleCheck } from '@tabler/icons-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, type Day } from '../../kernel/day.ts';
import { isWorkday, nextWorkday, previousWorkday, type WorkingCalendar } from '../../kernel/working-days.ts';
import { useAsk } from '../../platform/call.web.ts';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';
import { DayField } from '../../platform/ui/day-field.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { listActivityTypes, type SessionState } from './activities.ts';
import css from './calendar.module.css';
import { useCadenceWords } from './cadence-words.web.ts';
import { stateIcons } from './session-mark.web.tsx';
import { useWeekday, type Placed, type SessionChange } from './sessions.web.ts';

export const stateTones: Record<SessionState, Tone> = { planned: 'info', held: 'good', cancelled: 'neutral' };

interface SessionDetailsProps {
  readonly session: Placed;
  readonly calendar: WorkingCalendar;
  readonly today: Day;
  readonly onChange: (change: SessionChange) => void;
  readonly onClose: () => void;
}

export function SessionDetails({ session, calendar, today, onChange, onClose }: SessionDetailsProps): ReactElement {
  const { t } = useTranslation('activities');
  const format = useFormat();
  const mayChange = useMay('activities.change');
  const act = (change: SessionChange) => {
    onChange(change);
    onClose();
  };
  return (
    <Modal opened onClose={onClose} title={session.series.title} centered closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Stack gap="md">
        <SessionFacts session={session} />
        {mayChange ? (
          <>
            <MoveSession key={session.heldOn} session={session} calendar={calendar} onMove={(heldOn) => act({ heldOn })} />
            <Group gap="xs">
              {session.state !== 'held' ? (
                <Button disabled={session.heldOn > today} leftSection={<IconCircleCheck size={18} aria-hidden />} onClick={() => act({ state: 'held' })}>
                  {t('session.hold')}
                </Button>
              ) : null}
              {session.state !== 'cancelled' ? (
                <Button variant="default" leftSection={<IconCalendarX size={18} aria-hidden />} onClick={() => act({ state: 'cancelled' })}>
                  {t('session.cancel')}
                </Button>
              ) : null}
              {session.state !== 'planned' ? (
                <Button variant="default" leftSection={<IconArrowBackUp size={18} aria-hidden />} onClick={() => act({ state: 'planned' })}>
                  {t('session.plan')}
                </Button>
              ) : null}
            </Group>
            {session.heldOn > today ? (
              <Text size="sm" c="dimmed">
                {t('session.notYet', { day: format.day(session.heldOn) })}
              </Text>
            ) : null}
          </>
        ) : null}
      </Stack>
    </Modal>
  );
}

function SessionFacts({ session }: { session: Placed }): ReactElement {
  const { t } = useTranslation('activities');
  const format = useFormat();
  const weekday = useWeekday();
  const cadence = useCadenceWords();
  const types = useAsk(listActivityTypes, {});
  const { series } = session;
  const type = types.data?.find(({ id }) => id === series.activityType);
  const facts: [string, ReactNode][] = [
    ['day', t('session.dayIs', { day: format.day(session.heldOn), weekday: weekday(session.heldOn, 'long'), time: session.startsAt ?? '' })],
    ['type', type ? format.text(type.title) : null],
    ['cadence', cadence(series.recurrence)],
    ['place', series.place],
    ['channel', series.channel],
    ['audience', series.audience],
    ['capacity', series.capacity === null ? null : t('session.people', { count: series.capacity, people: format.number(series.capacity) })],
    ['came', session.registered + session.attended === 0 ? t('session.nobodyYet') : t('session.cameOf', { attended: format.number(session.attended), registered: format.number(session.registered) })],
    ['evidence', type ? new Intl.ListFormat(document.documentElement.lang, { type: 'conjunction' }).format(type.evidence.map(format.text)) : null],
  ];
  return (
    <dl className={css['facts']}>
      <div>
        <dt>{t('session.facts.state')}</dt>
        <dd>
          <StatusBadge tone={stateTones[session.state]} icon={stateIcons[session.state]}>
            {t(`session.states.${session.state}`)}
          </StatusBadge>
        </dd>
      </div>
      {facts.map(([fact, words]) =>
        words === null || words === '' ? null : (
          <div key={fact}>
            <dt>{t(`session.facts.${fact}`)}</dt>
            <dd>{words}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** To a day that is typed, or to the working day before or after. A free day is said, not refused. */
function MoveSession({ session, calendar, onMove }: { session: Placed; calendar: WorkingCalendar; onMove: (day: Day) => void }): ReactElement {
  const { t } = useTranslation('activities');
  const [day, setDay] = useState<Day | null>(session.heldOn);
  const isFree = day !== null && !isWorkday(day, calendar);
  return (
    <fieldset className={css['move']}>
      <legend>{t('session.move')}</legend>
      <Group align="flex-end" gap="xs">
        <DayField label={t('session.newDay')} value={day} onChange={setDay} required />
        <Button variant="light" disabled={day === null || day === session.heldOn} onClick={() => day && onMove(day)}>
          {t('session.moveNow')}
        </Button>
      </Group>
      {isFree ? (
        <Text size="sm" c="var(--k-warning)" mt={4} role="status">
          {t('session.freeDay')}
        </Text>
      ) : null}
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="subtle" onClick={() => onMove(previousWorkday(addDays(session.heldOn, -1), calendar))}>
          {t('session.workdayBefore')}
        </Button>
        <Button size="compact-sm" variant="subtle" onClick={() => onMove(nextWorkday(addDays(session.heldOn, 1), calendar))}>
          {t('session.workdayAfter')}
        </Button>
      </Group>
    </fieldset>
  );
}
