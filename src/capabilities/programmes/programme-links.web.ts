import type { NavigationItem } from '../../platform/screens.web.ts';

/** Where a programme's page leads to, in other capabilities. */
export interface ProgrammeLink {
  readonly to: (programmeId: string) => string;
  readonly label: string;
  readonly icon: NavigationItem['icon'];
  readonly permission: string;
}
