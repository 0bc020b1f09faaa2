import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { expectedLevel, goalBar, widthAt } from './goal-bar.ts';
import type { GoalWords } from './goal-words.web.ts';
import css from './goals.module.css';
import type { GoalProgress } from './programmes.ts';

/** From baseline to target, with a mark for where the goal should be today. The sentence that it stands for is its name. */
export function GoalBarDrawing({ goal, words, current: value }: { goal: GoalProgress; words: GoalWords; current: number }): ReactElement | null {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const bar = goalBar(goal);
  if (bar?.current === null || bar === null) return null;
  const at = (place: number) => `${widthAt(place, bar) * 100}%`;
  const [start, current] = [widthAt(0, bar), widthAt(bar.current, bar)];
  const expected = expectedLevel(goal);
  const sentences = [
    t('goals.barFromTo', { from: bar.fromZero ? t('goals.zero') : words.level(goal.baseline ?? 0), target: words.target }),
    goal.progress === null ? t('goals.barCurrent', { current: words.level(value) }) : t('goals.barCurrentOf', { current: words.level(value), share: format.share(goal.progress) }),
    ...(expected === null ? [] : [t('goals.barExpected', { expected: words.level(expected, 'rough') })]),
  ];
  return (
    <div className={css['barBox']} role="img" aria-label={sentences.join(' ')} data-standing={goal.standing}>
      {bar.expected === null ? null : (
        <div className={css['todayWord']} style={{ marginInlineStart: `clamp(0px, calc(${at(bar.expected)} - 2.5rem), calc(100% - 5rem))` }}>
          {t('goals.todayMark')}
        </div>
      )}
      <div className={css['track']}>
        <div className={css['fill']} style={{ insetInlineStart: `${Math.min(start, current) * 100}%`, width: `${Math.abs(current - start) * 100}%` }} />
        <div className={css['targetMark']} style={{ insetInlineStart: at(1) }} />
        {bar.expected === null ? null : <div className={css['todayMark']} style={{ insetInlineStart: at(bar.expected) }} />}
        <div className={css['now']} style={{ insetInlineStart: `${current * 100}%` }} />
      </div>
      <div className={css['ends']}>
        <span style={{ insetInlineStart: at(0) }}>{bar.fromZero ? t('goals.zero') : words.level(goal.baseline ?? 0)}</span>
        <span className={css['endWord']} style={{ insetInlineEnd: `${(1 - widthAt(1, bar)) * 100}%` }}>
          {goal.targetLevel === null ? '' : words.level(goal.targetLevel)}
        </span>
      </div>
    </div>
  );
}
