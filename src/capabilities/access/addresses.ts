import { z } from 'zod';

/** `to`: the place that was asked for, to return to after signing in. */
export const SignInSearch = z.object({ to: z.string().startsWith('/').optional().catch(undefined) });
