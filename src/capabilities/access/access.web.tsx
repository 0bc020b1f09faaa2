import { IconAlertTriangle, IconEraser, IconPlugConnected, IconShieldCheck, IconUserCog } from '@tabler/icons-react';
import { noSearch, type WebCapability } from '../../platform/screens.web.ts';
import { AccountsSearch, EmergencySearch, ErasuresSearch, SignInSearch, SsoSearch, TrailSearch } from './addresses.ts';

export const accessWeb: WebCapability = {
  screens: [
    { path: '/sign-in', search: SignInSearch, public: true, load: async () => (await import('./sign-in.web.tsx')).SignInPage },
    { path: '/sign-in/sso', search: SsoSearch, public: true, load: async () => (await import('./sso.web.tsx')).SsoPage },
    { path: '/account', search: noSearch, load: async () => (await import('./security.web.tsx')).SecurityPage },
    { path: '/trail', search: TrailSearch, load: async () => (await import('./trail.web.tsx')).TrailPage },
    { path: '/accounts', search: AccountsSearch, load: async () => (await import('./accounts.web.tsx')).AccountsPage },
    { path: '/systems', search: noSearch, load: async () => (await import('./systems.web.tsx')).SystemsPage },
    { path: '/erasures', search: ErasuresSearch, load: async () => (await import('./erasures.web.tsx')).ErasuresPage },
    { path: '/emergency', search: EmergencySearch, load: async () => (await import('./emergency.web.tsx')).EmergencyPage },
  ],
  navigation: [
    { to: '/emergency', label: 'access:emergency.title', icon: IconAlertTriangle, permission: 'access.emergency' },
    { to: '/trail', label: 'access:trail.title', icon: IconShieldCheck, permission: 'access.review' },
    { to: '/accounts', label: 'access:accounts.title', icon: IconUserCog, permission: 'access.accounts' },
    { to: '/systems', label: 'access:systems.title', icon: IconPlugConnected, permission: 'access.accounts' },
    { to: '/erasures', label: 'access:erasures.title', icon: IconEraser, permission: 'access.erasure' },
  ],
};
