import { IconAlertOctagon, IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import type { AlarmState, Level } from './alarms.ts';

const looks = { red: { tone: 'bad', icon: IconAlertOctagon }, orange: { tone: 'warning', icon: IconAlertTriangle }, yellow: { tone: 'info', icon: IconInfoCircle } } as const;

/** A level as colour, icon and word together; without one, what the alarm waits for. */
export function LevelBadge({ level, state }: { level: Level | null; state: AlarmState }): ReactElement {
  const { t } = useTranslation('monitoring');
  if (level === null) return <StatusBadge tone="neutral">{t(`state.${state}`)}</StatusBadge>;
  const { tone, icon } = looks[level];
  return (
    <StatusBadge tone={tone} icon={icon}>
      {t(`level.${level}`)}
    </StatusBadge>
  );
}

/** 148/92 or 7.8. */
export function valueOf({ value, value2 }: { value: number; value2: number | null }): string {
  return value2 === null ? String(value) : `${value}/${value2}`;
}
