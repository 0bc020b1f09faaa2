import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { ComponentType, ReactElement, ReactNode } from 'react';
import css from './page.module.css';

type BadgeIcon = ComponentType<{ size?: number | string; stroke?: number | string; 'aria-hidden'?: boolean }>;

export type Tone = 'good' | 'warning' | 'bad' | 'info' | 'neutral';

const icons: Record<Tone, BadgeIcon> = {
  good: IconCircleCheck,
  warning: IconAlertTriangle,
  bad: IconCircleX,
  info: IconInfoCircle,
  neutral: IconCircleDashed,
};

/** A state as icon, word and colour together: never colour alone. */
export function StatusBadge({ tone, children, icon: Icon = icons[tone] }: { tone: Tone; children: ReactNode; icon?: BadgeIcon }): ReactElement {
  return (
    <span className={`${css['badge']} ${css[tone]}`}>
      <Icon size={14} stroke={2} aria-hidden />
      {children}
    </span>
  );
}
