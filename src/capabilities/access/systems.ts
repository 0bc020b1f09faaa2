/** Other ways in: single sign-on of people (OpenID Connect), and systems that sign their own assertions (SMART backend services). */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { AccountId } from './access.ts';

// Words

/** The subject of an identity provider that an account was linked to, once, by whoever held both. */
export const AccountIdentity = z.object({ tenantId: z.int(), accountId: AccountId, issuer: z.string(), subject: z.string(), linkedAt: Instant });
export type AccountIdentity = z.infer<typeof AccountIdentity>;

/** A sign-on under way, by the hash of its state; ten minutes, once. */
export const SsoAttempt = z.object({ stateHash: z.string(), verifier: z.string(), nonce: z.string(), expiresAt: Instant });
export type SsoAttempt = z.infer<typeof SsoAttempt>;

/** A system that may ask for tokens: its public keys (JWKS) and the scopes it may be given. */
export const SystemClient = z.object({
  tenantId: z.int(),
  clientId: z.uuid(),
  name: z.string().min(1).max(100),
  organizationId: z.int(),
  organizationPos: z.int(),
  jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(10) }),
  scopes: z.array(z.string()),
  active: z.boolean(),
});
export type SystemClient = z.infer<typeof SystemClient>;

export const ClientToken = z.object({ tokenHash: z.string(), clientId: z.uuid(), scopes: z.array(z.string()), expiresAt: Instant });
export type ClientToken = z.infer<typeof ClientToken>;

/** An assertion that was used: none is taken twice. */
export const ClientAssertion = z.object({ clientId: z.uuid(), jti: z.string(), expiresAt: Instant });
export type ClientAssertion = z.infer<typeof ClientAssertion>;

export const tokenMinutes = 5;

// Rules

/** SMART v2 scopes of systems, e.g. system/Patient.rs or system/Observation.cruds; v1's `.read`, `.write` and `.*` mean the same. */
const scopePattern = /^system\/(\*|[A-Z][A-Za-z]+)\.(read|write|\*|c?r?u?d?s?)$/;

export const SystemScope = z.string().regex(scopePattern, 'a scope such as system/Patient.rs');

/** The acts that scopes grant: people for Patient and RelatedPerson, records for every other resource. Unknown scopes grant nothing. */
export function permissionsOf(scopes: readonly string[]): string[] {
  const granted = scopes.flatMap((scope) => {
    const [, resource = '', access = ''] = scopePattern.exec(scope) ?? [];
    const reads = access === 'read' || access === '*' || /[rs]/.test(access.replace(/^(read|write)$/, ''));
    const writes = access === 'write' || access === '*' || /[cud]/.test(access.replace(/^(read|write)$/, ''));
    const isPerson = resource === 'Patient' || resource === 'RelatedPerson' || resource === '*';
    const isRecord = resource !== '' && resource !== 'Patient' && resource !== 'RelatedPerson';
    return [
      ...(isPerson && reads ? ['people.read'] : []),
      ...(isPerson && writes ? ['people.register', 'people.correct'] : []),
      ...(isRecord && reads ? ['records.read'] : []),
      ...(isRecord && writes ? ['records.write'] : []),
    ];
  });
  return [...new Set(granted)];
}

/** The scopes that were asked for and are allowed; `system/*.rs` allows system/Patient.rs. */
export function grantedScopes(asked: string, allowed: readonly string[]): string[] {
  const acts = new Set(permissionsOf(allowed));
  return asked.split(' ').filter((scope) => scopePattern.test(scope) && permissionsOf([scope]).length > 0 && permissionsOf([scope]).every((act) => acts.has(act)));
}

/** The scopes that a screen offers, from the narrowest. */
export const offeredScopes = ['system/Patient.rs', 'system/Patient.cruds', 'system/Observation.rs', 'system/Observation.cruds', 'system/*.rs', 'system/*.cruds'] as const;

// Contract

/** What the sign-in page offers: null where no identity provider is set up. */
export const ssoOffer = contract({ method: 'GET', path: '/api/access/sso', permission: 'public', input: z.object({}), output: z.object({ name: z.string().nullable() }) });

/** Where to send the browser. `state` comes back with it; the page that started compares. */
export const startSso = contract({
  method: 'POST',
  path: '/api/access/sso/start',
  permission: 'public',
  input: z.object({}),
  output: z.object({ url: z.url(), state: z.string() }),
  perMinute: 30,
});

const Returned = z.object({ code: z.string().min(1).max(4000), state: z.string().min(1).max(500), iss: z.string().max(500).optional() });

export const finishSso = contract({ method: 'POST', path: '/api/access/sso/finish', permission: 'public', input: Returned, output: z.object({ signedIn: z.literal(true) }), perMinute: 30 });

/** Link one's own account to whoever has just proved himself at the provider. */
export const linkSso = contract({ method: 'POST', path: '/api/access/sso/link', permission: 'signed-in', input: Returned, output: z.object({ linked: z.literal(true) }), perMinute: 10 });

const Keys = SystemClient.shape.jwks;

/** `keys`: what is public of its keys, to be compared. */
export const SystemClientView = SystemClient.omit({ tenantId: true, organizationPos: true, jwks: true }).extend({ keys: z.array(z.object({ kid: z.string().nullable(), kind: z.string() })) });
export type SystemClientView = z.infer<typeof SystemClientView>;

export const listSystemClients = contract({ method: 'GET', path: '/api/access/systems', permission: 'access.accounts', input: z.object({}), output: z.array(SystemClientView) });

export const addSystemClient = contract({
  method: 'POST',
  path: '/api/access/systems',
  permission: 'access.accounts',
  input: SystemClient.pick({ name: true, organizationId: true, jwks: true }).extend({ scopes: z.array(SystemScope).min(1) }),
  output: z.object({ clientId: z.uuid() }),
});

export const endSystemClient = contract({
  method: 'POST',
  path: '/api/access/systems/:clientId/end',
  permission: 'access.accounts',
  input: z.object({ clientId: z.uuid() }),
  output: z.object({ ended: z.literal(true) }),
});

/** Other keys from now on. For a change without a pause the old and the new key are given together first. */
export const rotateSystemKeys = contract({
  method: 'POST',
  path: '/api/access/systems/:clientId/keys',
  permission: 'access.accounts',
  input: z.object({ clientId: z.uuid(), jwks: Keys }),
  output: z.object({ rotated: z.literal(true) }),
});
