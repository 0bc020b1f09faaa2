import type { Panel, WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from '../people/people.ts';
import { SheetSearch } from './addresses.ts';

export const carePanel: Panel<{ person: PersonView }> = { id: 'care', label: 'care:panel', permission: 'care.read', load: async () => (await import('./panel.web.tsx')).CarePanel };

export const careWeb: WebCapability = {
  screens: [{ path: '/care/sheet/$personId', search: SheetSearch, load: async () => (await import('./sheet.web.tsx')).SheetPage }],
  navigation: [],
};
