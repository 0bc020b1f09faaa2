import { handle, type Ctx } from '../../platform/handle.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import { AccountId, refuse } from './access.ts';
import { hashPassword, newPassword } from './access.gateway.ts';
import { accountsInReach, administerAccount, endSessionsOf, insertAccounts, insertGrants, isLoginTaken, removeGrant, sessionsOfAccount } from './access.store.ts';
import { addAccount, endSessionOf, grantRole, listAccounts, listRoles, resetPassword, sessionsOf, setAccountActive, withdrawRole } from './accounts.ts';
import { roleOf, roles } from './roles.gateway.ts';

const done = { done: true as const };

export const api = [
  handle(listAccounts, async ({ find }, { db }) => {
    const accounts = await accountsInReach(db, find);
    return accounts.map((account) => ({ ...account, grants: account.grants.map((grant) => ({ ...grant, roleTitle: roles.get(grant.role)?.title ?? { zh: grant.role, en: grant.role } })) }));
  }),

  handle(listRoles, () => Promise.resolve([...roles.values()].map(({ id, title }) => ({ id, title })))),

  handle(addAccount, async ({ login, name, role, organizationId }, ctx) => {
    if (await isLoginTaken(ctx.db, login)) throw refuse.loginTaken();
    const organizationPos = await placeOf(ctx, { role, organizationId });
    const accountId = AccountId.parse(ctx.newId());
    const tenantId = ctx.caller.scope.tenant;
    const password = newPassword();
    await insertAccounts(ctx.db, [{ tenantId, accountId, login, name, organizationPos, personId: null, passwordHash: await hashPassword(password), active: true }]);
    await insertGrants(ctx.db, [{ tenantId, accountId, role, organizationId, organizationPos }]);
    ctx.note([], 'write');
    return { accountId, password };
  }),

  handle(resetPassword, async ({ accountId }, ctx) => {
    const password = newPassword();
    await administer(ctx, accountId, { passwordHash: await hashPassword(password), active: null });
    return { accountId, password };
  }),

  handle(setAccountActive, async ({ accountId, active }, ctx) => {
    await administer(ctx, accountId, { passwordHash: null, active });
    return done;
  }),

  handle(grantRole, async ({ accountId, role, organizationId }, ctx) => {
    const organizationPos = await placeOf(ctx, { role, organizationId });
    await administer(ctx, accountId, { passwordHash: null, active: null });
    await insertGrants(ctx.db, [{ tenantId: ctx.caller.scope.tenant, accountId, role, organizationId, organizationPos }]);
    return done;
  }),

  handle(sessionsOf, ({ accountId }, { db }) => sessionsOfAccount(db, accountId)),

  handle(endSessionOf, async ({ accountId, sessionId }, ctx) => {
    const ended = await endSessionsOf(ctx.db, accountId, sessionId);
    if (ended === 0) throw refuse.noSuchSession();
    ctx.note([], 'write');
    return { ended };
  }),

  handle(withdrawRole, async ({ accountId, role, organizationId }, ctx) => {
    await administer(ctx, accountId, { passwordHash: null, active: null });
    if (!(await removeGrant(ctx.db, { accountId, role, organizationId }))) throw refuse.noSuchGrant({ role });
    return done;
  }),
];

/** Nobody administers himself: whoever gives out rights takes none. The database refuses accounts out of reach; the trail keeps the act. */
async function administer(ctx: Ctx, accountId: AccountId, change: { passwordHash: string | null; active: boolean | null }): Promise<void> {
  if (accountId === ctx.caller.account) throw refuse.notYourself();
  if (!(await administerAccount(ctx.db, accountId, change))) throw refuse.noSuchAccount();
  ctx.note([], 'write');
}

async function placeOf({ db, caller }: Ctx, { role, organizationId }: { role: string; organizationId: number }): Promise<number> {
  roleOf(role);
  const organization = await organizationById(db, organizationId);
  if (!organization || organization.pos < caller.scope.from || organization.pos > caller.scope.to) throw refuse.outOfReach();
  return organization.pos;
}
