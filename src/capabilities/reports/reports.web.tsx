import { IconReportAnalytics } from '@tabler/icons-react';
import { noSearch, type WebCapability } from '../../platform/screens.web.ts';
import { ReportsSearch } from './addresses.ts';

export const reportsWeb: WebCapability = {
  screens: [
    { path: '/reports', search: ReportsSearch, load: async () => (await import('./report-list.web.tsx')).ReportsPage },
    { path: '/reports/$reportId', search: noSearch, load: async () => (await import('./report-page.web.tsx')).ReportPage },
  ],
  navigation: [{ to: '/reports', label: 'reports:navigation', icon: IconReportAnalytics, permission: 'reports.read' }],
};

/** What the page of a programme offers: its reports. */
export const reportsOfProgramme = { to: (programmeId: string) => `/reports?programme=${programmeId}`, label: 'reports:ofProgramme', icon: IconReportAnalytics, permission: 'reports.read' };
