import { createLocalJWKSet, errors, jwtVerify, decodeJwt, type JSONWebKeySet } from 'jose';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Instant } from '../../kernel/day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database.ts';
import { newToken } from './access.gateway.ts';
import { clientAtToken, putClientToken } from './systems.store.ts';
import { grantedScopes, tokenMinutes } from './systems.ts';

const path = '/oauth/token';

const Asked = z.object({
  grant_type: z.literal('client_credentials'),
  scope: z.string().min(1).max(2000),
  client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
  client_assertion: z.string().min(1).max(8000),
});

type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

const refused = (error: string, status = 400): Answer => ({ status, body: { error } });

/**
 * SMART App Launch 2, backend services: a system signs an assertion (RS384 or ES384) with a key whose public half it registered, and
 * gets a token of five minutes for the scopes it may have. An assertion lives at most five minutes and is taken once.
 */
export function tokenEndpoint(app: FastifyInstance, { database, clock, base }: { database: Db; clock: Clock; base: () => string }): void {
  app.get('/.well-known/smart-configuration', () => ({
    token_endpoint: `${base()}${path}`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384'],
    scopes_supported: ['system/*.rs', 'system/Patient.rs', 'system/Observation.rs', 'system/Observation.cruds'],
    capabilities: ['client-confidential-asymmetric', 'permission-v2'],
  }));
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_req, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))));
  app.post(path, { config: { rateLimit: { max: 60, timeWindow: '1 minute' } } }, async (req, reply) => {
    const { status, body } = await answer(req.body, { database, clock, audience: `${base()}${path}` });
    return reply.code(status).header('cache-control', 'no-store').send(body);
  });
}

async function answer(body: unknown, { database, clock, audience }: { database: Db; clock: Clock; audience: string }): Promise<Answer> {
  const asked = Asked.safeParse(body);
  if (!asked.success) return refused('invalid_request');
  const now = clock.now();
  const proof = await proofOf(asked.data.client_assertion, { database, audience, now });
  if (!proof) return refused('invalid_client', 401);
  const scopes = grantedScopes(asked.data.scope, proof.scopes);
  if (scopes.length === 0) return refused('invalid_scope');
  const { token, tokenHash } = newToken();
  const until = (milliseconds: number) => Instant.parse(new Date(milliseconds).toISOString());
  const fresh = await putClientToken(
    database,
    { tokenHash, clientId: proof.clientId, scopes, expiresAt: until(Date.parse(now) + tokenMinutes * 60_000) },
    { jti: proof.jti, jtiUntil: until(proof.expires * 1000), now },
  );
  if (!fresh) return refused('invalid_client', 401);
  return { status: 200, body: { access_token: token, token_type: 'bearer', expires_in: tokenMinutes * 60, scope: scopes.join(' ') } };
}

async function proofOf(assertion: string, { database, audience, now }: { database: Db; audience: string; now: Instant }): Promise<{ clientId: string; scopes: string[]; jti: string; expires: number } | null> {
  try {
    const clientId = z.uuid().safeParse(decodeJwt(assertion).iss);
    const client = clientId.success ? await clientAtToken(database, clientId.data) : undefined;
    if (!client) return null;
    const keys: JSONWebKeySet = { keys: client.jwks.keys.map((key) => ({ kty: '', ...key })) };
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(keys), {
      algorithms: ['RS384', 'ES384'], issuer: client.clientId, subject: client.clientId, audience, currentDate: new Date(now), requiredClaims: ['exp', 'jti'],
    });
    const { exp = 0, jti = '' } = payload;
    return exp * 1000 <= Date.parse(now) + 300_000 && jti !== '' ? { clientId: client.clientId, scopes: client.scopes, jti, expires: exp } : null;
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
}
