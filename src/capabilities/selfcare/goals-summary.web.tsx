import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { Card, Line, Lines, Waiting } from '../../platform/ui/phone/parts.web.tsx';
import { useOwn } from './own-day.web.ts';
import { progressOf } from './today.ts';

/** The goals and how far they are, to be read and printed. */
export function GoalsSummary({ personId }: { personId: number }): ReactElement {
  const { t } = useTranslation('selfcare');
  const format = useFormat();
  const { own, content, today } = useOwn(personId);
  if (!own || !content) return <Waiting rows={1} />;
  return (
    <Card title={t('plan.title')}>
      {own.goals.length === 0 ? <p>{t('plan.none')}</p> : null}
      <Lines>
        {own.goals.map((goal) => {
          const kind = content.goals.find(({ id }) => id === goal.kind);
          if (!kind) return null;
          const progress = progressOf(goal, kind, { known: own, today });
          const words = t(`progress.${kind.direction === 'reach' ? 'reach' : kind.direction === 'tick' ? 'tick' : kind.period}`, {
            reached: progress.share === null ? '–' : format.number(progress.reached, 1), target: format.number(progress.target, 1), unit: format.text(kind.unit),
          });
          return <Line key={goal.goalId} title={format.text(kind.title)} note={words} />;
        })}
      </Lines>
    </Card>
  );
}
