import { useTranslation } from 'react-i18next';
import type { ReactElement } from 'react';
import { useFormat } from '../../platform/ui/format.web.ts';
import { scaleOf } from '../records/chart.ts';
import { useIndicatorWords } from './indicator-words.web.ts';
import css from './indicators.module.css';
import type { OpenedIndicator } from './reporting.ts';

const box = { width: 640, height: 180 };

/** The months as a line, and the same as a table. */
export function TrendChart({ opened }: { opened: OpenedIndicator }): ReactElement | null {
  const { t } = useTranslation('indicators');
  const format = useFormat();
  const words = useIndicatorWords(opened.smallest);
  const { definition, trend } = opened;
  const points = trend.flatMap(({ value }, at) => (value === null ? [] : [{ at, value }]));
  if (points.length < 2) return <p className={css['quiet']}>{t('trend.none')}</p>;
  const { y, ticks } = scaleOf(points, [], box);
  const x = (at: number) => (trend.length > 1 ? (at / (trend.length - 1)) * box.width : 0);
  const runs = trend.map(({ value }, at) => `${value === null ? '' : `${x(at)},${y(value)}`}`).join(' ').split(/\s{2,}/);
  return (
    <>
      <svg viewBox={`-70 -14 ${box.width + 110} ${box.height + 48}`} className={css['figure']} role="img" aria-label={t('trend.label', { title: format.text(definition.title) })}>
        {ticks.map((tick) => (
          <g key={tick}>
            <line x1={0} x2={box.width} y1={y(tick)} y2={y(tick)} className={css['grid']} />
            <text x={-8} y={y(tick) + 4} textAnchor="end">
              {definition.unit === 'percent' ? format.percent(tick) : format.number(tick)}
            </text>
          </g>
        ))}
        {runs.map((run) => (
          <polyline key={run} points={run.trim()} className={css['line']} />
        ))}
        {points.map(({ at, value }) => (
          <circle key={at} cx={x(at)} cy={y(value)} r={3.5} fill="var(--mantine-primary-color-filled)">
            <title>{`${format.month(`${trend[at]?.month ?? ''}-15`)}: ${words.value(definition, { value, held: false })}`}</title>
          </circle>
        ))}
        {trend.map(({ month }, at) => (at % 3 === (trend.length - 1) % 3 ? <text key={month} x={x(at)} y={box.height + 28} textAnchor="middle">{month}</text> : null))}
      </svg>
      <details>
        <summary>{t('trend.table')}</summary>
        <table className={`${css['table']} ${css['wide']}`}>
          <thead>
            <tr>
              <th scope="col">{t('month')}</th>
              <th scope="col" className={css['number']}>{t('value')}</th>
              <th scope="col" className={css['number']}>{t('madeOf')}</th>
            </tr>
          </thead>
          <tbody>
            {trend.toReversed().map((cell) => (
              <tr key={cell.month}>
                <th scope="row">{format.month(`${cell.month}-15`)}</th>
                <td className={css['number']}>{words.value(definition, cell)}</td>
                <td className={`${css['number']} ${css['quiet']}`}>{words.made(definition, cell)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}
