import { appointmentsWeb } from '../capabilities/appointments/appointments.web.tsx';
import { careWeb } from '../capabilities/care/care.web.tsx';
import { worklistWeb } from '../capabilities/worklist/worklist.web.tsx';
import { hrefOfWork } from './work-links.web.ts';
import { programmeTiersPanel, riskWeb } from '../capabilities/risk/risk.web.tsx';
import { accessWeb } from '../capabilities/access/access.web.tsx';
import { indicatorsWeb } from '../capabilities/indicators/indicators.web.tsx';
import { plansWeb } from '../capabilities/plans/plans.web.tsx';
import { programmesWeb } from '../capabilities/programmes/programmes.web.tsx';
import { organizationsWeb } from '../capabilities/organizations/organizations.web.tsx';
import { reportsOfProgramme, reportsWeb } from '../capabilities/reports/reports.web.tsx';
import { peopleWeb } from '../capabilities/people/people.web.tsx';
import { formsWeb } from '../capabilities/forms/forms.web.tsx';
import { recordsWeb } from '../capabilities/records/records.web.tsx';
import { messagingWeb } from '../capabilities/messaging/messaging.web.tsx';
import { monitoringWeb } from '../capabilities/monitoring/monitoring.web.tsx';
import { personPage } from './person-page.web.ts';
import type { WebCapability } from '../platform/screens.web.ts';

/** What the staff's browser is made of, in the order of the navigation. A capability joins with one line. */
export const webCapabilities: readonly WebCapability[] = [
  worklistWeb({ hrefOf: hrefOfWork }),
  appointmentsWeb,
  monitoringWeb,
  messagingWeb,
  programmesWeb({ calendar: async () => (await import('../capabilities/activities/calendar.web.tsx')).CalendarPanel, links: [reportsOfProgramme], panels: [programmeTiersPanel] }),
  peopleWeb(personPage),
  recordsWeb,
  formsWeb,
  plansWeb({ launch: async () => (await import('../capabilities/programmes/launch.web.tsx')).LaunchDialog }),
  indicatorsWeb,
  careWeb,
  riskWeb,
  reportsWeb,
  organizationsWeb,
  accessWeb,
];
