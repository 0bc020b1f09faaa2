import { ActionIcon, Alert, Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCalendarQuestion, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { QueryKey } from '@tanstack/react-query';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { addMonths, Day } from '../../kernel/day.ts';
import { useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { wide } from '../../platform/ui/theme.web.ts';
import { listHolidays, listSeries, type SeriesView } from './activities.ts';
import { CalendarSearch } from './calendar-search.ts';
import css from './calendar.module.css';
import { calendarOf, firstOf, unannouncedYear } from './month-grid.ts';
import { MonthView } from './month.web.tsx';
import { SeriesList } from './series-list.web.tsx';
import { SessionDetails } from './session-details.web.tsx';
import { SessionList } from './session-list.web.tsx';
import { useSessionChange, type Placed } from './sessions.web.ts';

interface CalendarPanelProps {
  readonly programme: { readonly programmeId: string; readonly today: Day; readonly startsOn: Day; readonly endsOn: Day };
  /** Answers that a changed session outdates. */
  readonly outdates: readonly QueryKey[];
}

/** The sessions of a programme, month by month, and the series that wait to be scheduled. */
export function CalendarPanel({ programme, outdates }: CalendarPanelProps): ReactElement {
  const { t } = useTranslation('activities');
  const series = useAsk(listSeries, { programmeId: programme.programmeId });
  return (
    <Loaded query={series}>
      {(all) =>
        all.length === 0 ? (
          <Card>
            <EmptyState title={t('calendar.empty')}>{t('calendar.emptyWhy')}</EmptyState>
          </Card>
        ) : (
          <Calendar series={all} programme={programme} outdates={outdates} />
        )
      }
    </Loaded>
  );
}

function Calendar({ series, programme, outdates }: CalendarPanelProps & { series: readonly SeriesView[] }): ReactElement {
  const { t } = useTranslation('activities');
  const [search, setSearch] = useSearchState(CalendarSearch);
  const [opened, setOpened] = useState<string | null>(null);
  const isWide = useMediaQuery(`(min-width: ${wide})`, true, { getInitialValueInEffect: false });
  const holidays = useAsk(listHolidays, {});
  const calendar = useMemo(() => calendarOf(holidays.data ?? { years: [], holidays: [], workdays: [] }), [holidays.data]);
  const change = useSessionChange(programme.programmeId, outdates);
  const month = search.month ? Day.parse(`${search.month}-01`) : firstOf(nearest(programme));
  const view = search.view ?? (isWide ? 'month' : 'list');
  const placed: Placed[] = series
    .filter(({ seriesId }) => search.series === undefined || seriesId === search.series)
    .flatMap((one) => one.sessions.map((session) => ({ ...session, series: one })))
    .toSorted((a, b) => (`${a.heldOn}${a.startsAt ?? ''}` < `${b.heldOn}${b.startsAt ?? ''}` ? -1 : 1));
  const open = series.flatMap((one) => one.sessions.map((session) => ({ ...session, series: one }))).find(({ sessionId }) => sessionId === opened);
  const missing = holidays.data ? unannouncedYear(month, calendar) : null;
  return (
    <div className={css['panel']}>
      <Card>
        <div className={css['tools']}>
          <MonthSteps month={month} today={programme.today} onChange={(next) => setSearch({ month: next.slice(0, 7) })} />
          <NativeSelect
            aria-label={t('calendar.series')}
            value={search.series ?? ''}
            onChange={(event) => setSearch({ series: event.currentTarget.value || undefined })}
            data={[{ value: '', label: t('calendar.allSeries') }, ...series.filter(({ sessions }) => sessions.length > 0).map((one) => ({ value: one.seriesId, label: one.title }))]}
          />
          <SegmentedControl
            aria-label={t('calendar.view')}
            value={view}
            onChange={(next) => setSearch({ view: CalendarSearch.shape.view.parse(next) })}
            data={(['month', 'list'] as const).map((one) => ({ value: one, label: t(`calendar.views.${one}`) }))}
          />
        </div>
        {missing === null ? null : (
          <Alert variant="light" color="yellow" icon={<IconCalendarQuestion aria-hidden />} mb="sm">
            {t('calendar.unannounced', { year: String(missing) })}
          </Alert>
        )}
        {view === 'month' ? (
          <MonthView month={month} calendar={calendar} sessions={placed} today={programme.today} onOpen={setOpened} onMove={(session, heldOn) => change(session, { heldOn })} />
        ) : (
          <SessionList month={month} calendar={calendar} sessions={placed} today={programme.today} onOpen={setOpened} />
        )}
      </Card>
      <SeriesList series={series} />
      {open ? <SessionDetails session={open} calendar={calendar} today={programme.today} onChange={(patch) => change(open, patch)} onClose={() => setOpened(null)} /> : null}
    </div>
  );
}

function nearest({ today, startsOn, endsOn }: CalendarPanelProps['programme']): Day {
  return today < startsOn ? startsOn : today > endsOn ? endsOn : today;
}

function MonthSteps({ month, today, onChange }: { month: Day; today: Day; onChange: (month: Day) => void }): ReactElement {
  const { t } = useTranslation('activities');
  const format = useFormat();
  return (
    <div className={css['steps']}>
      <ActionIcon variant="default" size={36} aria-label={t('calendar.before')} onClick={() => onChange(addMonths(month, -1))}>
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <h3 aria-live="polite">{format.month(month)}</h3>
      <ActionIcon variant="default" size={36} aria-label={t('calendar.after')} onClick={() => onChange(addMonths(month, 1))}>
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
      <Button variant="subtle" size="compact-md" onClick={() => onChange(firstOf(today))}>
        {t('calendar.today')}
      </Button>
    </div>
  );
}
