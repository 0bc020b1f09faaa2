import { z } from 'zod';
import { Day } from '../../kernel/day.ts';

/** What the address of the appointments holds. */
export const AppointmentSearch = z.object({
  tab: z.enum(['calendar', 'waitlist', 'schedules']).optional().catch(undefined),
  view: z.enum(['day', 'week']).optional().catch(undefined),
  day: Day.optional().catch(undefined),
  scheduleId: z.uuid().optional().catch(undefined),
});
export type AppointmentSearch = z.output<typeof AppointmentSearch>;
