import { Instant } from '../../kernel/day.ts';
import { labels, type Db } from '../../platform/database.ts';
import { handle, handlePublic, type Caller, type PublicCtx } from '../../platform/handle.ts';
import { organizationById } from '../organizations/organizations.store.ts';
import { refuse } from './access.ts';
import { hashToken, sha256 } from './access.gateway.ts';
import { beginSession } from './sessions.gateway.ts';
import { keyFault } from './keys.gateway.ts';
import { authorizationUrl, ssoSettings, subjectOf } from './sso.gateway.ts';
import { addSystemClient, endSystemClient, finishSso, linkSso, listSystemClients, permissionsOf, rotateSystemKeys, ssoOffer, startSso, type SystemClient } from './systems.ts';
import { accountByIdentity, beginSso, deactivateSystemClient, insertSystemClient, linkIdentity, replaceKeys, systemClients, takeSso, tokenHolder } from './systems.store.ts';

const attemptMinutes = 10;

export const api = [
  handlePublic(ssoOffer, () => Promise.resolve({ name: ssoSettings()?.name ?? null })),

  handlePublic(startSso, async (_input, ctx) => {
    const { url, state, nonce, verifier } = await authorizationUrl(settings());
    await beginSso(ctx.database, { stateHash: sha256(state), verifier, nonce, expiresAt: Instant.parse(new Date(Date.parse(ctx.now) + attemptMinutes * 60_000).toISOString()) }, ctx.now);
    return { url, state };
  }),

  handlePublic(finishSso, async (returned, ctx) => {
    const account = await accountByIdentity(ctx.database, await proven(returned, ctx.database, ctx.now));
    if (!account) throw refuse.ssoNotLinked();
    await beginSession(ctx, account, 'sso');
    return { signedIn: true as const };
  }),

  handle(linkSso, async (returned, ctx) => {
    const identity = await proven(returned, ctx.db, ctx.now);
    if (!(await linkIdentity(ctx.db, { ...identity, linkedAt: ctx.now }))) throw refuse.ssoLinkedElsewhere();
    return { linked: true as const };
  }),

  handle(listSystemClients, async (_input, { db }) => {
    const clients = await systemClients(db);
    return clients.map(({ jwks, ...client }) => ({ ...client, keys: jwks.keys.map((key) => ({ kid: typeof key['kid'] === 'string' ? key['kid'] : null, kind: [key['kty'], key['crv']].filter(Boolean).join(' ') })) }));
  }),

  handle(addSystemClient, async ({ name, organizationId, jwks, scopes }, { db, caller, newId, note }) => {
    await refuseBadKeys(jwks);
    const organization = await organizationById(db, organizationId);
    if (!organization || organization.pos < caller.scope.from || organization.pos > caller.scope.to) throw refuse.outOfReach();
    const clientId = newId();
    await insertSystemClient(db, { tenantId: caller.scope.tenant, clientId, name, organizationId, organizationPos: organization.pos, jwks, scopes, active: true });
    note([], 'write');
    return { clientId };
  }),

  handle(rotateSystemKeys, async ({ clientId, jwks }, { db, note }) => {
    await refuseBadKeys(jwks);
    if (!(await replaceKeys(db, clientId, jwks))) throw refuse.noSuchAccount();
    note([], 'write');
    return { rotated: true as const };
  }),

  handle(endSystemClient, async ({ clientId }, { db, note }) => {
    if (!(await deactivateSystemClient(db, clientId))) throw refuse.noSuchAccount();
    note([], 'write');
    return { ended: true as const };
  }),
];

async function refuseBadKeys({ keys }: SystemClient['jwks']): Promise<void> {
  for (const key of keys) {
    const fault = await keyFault(key);
    if (fault) throw refuse.badKeys({ advice: fault });
  }
}

function settings() {
  const found = ssoSettings();
  if (!found) throw refuse.ssoFailed();
  return found;
}

async function proven(returned: { code: string; state: string; iss?: string | undefined }, db: Db, now: PublicCtx['now']): Promise<{ issuer: string; subject: string }> {
  const attempt = await takeSso(db, sha256(returned.state), now);
  if (!attempt) throw refuse.ssoFailed();
  return subjectOf(settings(), returned, attempt);
}

/** The system behind a bearer token: it acts for its organisation, in care where it may touch records. */
export async function clientOf(db: Db, token: string, now: Instant): Promise<Caller | null> {
  const holder = await tokenHolder(db, hashToken(token), now);
  if (!holder) return null;
  const permissions = permissionsOf(holder.scopes);
  const inCare = permissions.some((permission) => permission.startsWith('records.'));
  return {
    account: holder.clientId,
    name: holder.name,
    login: holder.clientId,
    session: holder.clientId,
    organization: holder.organizationId,
    position: holder.pos,
    role: 'system',
    permissions,
    person: null,
    emergencies: [],
    scope: { tenant: holder.tenantId, from: holder.pos, to: holder.posEnd, label: inCare ? labels.sensitive : labels.ordinary, account: holder.clientId, purpose: inCare ? 'care' : 'manage' },
  };
}
