import { Button, Group, SegmentedControl, Select } from '@mantine/core';
import { IconCalendarTime, IconChevronLeft, IconChevronRight, IconWalk } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { addDays, weekdayOf, type Day } from '../../kernel/day.ts';
import { asking, useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { todayInChina } from '../../platform/today.web.ts';
import { isTyping, useShortcuts } from '../../platform/ui/keys.web.tsx';
import { Card } from '../../platform/ui/page.web.tsx';
import { EmptyState, ErrorState, Loaded, LoadingState } from '../../platform/ui/states.web.tsx';
import type { AppointmentSearch } from './addresses.ts';
import { readCalendar } from './appointments.ts';
import css from './appointments.module.css';
import { BookDialog, type Chosen } from './book.web.tsx';
import { DayColumn } from './day-column.web.tsx';
import { useScheduleName } from './schedule-name.web.ts';
import { listSchedules, type ScheduleView } from './schedules.ts';
import { WalkInDialog } from './walk-in.web.tsx';

const shortcuts = [
  { keys: '← →', label: 'appointments:calendar.tabs.calendar' },
  { keys: 'T', label: 'appointments:calendar.today' },
  { keys: 'D W', label: 'appointments:calendar.view' },
  { keys: 'N', label: 'appointments:walkIn.title' },
];

interface CalendarProps {
  readonly search: AppointmentSearch;
  readonly onSearch: (patch: Partial<AppointmentSearch>) => void;
}

/** Others book at the same time: never older than this, in milliseconds. */
const renewed = 30_000;

/** The week or day of one schedule, or of all in reach. */
export function CalendarTab({ search, onSearch }: CalendarProps): ReactElement {
  const { t } = useTranslation('appointments');
  const schedules = useAsk(listSchedules, {});
  return (
    <Loaded query={schedules} rows={6}>
      {({ schedules: all }) =>
        all.length === 0 ? (
          <Card>
            <EmptyState icon={IconCalendarTime} title={t('calendar.nothing')} action={<Button onClick={() => onSearch({ tab: 'schedules' })}>{t('calendar.open')}</Button>}>{t('calendar.nothingWhy')}</EmptyState>
          </Card>
        ) : (
          <Calendar schedules={all} search={search} onSearch={onSearch} />
        )
      }
    </Loaded>
  );
}

function Calendar({ schedules, search, onSearch }: CalendarProps & { schedules: readonly ScheduleView[] }): ReactElement {
  const { t } = useTranslation('appointments');
  const mayBook = useMay('appointments.book');
  const view = search.view ?? (window.innerWidth < 700 ? 'day' : 'week');
  const day = search.day ?? todayInChina();
  const first = view === 'week' ? addDays(day, 1 - weekdayOf(day)) : day;
  const [booking, setBooking] = useState<Chosen | null>(null);
  const [walking, setWalking] = useState(false);
  const found = useQuery({ ...asking(readCalendar, { first, days: view === 'week' ? 7 : 1, ...(search.scheduleId === undefined ? {} : { scheduleId: search.scheduleId }) }), placeholderData: keepPreviousData, refetchInterval: renewed });
  useCalendarKeys({ view, day, onSearch, onWalkIn: () => setWalking(true) });
  return (
    <>
      <Turning view={view} day={day} first={first} onSearch={onSearch}>
        <Whose schedules={schedules} value={search.scheduleId ?? null} onChange={(scheduleId) => onSearch({ scheduleId })} />
        {mayBook ? <Button leftSection={<IconWalk size={18} aria-hidden />} onClick={() => setWalking(true)}>{t('walkIn.title')}</Button> : null}
      </Turning>
      <Card>
        {found.data ? (
          <div className={view === 'week' ? css['week'] : css['oneDay']}>
            {found.data.days.map((one) => <DayColumn key={one.day} {...one} schedules={schedules} onBook={mayBook ? setBooking : null} />)}
          </div>
        ) : found.error ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : <LoadingState rows={8} />}
      </Card>
      {booking ? <BookDialog chosen={booking} onClose={() => setBooking(null)} /> : null}
      {walking ? <WalkInDialog schedules={schedules} scheduleId={search.scheduleId ?? null} onClose={() => setWalking(false)} /> : null}
    </>
  );
}

function Whose({ schedules, value, onChange }: { schedules: readonly ScheduleView[]; value: string | null; onChange: (scheduleId: string | undefined) => void }): ReactElement {
  const { t } = useTranslation('appointments');
  const nameOf = useScheduleName();
  return (
    <Select
      aria-label={t('calendar.whose')} className={css['whose'] ?? ''} searchable allowDeselect={false} value={value ?? ''} onChange={(next) => onChange(next === '' || next === null ? undefined : next)}
      data={[{ value: '', label: t('calendar.all') }, ...schedules.map((one) => ({ value: one.scheduleId, label: nameOf(one) }))]}
    />
  );
}

type View = 'day' | 'week';

interface TurningProps {
  readonly view: View;
  readonly day: Day;
  readonly first: Day;
  readonly onSearch: CalendarProps['onSearch'];
  readonly children: React.ReactNode;
}

function Turning({ view, day, first, onSearch, children }: TurningProps): ReactElement {
  const { t, i18n } = useTranslation('appointments');
  const unit = t(`calendar.unit.${view}`);
  const step = view === 'week' ? 7 : 1;
  const span = new Intl.DateTimeFormat(i18n.language, { timeZone: 'Asia/Shanghai', year: 'numeric', month: i18n.language === 'en' ? 'short' : 'long', day: 'numeric' });
  return (
    <Group gap="sm" align="center">
      <Button.Group>
        <Button variant="default" aria-label={t('calendar.previous', { unit })} onClick={() => onSearch({ day: addDays(day, -step) })}><IconChevronLeft size={18} aria-hidden /></Button>
        <Button variant="default" onClick={() => onSearch({ day: undefined })}>{t('calendar.today')}</Button>
        <Button variant="default" aria-label={t('calendar.next', { unit })} onClick={() => onSearch({ day: addDays(day, step) })}><IconChevronRight size={18} aria-hidden /></Button>
      </Button.Group>
      <strong aria-live="polite">{view === 'week' ? span.formatRange(new Date(first), new Date(addDays(first, 6))) : span.format(new Date(day))}</strong>
      <SegmentedControl aria-label={t('calendar.view')} value={view} onChange={(next) => onSearch({ view: next === 'day' ? 'day' : 'week' })} data={(['day', 'week'] as const).map((value) => ({ value, label: t(`calendar.${value}`) }))} />
      {children}
    </Group>
  );
}

function useCalendarKeys({ view, day, onSearch, onWalkIn }: { view: View; day: Day; onSearch: CalendarProps['onSearch']; onWalkIn: () => void }): void {
  useShortcuts(shortcuts);
  useEffect(() => {
    const step = view === 'week' ? 7 : 1;
    const acts: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => onSearch({ day: addDays(day, -step) }), ArrowRight: () => onSearch({ day: addDays(day, step) }), t: () => onSearch({ day: undefined }), d: () => onSearch({ view: 'day' }), w: () => onSearch({ view: 'week' }), n: onWalkIn,
    };
    const listen = (event: KeyboardEvent) => {
      const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (!act || isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('[role=dialog]') || (event.target instanceof HTMLElement && event.target.closest('[role=radiogroup],[role=menu]'))) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [view, day, onSearch, onWalkIn]);
}
