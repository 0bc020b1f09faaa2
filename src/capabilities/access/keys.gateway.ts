import { importJWK } from 'jose';

const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth'];

/** Why a key cannot be registered: it holds its private half, is of a kind that SMART does not name (RS384, ES384), or is broken. */
export async function keyFault(key: Readonly<Record<string, unknown>>): Promise<'private' | 'kind' | 'broken' | null> {
  if (privateParts.some((part) => part in key)) return 'private';
  const alg = key['kty'] === 'RSA' ? 'RS384' : key['kty'] === 'EC' && key['crv'] === 'P-384' ? 'ES384' : null;
  if (alg === null || (key['alg'] !== undefined && key['alg'] !== alg)) return 'kind';
  return importJWK({ kty: '', ...key }, alg).then(() => null, () => 'broken' as const);
}
