import { IconChecklist, IconLock, IconMessageShare } from '@tabler/icons-react';
import { noSearch, type Panel, type WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from '../people/people.ts';
import { RecordSearch } from './addresses.ts';

/** What the person's page shows of the record. */
export const recordPanels: readonly Panel<{ person: PersonView }>[] = [
  { id: 'record', label: 'records:panels.record', permission: 'records.read', load: async () => (await import('./overview.web.tsx')).OverviewPanel },
  { id: 'timeline', label: 'records:panels.timeline', permission: 'records.read', load: async () => (await import('./timeline.web.tsx')).TimelinePanel },
  { id: 'trends', label: 'records:panels.trends', permission: 'records.read', load: async () => (await import('./trends.web.tsx')).TrendsPanel },
  { id: 'enter', label: 'records:panels.enter', permission: 'records.write', load: async () => (await import('./enter.web.tsx')).EnterPanel },
  { id: 'completeness', label: 'records:panels.completeness', permission: 'records.read', load: async () => (await import('./completeness.web.tsx')).CompletenessPanel },
  { id: 'sealed', label: 'records:panels.sealed', permission: 'records.read', load: async () => (await import('./sealed.web.tsx')).SealedPanel },
  { id: 'releases', label: 'records:panels.releases', permission: 'records.release', load: async () => (await import('./releases.web.tsx')).ReleasesPanel },
];

export const recordsWeb: WebCapability = {
  screens: [
    { path: '/people/$personId/summary', search: RecordSearch, load: async () => (await import('./summary.web.tsx')).SummaryPage },
    { path: '/records/completeness', search: noSearch, load: async () => (await import('./organization-completeness.web.tsx')).CompletenessPage },
    { path: '/cases', search: noSearch, load: async () => (await import('./cases.web.tsx')).CasesPage },
    { path: '/released', search: noSearch, load: async () => (await import('./released.web.tsx')).ReleasedPage },
  ],
  navigation: [
    { to: '/released', label: 'records:release.navigation', icon: IconMessageShare, permission: 'records.released' },
    { to: '/cases', label: 'records:sealed.cases', icon: IconLock, permission: 'access.teams' },
    { to: '/records/completeness', label: 'records:completeness.navigation', icon: IconChecklist, permission: 'indicators.read' },
  ],
};
