import { IconHeartRateMonitor } from '@tabler/icons-react';
import { createElement, type ComponentType } from 'react';
import type { WebCapability } from '../../platform/screens.web.ts';
import type { ProgrammeLink } from './programme-links.web.ts';
import { ProgrammeSearch, ProgrammesSearch } from './addresses.ts';
import type { CalendarSlot } from './programme-calendar.web.ts';

/** What other capabilities add to a programme's page. */
export interface ProgrammeSlots {
  readonly calendar: () => Promise<ComponentType<CalendarSlot>>;
  readonly links: readonly ProgrammeLink[];
}

export function programmesWeb({ calendar, links }: ProgrammeSlots): WebCapability {
  const programme = async () => {
    const [{ ProgrammePage }, Calendar] = await Promise.all([import('./programme.web.tsx'), calendar()]);
    return () => createElement(ProgrammePage, { Calendar, links });
  };
  return {
    screens: [
      { path: '/programmes', search: ProgrammesSearch, load: async () => (await import('./programme-list.web.tsx')).ProgrammesPage },
      { path: '/programmes/$programmeId', search: ProgrammeSearch, load: programme },
    ],
    navigation: [{ to: '/programmes', label: 'programmes:navigation', icon: IconHeartRateMonitor, permission: 'programmes.read' }],
  };
}
