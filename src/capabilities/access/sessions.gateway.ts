import { Instant } from '../../kernel/day.ts';
import type { PublicCtx } from '../../platform/handle.ts';
import { limits, refuse, type AccountId, type AccountSession } from './access.ts';
import { newToken } from './access.gateway.ts';
import { grantsOf, openSession } from './access.store.ts';
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
  ctx.setCookie(token, hours * 3600);
}
