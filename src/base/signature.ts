import { type KeyObject, verify } from 'node:crypto';
import { Der, TAG } from './der.ts';

/** Digests by the object identifier of a signature algorithm. SHA-1 and older ones are not taken. */
const digests: Readonly<Record<string, string | null>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  // Ed25519 takes the message whole.
  '1.3.101.112': null,
};

/** The three parts of what is signed in X.509: the content, its algorithm, its signature. */
export interface Signed {
  readonly content: Der;
  readonly algorithm: Der;
  readonly rest: readonly Der[];
  by(key: KeyObject): boolean;
}

/** Reads something signed. Throws a RangeError when it is none. */
export function signed(bytes: Buffer): Signed {
  const [content, algorithm, signature, ...rest] = Der.read(bytes).as(TAG.sequence).parts;
  if (content === undefined || algorithm === undefined || signature === undefined)
    throw new RangeError('not something signed');
  const name = algorithm.as(TAG.sequence).parts[0]?.oid ?? '';
  const { body } = signature.as(TAG.bits);
  if (body[0] !== 0) throw new RangeError('a signature of broken bytes');
  const bits = body.subarray(1);
  return {
    content,
    algorithm,
    rest,
    by(key) {
      if (!Object.hasOwn(digests, name)) return false;
      try {
        return verify(digests[name]!, content.raw, key, bits);
      } catch {
        // A key of another kind than the algorithm.
        return false;
      }
    },
  };
}
