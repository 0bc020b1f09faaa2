import { IconHeartRateMonitor } from '@tabler/icons-react';
import { createElement, lazy, type ComponentType } from 'react';
import type { Panel, WebCapability } from '../../platform/screens.web.ts';
import type { ProgrammeLink } from './programme-links.web.ts';
import { ProgrammeSearch, ProgrammesSearch } from './addresses.ts';
import type { CalendarSlot } from './programme-calendar.web.ts';

/** What other capabilities add to a programme's page. */
export interface ProgrammeSlots {
  readonly calendar: () => Promise<ComponentType<CalendarSlot>>;
  readonly links: readonly ProgrammeLink[];
  readonly panels: readonly Panel<{ programmeId: string }>[];
}

export function programmesWeb({ calendar, links, panels }: ProgrammeSlots): WebCapability {
  const programme = async () => {
    const [{ ProgrammePage }, Calendar] = await Promise.all([import('./programme.web.tsx'), calendar()]);
    const parts = panels.map(({ load, ...panel }) => ({ ...panel, Part: lazy(async () => ({ default: await load() })) }));
    return () => createElement(ProgrammePage, { Calendar, links, parts });
  };
  return {
    screens: [
      { path: '/programmes', search: ProgrammesSearch, load: async () => (await import('./programme-list.web.tsx')).ProgrammesPage },
      { path: '/programmes/$programmeId', search: ProgrammeSearch, load: programme },
    ],
    navigation: [{ to: '/programmes', label: 'programmes:navigation', icon: IconHeartRateMonitor, permission: 'programmes.read' }],
  };
}
