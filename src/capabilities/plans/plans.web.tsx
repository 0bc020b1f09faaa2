import { IconFileText } from '@tabler/icons-react';
import { createElement, lazy, type ComponentType } from 'react';
import type { WebCapability } from '../../platform/screens.web.ts';
import { DraftsSearch, ReviewSearch } from './addresses.ts';
import type { LaunchSlot } from './review-launch.web.ts';

/** What other capabilities add to the plan screens. */
export interface PlanSlots {
  readonly launch: () => Promise<ComponentType<LaunchSlot>>;
}

export function plansWeb({ launch }: PlanSlots): WebCapability {
  const Launch = lazy(async () => ({ default: await launch() }));
  const review = async () => {
    const { ReviewPage } = await import('./review.web.tsx');
    return () => createElement(ReviewPage, { Launch });
  };
  return {
    screens: [
      { path: '/plans', search: DraftsSearch, load: async () => (await import('./drafts.web.tsx')).DraftsPage },
      { path: '/plans/$draftId', search: ReviewSearch, load: review },
    ],
    navigation: [{ to: '/plans', label: 'plans:navigation', icon: IconFileText, permission: 'plans.read' }],
  };
}
