import { recordPanels } from '../capabilities/records/records.web.tsx';
import { personFormsPanel } from '../capabilities/forms/forms.web.tsx';
import { tierPanel } from '../capabilities/risk/risk.web.tsx';
import { appointmentsPanel } from '../capabilities/appointments/appointments.web.tsx';
import { carePanel } from '../capabilities/care/care.web.tsx';
import type { PersonView } from '../capabilities/people/people.ts';
import type { Panel } from '../platform/screens.web.ts';

/** The person's page: what each capability shows there, in the order of the tabs. A capability joins with one line. */
export const personPage: { readonly panels: readonly Panel<{ person: PersonView }>[] } = {
  panels: [
    ...recordPanels,
    tierPanel,
    personFormsPanel,
    carePanel,
    appointmentsPanel,
    { id: 'account', label: 'access:resident.tab', permission: 'access.residents', load: async () => (await import('../capabilities/access/resident-account.web.tsx')).ResidentAccountPanel },
    { id: 'consent', label: 'access:consent.tab', permission: 'access.consent', load: async () => (await import('../capabilities/access/consents.web.tsx')).ConsentsPanel },
  ],
};
