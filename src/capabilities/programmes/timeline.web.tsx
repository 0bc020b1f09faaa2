import { Button } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState, type ReactElement, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card } from '../../platform/ui/page.web.tsx';
import { EmptyState } from '../../platform/ui/states.web.tsx';
import { listSeries } from '../activities/activities.ts';
import { extentOf, monthsOf, placeOf, type Stretch } from './gantt.ts';
import type { ProgrammeView } from './programmes.ts';
import { TimelineBars, TimelineSessions, TimelineTasks } from './timeline-rows.web.tsx';
import { TimelineTable } from './timeline-table.web.tsx';
import css from './timeline.module.css';

/** The year at a glance: phases as bars, tasks and sessions as marks, today as a line; the same as a table on demand. */
export function TimelineTab({ programme }: { programme: ProgrammeView }): ReactElement {
  const { t } = useTranslation('programmes');
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  const chart = useShowingToday();
  const series = useAsk(listSeries, { programmeId: programme.programmeId });
  const axis = extentOf([programme, ...programme.phases]) ?? programme;
  const scheduled = (series.data ?? []).filter(({ sessions }) => sessions.length > 0);
  if (programme.phases.length === 0 && scheduled.length === 0 && programme.taskList.length === 0 && !series.isPending)
    return (
      <Card>
        <EmptyState title={t('timeline.empty')}>{t('timeline.emptyWhy')}</EmptyState>
      </Card>
    );
  return (
    <Card>
      <div className={css['head']}>
        <Legend />
        <Button variant="light" size="xs" leftSection={<IconTable size={16} aria-hidden />} aria-expanded={asTable} aria-controls={id} onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'timeline.hideTable' : 'timeline.showTable')}
        </Button>
      </div>
      <div ref={chart} className={css['scroll']} role="region" aria-label={t('timeline.chart')} tabIndex={0}>
        <div className={css['chart']}>
          <MonthsRow axis={axis} />
          <TimelineBars programme={programme} axis={axis} series={scheduled} />
          {programme.taskList.length > 0 ? <TimelineTasks tasks={programme.taskList} axis={axis} today={programme.today} /> : null}
          {scheduled.map((one) => (
            <TimelineSessions key={one.seriesId} series={one} axis={axis} />
          ))}
          <TodayLine axis={axis} today={programme.today} />
        </div>
      </div>
      <div id={id} hidden={!asTable}>
        {asTable ? <TimelineTable programme={programme} series={series.data ?? []} /> : null}
      </div>
    </Card>
  );
}

/** Where the chart is wider than the screen, it opens at today. */
function useShowingToday(): RefObject<HTMLDivElement | null> {
  const chart = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const [box, today] = [chart.current, chart.current?.querySelector<HTMLElement>('[data-today]')];
    if (box && today) box.scrollLeft = today.offsetLeft - box.clientWidth / 3;
  }, []);
  return chart;
}

function Legend(): ReactElement {
  const { t } = useTranslation('programmes');
  return (
    <ul className={css['legend']}>
      <li>
        <span className={css['keyToday']} aria-hidden />
        {t('timeline.today')}
      </li>
      <li>
        <span className={css['keyTask']} aria-hidden />
        {t('timeline.taskDue')}
      </li>
      <li>
        <span className={css['keyHeld']} aria-hidden />
        {t('timeline.held')}
      </li>
      <li>
        <span className={css['keyPlanned']} aria-hidden />
        {t('timeline.planned')}
      </li>
      <li>
        <span className={css['keyCancelled']} aria-hidden />
        {t('timeline.cancelled')}
      </li>
    </ul>
  );
}

function MonthsRow({ axis }: { axis: Stretch }): ReactElement {
  const { t, i18n } = useTranslation('programmes');
  const format = useFormat();
  const short = new Intl.DateTimeFormat(i18n.language, { month: 'short', timeZone: 'Asia/Shanghai' });
  const months = monthsOf(axis);
  const step = Math.ceil(months.length / 14);
  return (
    <div className={css['row']} aria-hidden>
      <div className={css['name']}>{t('timeline.months')}</div>
      <div className={css['lane']}>
        {months.map(({ month, at, width }, i) => (
          <span key={month} className={css['month']} style={{ insetInlineStart: `${at * 100}%`, width: `${width * 100}%` }}>
            {i % step !== 0 ? '' : month.slice(5, 7) === '01' || i === 0 ? format.month(month) : short.format(new Date(month))}
          </span>
        ))}
      </div>
    </div>
  );
}

function TodayLine({ axis, today }: { axis: Stretch; today: ProgrammeView['today'] }): ReactElement | null {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const at = placeOf(today, axis);
  if (at === null) return null;
  return (
    <div className={css['todayLane']} aria-hidden>
      <div className={css['today']} data-today style={{ insetInlineStart: `${at * 100}%` }}>
        <span data-side={at > 0.8 ? 'before' : 'after'}>{t('timeline.todayIs', { day: format.shortDay(today) })}</span>
      </div>
    </div>
  );
}

