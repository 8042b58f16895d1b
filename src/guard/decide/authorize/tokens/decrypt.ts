import { createPrivateKey, type KeyObject } from 'node:crypto';
import { onDemand } from '../../../../base/on-demand.ts';
import { decoded, decodedObject, objectIn } from './base64url.ts';
import { type Flaw, isFlaw } from './flaw.ts';
import { headerFlaw, mostTokenLength } from './jws.ts';

const jose = onDemand<typeof import('jose')>('jose');

/** Ways to hand over the key of the content, and to encrypt it. RSA1_5 and passwords are not among them. */
const keyAlgorithms = [
  ...['RSA-OAEP', 'RSA-OAEP-256'],
  ...['ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A192KW', 'ECDH-ES+A256KW'],
  ...['A128KW', 'A192KW', 'A256KW', 'dir'],
] as const;
const contentAlgorithms = [
  ...['A128GCM', 'A192GCM', 'A256GCM'],
  ...['A128CBC-HS256', 'A192CBC-HS384', 'A256CBC-HS512'],
] as const;

/** A key that tokens are encrypted to. */
export interface DecryptKey {
  /** '' when it has none. */
  readonly kid: string;
  /** What its owner says it is for; '' when that is left open. */
  readonly algorithm: string;
  /** What it can be used with. */
  readonly of: 'RSA' | 'EC' | 'OKP' | 'oct';
  readonly key: KeyObject | Uint8Array;
}

/** Decrypts tokens (RFC 7516) whose content is a signed token (RFC 7519 section 5.2). */
export class Decrypter {
  readonly #keys: readonly DecryptKey[];

  constructor(keys: readonly DecryptKey[]) {
    this.#keys = keys;
    if (keys.length > 0) jose();
  }

  /**
   * The signed token inside. Anybody can encrypt to a public key, so claims that are not signed are never taken.
   * Nested once, and no deeper.
   */
  async decrypt(token: string): Promise<{ readonly token: string } | Flaw> {
    const content = await this.open(token);
    if (isFlaw(content)) return content;
    const inner = content.toString('latin1');
    return inner.split('.').length === 3 ? { token: inner } : 'encryption';
  }

  /** What is encrypted, whatever it is. What is compressed is refused: it could grow without end. */
  async open(token: string): Promise<Buffer | Flaw> {
    if (token.length > mostTokenLength) return 'malformed';
    const parts = token.split('.');
    if (parts.length !== 5 || parts.some((part) => decoded(part) === null)) return 'malformed';
    const header = decodedObject(parts[0]!);
    if (header === null) return 'malformed';
    const flaw = headerFlaw(header);
    if (flaw !== null) return flaw;
    const { alg, enc, kid } = header;
    if (!keyAlgorithms.includes(alg as never)) return 'algorithm';
    const wanted = KINDS[(alg as string).replace(/-.*$|KW$/, '')] ?? 'oct';
    const keys = this.#keys.filter(
      (key) =>
        fits(key, wanted) &&
        (key.algorithm === '' || key.algorithm === alg || (alg === 'dir' && key.algorithm === enc)) &&
        (kid === undefined || key.kid === '' || key.kid === kid),
    );
    if (keys.length === 0) return 'key';
    for (const { key } of keys.slice(0, mostTried)) {
      const content = await attempt(token, key);
      if (content !== null) return content;
    }
    return 'encryption';
  }
}

const mostTried = 4;
const KINDS: Readonly<Record<string, 'RSA' | 'EC'>> = { RSA: 'RSA', ECDH: 'EC' };

const fits = ({ of }: DecryptKey, wanted: string): boolean =>
  of === wanted || (of === 'OKP' && wanted === 'EC');

/** Null when it cannot be: which step failed is told to nobody. */
async function attempt(token: string, key: DecryptKey['key']): Promise<Buffer | null> {
  try {
    const { plaintext } = await jose().compactDecrypt(token, key, {
      keyManagementAlgorithms: [...keyAlgorithms],
      contentEncryptionAlgorithms: [...contentAlgorithms],
    });
    return Buffer.from(plaintext);
  } catch {
    return null;
  }
}

/**
 * The keys in a file: a private key as PEM, a JWK, or a set of JWKs. Throws an `Error` that says what is wrong,
 * and nothing of what the file holds.
 */
export function decryptKeys(text: string): DecryptKey[] {
  if (text.includes('-----BEGIN')) return [pemKey(text)];
  const object = objectIn(text);
  if (object === null) throw new Error('is neither PEM nor a JWK');
  const jwks = Array.isArray(object.keys) ? object.keys : [object];
  if (jwks.length === 0) throw new Error('holds no key');
  return jwks.map((jwk) => jwkKey(jwk as Record<string, unknown>));
}

function pemKey(text: string): DecryptKey {
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw new Error('holds no private key that can be read without a passphrase');
  }
  const of = key.asymmetricKeyType === 'rsa' ? 'RSA' : key.asymmetricKeyType === 'ec' ? 'EC' : 'OKP';
  return { kid: '', algorithm: '', of, key };
}

function jwkKey(jwk: Readonly<Record<string, unknown>>): DecryptKey {
  const { kty, kid = '', alg: algorithm = '', use = 'enc', k } = jwk;
  if (typeof kid !== 'string' || typeof algorithm !== 'string' || use !== 'enc')
    throw new Error('holds a JWK that is not for encryption');
  if (kty === 'oct' && typeof k === 'string')
    return { kid, algorithm, of: 'oct', key: new Uint8Array(Buffer.from(k, 'base64url')) };
  if ((kty !== 'RSA' && kty !== 'EC' && kty !== 'OKP') || !('d' in jwk))
    throw new Error('holds a JWK that is neither a private key nor a secret');
  try {
    const key = createPrivateKey({ key: jwk as import('node:crypto').JsonWebKey, format: 'jwk' });
    return { kid, algorithm, of: kty, key };
  } catch {
    throw new Error('holds a JWK that cannot be read');
  }
}
