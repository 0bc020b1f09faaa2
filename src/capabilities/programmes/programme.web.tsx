import { Button, Tabs } from '@mantine/core';
import { IconCalendar, IconChecklist, IconCoin, IconFileText, IconPrinter, IconShieldExclamation, IconTarget, IconTimeline } from '@tabler/icons-react';
import { Link, useParams } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, type ComponentType, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { asking, useAsk } from '../../platform/call.web.ts';
import { useSearchState } from '../../platform/screens.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Page, PageHeader, Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../platform/ui/states.web.tsx';
import { useMay } from '../../platform/permission.web.ts';
import { listHolidays, listSeries } from '../activities/activities.ts';
import { ProgrammeSearch, programmeTabs } from './addresses.ts';
import { BudgetTab } from './budget.web.tsx';
import { GoalsTab } from './goals.web.tsx';
import { usePrinting } from './printing.web.ts';
import type { CalendarSlot } from './programme-calendar.web.ts';
import css from './programme.module.css';
import type { ProgrammeLink } from './programme-links.web.ts';
import { openProgramme, ProgrammeId, type ProgrammeView } from './programmes.ts';
import { RisksTab } from './risks.web.tsx';
import { Figure, SummaryFigures } from './summary.web.tsx';
import { TasksTab } from './tasks.web.tsx';
import { TimelineTab } from './timeline.web.tsx';

type Tab = (typeof programmeTabs)[number];

const icons: Record<Tab, ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>> = {
  goals: IconTarget,
  timeline: IconTimeline,
  calendar: IconCalendar,
  tasks: IconChecklist,
  budget: IconCoin,
  risks: IconShieldExclamation,
};

interface Slots {
  readonly Calendar: ComponentType<CalendarSlot>;
  readonly links: readonly ProgrammeLink[];
  readonly parts: readonly ProgrammePart[];
}

interface ProgrammePart {
  readonly id: string;
  readonly permission: string;
  readonly Part: ComponentType<{ programmeId: string }>;
}

export function ProgrammePage({ Calendar, links, parts }: Slots): ReactElement {
  const { t } = useTranslation('programmes');
  const { programmeId } = useParams({ strict: false });
  const known = ProgrammeId.safeParse(programmeId);
  const programme = useAsk(openProgramme, { programmeId: programmeId ?? '' }, { enabled: known.success });
  if (programme.data) return <RunningProgramme programme={programme.data} Calendar={Calendar} links={links} parts={parts} />;
  return (
    <Page>
      <PageHeader title={t('programme')} />
      <Card>{known.success ? programme.error ? <ErrorState error={programme.error} onRetry={() => void programme.refetch()} /> : <LoadingState /> : <EmptyState title={t('refusals.unknownProgramme')} />}</Card>
    </Page>
  );
}

interface ProgrammeProps extends Slots {
  readonly programme: ProgrammeView;
}

function RunningProgramme({ programme, Calendar, links, parts }: ProgrammeProps): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const printing = usePrinting();
  const mayReadPlan = useMay('plans.read');
  const [{ tab }, setSearch] = useSearchState(ProgrammeSearch);
  // At hand before they are opened: printing shows every tab at once.
  useAsk(listSeries, { programmeId: programme.programmeId });
  useAsk(listHolidays, {});
  const tabs = useRef<HTMLDivElement>(null);
  useEffect(() => {
    tabs.current?.querySelector('[data-active]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [tab]);
  return (
    <Page>
      <PageHeader
        title={programme.title}
        note={
          <span className={css['meta']}>
            <span>{format.text(programme.organization)}</span>
            <span>{t(`plans:settings.${programme.setting}`)}</span>
            <span>{t('period', { from: format.day(programme.startsOn), to: format.day(programme.endsOn) })}</span>
          </span>
        }
        actions={
          <div className={css['acts']}>
            {mayReadPlan ? (
              <Button component={Link} to={`/plans/${programme.draftId}`} variant="default" leftSection={<IconFileText size={18} aria-hidden />}>
                {t('toPlan')}
              </Button>
            ) : null}
            {links.map((link) => (
              <ProgrammeLinkButton key={link.label} link={link} programmeId={programme.programmeId} />
            ))}
            <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
              {t('print')}
            </Button>
          </div>
        }
      />
      <Card>
        <SummaryFigures summary={programme} more={<Figure label={t('figures.members')}>{format.number(programme.members)}</Figure>} />
      </Card>
      {parts.map((part) => (
        <PartOfOthers key={part.id} part={part} programmeId={programme.programmeId} />
      ))}
      {printing ? (
        programmeTabs.map((one) => (
          <Section key={one} title={t(`tabs.${one}`)}>
            <TabContent tab={one} programme={programme} Calendar={Calendar} />
          </Section>
        ))
      ) : (
        <Tabs value={tab} onChange={(next) => setSearch({ tab: ProgrammeSearch.shape.tab.parse(next) })} keepMounted={false} className={css['tabs'] ?? ''}>
          <Tabs.List ref={tabs} className={css['tabList'] ?? ''} aria-label={t('tabsLabel')}>
            {programmeTabs.map((one) => {
              const Icon = icons[one];
              return (
                <Tabs.Tab key={one} value={one} leftSection={<Icon size={18} aria-hidden />}>
                  {t(`tabs.${one}`)}
                </Tabs.Tab>
              );
            })}
          </Tabs.List>
          <Tabs.Panel value={tab} pt="md">
            <h2 className={css['hidden']}>{t(`tabs.${tab}`)}</h2>
            <TabContent tab={tab} programme={programme} Calendar={Calendar} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Page>
  );
}

function PartOfOthers({ part: { permission, Part }, programmeId }: { part: ProgrammePart; programmeId: string }): ReactElement | null {
  if (!useMay(permission)) return null;
  return (
    <Suspense fallback={<LoadingState rows={1} />}>
      <Part programmeId={programmeId} />
    </Suspense>
  );
}

function ProgrammeLinkButton({ link, programmeId }: { link: ProgrammeLink; programmeId: string }): ReactElement | null {
  const { t } = useTranslation();
  const Icon = link.icon;
  if (!useMay(link.permission)) return null;
  return (
    <Button component={Link} to={link.to(programmeId)} variant="default" leftSection={<Icon size={18} />}>
      {t(link.label)}
    </Button>
  );
}

function TabContent({ tab, programme, Calendar }: Omit<ProgrammeProps, 'links' | 'parts'> & { tab: Tab }): ReactElement {
  const outdates = [asking(openProgramme, { programmeId: programme.programmeId }).queryKey];
  switch (tab) {
    case 'goals':
      return <GoalsTab programme={programme} />;
    case 'timeline':
      return <TimelineTab programme={programme} />;
    case 'calendar':
      return <Calendar programme={programme} outdates={outdates} />;
    case 'tasks':
      return <TasksTab programme={programme} />;
    case 'budget':
      return <BudgetTab programme={programme} />;
    case 'risks':
      return <RisksTab programme={programme} />;
  }
}
