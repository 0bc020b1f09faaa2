import { riskWeb } from '../capabilities/risk/risk.web.tsx';
import { accessWeb } from '../capabilities/access/access.web.tsx';
import { plansWeb } from '../capabilities/plans/plans.web.tsx';
import { programmesWeb } from '../capabilities/programmes/programmes.web.tsx';
import { organizationsWeb } from '../capabilities/organizations/organizations.web.tsx';
import { reportsOfProgramme, reportsWeb } from '../capabilities/reports/reports.web.tsx';
import { peopleWeb } from '../capabilities/people/people.web.tsx';
import { exportOwnBundle, exportOwnRecord } from '../capabilities/records/exporting.ts';
import { recordsWeb } from '../capabilities/records/records.web.tsx';
import { personPage } from './person-page.web.ts';
import type { WebCapability } from '../platform/screens.web.ts';

/** What the staff's browser is made of, in the order of the navigation. A capability joins with one line. */
export const webCapabilities: readonly WebCapability[] = [
  programmesWeb({ calendar: async () => (await import('../capabilities/activities/calendar.web.tsx')).CalendarPanel, links: [reportsOfProgramme] }),
  peopleWeb(personPage),
  recordsWeb,
  plansWeb({ launch: async () => (await import('../capabilities/programmes/launch.web.tsx')).LaunchDialog }),
  riskWeb,
  reportsWeb,
  organizationsWeb,
  accessWeb({ record: exportOwnRecord, bundle: exportOwnBundle }),
];
