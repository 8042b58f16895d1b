import type { Clock } from '../../../../base/clock.ts';
import { decodedObject } from './base64url.ts';
import { callerOf } from './caller.ts';
import type { Known, TokenCheck } from './check.ts';
import { type Claims, claimsFlaw, type Wanted } from './claims.ts';
import type { Decrypter, Told } from './decrypt.ts';
import type { DecryptKey } from './decrypt-key.ts';
import { type Flaw, isFlaw } from './flaw.ts';
import { parsed, type Signed, signerOf } from './jws.ts';
import type { KeySet } from './key-set.ts';
import { digestOf } from './presented.ts';
import { TokenCache } from './token-cache.ts';
import type { VerifyKey } from './verify-key.ts';

/** Whose tokens are taken, and by which keys they are known. */
export interface TrustedIssuer extends Wanted {
  readonly keys: KeySet;
  /** Names of algorithms that are allowed. */
  readonly algorithms: ReadonlySet<string>;
  /** What `typ` may be, in lower case and without `application/`; '' where there is none. */
  readonly types: ReadonlySet<string>;
  /** Anything else that its tokens must say; null when they do. */
  check(claims: Claims): Flaw | null;
}

/** Whose tokens are taken, and in what form. */
export interface VerifierOptions {
  /** The element that vouches for callers. */
  readonly by: string;
  readonly clock: Clock;
  readonly issuers: readonly TrustedIssuer[];
  /** Null: encrypted tokens are not taken. */
  readonly decrypter: Decrypter | null;
  /** True: tokens that are not encrypted are not taken. */
  readonly mustEncrypt: boolean;
  /** True in `explain`: it remembers what became of encrypted tokens. */
  readonly tracing?: boolean;
}

/** What is kept of a token, and the key it was verified with. */
interface Kept extends Known {
  readonly key: VerifyKey;
  /** Where that key is from. */
  readonly keys: KeySet;
  /** The key it was decrypted with; null when it was not encrypted. */
  readonly opened: DecryptKey | null;
}

/** Tokens whose claims are kept, and the characters of their payloads: twice as many at most, some 20 MB. */
const mostKept = { tokens: 5_000, characters: 5_000_000 } as const;
/** Of so many encrypted tokens an explanation can tell what became of them, and of twice as many at most. */
const mostTold = 100;

/**
 * Verifies tokens. What was verified is kept by the token's digest until it expires, so that a token that comes
 * again costs a look-up, and no promise.
 */
export class Verifier implements TokenCheck {
  readonly #options: VerifierOptions;
  readonly #byName: ReadonlyMap<string, TrustedIssuer>;
  readonly #cache = new TokenCache<Kept>(mostKept.tokens, mostKept.characters);
  readonly #told: TokenCache<Told> | null;

  constructor(options: VerifierOptions) {
    this.#options = options;
    this.#told = options.tracing === true ? new TokenCache(mostTold) : null;
    this.#byName = new Map(options.issuers.map((issuer) => [issuer.issuer, issuer]));
  }

  /** How many tokens it remembers. */
  get kept(): number {
    return this.#cache.size;
  }

  get failing(): string {
    return this.#options.issuers.find(({ keys }) => keys.failing !== '')?.keys.failing ?? '';
  }

  /** What a token comes to. A promise only when keys have to be fetched, or the token decrypted. */
  verify(token: string, digest = digestOf(token)): Known | Flaw | Promise<Known | Flaw> {
    const kept = this.#cache.get(digest);
    if (kept !== undefined) {
      const now = this.#options.clock.now();
      // A key that was taken back has to be heard of, also where every token has been seen before.
      kept.keys.tend();
      if (kept.key.holds && now < kept.untilMs && this.#readable(kept, now)) return kept;
      this.#cache.delete(digest);
    }
    if (dotsIn(token) === 4) return this.#decrypted(token, digest);
    if (this.#options.mustEncrypt) return 'unencrypted';
    return this.#signed(token, digest, null);
  }

  told(token: string): Told | undefined {
    return this.#told?.get(digestOf(token));
  }

  /** A key that was taken out of the key store ends the tokens that were encrypted to it. */
  #readable({ opened }: Kept, nowMs: number): boolean {
    return opened === null || this.#options.decrypter!.holds(opened, nowMs);
  }

  async #decrypted(token: string, digest: string): Promise<Known | Flaw> {
    const { decrypter, clock } = this.#options;
    if (decrypter === null) return 'malformed';
    const told = this.#told === null ? undefined : { by: '', why: '' };
    if (told !== undefined) this.#told!.set(digest, told);
    const inner = await decrypter.decrypt(token, clock.now(), told);
    return isFlaw(inner) ? inner : this.#signed(inner.token, digest, inner.key);
  }

  #signed(token: string, digest: string, opened: DecryptKey | null): Known | Flaw | Promise<Known | Flaw> {
    const signed = parsed(token);
    if (isFlaw(signed)) return signed;
    const issuer = this.#issuerOf(signed);
    if (issuer === null) return 'issuer';
    if (!issuer.types.has(signed.type)) return 'use';
    if (!issuer.algorithms.has(signed.algorithm)) return 'algorithm';
    const keys = issuer.keys.candidates(signed.kid);
    return keys instanceof Promise
      ? keys.then((found) => this.#settle(signed, found, issuer, digest, opened))
      : this.#settle(signed, keys, issuer, digest, opened);
  }

  #settle(
    signed: Signed,
    keys: readonly VerifyKey[] | null,
    issuer: TrustedIssuer,
    digest: string,
    opened: DecryptKey | null,
  ): Known | Flaw {
    if (keys === null) return 'unavailable';
    if (keys.length === 0) return 'key';
    const key = signerOf(signed, keys);
    if (isFlaw(key)) return key;
    const claims = decodedObject(signed.payload);
    if (claims === null) return 'malformed';
    const flaw = claimsFlaw(claims, issuer, this.#options.clock.now()) ?? issuer.check(claims);
    if (flaw !== null) return flaw;
    const untilMs = (claims.exp as number) * 1000 + issuer.skewMs;
    const known: Kept = {
      caller: callerOf(this.#options.by, claims),
      claims,
      untilMs,
      key,
      keys: issuer.keys,
      opened,
    };
    this.#cache.set(digest, known, signed.payload.length);
    return known;
  }

  /** Of several issuers the one that the token names, which is proved when its key verifies it. */
  #issuerOf({ payload }: Signed): TrustedIssuer | null {
    const { issuers } = this.#options;
    if (issuers.length === 1) return issuers[0]!;
    const iss = decodedObject(payload)?.iss;
    return typeof iss === 'string' ? (this.#byName.get(iss) ?? null) : null;
  }
}

function dotsIn(token: string): number {
  let dots = 0;
  for (let at = token.indexOf('.'); at >= 0; at = token.indexOf('.', at + 1)) dots++;
  return dots;
}
