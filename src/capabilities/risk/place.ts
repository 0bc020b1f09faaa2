/** Where the people of this installation live, as far as a risk model asks for it. */
import { z } from 'zod';

export const Place = z.strictObject({ north: z.boolean().nullable(), urban: z.boolean().nullable() });
export type Place = z.infer<typeof Place>;
