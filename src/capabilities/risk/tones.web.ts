import type { Tone } from '../../platform/ui/badge.web.tsx';
import type { Outcome } from './tier-rules.ts';

export const tierTones: Readonly<Record<Outcome, Tone>> = { low: 'good', mid: 'warning', high: 'bad', not_tiered: 'neutral' };
