import { IconAlertTriangle, IconLink, IconRulerOff } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusBadge } from '../../platform/ui/badge.web.tsx';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { DraftActivity, DraftGoal, DraftItem } from './draft.ts';
import css from './review.module.css';
import { useReviewing } from './reviewing.web.tsx';

/** What matters of an item, in a few words beside its name. */
export function ItemFacts({ item }: { item: DraftItem }): ReactElement | null {
  const { t } = useTranslation('plans');
  const format = useFormat();
  if ('indicator' in item) return <GoalFacts goal={item} />;
  if ('activityType' in item) return <ActivityFacts activity={item} />;
  if ('amount' in item) return <span className={css['figure']}>{item.amount === null ? t('blankAmount') : format.yuan(item.amount)}</span>;
  const quiet = 'period' in item ? item.period : 'deadline' in item || 'owner' in item ? [item.owner, item.deadline].filter(Boolean).join(' · ') : 'role' in item ? item.role : null;
  return quiet ? <span className={css['quiet']}>{quiet}</span> : null;
}

function GoalFacts({ goal }: { goal: DraftGoal }): ReactElement {
  const { t } = useTranslation('plans');
  const format = useFormat();
  const { indicators } = useReviewing();
  const amount = (value: number) => t(`amounts.${goal.unit}`, { value: format.number(value) });
  const definition = indicators.find(({ id }) => id === goal.indicator);
  return (
    <>
      <span className={css['figure']}>{t(`goal.${goal.comparator}`, { value: amount(goal.value), max: amount(goal.value_max ?? goal.value) })}</span>
      {!definition ? (
        <StatusBadge tone="warning" icon={IconAlertTriangle}>
          {t('bind.unbound')}
        </StatusBadge>
      ) : definition.measure.by === 'none' ? (
        <StatusBadge tone="neutral" icon={IconRulerOff}>
          {format.text(definition.title)} · {t('bind.cannotMeasureShort')}
        </StatusBadge>
      ) : (
        <StatusBadge tone="good" icon={IconLink}>
          {format.text(definition.title)}
        </StatusBadge>
      )}
    </>
  );
}

function ActivityFacts({ activity: { cadence, count, activityType } }: { activity: DraftActivity }): ReactElement {
  const { t } = useTranslation('plans');
  const format = useFormat();
  const { activityTypes } = useReviewing();
  const type = activityTypes.find(({ id }) => id === activityType);
  const per = cadence ? t(`cadences.${cadence.per}`) : null;
  const often = cadence && cadence.times !== null ? t('cadenceTimes', { per, times: format.number(cadence.times) }) : per;
  return (
    <>
      <span className={css['quiet']}>{often ?? (count === undefined ? null : t('amounts.sessions', { value: format.number(count) }))}</span>
      {type ? (
        <StatusBadge tone="neutral" icon={IconLink}>
          {format.text(type.title)}
        </StatusBadge>
      ) : null}
    </>
  );
}
