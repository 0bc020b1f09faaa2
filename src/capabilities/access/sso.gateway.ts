import * as oidc from 'openid-client';
import { refuse } from './access.ts';

/** One identity provider an installation, from the environment: KANGCHENG_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET, _NAME; KANGCHENG_URL is our own address. */
export interface SsoSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly redirect: string;
}

export function ssoSettings(env: NodeJS.ProcessEnv = process.env): SsoSettings | null {
  const issuer = env['KANGCHENG_OIDC_ISSUER'];
  if (!issuer) return null;
  return {
    issuer,
    clientId: env['KANGCHENG_OIDC_CLIENT_ID'] ?? '',
    clientSecret: env['KANGCHENG_OIDC_CLIENT_SECRET'] ?? '',
    name: env['KANGCHENG_OIDC_NAME'] ?? new URL(issuer).host,
    redirect: `${(env['KANGCHENG_URL'] ?? 'http://127.0.0.1:8086').replace(/\/$/, '')}/sign-in/sso`,
  };
}

const known = new Map<string, Promise<oidc.Configuration>>();

/** Found out once; a provider that did not answer is asked again. Plain http is for this machine alone. */
function configurationOf(settings: SsoSettings): Promise<oidc.Configuration> {
  const url = new URL(settings.issuer);
  const onLoopback = url.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  const found = known.get(settings.issuer) ?? oidc.discovery(url, settings.clientId, settings.clientSecret, undefined, onLoopback ? { execute: [oidc.allowInsecureRequests] } : {});
  known.set(settings.issuer, found);
  return found.catch(() => {
    known.delete(settings.issuer);
    throw refuse.ssoFailed();
  });
}

export interface Started {
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export async function authorizationUrl(settings: SsoSettings): Promise<Started> {
  const configuration = await configurationOf(settings);
  const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()];
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: settings.redirect,
    scope: 'openid',
    state,
    nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  return { url: url.href, state, nonce, verifier };
}

/** The verified subject behind the code that came back. Signature, issuer, audience, nonce and PKCE are the library's to check. */
export async function subjectOf(settings: SsoSettings, returned: { code: string; state: string; iss?: string | undefined }, { nonce, verifier }: { nonce: string; verifier: string }): Promise<{ issuer: string; subject: string }> {
  const configuration = await configurationOf(settings);
  const back = new URL(settings.redirect);
  for (const [name, value] of Object.entries(returned)) if (value !== undefined) back.searchParams.set(name, value);
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, back, { pkceCodeVerifier: verifier, expectedNonce: nonce, expectedState: returned.state, idTokenExpected: true });
    const claims = tokens.claims();
    if (claims) return { issuer: claims.iss, subject: claims.sub };
  } catch {
    // What exactly was wrong is no help to whoever is at the door.
  }
  throw refuse.ssoFailed();
}
