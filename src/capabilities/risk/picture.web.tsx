import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import css from './card.module.css';
import type { CardReason } from './card-parts.ts';
import { tiers, type Outcome } from './tier-rules.ts';

/** The three tiers side by side, and where the person stands. */
export function TierLadder({ tier }: { tier: Outcome }): ReactElement | null {
  const { t } = useTranslation('risk');
  if (tier === 'not_tiered') return null;
  return (
    <ol className={css['ladder']} aria-label={t('card.ladder')}>
      {tiers.map((one) => (
        <li key={one} data-tier={one} aria-current={one === tier ? 'step' : undefined}>
          {t(`tier.${one}`)}
        </li>
      ))}
    </ol>
  );
}

const [width, height] = [120, 14];

/** A value against its limit: the coloured part is where the criterion fires. The words beside it say the same. */
export function Gauge({ reason: { value, limit, operator } }: { reason: CardReason }): ReactElement | null {
  const [is, at] = [Number(value.en), Number(limit?.en)];
  if (limit === null || !Number.isFinite(is) || !Number.isFinite(at) || operator === null || !['>=', '>', '<', '<='].includes(operator)) return null;
  const margin = Math.max(Math.abs(is - at), Math.abs(at) * 0.15, 0.5);
  const low = Math.max(0, Math.min(is, at) - margin);
  const x = (number: number) => ((number - low) / (Math.max(is, at) + margin - low)) * width;
  const [from, to] = operator.startsWith('>') ? [x(at), width] : [0, x(at)];
  return (
    <svg className={css['gauge']} viewBox={`0 0 ${width} ${height}`} width={width} height={height} aria-hidden>
      <rect x={0} y={5} width={width} height={4} rx={2} className={css['track']} />
      <rect x={from} y={5} width={Math.max(0, to - from)} height={4} rx={2} className={css['fires']} />
      <line x1={x(at)} x2={x(at)} y1={1} y2={13} className={css['limit']} />
      <circle cx={Math.min(width - 5, Math.max(5, x(is)))} cy={7} r={5} className={css['dot']} />
    </svg>
  );
}
