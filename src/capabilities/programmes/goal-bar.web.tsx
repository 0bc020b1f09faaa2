import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { expectedLevel, goalBar, widthAt } from './goal-bar.ts';
import type { GoalWords } from './goal-words.web.ts';
import css from './goals.module.css';
import type { GoalProgress } from './programmes.ts';

/** From baseline to target, with a mark for where the goal should be today. The sentence that it stands for is its name. */
export function GoalBarDrawing({ goal, words }: { goal: GoalProgress; words: GoalWords }): ReactElement | null {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const bar = goalBar(goal);
  if (bar === null) return null;
  const at = (place: number) => `${widthAt(place, bar) * 100}%`;
  const [start, current] = [widthAt(0, bar), bar.current === null ? null : widthAt(bar.current, bar)];
  const expected = expectedLevel(goal);
  const sentences = [
    t('goals.barFromTo', { from: bar.fromZero ? t('goals.zero') : words.level(goal.baseline ?? 0), target: words.target }),
    goal.current === null ? t('goals.barNoValue') : t('goals.barCurrent', { current: words.level(goal.current), share: format.share(bar.current ?? 0) }),
    ...(expected === null ? [] : [t('goals.barExpected', { expected: words.level(expected) })]),
  ];
  return (
    <div className={css['barBox']} role="img" aria-label={sentences.join(' ')} data-standing={goal.standing}>
      <div className={css['track']}>
        {current === null ? null : <div className={css['fill']} style={{ insetInlineStart: `${Math.min(start, current) * 100}%`, width: `${Math.abs(current - start) * 100}%` }} />}
        <div className={css['targetMark']} style={{ insetInlineStart: at(1) }} />
        {bar.expected === null ? null : <div className={css['todayMark']} style={{ insetInlineStart: at(bar.expected) }} />}
        {current === null ? null : <div className={css['now']} style={{ insetInlineStart: `${current * 100}%` }} />}
      </div>
      <div className={css['ends']}>
        <span style={{ insetInlineStart: at(0) }}>{bar.fromZero ? t('goals.zero') : words.level(goal.baseline ?? 0)}</span>
        {bar.expected === null ? null : (
          <span className={css['todayWord']} style={{ insetInlineStart: at(Math.min(0.8, Math.max(0.2, bar.expected))) }}>
            {t('goals.todayMark')}
          </span>
        )}
        <span className={css['endWord']} style={{ insetInlineEnd: `${(1 - widthAt(1, bar)) * 100}%` }}>
          {goal.targetLevel === null ? '' : words.level(goal.targetLevel)}
        </span>
      </div>
    </div>
  );
}
