import { z } from 'zod';

/** `to`: the place that was asked for, to return to after signing in. */
export const SignInSearch = z.object({ to: z.string().startsWith('/').optional().catch(undefined) });

export const SsoSearch = z.object({ code: z.coerce.string().catch('').default(''), state: z.coerce.string().catch('').default(''), iss: z.string().optional().catch(undefined) });

export const TrailSearch = z.object({ state: z.enum(['open', 'reviewed']).catch('open').default('open'), refused: z.boolean().catch(false).default(false) });

export const ErasuresSearch = z.object({ state: z.enum(['open', 'decided']).catch('open').default('open') });

export const AccountsSearch = z.object({ find: z.coerce.string().catch('').default('') });

/** The person whose page was not found. */
export const EmergencySearch = z.object({ person: z.coerce.number().int().positive().optional().catch(undefined) });
