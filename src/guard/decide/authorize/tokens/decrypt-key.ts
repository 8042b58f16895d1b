import { createPrivateKey, type KeyObject } from 'node:crypto';
import { basename } from 'node:path';
import { objectIn } from './base64url.ts';

/** Ways to hand over the key of the content. RSA1_5 and passwords are not among them. */
export const keyAlgorithms = [
  ...['RSA-OAEP', 'RSA-OAEP-256'],
  ...['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'],
  ...['A128KW', 'A192KW', 'A256KW', 'dir'],
] as const;

/** Ways to encrypt the content, and the bytes of the key that each takes (RFC 7518 section 5). */
export const contentAlgorithms: Readonly<Record<string, number>> = {
  ...{ A128GCM: 16, A192GCM: 24, A256GCM: 32 },
  ...{ 'A128CBC-HS256': 32, 'A192CBC-HS384': 48, 'A256CBC-HS512': 64 },
};

/** A key that tokens are encrypted to. */
export interface DecryptKey {
  /** What people know it by: its name in the key store, or its file. */
  readonly name: string;
  /** '' when it has none. */
  readonly kid: string;
  /** What its owner says it is for; '' when that is left open. */
  readonly algorithm: string;
  /** How content must be encrypted with it; '' when that is left open. */
  readonly encryption: string;
  /** What it can be used with. */
  readonly of: 'RSA' | 'EC' | 'OKP' | 'oct';
  readonly key: KeyObject | Uint8Array;
  /** From then on it decrypts no more, in milliseconds since the epoch. */
  readonly untilMs: number;
  /** False once it was taken out of the key store: what was decrypted with it counts no more. */
  holds: boolean;
}

/**
 * The keys in a file: a private key as PEM, a JWK, or a set of JWKs. Throws an `Error` that says what is wrong,
 * and nothing of what the file holds.
 */
export function decryptKeys(text: string, file = ''): DecryptKey[] {
  const name = basename(file);
  if (text.includes('-----BEGIN')) return [pemKey(text, name)];
  const object = objectIn(text);
  if (object === null) throw new Error('is neither PEM nor a JWK');
  const jwks = Array.isArray(object.keys) ? object.keys : [object];
  if (jwks.length === 0) throw new Error('holds no key');
  return jwks.map((jwk) => decryptKey(jwk as Record<string, unknown>, name));
}

function pemKey(text: string, name: string): DecryptKey {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw new Error('holds no private key that can be read without a passphrase');
  }
  const of = key.asymmetricKeyType === 'rsa' ? 'RSA' : key.asymmetricKeyType === 'ec' ? 'EC' : 'OKP';
  return { ...LASTING, name, kid: '', algorithm: '', of, key };
}

/** A private key or a secret as a JWK. Throws an `Error` that says what is wrong, and nothing of what it holds. */
export function decryptKey(jwk: Readonly<Record<string, unknown>>, name: string): DecryptKey {
  const { kty, kid = '', alg: algorithm = '', use = 'enc', k } = jwk;
  if (typeof kid !== 'string' || typeof algorithm !== 'string' || use !== 'enc')
    throw new Error('holds a JWK that is not for encryption');
  if (!allowed(algorithm))
    throw new Error(
      `holds a JWK for another algorithm than ${[...keyAlgorithms, ...Object.keys(contentAlgorithms)].join(', ')}`,
    );
  if (kty === 'oct' && typeof k === 'string')
    return { ...LASTING, name, kid, algorithm, of: 'oct', key: new Uint8Array(Buffer.from(k, 'base64url')) };
  if ((kty !== 'RSA' && kty !== 'EC' && kty !== 'OKP') || !('d' in jwk))
    throw new Error('holds a JWK that is neither a private key nor a secret');
  try {
    const key = createPrivateKey({ key: jwk as import('node:crypto').JsonWebKey, format: 'jwk' });
    return { ...LASTING, name, kid, algorithm, of: kty, key };
  } catch {
    throw new Error('holds a JWK that cannot be read');
  }
}

/** What a key of a file is: there is no end to it but that of the file. */
const LASTING = { encryption: '', untilMs: Number.POSITIVE_INFINITY, holds: true };

const allowed = (algorithm: string): boolean =>
  algorithm === '' ||
  (keyAlgorithms as readonly string[]).includes(algorithm) ||
  Object.hasOwn(contentAlgorithms, algorithm);
