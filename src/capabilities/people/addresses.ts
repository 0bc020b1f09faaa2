import { z } from 'zod';

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
