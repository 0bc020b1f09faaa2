import { z } from 'zod';
import { Month } from '../care/reference-month.ts';
import { Domain } from './indicators.ts';

const where = { month: Month.optional().catch(undefined), at: z.coerce.number().int().optional().catch(undefined) };

/** The list: its month and organisation, and what of it is shown. */
export const IndicatorsSearch = z.object({ ...where, domain: Domain.optional().catch(undefined), q: z.coerce.string().optional().catch(undefined) });

/** One indicator; `proof` opens what stands behind its number. */
export const IndicatorSearch = z.object({ ...where, proof: z.coerce.boolean().optional().catch(undefined) });

export const IntegritySearch = z.object(where);
export type IntegritySearch = z.infer<typeof IntegritySearch>;
