import { randomBytes, randomInt } from 'node:crypto';
import { generateSecret, generateURI, verify } from 'otplib';
import { toString } from 'qrcode';
import type { Instant } from '../../kernel/day.ts';
import { Problem } from '../../kernel/problem.ts';
import type { Vault } from '../../platform/vault.ts';
import { sha256 } from './access.gateway.ts';

/** RFC 6238, by a library. A code of the step before or after is accepted, since clocks differ; one at or before `after` is not. */
export async function stepOfCode(secret: string, code: string, { now, after }: { now: Instant; after: number }): Promise<number | null> {
  if (!/^\d{6}$/.test(code)) return null;
  const result = await verify({ secret, token: code, epoch: Math.floor(Date.parse(now) / 1000), epochTolerance: 30, afterTimeStep: after }).catch(() => null);
  return result?.valid && 'timeStep' in result ? Number(result.timeStep) : null;
}

export async function newSecondFactor(login: string): Promise<{ secret: string; uri: string; picture: string }> {
  const secret = generateSecret();
  const uri = generateURI({ issuer: '康程 Kangcheng', label: login, secret });
  return { secret, uri, picture: await toString(uri, { type: 'svg', margin: 1 }) };
}

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Ten codes of fifty random bits each, to be written down; their hashes are kept. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: 10 }, () => {
    const text = [...randomBytes(10)].map((byte) => letters[byte % letters.length] ?? 'a').join('');
    return `${text.slice(0, 5)}-${text.slice(5)}`;
  });
  return { codes, hashes: codes.map(recoveryHash) };
}

export function recoveryHash(code: string): string {
  return sha256(code.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
}

export function newPhoneCode(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

/** Sends a code to a phone. */
export interface CodeSender {
  send(phone: string, code: string): Promise<void>;
}

/** Posts `{ phone, code }` as JSON to the address in KANGCHENG_SMS_URL, with KANGCHENG_SMS_TOKEN as bearer. */
export function codeSender(env: NodeJS.ProcessEnv = process.env): CodeSender | null {
  const url = env['KANGCHENG_SMS_URL'];
  if (!url) return null;
  return {
    send: async (phone, code) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${env['KANGCHENG_SMS_TOKEN'] ?? ''}` };
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ phone, code }), signal: AbortSignal.timeout(10_000) }).catch(() => null);
      if (!answer?.ok) throw new Problem('access.codeNotSent', 502);
    },
  };
}

/** The phone and the code as the database knows them. */
export function blindPhone(vault: Vault, phone: string): number {
  return vault.blind(phone, 'sign-in/phone');
}

export function blindCode(vault: Vault, phone: string, code: string): number {
  return vault.blind(`${phone}/${code}`, 'sign-in/code');
}
