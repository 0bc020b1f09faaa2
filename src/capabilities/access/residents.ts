/** Accounts of residents: opened by staff from the person's page, or by the person with the phone and the ID card on file. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Day } from '../../kernel/day.ts';
import { AccountId } from './access.ts';
import { Phone } from './signing.ts';

// Words

/** How an account is entered: by a code sent to the phone on file, or by a password handed out once. */
export const Entry = z.enum(['phone', 'password']);
export type Entry = z.infer<typeof Entry>;

// Rules

/** Why no account is opened. Below fourteen a guardian's account reaches the child; the dead have none. */
export function hindrance({ under14, left }: { under14: boolean; left: boolean }): 'child' | 'left' | null {
  if (left) return 'left';
  return under14 ? 'child' : null;
}

/** Only the last digits are told. */
export function phoneTail(phone: string): string {
  return phone.slice(-4);
}

// Contract

const ofPerson = { personId: z.coerce.number().int().positive() };
const handedOut = z.object({ login: z.string(), password: z.string().nullable(), phoneTail: z.string().nullable() });

export const ResidentAccount = z.object({ accountId: AccountId, login: z.string(), active: z.boolean(), phoneTail: z.string().nullable(), hasPassword: z.boolean(), sessions: z.int() });
export type ResidentAccount = z.infer<typeof ResidentAccount>;

/** The person's own account, the phone on file that one could be opened with, and what hinders it. */
export const residentAccountOf = contract({
  method: 'GET',
  path: '/api/access/residents/:personId',
  permission: 'access.residents',
  input: z.object(ofPerson),
  output: z.object({ account: ResidentAccount.nullable(), phoneOnFile: z.string().nullable(), hindrance: z.enum(['child', 'left']).nullable() }),
  subject: 'personId',
});

/** Open it, or take the phone on file, or a new password, for one that is open. A password is told this once. */
export const openResidentAccount = contract({
  method: 'POST',
  path: '/api/access/residents/:personId',
  permission: 'access.residents',
  input: z.object({ ...ofPerson, by: Entry }),
  output: handedOut,
  subject: 'personId',
});

/** A closed account signs in no more, and its sessions end. */
export const setResidentActive = contract({
  method: 'POST',
  path: '/api/access/residents/:personId/active',
  permission: 'access.residents',
  input: z.object({ ...ofPerson, active: z.boolean() }),
  output: z.object({ done: z.literal(true) }),
  subject: 'personId',
});

/** Sign in with a code; where nobody has this phone yet, the last six characters of the ID card on file open the account. */
export const signInByPhone = contract({
  method: 'POST',
  path: '/api/access/sign-in/phone',
  permission: 'public',
  input: z.object({ phone: Phone, code: z.string().trim().regex(/^\d{6}$/), idTail: z.string().trim().toUpperCase().regex(/^\d{5}[\dX]$/).optional() }),
  output: z.object({ signedIn: z.literal(true) }),
  perMinute: 30,
});

/** Whose records the signed-in resident reads: the own one first, then those of wards who are not of age. */
export const myPeople = contract({
  method: 'GET',
  path: '/api/me/people',
  permission: 'self.read',
  input: z.object({}),
  output: z.array(z.object({ personId: z.int(), name: z.string(), birthDate: Day, own: z.boolean() })),
});
