import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import { scaleOf } from './chart.ts';
import type { ObservationView } from './observations.ts';
import css from './own.module.css';

const box = { width: 300, height: 150 };
const edge = { left: 40, bottom: 26, top: 8, right: 10 };

interface OwnChartProps {
  readonly values: readonly ObservationView[];
  readonly title: string;
  readonly text: (value: ObservationView) => string;
  readonly reference: readonly (readonly [number | null, number | null])[];
}

/** One value over time, a pair as two lines; the usual range lies behind. The words below say the same. */
export function OwnChart({ values, title, text, reference }: OwnChartProps): ReactElement {
  const { t } = useTranslation('records');
  const format = useFormat();
  const shown = values.slice(-60);
  const first = shown[0];
  const last = shown.at(-1);
  const series = [shown.map(({ effectiveAt, value }) => ({ at: Date.parse(effectiveAt), value })), shown.flatMap(({ effectiveAt, value2 }) => (value2 === null ? [] : [{ at: Date.parse(effectiveAt), value: value2 }]))];
  const bands = reference.map(([low, high]) => [low, high] as const);
  const scale = scaleOf(series.flat(), bands.flat(), box);
  if (!first || !last) return <></>;
  return (
    <figure className={css['chart']}>
      <svg viewBox={`0 0 ${box.width + edge.left + edge.right} ${box.height + edge.top + edge.bottom}`} role="img" aria-label={t('trends.alt', { title, count: shown.length, from: format.day(first.effectiveAt), first: text(first), to: format.day(last.effectiveAt), last: text(last) })}>
        <g transform={`translate(${edge.left} ${edge.top})`}>
          {bands.map(([low, high], i) => {
            const top = high === null ? 0 : Math.max(0, scale.y(high));
            const bottom = low === null ? box.height : Math.min(box.height, scale.y(low));
            return <rect key={i} className={css['usual']} x="0" y={top} width={box.width} height={Math.max(0, bottom - top)} rx="4" />;
          })}
          {scale.ticks.map((tick) => (
            <g key={tick}>
              <line className={css['grid']} x1="0" x2={box.width} y1={scale.y(tick)} y2={scale.y(tick)} />
              <text className={css['tick']} x="-6" y={scale.y(tick) + 4} textAnchor="end">
                {format.number(tick, 1)}
              </text>
            </g>
          ))}
          {series.map((points, i) => (
            <g key={i} className={i === 0 ? css['first'] : css['second']}>
              <polyline fill="none" points={points.map(({ at, value }) => `${scale.x(at)},${scale.y(value)}`).join(' ')} />
              {points.map(({ at, value }) => (
                <circle key={at} cx={scale.x(at)} cy={scale.y(value)} r={points.length > 30 ? 2.5 : 4} />
              ))}
            </g>
          ))}
          <text className={css['tick']} x="0" y={box.height + 20}>
            {format.shortDay(first.effectiveAt)}
          </text>
          {shown.length > 1 ? (
            <text className={css['tick']} x={box.width} y={box.height + 20} textAnchor="end">
              {format.shortDay(last.effectiveAt)}
            </text>
          ) : null}
        </g>
      </svg>
      <figcaption>{t('own.lastWas', { value: text(last), day: format.day(last.effectiveAt) })}</figcaption>
    </figure>
  );
}
