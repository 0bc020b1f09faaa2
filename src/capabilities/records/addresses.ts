import { z } from 'zod';

const text = z.string().optional().catch(undefined);

/** What the panels of a record keep in the address: the day of knowledge, the filters, what is entered or drawn. */
export const RecordSearch = z.object({
  panel: text,
  /** The record as known on this day. */
  asOf: z.iso.date().optional().catch(undefined),
  kinds: text,
  sources: text,
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  find: text,
  withdrawn: z.boolean().optional().catch(undefined),
  /** Codes that are drawn, or asked for in the entry form, with commas. */
  codes: text,
  /** The resource whose form is open. */
  add: text,
});
