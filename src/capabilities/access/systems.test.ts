import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import Provider from 'oidc-provider';
import { afterAll, expect, test } from 'vitest';
import { testApp } from '../../app/testing.ts';
import { addSystemClient, endSystemClient, finishSso, grantedScopes, linkSso, listSystemClients, permissionsOf, rotateSystemKeys, ssoOffer, startSso } from './systems.ts';
import { whoAmI } from './access.ts';
import { listOrganizations } from '../organizations/organizations.ts';

const { app, as, anonymous, organizations } = await testApp({ today: new Date().toISOString().slice(0, 10) });

test.each([
  [['system/Patient.rs'], ['people.read']],
  [['system/Observation.cruds'], ['records.read', 'records.write']],
  [['system/*.read'], ['people.read', 'records.read']],
  [['patient/Patient.rs', 'openid', 'system/patient.rs'], []],
])('%j grants %j', (scopes, permissions) => {
  expect(permissionsOf(scopes)).toEqual(permissions);
});

test('no more is granted than is allowed', () => {
  expect(grantedScopes('system/Patient.rs system/Observation.cruds openid', ['system/*.rs'])).toEqual(['system/Patient.rs']);
});

test('a system signs its assertion, gets a token once, and reaches what its scopes say', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES384', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES384' };
  const admin = await as('organization-admin', 'hospital');
  const added = await admin.call(addSystemClient, { name: 'LIS', organizationId: organizations.get('hospital')?.organizationId ?? 0, jwks: { keys: [jwk] }, scopes: ['system/*.rs'] });
  const { clientId } = added.body;
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `${app.listeningOrigin}/oauth/token`;
  const now = Math.floor(Date.parse(`${new Date().toISOString().slice(0, 10)}T02:00:00Z`) / 1000);
  const assertion = (claims: Record<string, unknown> = {}, key = privateKey, alg = 'ES384') =>
    new SignJWT({ iss: clientId, sub: clientId, aud: url, exp: now + 240, jti: randomUUID(), ...claims }).setProtectedHeader({ alg, kid: 'k1', typ: 'JWT' }).sign(key);
  const ask = async (signed: string, scope = 'system/Patient.rs system/Patient.cruds') =>
    app.inject({
      method: 'POST', url: '/oauth/token', headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ grant_type: 'client_credentials', scope, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: signed }).toString(),
    });
  const signed = await assertion();
  const answer = await ask(signed);
  expect(answer.json()).toMatchObject({ token_type: 'bearer', expires_in: 300, scope: 'system/Patient.rs' });
  expect((await ask(signed)).statusCode).toBe(401); // used before
  expect((await ask(await assertion({ aud: 'https://elsewhere.example' }))).statusCode).toBe(401);
  expect((await ask(await assertion({ exp: now - 10 }))).statusCode).toBe(401);
  expect((await ask(await assertion({ exp: now + 3600 }))).statusCode).toBe(401);
  expect((await ask(await assertion({}, (await generateKeyPair('ES384')).privateKey))).statusCode).toBe(401);
  expect((await ask(await assertion(), 'system/Patient.cruds')).json()).toEqual({ error: 'invalid_scope' });

  const call = (path: string) => app.inject({ method: 'GET', url: path, headers: { authorization: `Bearer ${answer.json<{ access_token: string }>().access_token}` } });
  expect((await call(listOrganizations.path)).json<{ nameZh: string }[]>().map(({ nameZh }) => nameZh)).toEqual(['甲医院', '甲医院内科']);
  expect((await call('/api/people?q=')).statusCode).toBe(200);
  expect((await call('/api/access/systems')).statusCode).toBe(403);
  const other = await generateKeyPair('RS384', { extractable: true });
  const fresh = { ...(await exportJWK(other.publicKey)), kid: 'k2', alg: 'RS384' };
  expect((await admin.call(rotateSystemKeys, { clientId, jwks: { keys: [{ ...(await exportJWK(other.privateKey)), kid: 'k2' }] } })).problem).toMatchObject({ type: 'access.badKeys', params: { advice: 'private' } });
  expect((await admin.call(rotateSystemKeys, { clientId, jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'a', y: 'b' }] } })).problem).toMatchObject({ params: { advice: 'kind' } });
  expect((await admin.call(rotateSystemKeys, { clientId, jwks: { keys: [fresh] } })).status).toBe(200);
  expect((await ask(await assertion())).statusCode).toBe(401); // the old key
  const signedAnew = await new SignJWT({ iss: clientId, sub: clientId, aud: url, exp: now + 240, jti: randomUUID() }).setProtectedHeader({ alg: 'RS384', kid: 'k2', typ: 'JWT' }).sign(other.privateKey);
  expect((await ask(signedAnew)).statusCode).toBe(200);
  expect((await admin.call(listSystemClients, {})).body).toMatchObject([{ clientId, keys: [{ kid: 'k2', kind: 'RSA' }] }]);
  await admin.call(endSystemClient, { clientId });
  expect((await call(listOrganizations.path)).statusCode).toBe(401);
});

/** A real identity provider on loopback, where everybody who signs in is `nurse-7`. */
async function provider(): Promise<{ issuer: string; server: Server }> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const idp = new Provider(issuer, {
    clients: [{ client_id: 'kangcheng', client_secret: 'a-secret-of-the-test', redirect_uris: ['http://127.0.0.1:8086/sign-in/sso'] }],
    findAccount: (_ctx: unknown, id: string) => ({ accountId: id, claims: () => ({ sub: id }) }),
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
  });
  server.on('request', idp.callback());
  return { issuer, server };
}

/** A browser of a few lines: follows redirects, keeps cookies, and fills the provider's forms in, until it is sent back to us. */
async function signInAtProvider(start: string): Promise<URLSearchParams> {
  const cookies = new Map<string, string>();
  let [url, body] = [start, null as string | null];
  for (let steps = 0; steps < 15; steps++) {
    if (url.startsWith('http://127.0.0.1:8086/')) return new URL(url).searchParams;
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '), ...(body ? { 'content-type': 'application/x-www-form-urlencoded' } : {}) };
    const reply = await fetch(url, { method: body ? 'POST' : 'GET', headers, body, redirect: 'manual' });
    for (const cookie of reply.headers.getSetCookie()) cookies.set(cookie.split('=')[0] ?? '', cookie.split(';')[0]?.split('=').slice(1).join('=') ?? '');
    const location = reply.headers.get('location');
    if (location) [url, body] = [new URL(location, url).href, null];
    else {
      const page = await reply.text();
      const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
      [url, body] = [new URL(action, url).href, page.includes('value="login"') ? 'prompt=login&login=nurse-7&password=x' : 'prompt=consent'];
    }
  }
  throw new Error('the provider did not send the browser back');
}

test('single sign-on: linked once by whoever holds both, then signs in; a state is used once', async () => {
  const { issuer, server } = await provider();
  Object.assign(process.env, { KANGCHENG_OIDC_ISSUER: issuer, KANGCHENG_OIDC_CLIENT_ID: 'kangcheng', KANGCHENG_OIDC_CLIENT_SECRET: 'a-secret-of-the-test', KANGCHENG_OIDC_NAME: '区统一认证' });
  afterAll(() => {
    for (const name of ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'NAME']) delete process.env[`KANGCHENG_OIDC_${name}`];
    server.closeAllConnections();
    server.close();
  });
  expect((await anonymous.call(ssoOffer, {})).body).toEqual({ name: '区统一认证' });
  const returned = async () => {
    const { url } = (await anonymous.call(startSso, {})).body;
    const back = await signInAtProvider(url);
    return { code: back.get('code') ?? '', state: back.get('state') ?? '', iss: back.get('iss') ?? '' };
  };
  const first = await returned();
  expect((await anonymous.call(finishSso, first)).problem.type).toBe('access.ssoNotLinked');
  expect((await anonymous.call(finishSso, first)).problem.type).toBe('access.ssoFailed');
  const nurse = await as('nurse', 'hospital');
  expect((await nurse.call(linkSso, await returned())).status).toBe(200);
  const other = await as('doctor', 'hospital');
  expect((await other.call(linkSso, await returned())).problem.type).toBe('access.ssoLinkedElsewhere');
  const signedIn = await app.inject({ method: 'POST', url: finishSso.path, headers: { 'x-kangcheng': '1' }, payload: await returned() });
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  const me = await app.inject({ method: 'GET', url: whoAmI.path, headers: { cookie } });
  expect(me.json()).toMatchObject({ login: (await nurse.call(whoAmI, {})).body.login });
});
