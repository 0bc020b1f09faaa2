import { IconUsers } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { z } from 'zod';
import { noSearch, type WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from './people.ts';

/** The list: the text in the box, and the organisation whose people are shown. */
export const PeopleSearch = z.object({
  q: z.string().optional().catch(undefined),
  at: z.coerce.number().int().optional().catch(undefined),
});

/** The person's page: the open panel, and what the panels keep there themselves. */
export const PersonSearch = z.looseObject({ panel: z.string().optional().catch(undefined) });

/** The registration form, begun with what was typed in the search box. */
export const RegisterSearch = z.object({ name: z.string().optional().catch(undefined), number: z.string().optional().catch(undefined) });

/** The desk of duplicates: all pairs, or those of one person. */
export const DuplicatesSearch = z.object({ a: z.coerce.number().int().optional().catch(undefined) });

/** A part of the person's page that another capability offers. `label` is a key of the locales; the panel is shown to who holds the permission. */
export interface PersonPanel {
  readonly id: string;
  readonly label: string;
  readonly permission: string;
  readonly load: () => Promise<ComponentType<{ person: PersonView }>>;
}

/** `panels`: what the app puts into the person's page, in this order. */
export const peopleWeb = ({ panels }: { panels: readonly PersonPanel[] }): WebCapability => ({
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
