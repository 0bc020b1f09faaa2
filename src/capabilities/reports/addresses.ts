import { z } from 'zod';

/** The list of reports: those of one programme alone. */
export const ReportsSearch = z.object({ programme: z.uuid().optional().catch(undefined) });
