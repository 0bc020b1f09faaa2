import { IconFileText } from '@tabler/icons-react';
import { createElement, lazy, type ComponentType } from 'react';
import { z } from 'zod';
import type { WebCapability } from '../../platform/screens.web.ts';
import type { DraftId } from './plans.ts';

/** The list: which drafts are shown, and the words looked for. */
export const DraftsSearch = z.object({
  state: z.enum(['all', 'review', 'running']).catch('all').default('all'),
  find: z.string().catch('').default(''),
});

/** The review: which side a narrow screen shows, and the item whose form is open. */
export const ReviewSearch = z.object({
  view: z.enum(['document', 'structure']).catch('structure').default('structure'),
  item: z.string().optional().catch(undefined),
});

/** The dialog that launches a saved draft; what a launch makes is another capability's, and joins in the table of contents. */
export interface LaunchSlot {
  readonly draftId: DraftId;
  readonly version: number;
  readonly title: string;
  readonly onClose: () => void;
}

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
