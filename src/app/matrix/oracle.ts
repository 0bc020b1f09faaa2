/**
 * What each role may see at most, said independently of the policies and of content/roles.yaml: the matrix holds the product against it.
 * `health`: persons with their health data; `persons`: persons without it; `nobody`: no row about a person; `self`: oneself alone;
 * `trail`: who did what. A role that is not here may see nothing.
 */
const atMost: Readonly<Record<string, 'health' | 'persons' | 'nobody' | 'self' | 'trail'>> = {
  'platform-admin': 'persons',
  'organization-admin': 'persons',
  auditor: 'trail',
  'programme-manager': 'persons',
  doctor: 'health',
  nurse: 'health',
  'health-manager': 'health',
  dietitian: 'health',
  'rehabilitation-therapist': 'health',
  counsellor: 'health',
  'school-doctor': 'health',
  teacher: 'persons',
  'employer-health-officer': 'persons',
  inspector: 'nobody',
  leader: 'nobody',
  resident: 'self',
};

/** Where a row stands, seen from the organisation at which the role is held. `self`: at the own organisation, about the resident himself. */
export const places = ['own', 'self', 'child', 'sibling', 'parent', 'foreign'] as const;
export type Place = (typeof places)[number];

export interface SeededRow {
  readonly serial: number;
  readonly table: string;
  readonly place: Place;
  /** Null where the table has no labels. */
  readonly label: number | null;
  /** The row tells of a person. */
  readonly person: boolean;
  /** The table knows organisations; where not, all of a tenant share it. */
  readonly placed: boolean;
}

/** Tables with a rule of their own: secrets for nobody, the trail for auditors and its person, and so on. */
const special: Readonly<Record<string, (role: string, row: SeededRow, teams: readonly Place[]) => boolean>> = {
  account: (role, row) => inReach(row.place) && ['health', 'persons', 'trail'].includes(atMost[role] ?? ''),
  account_secret: () => false,
  phone_code: () => false,
  recovery_code: () => false,
  system_client: (role, row) => atMost[role] === 'persons' && inReach(row.place),
  client_token: () => false,
  client_assertion: () => false,
  account_identity: () => false,
  sso_attempt: () => false,
  // Administrators see where the accounts of their reach are signed in, and end it.
  account_session: (role, row) => (role === 'platform-admin' || role === 'organization-admin') && inReach(row.place),
  care_team: (role, row, teams) => onTeam(role, row, teams),
  care_team_member: (role, row, teams) => onTeam(role, row, teams),
  audit_head: () => false,
  audit_event: (role, row) => trail(role, row),
  audit_person: (role, row) => row.place !== 'foreign' && (role === 'auditor' || (role === 'resident' && row.place === 'self')),
  // When a clinician can be booked is told to everybody to whose organisation it was opened.
  schedule: (role, row) => inReach(row.place) || role === 'resident',
  emergency_access: (role, row) => role === 'auditor' && inReach(row.place),
  role_grant: (role, row) => atMost[role] === 'persons' && inReach(row.place),
};

/** Teams open what is sealed for care alone: a member who acts as a leader sees nothing of it. */
function onTeam(role: string, row: SeededRow, teams: readonly Place[]): boolean {
  return atMost[role] === 'health' && teams.includes(row.place);
}

function trail(role: string, row: SeededRow): boolean {
  return role === 'auditor' ? inReach(row.place) : role === 'resident' && row.place === 'self';
}

function inReach(place: Place): boolean {
  return place === 'own' || place === 'self' || place === 'child';
}

/** Whether a role held at `own` may see the row; `teams`: the places of the cases on whose teams the account is. */
export function maySee(role: string, row: SeededRow, teams: readonly Place[] = []): boolean {
  if (row.place === 'foreign') return false;
  const rule = special[row.table];
  if (rule) return rule(role, row, teams);
  if (row.label === 2) return onTeam(role, row, teams);
  if (!row.placed) return true;
  const most = atMost[role];
  if (most === undefined) return false;
  if (most === 'self') return row.person && row.place === 'self';
  if (!inReach(row.place) || (row.person && most === 'nobody')) return false;
  return row.label !== 1 || most === 'health';
}
