import { SegmentedControl } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchState } from '../../platform/screens.web.ts';
import { Page, PageHeader } from '../../platform/ui/page.web.tsx';
import { AppointmentSearch } from './addresses.ts';
import { CalendarTab } from './calendar.web.tsx';
import { SchedulesTab } from './schedules.web.tsx';
import { WaitlistTab } from './waitlist.web.tsx';

const tabs = ['calendar', 'waitlist', 'schedules'] as const;

/** Who comes when; who waits; and when there is time. */
export function AppointmentsPage(): ReactElement {
  const { t } = useTranslation('appointments');
  const [search, setSearch] = useSearchState(AppointmentSearch);
  const tab = search.tab ?? 'calendar';
  return (
    <Page>
      <PageHeader
        title={t('calendar.title')}
        actions={<SegmentedControl aria-label={t('calendar.title')} value={tab} onChange={(next) => setSearch({ tab: tabs.find((one) => one === next) })} data={tabs.map((value) => ({ value, label: t(`calendar.tabs.${value}`) }))} />}
      />
      {tab === 'calendar' ? <CalendarTab search={search} onSearch={setSearch} /> : tab === 'waitlist' ? <WaitlistTab /> : <SchedulesTab />}
    </Page>
  );
}
