import { IconHeartRateMonitor } from '@tabler/icons-react';
import { z } from 'zod';
import type { WebCapability } from '../../platform/screens.web.ts';
import { CalendarSearch } from '../activities/calendar-search.ts';
import { Setting } from '../plans/plan.ts';
import { programmeSorts } from './programme-list.ts';

export const ProgrammesSearch = z.object({
  find: z.string().optional().catch(undefined),
  setting: Setting.optional().catch(undefined),
  standing: z.enum(['behind', 'fine']).optional().catch(undefined),
  sort: z.enum(programmeSorts).optional().catch(undefined),
});

export const programmeTabs = ['goals', 'timeline', 'calendar', 'tasks', 'budget', 'risks'] as const;

/** The open tab, and what the task board and the calendar show. */
export const ProgrammeSearch = z.object({
  tab: z.enum(programmeTabs).catch('goals').default('goals'),
  owner: z.string().optional().catch(undefined),
  phase: z.uuid().optional().catch(undefined),
  overdue: z.boolean().optional().catch(undefined),
  ...CalendarSearch.shape,
});

export const programmesWeb: WebCapability = {
  screens: [
    { path: '/programmes', search: ProgrammesSearch, load: async () => (await import('./programme-list.web.tsx')).ProgrammesPage },
    { path: '/programmes/$programmeId', search: ProgrammeSearch, load: async () => (await import('./programme.web.tsx')).ProgrammePage },
  ],
  navigation: [{ to: '/programmes', label: 'programmes:navigation', icon: IconHeartRateMonitor, permission: 'programmes.read' }],
};
