import { IconRoute } from '@tabler/icons-react';
import type { Panel, WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from '../people/people.ts';
import { PathwaySearch, SheetSearch } from './addresses.ts';

export const carePanel: Panel<{ person: PersonView }> = { id: 'care', label: 'care:panel', permission: 'care.read', load: async () => (await import('./panel.web.tsx')).CarePanel };

export const careWeb: WebCapability = {
  screens: [
    { path: '/care/sheet/$personId', search: SheetSearch, load: async () => (await import('./sheet.web.tsx')).SheetPage },
    { path: '/care/pathways', search: PathwaySearch, load: async () => (await import('./pathways.web.tsx')).PathwaysPage },
  ],
  navigation: [{ to: '/care/pathways', label: 'care:coverage.navigation', icon: IconRoute, permission: 'care.programmes' }],
};
