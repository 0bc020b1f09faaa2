import { z } from 'zod';

/** The calendar's state in the address: the month, as a grid or as a list, of one series or of all. Without `view` the screen decides. */
export const CalendarSearch = z.object({
  month: z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/).optional().catch(undefined),
  view: z.enum(['month', 'list']).optional().catch(undefined),
  series: z.uuid().optional().catch(undefined),
});
export type CalendarSearch = z.infer<typeof CalendarSearch>;
