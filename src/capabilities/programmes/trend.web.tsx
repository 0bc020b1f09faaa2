import { Button, Table } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { useId, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import type { GoalWords } from './goal-words.web.ts';
import css from './goals.module.css';
import type { GoalProgress } from './programmes.ts';
import { heightAt, sparkline } from './sparkline.ts';

const [width, height, margin] = [240, 40, 5];

/** The values since the start as a line with the target dashed; its numbers on demand. */
export function Trend({ goal, words }: { goal: GoalProgress; words: GoalWords }): ReactElement | null {
  const { t } = useTranslation('programmes');
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const id = useId();
  const known = goal.trend.flatMap(({ on, value }) => (value === null ? [] : [{ on, value }]));
  const [first, last] = [known[0], known.at(-1)];
  if (!first || !last || known.length < 2) return null;
  const values = goal.trend.map(({ value }) => value);
  const box = { width, height, including: goal.targetLevel === null ? [] : [goal.targetLevel] };
  const drawn = sparkline(values, box);
  const alternative = t('goals.trendAlt', { from: format.day(first.on), first: words.level(first.value), to: format.day(last.on), last: words.level(last.value) });
  return (
    <div className={css['trend']}>
      <svg role="img" aria-label={alternative} viewBox={`${-margin} ${-margin} ${width + 2 * margin} ${height + 2 * margin}`} className={css['spark']}>
        {goal.targetLevel === null ? null : <line x1={0} x2={width} y1={heightAt(goal.targetLevel, values, box)} y2={heightAt(goal.targetLevel, values, box)} className={css['sparkTarget']} />}
        {drawn.lines.map((points) => (
          <polyline key={points} points={points} className={css['sparkLine']} />
        ))}
        {drawn.last ? <circle cx={drawn.last.x} cy={drawn.last.y} r={3.5} className={css['sparkLast']} /> : null}
      </svg>
      <Button size="compact-sm" variant="subtle" leftSection={<IconTable size={14} aria-hidden />} aria-expanded={open} aria-controls={id} aria-label={t(open ? 'goals.hideTrendNamed' : 'goals.showTrendNamed', { metric: goal.metric })} onClick={() => setOpen(!open)}>
        {t(open ? 'goals.hideTrend' : 'goals.showTrend')}
      </Button>
      <div id={id} hidden={!open} className={css['trendTable']}>
        {open ? (
          <Table withTableBorder captionSide="top">
            <Table.Caption>{t('goals.trend', { metric: goal.metric })}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t('goals.on')}</Table.Th>
                <Table.Th scope="col">{t('goals.value')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {goal.trend.map(({ on, value }) => (
                <Table.Tr key={on}>
                  <Table.Th scope="row" fw={400}>
                    {format.day(on)}
                  </Table.Th>
                  <Table.Td>{value === null ? t('goals.unknown') : words.level(value)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        ) : null}
      </div>
    </div>
  );
}
