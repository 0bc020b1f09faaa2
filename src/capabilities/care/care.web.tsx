import type { WebCapability } from '../../platform/screens.web.ts';
import { SheetSearch } from './addresses.ts';

export const careWeb: WebCapability = {
  screens: [{ path: '/care/sheet/$personId', search: SheetSearch, load: async () => (await import('./sheet.web.tsx')).SheetPage }],
  navigation: [],
};
