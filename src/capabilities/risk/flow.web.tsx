import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/ui/format.web.ts';
import css from './card.module.css';
import { sankey, type SankeyFlow } from './sankey.ts';
import { tiers } from './tier-rules.ts';

export const flowOrder = ['high', 'mid', 'low', 'not_tiered', 'none'] as const;
const colours: Readonly<Record<string, string>> = { high: 'var(--mantine-color-red-6)', mid: 'var(--mantine-color-yellow-6)', low: 'var(--mantine-color-green-6)', not_tiered: 'var(--mantine-color-gray-5)', none: 'var(--mantine-color-gray-3)' };
const frame = { order: flowOrder, width: 720, height: 320, gap: 30, bar: 12 };

/** Ribbons that fit any width; the words stand over the drawing and keep their size. */
export function FlowDrawing({ flows, label }: { flows: readonly SankeyFlow[]; label: string }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const { left, right, ribbons } = sankey(flows, frame);
  const sides = [{ side: 'start', ends: left, x: 0 }, { side: 'end', ends: right, x: frame.width - frame.bar }] as const;
  return (
    <div className={css['flow']} role="img" aria-label={label}>
      <svg viewBox={`0 0 ${frame.width} ${frame.height}`} preserveAspectRatio="none">
        {ribbons.map((ribbon) => (
          <path key={`${ribbon.from} ${ribbon.to}`} d={ribbon.path} fill={colours[ribbon.to]} opacity={ribbon.from === ribbon.to ? 0.22 : 0.6}>
            <title>{`${t(`tier.${ribbon.from}`)} → ${t(`tier.${ribbon.to}`)}: ${ribbon.persons}`}</title>
          </path>
        ))}
        {sides.flatMap(({ side, ends, x }) => ends.map(({ key, y, height }) => <rect key={`${side} ${key}`} x={x} y={y} width={frame.bar} height={height} fill={colours[key]} />))}
      </svg>
      {sides.flatMap(({ side, ends }) =>
        ends.map(({ key, persons, y, height }) => (
          <span key={`${side} ${key}`} className={css['end']} data-side={side} style={{ insetBlockStart: `${(100 * (y + height / 2)) / frame.height}%` }}>
            {t(`tier.${key}`)} <strong>{format.number(persons)}</strong>
          </span>
        )),
      )}
    </div>
  );
}

/** How many went up, stayed and went down, in three figures. */
export function FlowFigures({ flows }: { flows: readonly SankeyFlow[] }): ReactElement {
  const { t } = useTranslation('risk');
  const format = useFormat();
  const rank = (key: string) => tiers.findIndex((tier) => tier === key);
  const inside = flows.filter(({ from, to }) => rank(from) >= 0 && rank(to) >= 0);
  const sum = (list: readonly SankeyFlow[]) => format.number(list.reduce((total, { persons }) => total + persons, 0));
  const figures = [
    ['up', inside.filter(({ from, to }) => rank(to) > rank(from))],
    ['down', inside.filter(({ from, to }) => rank(to) < rank(from))],
    ['same', inside.filter(({ from, to }) => from === to)],
    ['joined', flows.filter(({ from, to }) => rank(from) < 0 && rank(to) >= 0)],
  ] as const;
  return (
    <dl className={css['tiles']}>
      {figures.map(([kind, list]) => (
        <div key={kind} data-kind={kind}>
          <dt>{t(`movement.${kind}`)}</dt>
          <dd>{sum(list)}</dd>
        </div>
      ))}
    </dl>
  );
}
