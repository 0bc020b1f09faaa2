import { IconChecklist } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { z } from 'zod';
import { noSearch, type WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from '../people/people.ts';

const text = z.string().optional().catch(undefined);

/** What the panels of a record keep in the address: the day of knowledge, the filters, what is entered or drawn. */
export const RecordSearch = z.object({
  panel: text,
  /** The record as known on this day. */
  asOf: z.iso.date().optional().catch(undefined),
  kinds: text,
  sources: text,
  from: z.iso.date().optional().catch(undefined),
  to: z.iso.date().optional().catch(undefined),
  find: text,
  withdrawn: z.boolean().optional().catch(undefined),
  /** Codes that are drawn, or asked for in the entry form, with commas. */
  codes: text,
  /** The resource whose form is open. */
  add: text,
});

interface Panel {
  readonly id: string;
  readonly label: string;
  readonly permission: string;
  readonly load: () => Promise<ComponentType<{ person: PersonView }>>;
}

/** What the person's page shows of the record. */
export const recordPanels: readonly Panel[] = [
  { id: 'record', label: 'records:panels.record', permission: 'records.read', load: async () => (await import('./overview.web.tsx')).OverviewPanel },
  { id: 'timeline', label: 'records:panels.timeline', permission: 'records.read', load: async () => (await import('./timeline.web.tsx')).TimelinePanel },
  { id: 'trends', label: 'records:panels.trends', permission: 'records.read', load: async () => (await import('./trends.web.tsx')).TrendsPanel },
  { id: 'enter', label: 'records:panels.enter', permission: 'records.write', load: async () => (await import('./enter.web.tsx')).EnterPanel },
  { id: 'completeness', label: 'records:panels.completeness', permission: 'records.read', load: async () => (await import('./completeness.web.tsx')).CompletenessPanel },
];

export const recordsWeb: WebCapability = {
  screens: [
    { path: '/people/$personId/summary', search: RecordSearch, load: async () => (await import('./summary.web.tsx')).SummaryPage },
    { path: '/records/completeness', search: noSearch, load: async () => (await import('./organization-completeness.web.tsx')).CompletenessPage },
  ],
  navigation: [{ to: '/records/completeness', label: 'records:completeness.navigation', icon: IconChecklist, permission: 'indicators.read' }],
};
