import { IconListCheck } from '@tabler/icons-react';
import type { WebCapability } from '../../platform/screens.web.ts';
import { WorkSearch } from './addresses.ts';
import type { WorkLinks } from './links.web.ts';

export const worklistWeb = (links: WorkLinks): WebCapability => ({
  screens: [
    {
      path: '/worklist',
      search: WorkSearch,
      load: async () => {
        const { WorklistPage } = await import('./list.web.tsx');
        return () => <WorklistPage links={links} />;
      },
    },
  ],
  navigation: [{ to: '/worklist', label: 'worklist:navigation', icon: IconListCheck, permission: 'worklist.read' }],
});
