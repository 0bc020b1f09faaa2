import { IconAdjustmentsHorizontal, IconArrowsExchange, IconChecklist, IconListDetails } from '@tabler/icons-react';
import { noSearch, type Panel, type WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from '../people/people.ts';
import { DeskSearch, MovementSearch, TierListSearch } from './addresses.ts';

export const tierPanel: Panel<{ person: PersonView }> = { id: 'tier', label: 'risk:panel', permission: 'risk.read', load: async () => (await import('./card.web.tsx')).TierPanel };

/** For the page of a programme. */
export const programmeTiersPanel: Panel<{ programmeId: string }> = { id: 'tiers', label: 'risk:programme.title', permission: 'risk.count', load: async () => (await import('./programme-tiers.web.tsx')).ProgrammeTiers };

export const riskWeb: WebCapability = {
  screens: [
    { path: '/risk/movement', search: MovementSearch, load: async () => (await import('./movement.web.tsx')).MovementPage },
    { path: '/rules', search: DeskSearch, load: async () => (await import('./desk.web.tsx')).RuleDeskPage },
    { path: '/risk/persons', search: TierListSearch, load: async () => (await import('./tier-list.web.tsx')).TierListPage },
    { path: '/risk/reviews', search: noSearch, load: async () => (await import('./reviews.web.tsx')).ReviewsPage },
    { path: '/risk/reviews/$sampleId', search: noSearch, load: async () => (await import('./review-sample.web.tsx')).ReviewSamplePage },
    { path: '/risk/reviews/$sampleId/blind', search: noSearch, load: async () => (await import('./blind-review.web.tsx')).BlindReviewPage },
  ],
  navigation: [
    { to: '/risk/persons', label: 'risk:list.navigation', icon: IconListDetails, permission: 'risk.read' },
    { to: '/risk/movement', label: 'risk:navigation', icon: IconArrowsExchange, permission: 'risk.count' },
    { to: '/rules', label: 'rules:navigation', icon: IconAdjustmentsHorizontal, permission: 'rules.read' },
    { to: '/risk/reviews', label: 'reviews:navigation', icon: IconChecklist, permission: 'risk.review' },
  ],
};
