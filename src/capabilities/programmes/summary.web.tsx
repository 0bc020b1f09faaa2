import { Progress } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { ProgrammeSummary } from './programmes.ts';
import css from './summary.module.css';

/** A programme in four figures: time, goals, sessions, tasks. `more`: further ones. */
export function SummaryFigures({ summary, more }: { summary: ProgrammeSummary; more?: ReactNode }): ReactElement {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  return (
    <dl className={css['figures']}>
      <Figure label={t('figures.time')} share={summary.elapsed}>
        {format.share(summary.elapsed)}
      </Figure>
      <Figure label={t('figures.goals')}>
        <GoalStandings summary={summary} />
      </Figure>
      <Figure label={t('figures.sessions')} share={shareOf(summary.sessionsHeld, summary.sessions)}>
        {summary.sessions === 0 ? t('figures.noSessions') : t('figures.of', { done: format.number(summary.sessionsHeld), all: format.number(summary.sessions) })}
      </Figure>
      <Figure label={t('figures.tasks')} share={shareOf(summary.tasksDone, summary.tasks)}>
        {summary.tasks === 0 ? t('figures.noTasks') : t('figures.of', { done: format.number(summary.tasksDone), all: format.number(summary.tasks) })}
      </Figure>
      {more}
    </dl>
  );
}

function shareOf(part: number, all: number): number | null {
  return all === 0 ? null : part / all;
}

/** The bar repeats the words beside it, for the eye alone. */
export function Figure({ label, share = null, children }: { label: string; share?: number | null; children: ReactNode }): ReactElement {
  return (
    <div className={css['figure']}>
      <dt>{label}</dt>
      <dd>
        {children}
        {share === null ? null : (
          <div aria-hidden className={css['bar']}>
            <Progress value={Math.min(100, share * 100)} size="sm" />
          </div>
        )}
      </dd>
    </div>
  );
}

function GoalStandings({ summary: { goals, goalsOnTrack, goalsBehind } }: { summary: ProgrammeSummary }): ReactElement {
  const { t } = useTranslation('programmes');
  const open = goals - goalsOnTrack - goalsBehind;
  if (goals === 0) return <>{t('figures.noGoals')}</>;
  return (
    <span className={css['standings']}>
      {goalsOnTrack > 0 ? (
        <StatusBadge tone="good" icon={IconCircleCheck}>
          {t('figures.onTrack', { count: goalsOnTrack })}
        </StatusBadge>
      ) : null}
      {goalsBehind > 0 ? (
        <StatusBadge tone="warning" icon={IconAlertTriangle}>
          {t('figures.behind', { count: goalsBehind })}
        </StatusBadge>
      ) : null}
      {open > 0 ? (
        <StatusBadge tone="neutral" icon={IconHelpCircle}>
          {t('figures.open', { count: open })}
        </StatusBadge>
      ) : null}
    </span>
  );
}
