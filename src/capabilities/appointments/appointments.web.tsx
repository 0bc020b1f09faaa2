import { IconCalendarTime } from '@tabler/icons-react';
import type { Panel, WebCapability } from '../../platform/screens.web.ts';
import type { PersonView } from '../people/people.ts';
import { AppointmentSearch } from './addresses.ts';

export const appointmentsPanel: Panel<{ person: PersonView }> = {
  id: 'appointments', label: 'appointments:panel', permission: 'appointments.read', load: async () => (await import('./person-panel.web.tsx')).PersonAppointmentsPanel,
};

export const appointmentsWeb: WebCapability = {
  screens: [{ path: '/appointments', search: AppointmentSearch, load: async () => (await import('./page.web.tsx')).AppointmentsPage }],
  navigation: [{ to: '/appointments', label: 'appointments:navigation', icon: IconCalendarTime, permission: 'appointments.read' }],
};
