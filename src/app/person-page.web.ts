import type { PersonPanel } from '../capabilities/people/people.web.tsx';

/** The person's page: what each capability shows there, in the order of the tabs. A capability joins with one line. */
export const personPage: { readonly panels: readonly PersonPanel[] } = { panels: [] };
