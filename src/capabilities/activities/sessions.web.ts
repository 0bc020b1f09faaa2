import type { QueryKey } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Day } from '../../kernel/day.ts';
import { asking, call } from '../../platform/call.web.ts';
import { useOptimistic } from '../../platform/optimistic.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { changeSession, listSeries, type SeriesView, type SessionState, type SessionView } from './activities.ts';

/** A session with the series that it belongs to. */
export type Placed = SessionView & { readonly series: SeriesView };

export interface SessionChange {
  readonly heldOn?: Day;
  readonly state?: SessionState;
}

/** Move a session, cancel it, note that it was held: shown at once, and undone from the toast. */
export function useSessionChange(programmeId: string, outdates: readonly QueryKey[]): (session: Placed, change: SessionChange) => void {
  const { t } = useTranslation('activities');
  const format = useFormat();
  const edit = useOptimistic<SeriesView[]>(asking(listSeries, { programmeId }).queryKey, outdates);
  const send = (sessionId: string, change: SessionChange) => () => call(changeSession, { sessionId, ...change }, { keepalive: true });
  return (session, change) => {
    const before: SessionChange = { heldOn: session.heldOn, state: session.state };
    const named = { title: session.series.title, day: format.shortDay(change.heldOn ?? session.heldOn) };
    edit({
      show: withSession(session.sessionId, change),
      hide: withSession(session.sessionId, before),
      send: send(session.sessionId, change),
      takeBack: send(session.sessionId, before),
      message: change.state ? t(`session.became.${change.state}`, named) : t('session.moved', named),
    });
  };
}

function withSession(sessionId: string, change: SessionChange): (all: SeriesView[]) => SeriesView[] {
  return (all) => all.map((series) => ({ ...series, sessions: series.sessions.map((session) => (session.sessionId === sessionId ? { ...session, ...change } : session)) }));
}

/** The weekday of a day: Mon, or Monday. */
export function useWeekday(): (day: Day, length?: 'short' | 'long') => string {
  const { i18n } = useTranslation();
  return (day, length = 'short') => new Intl.DateTimeFormat(i18n.language, { weekday: length, timeZone: 'Asia/Shanghai' }).format(new Date(day));
}
