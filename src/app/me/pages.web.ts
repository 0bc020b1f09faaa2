import { IconChartLine, IconHeartbeat, IconHome, IconUser } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { PhoneIcon } from '../../platform/ui/phone/parts.web.tsx';

export interface Page {
  /** The router's: /me/forms/:distributionId. */
  readonly path: string;
  readonly load: () => Promise<ComponentType>;
  /** It shows panels that speak with the words of all capabilities. */
  readonly allWords?: true;
}

/** The pages after the first; each is fetched when it is opened, and kept for when there is no network. */
export const pages: readonly Page[] = [
  { path: '/me/measure', load: async () => (await import('./measure.web.tsx')).MeasurePage },
  { path: '/me/measure/:measure', load: async () => (await import('./measure.web.tsx')).MeasureOnePage },
  { path: '/me/health', load: async () => (await import('./health.web.tsx')).HealthPage, allWords: true },
  { path: '/me/record', load: async () => (await import('./record.web.tsx')).RecordPage, allWords: true },
  { path: '/me/tier', load: async () => (await import('./panels.web.tsx')).TierPage, allWords: true },
  { path: '/me/plan', load: async () => (await import('./plan.web.tsx')).PlanPage },
  { path: '/me/report', load: async () => (await import('./report.web.tsx')).ReportPage, allWords: true },
  { path: '/me/forms', load: async () => (await import('./forms.web.tsx')).FormsPage, allWords: true },
  { path: '/me/forms/:distributionId', load: async () => (await import('./forms.web.tsx')).FormPage, allWords: true },
  { path: '/me/mine', load: async () => (await import('./mine.web.tsx')).MinePage },
  { path: '/me/waiting', load: async () => (await import('./waiting.web.tsx')).WaitingPage },
  { path: '/me/mine/:panel', load: async () => (await import('./panels.web.tsx')).MinePanelPage, allWords: true },
];

/** The bar below; never more than four. `label` is a key of the locales. */
export const bar: readonly { readonly to: string; readonly label: string; readonly icon: PhoneIcon; readonly within: readonly string[] }[] = [
  { to: '/me', label: 'me:bar.today', icon: IconHome, within: ['/me/forms'] },
  { to: '/me/measure', label: 'me:bar.measure', icon: IconHeartbeat, within: ['/me/measure'] },
  { to: '/me/health', label: 'me:bar.health', icon: IconChartLine, within: ['/me/health', '/me/record', '/me/tier', '/me/plan', '/me/report'] },
  { to: '/me/mine', label: 'me:bar.mine', icon: IconUser, within: ['/me/mine', '/me/waiting'] },
];
