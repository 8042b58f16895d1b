import { generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { bitsOf, curves, type Jwk, keyIdOf, rsaBits, secretBytes } from './jwk.ts';
import type { StoredKey } from './store.ts';

const pairOf = promisify(generateKeyPair);

/** What a key is made for; what is left out is as usual. */
export interface Wanted {
  readonly alg: string;
  /** Of RSA; 3072 unless it is given. */
  readonly bits?: number | undefined;
  /** Of ECDH-ES; P-256 unless it is given. */
  readonly curve?: string | undefined;
  /** Of `dir`; A256GCM unless it is given. */
  readonly enc?: string | undefined;
}

/** What is wrong with a wish, as the flag and what would be right; '' when nothing is. */
export function wishFlaw({ alg, bits, curve, enc }: Wanted): string {
  if (bits !== undefined && !alg.startsWith('RSA')) return `--bits goes with RSA-OAEP alone, not with ${alg}`;
  if (curve !== undefined && !alg.startsWith('ECDH'))
    return `--curve goes with ECDH-ES alone, not with ${alg}`;
  if (enc !== undefined && alg !== 'dir') return `--enc goes with dir alone, not with ${alg}`;
  return '';
}

/** Makes a key by chance. */
export async function madeKey(wanted: Wanted, nowMs: number): Promise<StoredKey> {
  const { alg } = wanted;
  const enc = alg === 'dir' ? (wanted.enc ?? 'A256GCM') : '';
  const jwk = await jwkFor(wanted, enc);
  return { kid: keyIdOf(jwk), alg, enc, madeAt: nowMs, until: null, jwk };
}

async function jwkFor({ alg, bits = 3072, curve = curves[0] }: Wanted, enc: string): Promise<Jwk> {
  if (alg.startsWith('RSA')) {
    const size = Math.min(rsaBits.most, Math.max(rsaBits.least, bits));
    return exported((await pairOf('rsa', { modulusLength: size })).privateKey);
  }
  if (!alg.startsWith('ECDH'))
    return { kty: 'oct', k: randomBytes(secretBytes(alg, enc)).toString('base64url') };
  return exported(
    curve === 'X25519'
      ? (await pairOf('x25519')).privateKey
      : (await pairOf('ec', { namedCurve: curve })).privateKey,
  );
}

const exported = (key: KeyObject): Jwk => key.export({ format: 'jwk' }) as Jwk;

/** The wish that a key came of, so that the next one is like it. */
export function wishOf({ alg, enc, jwk }: StoredKey): Wanted {
  if (alg.startsWith('RSA')) return { alg, bits: bitsOf(jwk) };
  return alg.startsWith('ECDH') ? { alg, curve: String(jwk.crv) } : { alg, ...(enc === '' ? {} : { enc }) };
}
