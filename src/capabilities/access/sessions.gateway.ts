import { Instant } from '../../kernel/day.ts';
import type { PublicCtx } from '../../platform/handle.ts';
import { limits, refuse, type AccountId } from './access.ts';
import { newToken } from './access.gateway.ts';
import { grantsOf, openSession } from './access.store.ts';

/** Sign an account in, whatever proved who it is: a session in its first role, and its cookie. */
export async function beginSession(ctx: PublicCtx, { tenantId, accountId }: { tenantId: number; accountId: AccountId }): Promise<void> {
  const grant = (await grantsOf(ctx.database, accountId))[0];
  if (!grant) throw refuse.wrongPassword();
  const { token, tokenHash } = newToken();
  await openSession(ctx.database, {
    tokenHash,
    sessionId: ctx.newId(),
    tenantId,
    accountId,
    ...grant,
    createdAt: ctx.now,
    expiresAt: Instant.parse(new Date(Date.parse(ctx.now) + limits.sessionHours * 3_600_000).toISOString()),
    agent: ctx.request.agent.slice(0, 200),
    address: ctx.request.address,
  });
  ctx.setCookie(token, limits.sessionHours * 3600);
}
