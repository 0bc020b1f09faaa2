import { IconAdjustmentsHorizontal, IconArrowsExchange } from '@tabler/icons-react';
import type { Panel, WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from '../people/people.ts';
import { DeskSearch, MovementSearch } from './addresses.ts';

export const tierPanel: Panel<{ person: PersonView }> = { id: 'tier', label: 'risk:panel', permission: 'risk.read', load: async () => (await import('./card.web.tsx')).TierPanel };

/** For the person's own app. */
export const myTierPanel: Panel<{ personId: number }> = { id: 'my-tier', label: 'risk:mine.title', permission: 'self.read', load: async () => (await import('./mine.web.tsx')).MyTierPanel };

export const riskWeb: WebCapability = {
  screens: [
    { path: '/risk/movement', search: MovementSearch, load: async () => (await import('./movement.web.tsx')).MovementPage },
    { path: '/rules', search: DeskSearch, load: async () => (await import('./desk.web.tsx')).RuleDeskPage },
  ],
  navigation: [
    { to: '/risk/movement', label: 'risk:navigation', icon: IconArrowsExchange, permission: 'risk.count' },
    { to: '/rules', label: 'rules:navigation', icon: IconAdjustmentsHorizontal, permission: 'rules.read' },
  ],
};
