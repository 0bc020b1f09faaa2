/** What the addresses of the plan screens carry, so that a copied link shows the same. */
import { z } from 'zod';

/** The list: which drafts are shown, and the words looked for. */
export const draftStates = ['all', 'review', 'running'] as const;
export const DraftsSearch = z.object({
  state: z.enum(draftStates).catch('all').default('all'),
  find: z.string().catch('').default(''),
});

/** The review: which side a narrow screen shows, and the item whose form is open. */
export const ReviewSearch = z.object({
  view: z.enum(['document', 'structure']).catch('structure').default('structure'),
  item: z.string().optional().catch(undefined),
});
