import { IconArrowsExchange } from '@tabler/icons-react';
import { z } from 'zod';
import { Day } from '../../kernel/day.ts';
import type { PersonPanel } from '../people/people.web.tsx';
import type { WebCapability } from '../../platform/screens.web.ts';

/** The movement between tiers: its period and organisation. */
export const MovementSearch = z.object({
  from: Day.optional().catch(undefined),
  to: Day.optional().catch(undefined),
  at: z.coerce.number().int().optional().catch(undefined),
});

export const tierPanel: PersonPanel = { id: 'tier', label: 'risk:panel', permission: 'risk.read', load: async () => (await import('./card.web.tsx')).TierPanel };

export const riskWeb: WebCapability = {
  screens: [{ path: '/risk/movement', search: MovementSearch, load: async () => (await import('./movement.web.tsx')).MovementPage }],
  navigation: [{ to: '/risk/movement', label: 'risk:navigation', icon: IconArrowsExchange, permission: 'risk.count' }],
};
