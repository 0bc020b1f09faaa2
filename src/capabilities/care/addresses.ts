import { z } from 'zod';

const text = z.string().optional().catch(undefined);

/** A sheet: the list it was opened from, so that the next one follows; and the way of contact. */
export const SheetSearch = z.object({ from: text, way: z.enum(['clinic', 'home', 'phone']).optional().catch(undefined) });

/** Coverage of a pathway: which programme, and the period. */
export const PathwaySearch = z.object({ programme: text, from: z.iso.date().optional().catch(undefined), to: z.iso.date().optional().catch(undefined) });
