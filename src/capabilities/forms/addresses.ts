/** What the addresses of the forms' screens hold. */
import { z } from 'zod';

export const FormsSearch = z.object({ tab: z.enum(['bank', 'given', 'contests', 'crises']).catch('bank'), find: z.string().catch(''), kind: z.string().catch('') });
export const GivenSearch = z.object({ tab: z.enum(['progress', 'results', 'compare']).catch('progress'), group: z.number().nullable().catch(null) });
export const BuilderSearch = z.object({ item: z.string().catch('') });
export const AnswerSearch = z.object({ kiosk: z.union([z.literal(1), z.null()]).catch(null) });
