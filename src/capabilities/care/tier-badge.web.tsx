import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '../../platform/ui/badge.web.tsx';

const tones: Record<string, Tone> = { high: 'bad', mid: 'warning', low: 'good', not_tiered: 'neutral' };

export function TierBadge({ tier }: { tier: string | null }): ReactElement | null {
  const { t } = useTranslation('risk');
  return tier === null ? null : <StatusBadge tone={tones[tier] ?? 'neutral'}>{t(`tier.${tier}`)}</StatusBadge>;
}
