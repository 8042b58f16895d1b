import { constants, createHmac, type KeyObject, timingSafeEqual, verify } from 'node:crypto';

/** A way to sign (RFC 7518 section 3, RFC 8037, RFC 9864). */
export interface Algorithm {
  /** What a key must be for it: `rsa`, a curve, or `secret`. Never more than one kind, so that none is taken for another. */
  readonly of: 'rsa' | 'P-256' | 'P-384' | 'P-521' | 'Ed25519' | 'Ed448' | 'secret';
  /** Throws on a key of another kind, which is a bug: keys are sorted by what they are for. */
  verify(key: KeyObject, signed: Buffer, signature: Buffer): boolean;
}

const rsa = (hash: string): Algorithm => ({
  of: 'rsa',
  verify: (key, signed, signature) => verify(hash, signed, key, signature),
});

const pss = (hash: string, saltLength: number): Algorithm => ({
  of: 'rsa',
  verify: (key, signed, signature) =>
    verify(hash, signed, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature),
});

const ec = (hash: string, of: 'P-256' | 'P-384' | 'P-521', bytes: number): Algorithm => ({
  of,
  // Two numbers of fixed length (RFC 7518 3.4), so that there is one way to write a signature.
  verify: (key, signed, signature) =>
    signature.length === bytes && verify(hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature),
});

const edwards = (of: 'Ed25519' | 'Ed448'): Algorithm => ({
  of,
  verify: (key, signed, signature) => verify(null, signed, key, signature),
});

const hmac = (hash: string): Algorithm => ({
  of: 'secret',
  verify(key, signed, signature) {
    const expected = createHmac(hash, key).update(signed).digest();
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  },
});

const table: Readonly<Record<string, Algorithm>> = {
  RS256: rsa('sha256'),
  RS384: rsa('sha384'),
  RS512: rsa('sha512'),
  PS256: pss('sha256', 32),
  PS384: pss('sha384', 48),
  PS512: pss('sha512', 64),
  ES256: ec('sha256', 'P-256', 64),
  ES384: ec('sha384', 'P-384', 96),
  ES512: ec('sha512', 'P-521', 132),
  Ed25519: edwards('Ed25519'),
  Ed448: edwards('Ed448'),
  HS256: hmac('sha256'),
  HS384: hmac('sha384'),
  HS512: hmac('sha512'),
};

/** Algorithms with a public key: `none` and secrets are not among them. `EdDSA` is whatever curve the key is of. */
export const publicAlgorithms = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'Ed448'],
] as const;

/** Algorithms with a shared secret, and the bytes it must have at least (RFC 7518 3.2). */
export const secretAlgorithms: Readonly<Record<string, number>> = { HS256: 32, HS384: 48, HS512: 64 };

/** The algorithm of that name for a key of that kind; null when there is none. */
export function algorithmFor(name: string, of: Algorithm['of']): Algorithm | null {
  const key = name === 'EdDSA' && (of === 'Ed25519' || of === 'Ed448') ? of : name;
  const found = Object.hasOwn(table, key) ? table[key]! : null;
  return found !== null && found.of === of ? found : null;
}
