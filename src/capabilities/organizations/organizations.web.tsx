import { IconSitemap } from '@tabler/icons-react';
import { z } from 'zod';
import type { WebCapability } from '../../platform/screens.web.ts';

export const organizationTabs = ['tree', 'partners', 'meetings'] as const;

export const OrganizationsSearch = z.object({ tab: z.enum(organizationTabs).catch('tree').default('tree'), find: z.string().optional().catch(undefined) });

export const organizationsWeb: WebCapability = {
  screens: [{ path: '/organizations', search: OrganizationsSearch, load: async () => (await import('./organizations-page.web.tsx')).OrganizationsPage }],
  navigation: [{ to: '/organizations', label: 'organizations:navigation', icon: IconSitemap, permission: 'organizations.read' }],
};
