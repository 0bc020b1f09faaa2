import { IconArrowsExchange } from '@tabler/icons-react';
import type { Panel, WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from '../people/people.ts';
import { MovementSearch } from './addresses.ts';

export const tierPanel: Panel<{ person: PersonView }> = { id: 'tier', label: 'risk:panel', permission: 'risk.read', load: async () => (await import('./card.web.tsx')).TierPanel };

export const riskWeb: WebCapability = {
  screens: [{ path: '/risk/movement', search: MovementSearch, load: async () => (await import('./movement.web.tsx')).MovementPage }],
  navigation: [{ to: '/risk/movement', label: 'risk:navigation', icon: IconArrowsExchange, permission: 'risk.count' }],
};
