import { IconChartBar } from '@tabler/icons-react';
import type { WebCapability } from '../../platform/screens.web.ts';
import { IndicatorSearch, IndicatorsSearch, IntegritySearch } from './addresses.ts';

export const indicatorsWeb: WebCapability = {
  screens: [
    { path: '/indicators', search: IndicatorsSearch, load: async () => (await import('./value-list.web.tsx')).IndicatorListPage },
    { path: '/indicators/integrity', search: IntegritySearch, load: async () => (await import('./integrity.web.tsx')).IntegrityPage },
    { path: '/indicators/$id', search: IndicatorSearch, load: async () => (await import('./indicator-page.web.tsx')).IndicatorPage },
  ],
  navigation: [{ to: '/indicators', label: 'indicators:navigation', icon: IconChartBar, permission: 'indicators.read' }],
};
