import { hash } from 'node:crypto';
import type { Clock } from '../../../../base/clock.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { Spent } from '../../spent.ts';
import { algorithmFor, publicAlgorithms } from './algorithms.ts';
import { decoded, decodedObject } from './base64url.ts';
import type { Flaw } from './flaw.ts';
import type { Nonces } from './nonces.ts';
import { thumbprint } from './thumbprint.ts';
import { TokenCache } from './token-cache.ts';
import { publicKey, type VerifyKey } from './verify-key.ts';

/** How old a proof may be, and how far ahead of our clock, in seconds. */
const oldest = 60;
const ahead = 5;
/** A generation of proofs that were seen: longer than one is good for. */
const proofSeconds = 128;
const mostProofLength = 8_192;
const mostIdLength = 256;

export interface ProofOptions {
  readonly clock: Clock;
  readonly cells: SharedArrayBuffer;
  /** Null: none is asked for. */
  readonly nonces: Nonces | null;
  /** The origin that clients call, `https://api.example.com`; '': what `Host` says. */
  readonly origin: string;
  /** In `explain`: a proof is looked at, and not used up. */
  readonly tracing: boolean;
}

/** Checks proofs of possession that come with a token (DPoP, RFC 9449 section 4.3). */
export class Proofs {
  readonly #options: ProofOptions;
  readonly #spent: Spent;
  /** Keys by their thumbprint: a caller has one for many requests. */
  readonly #keys = new TokenCache<VerifyKey>(500);

  constructor(options: ProofOptions) {
    this.#options = options;
    this.#spent = new Spent(options.cells, proofSeconds);
  }

  /** What is wrong with the proof of a request for a token that is bound to the key of that thumbprint; null when nothing is. */
  flaw(x: Exchange, token: string, jkt: string): Flaw | null {
    const proof = onlyProof(x.headers);
    if (proof === null || proof.length > mostProofLength) return 'proof';
    const [head = '', body = '', tail = '', more] = proof.split('.');
    const header = decodedObject(head);
    const signature = decoded(tail);
    if (more !== undefined || header === null || signature === null) return 'proof';
    const key = this.#keyOf(header, jkt);
    if (key === null) return 'proof';
    const algorithm = algorithmFor(String(header.alg), key.of);
    if (algorithm === null || !(publicAlgorithms as readonly string[]).includes(String(header.alg)))
      return 'proof';
    if (!algorithm.verify(key.key, Buffer.from(`${head}.${body}`, 'latin1'), signature)) return 'proof';
    const claims = decodedObject(body);
    return claims === null ? 'proof' : this.#claimsFlaw(x, claims, token, jkt);
  }

  /** The key that came along, when it is the one that the token is bound to. */
  #keyOf(header: Readonly<Record<string, unknown>>, jkt: string): VerifyKey | null {
    const { typ, jwk } = header;
    if (String(typ).toLowerCase() !== 'dpop+jwt' || 'crit' in header || 'jku' in header || 'x5u' in header)
      return null;
    if (typeof jwk !== 'object' || jwk === null) return null;
    const members = jwk as Record<string, unknown>;
    if ('d' in members || thumbprint(members) !== jkt) return null;
    const known = this.#keys.get(jkt);
    if (known !== undefined) return known;
    const { use: _, key_ops: __, alg: ___, ...bare } = members;
    const key = publicKey(bare);
    if (key !== null) this.#keys.set(jkt, key);
    return key;
  }

  #claimsFlaw(
    x: Exchange,
    claims: Readonly<Record<string, unknown>>,
    token: string,
    jkt: string,
  ): Flaw | null {
    const { jti, htm, htu, iat, ath, nonce } = claims;
    const { clock, nonces, tracing } = this.#options;
    const now = clock.now() / 1000;
    if (typeof jti !== 'string' || jti === '' || jti.length > mostIdLength) return 'proof';
    if (htm !== x.method || !this.#isHere(htu, x)) return 'proof';
    if (typeof iat !== 'number' || !(iat > now - oldest) || !(iat < now + ahead)) return 'proof';
    if (ath !== hash('sha256', token, 'base64url')) return 'proof';
    if (nonces !== null && !nonces.holds(nonce, clock.now())) return 'nonce';
    const used = hash('sha256', `${jkt} ${jti}`, 'hex');
    const first = tracing ? this.#spent.fresh(used, iat) : this.#spent.spend(used, iat);
    return first ? null : 'proof';
  }

  /** Whether an address is the one that was called; query and fragment do not count. */
  #isHere(htu: unknown, x: Exchange): boolean {
    if (typeof htu !== 'string' || !URL.canParse(htu)) return false;
    const called = this.#options.origin || `${x.secure ? 'https' : 'http'}://${x.header('host')}`;
    if (!URL.canParse(x.path, called)) return false;
    const [said, here] = [new URL(htu), new URL(called + x.path)];
    return said.origin === here.origin && said.pathname === here.pathname;
  }
}

/** The value of `DPoP`; null when there is none, or more than one. */
function onlyProof(headers: readonly string[]): string | null {
  let proof: string | null = null;
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]!.length !== 4 || headers[i]!.toLowerCase() !== 'dpop') continue;
    if (proof !== null) return null;
    proof = headers[i + 1]!;
  }
  return proof;
}
