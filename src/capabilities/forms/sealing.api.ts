/** Who reads a person's sealed answers: the team of the case, and nobody else. */
import { beyondReach, type Tx } from '../../platform/database.ts';
import type { Ctx } from '../../platform/handle.ts';
import { AccountId } from '../access/access.ts';
import { casesOf, insertTeam } from '../access/teams.store.ts';
import { TeamId } from '../access/teams.ts';
import type { PersonId } from '../people/people.ts';
import { giveToTeam } from './responding.store.ts';

/** The newest team around a person, as far as it can be seen; null where there is none: then nobody reads until there is one. */
export async function teamOf(tx: Tx, personId: PersonId): Promise<TeamId | null> {
  const [newest] = await casesOf(tx, personId);
  return newest?.teamId ?? null;
}

/** The caller's team around a person; a new one with the caller alone where there is none. */
export async function ensureTeam(ctx: Ctx, personId: PersonId): Promise<TeamId> {
  const known = await teamOf(ctx.db, personId);
  if (known !== null) return known;
  const teamId = TeamId.parse(ctx.newId());
  const accountId = AccountId.parse(ctx.caller.account);
  const { tenant: tenantId } = ctx.caller.scope;
  await insertTeam(ctx.db, { tenantId, teamId, personId, formedAt: ctx.now, formedBy: accountId }, { tenantId, teamId, accountId, name: ctx.caller.name, since: ctx.now });
  return teamId;
}

/** What the person answered before anybody worked on the case is read by the team that does now. */
export async function adopt(ctx: Ctx, personId: PersonId): Promise<void> {
  const team = await teamOf(ctx.db, personId);
  if (team !== null) await beyondReach(ctx.db, ctx.caller.scope, () => giveToTeam(ctx.db, personId, team));
}
