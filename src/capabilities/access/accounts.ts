/** Accounts as administrators see them: who may sign in, in which roles, inside the administrator's reach. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';
import { Text } from '../../kernel/text.ts';
import { AccountId } from './access.ts';
import { SessionView } from './signing.ts';

const Grant = z.object({ role: z.string(), roleTitle: Text, organizationId: z.int(), organization: Text });

export const AccountLine = z.object({
  accountId: AccountId,
  login: z.string(),
  name: z.string(),
  active: z.boolean(),
  lockedUntil: Instant.nullable(),
  secondFactor: z.boolean(),
  grants: z.array(Grant),
});
export type AccountLine = z.infer<typeof AccountLine>;

const done = z.object({ done: z.literal(true) });
const ofAccount = { accountId: AccountId };
const grant = { role: z.string().min(1).max(60), organizationId: z.int() };
/** Told this once; to be changed by whoever signs in with it. */
const handedOut = z.object({ accountId: AccountId, password: z.string() });

export const listAccounts = contract({ method: 'GET', path: '/api/access/accounts', permission: 'access.accounts', input: z.object({ find: z.string().trim().max(60).default('') }), output: z.array(AccountLine) });

/** The roles there are, to choose from. */
export const listRoles = contract({ method: 'GET', path: '/api/access/roles', permission: 'access.accounts', input: z.object({}), output: z.array(z.object({ id: z.string(), title: Text })) });

export const addAccount = contract({
  method: 'POST',
  path: '/api/access/accounts',
  permission: 'access.accounts',
  input: z.object({ login: z.string().trim().min(2).max(60).regex(/^[\w.@-]+$/), name: z.string().trim().min(1).max(60), ...grant }),
  output: handedOut,
});

export const resetPassword = contract({ method: 'POST', path: '/api/access/accounts/:accountId/reset', permission: 'access.accounts', input: z.object(ofAccount), output: handedOut });

/** Closed accounts sign in no more, and their sessions end. */
export const setAccountActive = contract({ method: 'POST', path: '/api/access/accounts/:accountId/active', permission: 'access.accounts', input: z.object({ ...ofAccount, active: z.boolean() }), output: done });

export const grantRole = contract({ method: 'POST', path: '/api/access/accounts/:accountId/grants', permission: 'access.accounts', input: z.object({ ...ofAccount, ...grant }), output: done });

export const withdrawRole = contract({ method: 'POST', path: '/api/access/accounts/:accountId/grants/withdraw', permission: 'access.accounts', input: z.object({ ...ofAccount, ...grant }), output: done });

/** Where somebody else is signed in. */
export const sessionsOf = contract({ method: 'GET', path: '/api/access/accounts/:accountId/sessions', permission: 'access.accounts', input: z.object(ofAccount), output: z.array(SessionView) });

/** End one of them, or all where `sessionId` is null. */
export const endSessionOf = contract({ method: 'POST', path: '/api/access/accounts/:accountId/sessions/end', permission: 'access.accounts', input: z.object({ ...ofAccount, sessionId: z.uuid().nullable() }), output: z.object({ ended: z.int() }) });
