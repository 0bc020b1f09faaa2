import { IconChartLine, IconHeartbeat, IconHome, IconUser } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { PhoneIcon } from '../../platform/ui/phone/parts.web.tsx';

export interface Page {
  /** The router's: /me/forms/:distributionId. */
  readonly path: string;
  readonly load: () => Promise<ComponentType>;
  /** The words it needs beside the first ones: those of measuring, of forms, of appointments, or of all capabilities. */
  readonly words?: 'measuring' | 'filling' | 'appointments' | 'all';
}

/** The pages after the first; each is fetched when it is opened, and kept for when there is no network. */
export const pages: readonly Page[] = [
  { path: '/me/measure', load: async () => (await import('./measure.web.tsx')).MeasurePage, words: 'measuring' },
  { path: '/me/measure/:measure', load: async () => (await import('./measure.web.tsx')).MeasureOnePage, words: 'measuring' },
  { path: '/me/health', load: async () => (await import('./health.web.tsx')).HealthPage, words: 'all' },
  { path: '/me/record', load: async () => (await import('./record.web.tsx')).RecordPage, words: 'all' },
  { path: '/me/tier', load: async () => (await import('./panels.web.tsx')).TierPage, words: 'all' },
  { path: '/me/plan', load: async () => (await import('./plan.web.tsx')).PlanPage },
  { path: '/me/report', load: async () => (await import('./report.web.tsx')).ReportPage, words: 'all' },
  { path: '/me/forms', load: async () => (await import('./forms.web.tsx')).FormsPage, words: 'filling' },
  { path: '/me/forms/:distributionId', load: async () => (await import('./forms.web.tsx')).FormPage, words: 'filling' },
  { path: '/me/mine', load: async () => (await import('./mine.web.tsx')).MinePage },
  { path: '/me/appointments', load: async () => (await import('./appointments.web.tsx')).AppointmentsPage, words: 'appointments' },
  { path: '/me/waiting', load: async () => (await import('./waiting.web.tsx')).WaitingPage },
  { path: '/me/mine/:panel', load: async () => (await import('./panels.web.tsx')).MinePanelPage, words: 'all' },
];

/** The bar below; never more than four. `label` is a key of the locales. */
export const bar: readonly { readonly to: string; readonly label: string; readonly icon: PhoneIcon; readonly within: readonly string[] }[] = [
  { to: '/me', label: 'me:bar.today', icon: IconHome, within: ['/me/forms'] },
  { to: '/me/measure', label: 'me:bar.measure', icon: IconHeartbeat, within: ['/me/measure'] },
  { to: '/me/health', label: 'me:bar.health', icon: IconChartLine, within: ['/me/health', '/me/record', '/me/tier', '/me/plan', '/me/report'] },
  { to: '/me/mine', label: 'me:bar.mine', icon: IconUser, within: ['/me/mine', '/me/appointments', '/me/waiting'] },
];
