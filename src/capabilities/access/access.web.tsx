import { IconAlertTriangle, IconEye, IconShieldCheck, IconUserCog } from '@tabler/icons-react';
import { z } from 'zod';
import { noSearch, type WebCapability } from '../../platform/screens.web.ts';

/** `to`: the place that was asked for, to return to after signing in. */
export const SignInSearch = z.object({ to: z.string().startsWith('/').optional().catch(undefined) });

export const SsoSearch = z.object({ code: z.coerce.string().catch('').default(''), state: z.coerce.string().catch('').default(''), iss: z.string().optional().catch(undefined) });

export const TrailSearch = z.object({ state: z.enum(['open', 'reviewed']).catch('open').default('open'), refused: z.boolean().catch(false).default(false) });

export const AccountsSearch = z.object({ find: z.coerce.string().catch('').default('') });

/** The person whose page was not found. */
export const EmergencySearch = z.object({ person: z.coerce.number().int().positive().optional().catch(undefined) });

export const accessWeb: WebCapability = {
  screens: [
    { path: '/sign-in', search: SignInSearch, public: true, load: async () => (await import('./sign-in.web.tsx')).SignInPage },
    { path: '/sign-in/sso', search: SsoSearch, public: true, load: async () => (await import('./sso.web.tsx')).SsoPage },
    { path: '/account', search: noSearch, load: async () => (await import('./security.web.tsx')).SecurityPage },
    { path: '/trail', search: TrailSearch, load: async () => (await import('./trail.web.tsx')).TrailPage },
    { path: '/looks', search: noSearch, load: async () => (await import('./trail.web.tsx')).LooksPage },
    { path: '/accounts', search: AccountsSearch, load: async () => (await import('./accounts.web.tsx')).AccountsPage },
    { path: '/emergency', search: EmergencySearch, load: async () => (await import('./emergency.web.tsx')).EmergencyPage },
  ],
  navigation: [
    { to: '/emergency', label: 'access:emergency.title', icon: IconAlertTriangle, permission: 'access.emergency' },
    { to: '/trail', label: 'access:trail.title', icon: IconShieldCheck, permission: 'access.review' },
    { to: '/accounts', label: 'access:accounts.title', icon: IconUserCog, permission: 'access.accounts' },
    { to: '/looks', label: 'access:looks.title', icon: IconEye, permission: 'self.audit' },
  ],
};
