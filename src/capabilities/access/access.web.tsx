import { z } from 'zod';
import type { WebCapability } from '../../platform/screens.web.ts';

/** `to`: the place that was asked for, to return to after signing in. */
export const SignInSearch = z.object({ to: z.string().startsWith('/').optional().catch(undefined) });

export const accessWeb: WebCapability = {
  screens: [{ path: '/sign-in', search: SignInSearch, public: true, load: async () => (await import('./sign-in.web.tsx')).SignInPage }],
  navigation: [],
};
