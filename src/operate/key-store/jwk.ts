import { hash } from 'node:crypto';
import { contentAlgorithms } from '../../guard/decide/authorize/tokens/decrypt-key.ts';
import { thumbprint } from '../../guard/decide/authorize/tokens/thumbprint.ts';

export type Jwk = Readonly<Record<string, unknown>>;

/** Curves that keys can be agreed on with. */
export const curves = ['P-256', 'P-384', 'P-521', 'X25519'] as const;

/** The least and the most bits of an RSA key (RFC 7518 section 4.3). */
export const rsaBits = { least: 2048, most: 4096 } as const;

/** The thumbprint of a key (RFC 7638), whether public, private or a secret; '' when a member is missing. */
export function keyIdOf(jwk: Jwk): string {
  if (jwk.kty !== 'oct') return thumbprint(jwk) ?? '';
  return typeof jwk.k === 'string'
    ? hash('sha256', JSON.stringify({ k: jwk.k, kty: 'oct' }), 'base64url')
    : '';
}

/** Whether a key is of the kind and the size that an algorithm takes; `enc` is there with `dir` alone. */
export function fitsAlgorithm(jwk: Jwk, alg: string, enc: string): boolean {
  if ((enc !== '') !== (alg === 'dir')) return false;
  const { kty, crv, k } = jwk;
  if (alg.startsWith('RSA'))
    return kty === 'RSA' && bitsOf(jwk) >= rsaBits.least && bitsOf(jwk) <= rsaBits.most;
  if (alg.startsWith('ECDH')) return (kty === 'EC' || kty === 'OKP') && curves.includes(crv as never);
  return kty === 'oct' && Buffer.from(String(k), 'base64url').length === secretBytes(alg, enc);
}

/** How long a secret is, in bytes: of `A256KW` as it says, of `dir` as the encryption of the content takes it. */
export const secretBytes = (alg: string, enc: string): number =>
  alg === 'dir' ? (contentAlgorithms[enc] ?? 0) : Number(/^A(\d+)KW$/.exec(alg)?.[1] ?? 0) / 8;

/** The bits of an RSA key. */
export const bitsOf = ({ n }: Jwk): number => Buffer.from(String(n), 'base64url').length * 8;

/** A secret, which both sides must have: there is no public key to it. */
export const isSecret = ({ kty }: Jwk): boolean => kty === 'oct';

const PUBLIC = ['kty', 'n', 'e', 'crv', 'x', 'y'];

/** What of a key may be shown to everyone. Throws for a secret, of which nothing may. */
export function publicPart(jwk: Jwk): Jwk {
  if (isSecret(jwk)) throw new TypeError('a secret has no public part');
  return Object.fromEntries(PUBLIC.filter((name) => name in jwk).map((name) => [name, jwk[name]]));
}
