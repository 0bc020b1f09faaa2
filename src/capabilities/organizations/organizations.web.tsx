import { IconSitemap } from '@tabler/icons-react';
import type { WebCapability } from '../../platform/screens.web.ts';
import { OrganizationsSearch } from './addresses.ts';

export const organizationsWeb: WebCapability = {
  screens: [{ path: '/organizations', search: OrganizationsSearch, load: async () => (await import('./organizations-page.web.tsx')).OrganizationsPage }],
  navigation: [{ to: '/organizations', label: 'organizations:navigation', icon: IconSitemap, permission: 'organizations.read' }],
};
