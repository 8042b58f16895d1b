import { createHash, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import { type Algorithm, algorithmFor, publicAlgorithms } from './algorithms.ts';

/** A key that signatures are verified with. */
export interface VerifyKey {
  /** '' when it has none. */
  readonly kid: string;
  readonly of: Algorithm['of'];
  /** What its owner says it is for; '' when that is left open. */
  readonly algorithm: string;
  readonly key: KeyObject;
  /** The same for the same key, wherever it comes from. */
  readonly print: string;
  /** False once its issuer has taken it back: what was verified with it counts no more. */
  holds: boolean;
}

/** The least that an RSA key may have (RFC 7518 3.3), and the most, beyond which verifying takes too long. */
const rsaBits = { least: 2048, most: 8192 };

/**
 * A public key as a JWK (RFC 7517); null for one that is not for signatures, is too weak, or cannot be read.
 * Secrets and private keys are never taken from a set: who publishes them has given them away.
 */
export function publicKey(jwk: Readonly<Record<string, unknown>>): VerifyKey | null {
  if ('d' in jwk || 'k' in jwk) return null;
  if (jwk.use !== undefined && jwk.use !== 'sig') return null;
  if (Array.isArray(jwk.key_ops) && !jwk.key_ops.includes('verify')) return null;
  const of = kindOf(jwk);
  if (of === null) return null;
  const algorithm = typeof jwk.alg === 'string' ? jwk.alg : '';
  if (algorithm !== '' && algorithmFor(algorithm, of) === null) return null;
  let key: KeyObject;
  try {
    key = createPublicKey({ key: jwk as import('node:crypto').JsonWebKey, format: 'jwk' });
  } catch {
    return null;
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? rsaBits.least;
  if (of === 'rsa' && (bits < rsaBits.least || bits > rsaBits.most)) return null;
  const print = createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('base64url');
  return { kid: typeof jwk.kid === 'string' ? jwk.kid : '', of, algorithm, key, print, holds: true };
}

/** A shared secret. */
export function secretKey(secret: Buffer, algorithm: string): VerifyKey {
  const print = createHash('sha256').update(secret).digest('base64url');
  return { kid: '', of: 'secret', algorithm, key: createSecretKey(secret), print, holds: true };
}

function kindOf({ kty, crv }: Readonly<Record<string, unknown>>): Algorithm['of'] | null {
  if (kty === 'RSA') return 'rsa';
  if (kty === 'EC') return crv === 'P-256' || crv === 'P-384' || crv === 'P-521' ? crv : null;
  if (kty === 'OKP') return crv === 'Ed25519' || crv === 'Ed448' ? crv : null;
  return null;
}

/** The keys of a set (RFC 7517 section 5) that can be used, at most 100. */
export function publicKeys(jwks: readonly unknown[]): VerifyKey[] {
  return jwks.slice(0, mostKeys).flatMap((jwk) => {
    const key = typeof jwk === 'object' && jwk !== null ? publicKey(jwk as Record<string, unknown>) : null;
    return key === null ? [] : [key];
  });
}

const mostKeys = 100;

/** Whether a key may be used with an algorithm of that name. */
export const fits = (key: VerifyKey, algorithm: string): Algorithm | null => {
  const eddsa = algorithm === 'EdDSA' || key.algorithm === 'EdDSA';
  if (key.algorithm !== '' && key.algorithm !== algorithm && !eddsa) return null;
  return algorithmFor(algorithm, key.of);
};

export { publicAlgorithms };
