import { decoded, decodedObject } from './base64url.ts';
import type { Flaw } from './flaw.ts';
import { fits, type VerifyKey } from './verify-key.ts';

/** Characters of a token at most: no header that a request may have is longer. */
export const mostTokenLength = 16_384;
/** Keys that are tried where a token names none. */
const mostTried = 4;

/** A signed token as it came: nothing of it is to be believed yet. */
export interface Signed {
  readonly algorithm: string;
  /** '' when it names none. */
  readonly kid: string;
  readonly type: string;
  /** What is signed: the first two parts, and the dot between them. */
  readonly signed: string;
  readonly payload: string;
  readonly signature: Buffer;
}

/**
 * Reads the header of a JWS in compact form (RFC 7515). What a header could lead astray with is refused: keys
 * that come along or lie elsewhere (`jwk`, `jku`, `x5u`, `x5c`), extensions that must be understood (`crit`), other
 * forms of the payload (`b64`), compression.
 */
export function parsed(token: string): Signed | Flaw {
  if (token.length > mostTokenLength) return 'malformed';
  const first = token.indexOf('.');
  const second = token.indexOf('.', first + 1);
  if (first < 1 || second < 0 || token.indexOf('.', second + 1) >= 0) return 'malformed';
  const header = decodedObject(token.slice(0, first));
  if (header === null) return 'malformed';
  const flaw = headerFlaw(header);
  if (flaw !== null) return flaw;
  const { alg, kid = '', typ = '' } = header;
  const signature = decoded(token.slice(second + 1));
  if (signature === null || signature.length === 0) return 'malformed';
  if (typeof alg !== 'string' || typeof kid !== 'string' || typeof typ !== 'string') return 'malformed';
  return {
    algorithm: alg,
    kid,
    type: typ.toLowerCase().replace(/^application\//, ''),
    signed: token.slice(0, second),
    payload: token.slice(first + 1, second),
    signature,
  };
}

const ASTRAY = ['crit', 'jwk', 'jku', 'x5u', 'x5c', 'b64', 'zip'];

/** What is wrong with a header whatever it is of; null when nothing is. */
export function headerFlaw(header: Readonly<Record<string, unknown>>): Flaw | null {
  for (const name of ASTRAY) if (Object.hasOwn(header, name)) return 'header';
  return null;
}

/** The key that signed a token, of some that may have; those that are not for its algorithm are no candidates. */
export function signerOf(token: Signed, keys: readonly VerifyKey[]): VerifyKey | Flaw {
  const bytes = Buffer.from(token.signed, 'latin1');
  let tried = 0;
  for (const key of keys) {
    const algorithm = fits(key, token.algorithm);
    if (algorithm === null) continue;
    if (tried++ === mostTried) break;
    if (algorithm.verify(key.key, bytes, token.signature)) return key;
  }
  return tried === 0 ? 'algorithm' : 'signature';
}
