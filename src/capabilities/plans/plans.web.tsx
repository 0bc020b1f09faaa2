import { IconFileText } from '@tabler/icons-react';
import { z } from 'zod';
import type { WebCapability } from '../../platform/screens.web.ts';

/** The list: which drafts are shown, and the words looked for. */
export const DraftsSearch = z.object({
  state: z.enum(['all', 'review', 'running']).catch('all').default('all'),
  find: z.string().catch('').default(''),
});

export const plansWeb: WebCapability = {
  screens: [{ path: '/plans', search: DraftsSearch, load: async () => (await import('./drafts.web.tsx')).DraftsPage }],
  navigation: [{ to: '/plans', label: 'plans:navigation', icon: IconFileText, permission: 'plans.read' }],
};
