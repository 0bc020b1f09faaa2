import { Instant } from '../../kernel/day.ts';
import { labels, within, type Scope } from '../../platform/database.ts';
import type { PublicCtx } from '../../platform/handle.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import { limits, refuse, type AccountId, type AccountSession } from './access.ts';
import { newToken } from './access.gateway.ts';
import { accountNamed, grantsOf, openSession } from './access.store.ts';
import { appendAudit } from './audit.store.ts';
import { roles } from './roles.gateway.ts';

/** Sign an account in, whatever proved who it is: a session in its first role, and its cookie. */
export async function beginSession(ctx: PublicCtx, { tenantId, accountId }: { tenantId: number; accountId: AccountId }, proof: AccountSession['proof']): Promise<void> {
  const grant = (await grantsOf(ctx.database, accountId))[0];
  if (!grant) throw refuse.wrongPassword();
  const hours = roles.get(grant.role)?.purpose === 'self' ? limits.ownSessionHours : limits.sessionHours;
  const { token, tokenHash } = newToken();
  await openSession(ctx.database, {
    tokenHash,
    sessionId: ctx.newId(),
    tenantId,
    accountId,
    ...grant,
    createdAt: ctx.now,
    expiresAt: Instant.parse(new Date(Date.parse(ctx.now) + hours * 3_600_000).toISOString()),
    agent: ctx.request.agent.slice(0, 200),
    address: ctx.request.address,
    seenAt: ctx.now,
    proof,
  });
  await traceSignIn(ctx, { tenantId, accountId }, { proof, outcome: 'done' });
  ctx.setCookie(token, hours * 3600);
}

/** Who signed in, and who tried to: kept in the trail of the organisation at which the account holds its first role. */
export async function traceSignIn(ctx: PublicCtx, { tenantId, accountId }: { tenantId: number; accountId: AccountId }, { proof, outcome }: { proof: AccountSession['proof']; outcome: string }): Promise<void> {
  const grant = (await grantsOf(ctx.database, accountId))[0];
  if (!grant) return;
  const scope: Scope = { tenant: tenantId, from: 0, to: 2_147_483_646, label: labels.ordinary, account: accountId, purpose: 'system' };
  await within(ctx.database, scope, async (tx) => {
    const [account, organization] = await Promise.all([accountNamed(tx, accountId), organizationById(tx, grant.organizationId)]);
    if (!account || !organization) return;
    await appendAudit(tx, {
      tenantId, accountId, accountName: account.name, role: grant.role, organizationId: grant.organizationId, organizationPos: organization.pos, purpose: roles.get(grant.role)?.purpose ?? 'manage',
      action: 'sign-in', contract: `sign-in ${proof}`, persons: account.personId === null ? [] : [account.personId], address: ctx.request.address, outcome, waits: false,
    });
  });
}
