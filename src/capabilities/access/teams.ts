/** Teams: who works on one sealed case. Nobody else sees its rows, whatever the role; the team alone takes in new members. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { PersonId, PersonRow } from '../people/people.ts';
import { AccountId } from './access.ts';

// Words

export const TeamId = z.uuid().brand('TeamId');
export type TeamId = z.infer<typeof TeamId>;

/** The case: whom the team works with. */
export const CareTeam = z.object({ tenantId: z.int(), teamId: TeamId, personId: PersonId, formedAt: Instant, formedBy: AccountId });
export type CareTeam = z.infer<typeof CareTeam>;

/** `name` is kept as it was: it outlives the account, and members may stand out of each other's reach. */
export const CareTeamMember = z.object({ tenantId: z.int(), teamId: TeamId, accountId: AccountId, name: z.string(), since: Instant });
export type CareTeamMember = z.infer<typeof CareTeamMember>;

// Contract

export const TeamView = z.object({
  teamId: TeamId,
  formedAt: Instant,
  members: z.array(z.object({ accountId: AccountId, name: z.string(), since: Instant, me: z.boolean() })),
});
export type TeamView = z.infer<typeof TeamView>;

const ofPerson = { personId: z.coerce.number().pipe(PersonId) };
const ofMember = z.object({ ...ofPerson, teamId: TeamId, accountId: AccountId });

/** The caller's own teams around a person: whoever is on none learns nothing of others. */
export const teamsOfPerson = contract({ method: 'GET', path: '/api/people/:personId/teams', permission: 'records.read', subject: 'personId', input: z.object(ofPerson), output: z.array(TeamView) });

/** Open a sealed case: the caller is its first member. */
export const formTeam = contract({ method: 'POST', path: '/api/people/:personId/teams', permission: 'access.teams', subject: 'personId', input: z.object(ofPerson), output: TeamView });

export const addTeamMember = contract({ method: 'POST', path: '/api/people/:personId/teams/:teamId/members', permission: 'access.teams', subject: 'personId', input: ofMember, output: TeamView });

/** The last member stays: a case without a team would be read by nobody ever again. */
export const removeTeamMember = contract({
  method: 'POST',
  path: '/api/people/:personId/teams/:teamId/members/end',
  permission: 'access.teams',
  subject: 'personId',
  input: ofMember,
  output: z.object({ members: z.int() }),
});

/** Who can be taken into a team: staff who care for people, within the caller's reach or above it. */
export const listTeamStaff = contract({
  method: 'GET',
  path: '/api/access/team-staff',
  permission: 'access.teams',
  input: z.object({}),
  output: z.array(z.object({ accountId: AccountId, name: z.string(), roleTitle: Text })),
});

/** The cases that the caller works on. */
export const listMyCases = contract({
  method: 'GET',
  path: '/api/access/cases',
  permission: 'records.read',
  input: z.object({}),
  output: z.array(z.object({ person: PersonRow.pick({ personId: true, name: true, sex: true, birthDate: true }), team: TeamView })),
});
