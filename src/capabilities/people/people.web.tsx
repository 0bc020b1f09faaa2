import { IconUsers } from '@tabler/icons-react';
import { noSearch, type Panel, type WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from './people.ts';
import { DuplicatesSearch, PeopleSearch, PersonSearch, RegisterSearch } from './addresses.ts';

/** `panels`: what the app puts into the person's page, in this order. */
export const peopleWeb = ({ panels }: { panels: readonly Panel<{ person: PersonView }>[] }): WebCapability => ({
  screens: [
    { path: '/people', search: PeopleSearch, load: async () => (await import('./people-list.web.tsx')).PeoplePage },
    { path: '/people/register', search: RegisterSearch, load: async () => (await import('./register.web.tsx')).RegisterPage },
    { path: '/people/transfers', search: noSearch, load: async () => (await import('./transfers.web.tsx')).TransfersPage },
    { path: '/people/duplicates', search: DuplicatesSearch, load: async () => (await import('./duplicates.web.tsx')).DuplicatesPage },
    {
      path: '/people/$personId',
      search: PersonSearch,
      load: async () => {
        const { PersonPage } = await import('./person-page.web.tsx');
        return () => <PersonPage panels={panels} />;
      },
    },
  ],
  navigation: [{ to: '/people', label: 'people:navigation', icon: IconUsers, permission: 'people.read' }],
});
