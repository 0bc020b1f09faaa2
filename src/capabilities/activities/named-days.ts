import { z } from 'zod';

/** content/named-days.yaml: days of the health calendar with a fixed date, which plans name instead of dating. */
export const NamedDays = z.array(z.strictObject({ name: z.string(), month: z.int().min(1).max(12), date: z.int().min(1).max(31) }));
export type NamedDays = z.infer<typeof NamedDays>;
