import { labels, type Db, type Scope } from '../../platform/database.ts';
import { handle, handlePublic, type Caller, type Ctx, type PublicCtx } from '../../platform/handle.ts';
import type { Problem } from '../../kernel/problem.ts';
import { Day, Instant } from '../../kernel/day.ts';
import { wardsReadable } from '../people/households.store.ts';
import { PersonId } from '../people/people.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import { AccountId, actAs, limits, refuse, signIn, signOut, whoAmI, type Me, type Role } from './access.ts';
import { mustEnrol } from './policy.ts';
import { forcedByContent, roleOf, roles } from './roles.gateway.ts';
import { hashPassword, hashToken, isPassword } from './access.gateway.ts';
import { beginSession, traceSignIn } from './sessions.gateway.ts';
import { aboutTotp } from './signing.api.ts';
import { recoveryHash, stepOfCode } from './signing.gateway.ts';
import { consumeRecoveryCode } from './signing.store.ts';
import { accountAtSignIn, closeSession, grantsOf, noteFailure, noteSignIn, sessionHolder, setActing, touchSession, type AccountAtSignIn, type Holder } from './access.store.ts';

/** The caller behind a session cookie, or null when it is unknown, expired, revoked, or its role was taken away. */
export function callerOf(db: Db, token: string, now: Instant): Promise<Caller | null> {
  return callerByHash(db, hashToken(token), now);
}

export async function callerByHash(db: Db, tokenHash: string, now: Instant): Promise<Caller | null> {
  const holder = await sessionHolder(db, tokenHash, now);
  const role = holder && roles.get(holder.role);
  if (!holder || !role) return null;
  const idle = (Date.parse(now) - Date.parse(holder.seenAt)) / 60_000;
  if (role.purpose !== 'self' && idle > holder.idleMinutes) return null;
  if (idle >= 1) await touchSession(db, tokenHash, now);
  const enrols = mustEnrol({ role: role.id, proof: holder.proof, hasFactor: holder.hasFactor, forced: holder.secondFactorRoles ?? forcedByContent });
  const wards = role.purpose === 'self' && holder.personId !== null ? await wardsReadable(db, { tenant: holder.tenantId, guardian: PersonId.parse(holder.personId), day: dayInChina(now) }) : [];
  return {
    account: holder.accountId,
    name: holder.name,
    login: holder.login,
    session: holder.sessionId,
    organization: holder.organizationId,
    position: holder.pos,
    role: role.id,
    permissions: enrols ? [] : role.permissions,
    mustEnrol: enrols,
    idleMinutes: role.purpose === 'self' ? null : holder.idleMinutes,
    person: role.purpose === 'self' ? holder.personId : null,
    emergencies: holder.emergencies,
    scope: scopeOf(holder, role, wards),
  };
}

/** How far the acting role reaches: an organisation with all below it; a resident reaches no organisation, only persons: himself, and his wards until they are of age. Teams open their cases for the purpose of care alone. */
function scopeOf({ tenantId, accountId, pos, posEnd, personId, emergencies, teams }: Holder, { label, purpose }: Role, wards: readonly number[]): Scope {
  const reach = purpose === 'self' ? { from: 1, to: 0 } : { from: pos, to: posEnd };
  const own = purpose === 'self' && personId !== null ? [personId] : [];
  return { tenant: tenantId, ...reach, label: labels[label], account: accountId, purpose, persons: [...own, ...wards, ...emergencies], teams: purpose === 'care' ? teams : [] };
}

/** The day it is in China at an instant. */
function dayInChina(now: Instant): Day {
  return Day.parse(new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 10));
}

export const api = [
  handlePublic(signIn, async ({ login, password, code }, ctx) => {
    const account = await accountAtSignIn(ctx.database, login);
    await checkProof(ctx, account, { password, code });
    if (!account) throw refuse.wrongPassword();
    await beginSession(ctx, account, 'password');
    return { signedIn: true as const };
  }),

  handlePublic(signOut, async (_input, ctx) => {
    if (ctx.request.cookie) await closeSession(ctx.database, hashToken(ctx.request.cookie));
    ctx.setCookie(null, 0);
    return { signedIn: false as const };
  }),

  handle(whoAmI, (_input, ctx) => me(ctx)),

  handle(actAs, async (to, ctx) => {
    const grants = await grantsOf(ctx.db, AccountId.parse(ctx.caller.account));
    if (!grants.some((grant) => grant.role === to.role && grant.organizationId === to.organizationId)) throw refuse.noSuchGrant({ role: to.role });
    await setActing(ctx.db, ctx.caller.session, to);
    return me({ ...ctx, caller: { ...ctx.caller, role: to.role, organization: to.organizationId, permissions: roleOf(to.role).permissions } });
  }),
];

/** The password, and the second factor where the account has one. Wrong ones of either kind count towards the lock. */
async function checkProof(ctx: PublicCtx, account: AccountAtSignIn | undefined, { password, code }: { password: string; code: string | undefined }): Promise<void> {
  if (!account) {
    // The same work as for a known login, so that the time taken does not tell which logins exist.
    await hashPassword(password);
    throw refuse.wrongPassword();
  }
  if (account.lockedUntil && account.lockedUntil > ctx.now) throw refuse.locked({ minutes: limits.lockMinutes });
  if (account.passwordHash === null || !(await isPassword(account.passwordHash, password))) return fail(ctx, account, refuse.wrongPassword());
  if (account.totpSecret === null) return pass(ctx, account, null);
  if (code === undefined || code === '') throw refuse.secondFactorNeeded();
  const secret = ctx.vault.open(Buffer.from(account.totpSecret, 'base64'), aboutTotp(account.accountId));
  const step = await stepOfCode(secret, code, { now: ctx.now, after: account.totpStep });
  if (step !== null || (await consumeRecoveryCode(ctx.database, account.accountId, recoveryHash(code)))) return pass(ctx, account, step);
  return fail(ctx, account, refuse.wrongCode());
}

async function pass(ctx: PublicCtx, account: AccountAtSignIn, step: number | null): Promise<void> {
  if (account.failures > 0 || step !== null) await noteSignIn(ctx.database, account.accountId, { failures: 0, lockedUntil: null, step });
}

async function fail(ctx: PublicCtx, account: AccountAtSignIn, refusal: Problem): Promise<never> {
  await noteFailure(ctx.database, account.accountId, { toLock: limits.failuresToLock, until: later(ctx.now, limits.lockMinutes) });
  await traceSignIn(ctx, account, { proof: 'password', outcome: refusal.code });
  throw refusal;
}

async function me(ctx: Ctx): Promise<Me> {
  const grants = await grantsOf(ctx.db, AccountId.parse(ctx.caller.account));
  const views = await Promise.all(grants.map((grant) => viewOf(ctx, grant)));
  const acting = await viewOf(ctx, { role: ctx.caller.role, organizationId: ctx.caller.organization });
  return {
    accountId: AccountId.parse(ctx.caller.account),
    name: ctx.caller.name,
    login: ctx.caller.login,
    acting,
    grants: views,
    permissions: [...ctx.caller.permissions],
    mustEnrol: ctx.caller.mustEnrol ?? false,
    idleMinutes: ctx.caller.idleMinutes ?? null,
  };
}

async function viewOf(ctx: Ctx, grant: { role: string; organizationId: number }) {
  const organization = await organizationById(ctx.db, grant.organizationId);
  if (!organization) throw refuse.noSuchGrant({ role: grant.role });
  return { role: grant.role, roleTitle: roleOf(grant.role).title, organization };
}

function later(now: Instant, minutes: number): Instant {
  return Instant.parse(new Date(Date.parse(now) + minutes * 60_000).toISOString());
}
