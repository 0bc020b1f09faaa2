import type { Contract } from '../../kernel/contract.ts';
import { handle, type Caller } from '../../platform/handle.ts';
import { refuse } from './access.ts';
import { accessPolicy, defaultIdleMinutes, setAccessPolicy } from './policy.ts';
import { policyOf, reachesAll, savePolicy } from './policy.store.ts';
import { forcedByContent, roleOf } from './roles.gateway.ts';

export const api = [
  handle(accessPolicy, async (_input, { db, caller }) => {
    const { idleMinutes = defaultIdleMinutes, secondFactorRoles = [...forcedByContent] } = (await policyOf(db)) ?? {};
    return { idleMinutes, secondFactorRoles, changeable: await reachesAll(db, caller.scope) };
  }),

  handle(setAccessPolicy, async ({ idleMinutes, secondFactorRoles }, ctx) => {
    if (!(await reachesAll(ctx.db, ctx.caller.scope))) throw refuse.outOfReach();
    for (const role of secondFactorRoles) roleOf(role);
    await savePolicy(ctx.db, { tenantId: ctx.caller.scope.tenant, idleMinutes, secondFactorRoles });
    ctx.note([], 'write');
    return { done: true as const };
  }),
];

/** Whoever has yet to set up the second factor does that, and nothing else. */
export function refuseUnenrolled({ mustEnrol }: Caller, { path }: Contract): void {
  if (mustEnrol && !/^\/api\/(access|me\/sessions)\b/.test(path)) throw refuse.secondFactorFirst();
}
