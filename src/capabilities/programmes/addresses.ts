import { z } from 'zod';
import { CalendarSearch } from '../activities/calendar-search.ts';
import { Setting } from '../plans/plan.ts';
import { programmeSorts } from './programme-list.ts';

/** The list of programmes: what is looked for, and in which order. */
export const ProgrammesSearch = z.object({
  find: z.string().optional().catch(undefined),
  setting: Setting.optional().catch(undefined),
  standing: z.enum(['behind', 'fine']).optional().catch(undefined),
  sort: z.enum(programmeSorts).optional().catch(undefined),
});

export const programmeTabs = ['goals', 'timeline', 'calendar', 'tasks', 'budget', 'risks'] as const;

/** A programme's page: the open tab, and what the task board and the calendar show. */
export const ProgrammeSearch = z.object({
  tab: z.enum(programmeTabs).catch('goals').default('goals'),
  owner: z.string().optional().catch(undefined),
  phase: z.uuid().optional().catch(undefined),
  overdue: z.boolean().optional().catch(undefined),
  ...CalendarSearch.shape,
});
