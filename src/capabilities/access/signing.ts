/** Signing in: the second factor, one's sessions, one's password, and codes sent to a phone. */
import { z } from 'zod';
import { contract } from '../../kernel/contract.ts';
import { Instant } from '../../kernel/day.ts';

// Words

/** A code sent to a phone: single use, five minutes, five tries. Phone and code are kept as blind numbers alone. */
export const PhoneCode = z.object({ phone: z.int(), code: z.int(), sentAt: Instant, expiresAt: Instant, tries: z.int(), used: z.boolean() });
export type PhoneCode = z.infer<typeof PhoneCode>;

/** One of ten codes that stand in for a lost second factor; only hashes are kept. */
export const RecoveryCode = z.object({ tenantId: z.int(), accountId: z.uuid(), codeHash: z.string() });
export type RecoveryCode = z.infer<typeof RecoveryCode>;

export const phoneCodeLimits = { minutes: 5, tries: 5, secondsBetween: 60, perDay: 10 } as const;

export const Phone = z.string().trim().regex(/^1[3-9]\d{9}$/, 'a mobile number of mainland China');

/** MLPS level 3: at least 12 characters, or 8 of three kinds; not among the passwords that everybody tries, and not the login. */
export function weaknessOf(password: string, login: string): 'short' | 'simple' | 'common' | null {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length;
  if (password.length < 8) return 'short';
  if (password.length < 12 && kinds < 3) return 'simple';
  const plain = password.toLowerCase();
  const repeats = new Set(plain).size < 5;
  return repeats || plain.includes(login.toLowerCase()) || common.some((word) => plain.startsWith(word)) ? 'common' : null;
}

const common = ['password', 'passw0rd', '12345678', '87654321', 'qwerty', 'abc12345', 'admin', 'iloveyou', 'woaini', '11111111', '88888888', 'kangcheng'];

// Contract

const done = z.object({ done: z.literal(true) });

export const mySecurity = contract({
  method: 'GET',
  path: '/api/access/security',
  permission: 'signed-in',
  input: z.object({}),
  output: z.object({ secondFactor: z.boolean(), recoveryCodesLeft: z.int(), phoneTail: z.string().nullable() }),
});

/** A fresh secret, to be scanned; it counts from `confirmSecondFactor` on. `picture` is an SVG. */
export const enrolSecondFactor = contract({
  method: 'POST',
  path: '/api/access/second-factor',
  permission: 'signed-in',
  input: z.object({}),
  output: z.object({ secret: z.string(), uri: z.string(), picture: z.string() }),
});

/** The recovery codes are told this once. */
export const confirmSecondFactor = contract({
  method: 'POST',
  path: '/api/access/second-factor/confirm',
  permission: 'signed-in',
  input: z.object({ code: z.string().trim().regex(/^\d{6}$/) }),
  output: z.object({ recoveryCodes: z.array(z.string()) }),
  perMinute: 10,
});

export const dropSecondFactor = contract({
  method: 'POST',
  path: '/api/access/second-factor/drop',
  permission: 'signed-in',
  input: z.object({ password: z.string().min(1).max(200) }),
  output: done,
  perMinute: 10,
});

export const changePassword = contract({
  method: 'POST',
  path: '/api/access/password',
  permission: 'signed-in',
  input: z.object({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) }),
  output: done,
  perMinute: 10,
});

export const SessionView = z.object({ sessionId: z.uuid(), createdAt: Instant, expiresAt: Instant, agent: z.string(), address: z.string(), current: z.boolean() });
export type SessionView = z.infer<typeof SessionView>;

export const mySessions = contract({ method: 'GET', path: '/api/me/sessions', permission: 'signed-in', input: z.object({}), output: z.array(SessionView) });

export const revokeSession = contract({
  method: 'POST',
  path: '/api/me/sessions/:sessionId/revoke',
  permission: 'signed-in',
  input: z.object({ sessionId: z.uuid() }),
  output: done,
});

/** The answer is the same whether somebody has this phone or not. `demoCode` is told in a demo alone, which sends nothing. */
export const sendPhoneCode = contract({
  method: 'POST',
  path: '/api/access/phone-code',
  permission: 'public',
  input: z.object({ phone: Phone }),
  output: z.object({ sent: z.literal(true), demoCode: z.string().nullable() }),
  perMinute: 10,
});
