import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Stop } from './stop.ts';

/**
 * Keeps what must not be read from a stolen database: values are sealed with a key that the database never sees.
 * `about` says whose and what the value is; a value moved to another row does not open there.
 */
export interface Vault {
  /** The key that new values are sealed with. */
  readonly current: number;
  /** Names the installation's keys without telling them. */
  readonly fingerprint: string;
  seal(value: string, about: string): Buffer;
  /** Throws where the value was changed, or belongs elsewhere. */
  open(sealed: Uint8Array, about: string): string;
  /** The same number for the same value: to look a value up without storing it. 48 bits, so that it stays a safe integer. */
  blind(value: string, about: string): number;
  /** Read the keys again: another process may have added one. */
  refresh(): void;
}

const Key = z.strictObject({ id: z.int().min(1).max(65_535), key: z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, 'is 32 bytes') });
const Keys = z.strictObject({ index: z.base64(), keys: z.array(Key).min(1) });
type Keys = z.infer<typeof Keys>;

/** Sealed: algorithm (1 byte), key (2), nonce (12), the value, tag (16). */
const algorithm = { id: 1, name: 'aes-256-gcm', nonce: 12, tag: 16 } as const;
const header = 3;

function vaultOver(read: () => Keys): Vault {
  let keys = read();
  const byId = (id: number) => keys.keys.find((one) => one.id === id);
  const newest = () => keys.keys.reduce((a, b) => (b.id > a.id ? b : a));
  const found = (id: number): Buffer => {
    if (!byId(id)) keys = read();
    const key = byId(id);
    if (!key) throw new Error(`the key ${id} is not among the installation's keys`);
    return Buffer.from(key.key, 'base64');
  };
  let index = Buffer.from(keys.index, 'base64');
  return {
    get current() {
      return newest().id;
    },
    get fingerprint() {
      return createHash('sha256').update('kangcheng').update(index).digest('hex').slice(0, 16);
    },
    seal: (value, about) => {
      const { id, key } = newest();
      const nonce = randomBytes(algorithm.nonce);
      const cipher = createCipheriv(algorithm.name, Buffer.from(key, 'base64'), nonce).setAAD(Buffer.from(about));
      return Buffer.concat([Buffer.from([algorithm.id, id >> 8, id & 255]), nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    open: (sealed, about) => {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (bytes[0] !== algorithm.id) throw new Error('sealed by an unknown algorithm');
      const body = header + algorithm.nonce;
      const decipher = createDecipheriv(algorithm.name, found(bytes.readUInt16BE(1)), bytes.subarray(header, body)).setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-algorithm.tag));
      return decipher.update(bytes.subarray(body, -algorithm.tag), undefined, 'utf8') + decipher.final('utf8');
    },
    blind: (value, about) => createHmac('sha256', index).update(about).update('\0').update(value).digest().readUIntBE(0, 6),
    refresh: () => {
      keys = read();
      index = Buffer.from(keys.index, 'base64');
    },
  };
}

/** Which key sealed a value. */
export function keyOf(sealed: Uint8Array): number {
  return (sealed[1] ?? 0) * 256 + (sealed[2] ?? 0);
}

function madeKeys(): Keys {
  return { index: randomBytes(32).toString('base64'), keys: [{ id: 1, key: randomBytes(32).toString('base64') }] };
}

/** Keys that live as long as the process: for tests. */
export function passingVault(): Vault {
  const keys = madeKeys();
  return vaultOver(() => keys);
}

export function keyFile(data: string): string {
  return join(data, 'keys.json');
}

/**
 * The installation's vault. The keys come from KANGCHENG_KEYS (the keys themselves as JSON, or a file that holds them), else from
 * keys.json in the data folder, made on the first start and readable by its owner alone.
 */
export function openVault(data: string, given: string | null): Vault {
  if (given?.trimStart().startsWith('{')) {
    const keys = parsedKeys(given, 'KANGCHENG_KEYS');
    return vaultOver(() => keys);
  }
  const file = given ?? keyFile(data);
  if (!existsSync(file)) {
    if (given) throw new Stop(`找不到密钥文件 · the key file does not exist: ${file}`);
    writeKeys(file, madeKeys());
  }
  return vaultOver(() => readKeys(file));
}

/** Add a key: new values are sealed with it, the older keys still open what they sealed. Returns its number. */
export function addKey(file: string): number {
  const keys = readKeys(file);
  const id = Math.max(...keys.keys.map((one) => one.id)) + 1;
  writeKeys(file, { ...keys, keys: [...keys.keys, { id, key: randomBytes(32).toString('base64') }] });
  return id;
}

function readKeys(file: string): Keys {
  try {
    return parsedKeys(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop(`密钥文件不可读 · the key file cannot be read: ${file}`);
  }
}

/** What is wrong is never quoted: it would print a key. */
function parsedKeys(text: string, where: string): Keys {
  try {
    return Keys.parse(JSON.parse(text));
  } catch {
    throw new Stop(`密钥格式有误 · the keys are not in their form: ${where}`);
  }
}

/** Whole or not at all, on the disk before it counts. */
function writeKeys(file: string, keys: Keys): void {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  const handle = openSync(fresh, 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(keys, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}
