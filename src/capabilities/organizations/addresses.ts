import { z } from 'zod';

/** The tabs of the organisations' page. */
export const organizationTabs = ['tree', 'partners', 'meetings'] as const;

export const OrganizationsSearch = z.object({ tab: z.enum(organizationTabs).catch('tree').default('tree'), find: z.string().optional().catch(undefined) });
