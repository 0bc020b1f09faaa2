import { createHash, randomBytes } from 'node:crypto';

/** What a device's key begins with, so that it is known from a system's token. */
const mark = 'kcd_';

export function isDeviceKey(token: string): boolean {
  return token.startsWith(mark);
}

export function newKey(): { key: string; keyHash: string } {
  const key = mark + randomBytes(32).toString('base64url');
  return { key, keyHash: hashKey(key) };
}

export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** The hash of source and name as a UUID: 128 bits of it never meet by chance. */
export function sourceKeyOf(source: string, id: string): string {
  const hex = createHash('sha256').update(source).update('\0').update(id).digest('hex').slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
}
