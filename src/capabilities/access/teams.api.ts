import { handle, type Ctx } from '../../platform/handle.ts';
import type { PersonId } from '../people/people.ts';
import { peopleById, personById } from '../people/people.store.ts';
import { AccountId, refuse } from './access.ts';
import { roleOf, roles } from './roles.gateway.ts';
import { addTeamMember, formTeam, listMyCases, listTeamStaff, removeTeamMember, TeamId, teamsOfPerson, type TeamView } from './teams.ts';
import { staffInRoles, casesOf, deleteMember, holdTeam, insertMember, insertTeam, type Case } from './teams.store.ts';

/** Teams open nothing for any other purpose than care. */
const caring = [...roles.values()].filter(({ purpose }) => purpose === 'care').map(({ id }) => id);

function viewOf({ caller }: Ctx, { teamId, formedAt, members }: Case): TeamView {
  return { teamId, formedAt, members: members.map(({ accountId, name, since }) => ({ accountId, name, since, me: accountId === caller.account })) };
}

async function refuseUnseen(ctx: Ctx, personId: PersonId): Promise<void> {
  if (!(await personById(ctx.db, personId))) throw refuse.noSuchPerson();
}

async function teamView(ctx: Ctx, personId: PersonId, teamId: TeamId): Promise<TeamView> {
  const found = (await casesOf(ctx.db, personId)).find((one) => one.teamId === teamId);
  if (!found) throw refuse.noSuchTeam();
  return viewOf(ctx, found);
}

export const api = [
  handle(teamsOfPerson, async ({ personId }, ctx) => {
    await refuseUnseen(ctx, personId);
    return (await casesOf(ctx.db, personId)).map((one) => viewOf(ctx, one));
  }),

  handle(formTeam, async ({ personId }, ctx) => {
    await refuseUnseen(ctx, personId);
    if ((await casesOf(ctx.db, personId)).length > 0) throw refuse.onTeamAlready();
    const teamId = TeamId.parse(ctx.newId());
    const accountId = AccountId.parse(ctx.caller.account);
    const { tenant } = ctx.caller.scope;
    await insertTeam(ctx.db, { tenantId: tenant, teamId, personId, formedAt: ctx.now, formedBy: accountId }, { tenantId: tenant, teamId, accountId, name: ctx.caller.name, since: ctx.now });
    return teamView(ctx, personId, teamId);
  }),

  handle(addTeamMember, async ({ personId, teamId, accountId }, ctx) => {
    if (!(await holdTeam(ctx.db, { personId, teamId }))) throw refuse.noSuchTeam();
    const chosen = (await staffInRoles(ctx.db, caring)).find((one) => one.accountId === accountId);
    if (!chosen) throw refuse.noSuchAccount();
    await insertMember(ctx.db, { tenantId: ctx.caller.scope.tenant, teamId, accountId, name: chosen.name, since: ctx.now });
    return teamView(ctx, personId, teamId);
  }),

  handle(removeTeamMember, async ({ personId, teamId, accountId }, ctx) => {
    if (!(await holdTeam(ctx.db, { personId, teamId }))) throw refuse.noSuchTeam();
    const { members } = await teamView(ctx, personId, teamId);
    if (!members.some((one) => one.accountId === accountId)) throw refuse.noSuchAccount();
    if (members.length === 1) throw refuse.lastOnTeam();
    await deleteMember(ctx.db, { teamId, accountId });
    return { members: members.length - 1 };
  }),

  handle(listTeamStaff, async (_input, ctx) => (await staffInRoles(ctx.db, caring)).map(({ accountId, name, role }) => ({ accountId, name, roleTitle: roleOf(role).title }))),

  handle(listMyCases, async (_input, ctx) => {
    const cases = await casesOf(ctx.db, null);
    const people = new Map((await peopleById(ctx.db, cases.map(({ personId }) => personId))).map((person) => [person.personId, person]));
    if (people.size > 0) ctx.note([...people.keys()], 'list');
    return cases.flatMap((one) => {
      const person = people.get(one.personId);
      return person ? [{ person, team: viewOf(ctx, one) }] : [];
    });
  }),
];
