import { IconCircle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import type { ComponentType, KeyboardEvent, ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { SessionState } from './activities.ts';
import css from './calendar.module.css';
import type { Placed } from './sessions.web.ts';

export const stateIcons: Record<SessionState, ComponentType<{ size?: number | string; stroke?: number | string; 'aria-hidden'?: boolean }>> = {
  planned: IconCircle,
  held: IconCircleCheck,
  cancelled: IconCircleX,
};

/** A session in a day: its state by icon and name, its series, its hour. */
export function SessionMark({ session, onOpen, onKeyDown }: { session: Placed; onOpen: () => void; onKeyDown?: (event: KeyboardEvent) => void }): ReactElement {
  const { t } = useTranslation('activities');
  const format = useFormat();
  const Icon = stateIcons[session.state];
  return (
    <button
      type="button"
      className={css['mark']}
      data-state={session.state}
      data-session={session.sessionId}
      aria-label={t(session.startsAt === null ? 'session.named' : 'session.namedAt', { time: session.startsAt, title: session.series.title, day: format.shortDay(session.heldOn), state: t(`session.states.${session.state}`) })}
      title={session.series.title}
      onClick={onOpen}
      {...(onKeyDown ? { onKeyDown } : {})}
    >
      <Icon size={13} stroke={2.2} aria-hidden />
      <span>
        {session.startsAt ? <b>{session.startsAt}</b> : null} {session.series.title}
      </span>
    </button>
  );
}
