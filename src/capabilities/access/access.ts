/** Access: who may sign in, in which role, and how far that role reaches. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { problems } from '../../kernel/problem.ts';
import { Text } from '../../kernel/text.ts';
import { OrganizationView } from '../organizations/organizations.ts';

// Words

export const AccountId = z.uuid().brand('AccountId');
export type AccountId = z.infer<typeof AccountId>;

export const Account = z.object({
  tenantId: z.int(),
  accountId: AccountId,
  login: z.string().min(2).max(60),
  name: z.string().min(1).max(60),
  /** The position of the organisation that looks after the account. */
  organizationPos: z.int(),
  /** The person that the account is: a resident's own. */
  personId: z.int().nullable(),
  active: z.boolean(),
  /** Where else the person belongs; null for staff. */
  positions: z.string().nullable(),
});
export type Account = z.infer<typeof Account>;

/** What only the sign-in functions read. The second factor's secret is sealed, the phone a blind number beside its last digits. `totpStep` is the time step of the last code that was used: none is used twice. */
export const AccountSecret = z.object({
  tenantId: z.int(),
  accountId: AccountId,
  passwordHash: z.string().nullable(),
  failures: z.int(),
  lockedUntil: Instant.nullable(),
  totpSecret: z.string().nullable(),
  totpStep: z.int(),
  totpPending: z.string().nullable(),
  phone: z.int().nullable(),
  phoneTail: z.string().nullable(),
});
export type AccountSecret = z.infer<typeof AccountSecret>;

export interface NewAccount extends Omit<Account, 'positions'> {
  readonly passwordHash: string | null;
}

/** A role of an account at an organisation: it reaches that organisation and everything below it. */
export const RoleGrant = z.object({ tenantId: z.int(), accountId: AccountId, role: z.string(), organizationId: z.int(), organizationPos: z.int() });
export type RoleGrant = z.infer<typeof RoleGrant>;

/** A signed-in browser, acting in one of the account's roles. Only a hash of its token is kept. */
export const AccountSession = z.object({
  tokenHash: z.string(),
  sessionId: z.uuid(),
  tenantId: z.int(),
  accountId: AccountId,
  role: z.string(),
  organizationId: z.int(),
  createdAt: Instant,
  expiresAt: Instant,
  agent: z.string(),
  address: z.string(),
  seenAt: Instant,
  /** What proved who it is. */
  proof: z.enum(['password', 'phone', 'sso']),
});
export type AccountSession = z.infer<typeof AccountSession>;

/** content/roles.yaml: what a role may do (`plans.*` grants every act of plans), and the most sensitive label it reads. */
export const Role = z.strictObject({
  id: z.string(),
  title: Text,
  permissions: z.array(z.string().regex(/^(\*|[a-z]+\.(\*|[a-zA-Z]+))$/, 'an act such as plans.read, or plans.*')),
  label: z.enum(['ordinary', 'sensitive']),
  purpose: z.enum(['care', 'manage', 'numbers', 'self', 'audit']),
  /** Signs in with the second factor, unless the tenant says otherwise. */
  secondFactor: z.boolean().default(false),
}).refine((role) => role.label === 'ordinary' || role.purpose === 'care' || role.purpose === 'self', 'only a purpose of care, or the person, reads what is sensitive');
export type Role = z.infer<typeof Role>;
export const Roles = z.array(Role).min(1);

/** The demo's tenant has a number that no installation hands out. */
export const demoTenant = 999_999;

/** Five wrong passwords in a row lock an account for a quarter of an hour; a session ends twelve hours after sign-in, a resident's after thirty days. */
export const limits = { failuresToLock: 5, lockMinutes: 15, sessionHours: 12, ownSessionHours: 720 } as const;

// Contract

export const refuse = problems('access', {
  notSignedIn: 401,
  notAllowed: 403,
  forgedRequest: 403,
  wrongPassword: 401,
  locked: 429,
  noSuchGrant: 404,
  nothingToReview: 409,
  secondFactorNeeded: 401,
  wrongCode: 401,
  noSecondFactor: 409,
  weakPassword: 422,
  noSuchSession: 404,
  tooManyCodes: 429,
  noCodeSender: 503,
  codeNotSent: 502,
  ssoFailed: 401,
  noSuchPerson: 404,
  otherWording: 409,
  guardianNeeded: 422,
  ownConsentNeeded: 422,
  nothingToWithdraw: 409,
  consentWithdrawn: 403,
  erasureOpen: 409,
  noErasure: 409,
  ssoNotLinked: 403,
  ssoLinkedElsewhere: 409,
  secondFactorFirst: 403,
  secondFactorForced: 409,
  badKeys: 422,
  badIdNumber: 422,
  noSuchNumber: 404,
  activationNeeded: 403,
  notOnFile: 403,
  noOwnAccount: 409,
  noPhoneOnFile: 409,
  phoneTaken: 409,
  outOfReach: 403,
  noSuchAccount: 404,
  loginTaken: 409,
  notYourself: 409,
  noSuchTeam: 404,
  onTeamAlready: 409,
  lastOnTeam: 409,
});

export const GrantView = z.object({ role: z.string(), roleTitle: Text, organization: OrganizationView });

export const Me = z.object({
  accountId: AccountId,
  name: z.string(),
  login: z.string(),
  acting: GrantView,
  grants: z.array(GrantView),
  permissions: z.array(z.string()),
  /** The role asks for the second factor, which the account has not: nothing else is granted until it has. */
  mustEnrol: z.boolean(),
  /** Minutes of nothing done after which the session ends; null where it does not. */
  idleMinutes: z.int().nullable(),
});
export type Me = z.infer<typeof Me>;

/** `code`: of the second factor, or a recovery code, where the account has one; asked for by the refusal `secondFactorNeeded`. */
export const signIn = contract({
  method: 'POST',
  path: '/api/access/sign-in',
  permission: 'public',
  input: z.object({ login: z.string().trim().min(1).max(60), password: z.string().min(1).max(200), code: z.string().trim().max(20).optional() }),
  output: z.object({ signedIn: z.literal(true) }),
  perMinute: 30,
});

export const signOut = contract({
  method: 'POST',
  path: '/api/access/sign-out',
  permission: 'public',
  input: z.object({}),
  output: z.object({ signedIn: z.literal(false) }),
});

export const whoAmI = contract({ method: 'GET', path: '/api/access/me', permission: 'signed-in', input: z.object({}), output: Me });

/** Act in another of one's roles. */
export const actAs = contract({
  method: 'POST',
  path: '/api/access/act-as',
  permission: 'signed-in',
  input: z.object({ role: z.string(), organizationId: z.int() }),
  output: Me,
});

/** The accounts of a demo, for its sign-in page; empty elsewhere. `phone`: of residents, who sign in with a code too. */
export const demoAccounts = contract({
  method: 'GET',
  path: '/api/access/demo-accounts',
  permission: 'public',
  input: z.object({}),
  output: z.array(z.object({ login: z.string(), password: z.string(), name: Text, role: Text, phone: z.string().nullable() })),
});
