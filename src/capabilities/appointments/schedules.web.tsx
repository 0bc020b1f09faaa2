import { Button } from '@mantine/core';
import { IconCalendarTime, IconPlus } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAsk } from '../../platform/call.web.ts';
import { useMay } from '../../platform/permission.web.ts';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Section } from '../../platform/ui/page.web.tsx';
import { EmptyState, Loaded } from '../../platform/ui/states.web.tsx';
import { listOrganizations } from '../organizations/organizations.ts';
import css from './appointments.module.css';
import { Exceptions } from './exceptions.web.tsx';
import { ScheduleDialog } from './schedule-form.web.tsx';
import { useScheduleName } from './schedule-name.web.ts';
import { listSchedules, type ScheduleView, type WeeklyTime } from './schedules.ts';
import { clockOf } from './times.ts';

/** When there is time, week by week, and what is different. */
export function SchedulesTab(): ReactElement {
  const { t } = useTranslation('appointments');
  const known = useAsk(listSchedules, {});
  const mayManage = useMay('appointments.manage');
  const [editing, setEditing] = useState<ScheduleView | 'new' | null>(null);
  const home = useHome();
  return (
    <>
      <Section title={t('schedules.title')} actions={mayManage ? <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEditing('new')}>{t('schedules.add')}</Button> : null}>
        <Loaded query={known}>
          {({ schedules }) =>
            schedules.length === 0 ? (
              <EmptyState icon={IconCalendarTime} title={t('schedules.none')}>{t('schedules.noneWhy')}</EmptyState>
            ) : (
              <ul className={css['plain']}>{schedules.map((one) => <ScheduleLine key={one.scheduleId} schedule={one} onEdit={mayManage ? () => setEditing(one) : null} />)}</ul>
            )
          }
        </Loaded>
      </Section>
      {known.data && known.data.schedules.length > 0 ? <Exceptions {...known.data} mayManage={mayManage} /> : null}
      {editing === null || home === null ? null : <ScheduleDialog organizationId={home} schedule={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}

/** The organisation that the caller stands at: the highest within reach. */
function useHome(): number | null {
  const organizations = useAsk(listOrganizations, {});
  return (organizations.data ?? []).toSorted((a, b) => a.pos - b.pos)[0]?.organizationId ?? null;
}

function ScheduleLine({ schedule, onEdit }: { schedule: ScheduleView; onEdit: (() => void) | null }): ReactElement {
  const { t } = useTranslation('appointments');
  const format = useFormat();
  const name = useScheduleName()(schedule);
  const weekly = useWeekly();
  const { times, slotMinutes, capacity, validFrom, validUntil, organization, opensTo } = schedule;
  const valid = validUntil === null ? t('schedules.valid', { from: format.day(validFrom) }) : t('schedules.validTo', { from: format.day(validFrom), until: format.day(validUntil) });
  return (
    <li className={css['line']}>
      <span>
        <strong>{name}</strong>
        <span>{times.map(weekly).join(' · ')}</span>
        <small className={css['quiet']}>{[format.text(organization), t('schedules.perSlot', { minutes: slotMinutes, capacity }), valid, t(opensTo === null ? 'schedules.staffOnly' : 'schedules.self')].join(' · ')}</small>
      </span>
      {onEdit ? <Button size="compact-md" variant="default" aria-label={`${t('schedules.edit')} ${name}`} onClick={onEdit}>{t('schedules.edit')}</Button> : null}
    </li>
  );
}

/** 周一二三四五 08:00–11:30 */
function useWeekly(): (time: WeeklyTime) => string {
  const { t, i18n } = useTranslation('appointments');
  return ({ weekdays, from, until }) => t('schedules.weekly', { days: weekdays.toSorted((a, b) => a - b).map((one) => t(`schedules.weekday.${one}`)).join(i18n.language === 'en' ? ' ' : ''), from: clockOf(from), until: clockOf(until) });
}
