import type { WebCapability } from '../../platform/screens.web.ts';
import { SignInSearch } from './addresses.ts';

export const accessWeb: WebCapability = {
  screens: [{ path: '/sign-in', search: SignInSearch, public: true, load: async () => (await import('./sign-in.web.tsx')).SignInPage }],
  navigation: [],
};
