import { createHash, timingSafeEqual } from 'node:crypto';
import { type Decision, refuse } from '../../../../base/decision.ts';
import type { Exchange } from '../../../../base/exchange.ts';
import { readPrefix } from '../../body.ts';
import type { Verdict } from '../authorizer.ts';
import type { Requested } from '../policy/requested.ts';
import { stringToSign } from './canonical.ts';
import { type Claim, claimOf } from './claim.ts';
import { flawOf, foreignScope, lateness } from './flaws.ts';
import type { Principal } from './principals.ts';

/** The most that API Gateway takes of a body. */
const MOST_BODY_BYTES = 10 * 1024 * 1024;
const UNSIGNED = 'UNSIGNED-PAYLOAD';
const EMPTY_HASH = createHash('sha256').digest('hex');

/** Verifies requests that principals have signed for a region (AWS IAM: "AWS Signature Version 4 for API requests"). */
export class SignedRequests {
  readonly #principals: ReadonlyMap<string, Principal>;
  readonly #region: string;
  readonly #now: () => number;
  readonly #readBody = readPrefix(MOST_BODY_BYTES);
  readonly #missing: Decision;
  readonly #incomplete: Decision;
  readonly #unknown: Decision;
  readonly #invalid: Decision;
  readonly #expired: Decision;
  readonly #tooLarge: Decision;

  /** Refusals name the element `by`; `now` is in milliseconds since the epoch. */
  constructor(principals: ReadonlyMap<string, Principal>, region: string, now: () => number, by: string) {
    this.#principals = principals;
    this.#region = region;
    this.#now = now;
    this.#missing = refuse('MISSING_AUTHENTICATION_TOKEN', by);
    this.#incomplete = refuse('INVALID_SIGNATURE', by, null, 'IncompleteSignatureException');
    this.#unknown = refuse('INVALID_SIGNATURE', by, null, 'UnrecognizedClientException');
    this.#invalid = refuse('INVALID_SIGNATURE', by);
    this.#expired = refuse('EXPIRED_TOKEN', by);
    this.#tooLarge = refuse('REQUEST_TOO_LARGE', by);
  }

  /** What the policies of whoever signed a request say of it, or a refusal. A promise only where the body is waited for. */
  ask(x: Exchange, requestedOf: (x: Exchange) => Requested): Verdict | Promise<Verdict> {
    const claim = claimOf(x);
    if (claim === null) return this.#missing;
    if (typeof claim === 'string') return saying(x, this.#incomplete, claim);
    const principal = this.#signer(x, claim);
    if ('action' in principal) return principal;
    const requested = requestedOf(x);
    const announced = x.header('x-amz-content-sha256');
    if (announced !== '') {
      if (announced !== UNSIGNED && !/^[0-9a-f]{64}$/.test(announced)) return this.#invalid;
      // Before a byte of the body is taken in.
      if (!isSigned(x, claim, principal, announced)) return this.#invalid;
      if (announced === UNSIGNED) return settled(x, principal, requested);
    }
    const hashed = (hash: string): Verdict => {
      const good = announced === '' ? isSigned(x, claim, principal, hash) : isSame(announced, hash);
      return good ? settled(x, principal, requested) : this.#invalid;
    };
    if (x.wire.length === 0) return hashed(EMPTY_HASH);
    const withBody = (): Verdict =>
      x.prefixWhole ? hashed(createHash('sha256').update(x.prefix!).digest('hex')) : this.#tooLarge;
    const read = this.#readBody(x);
    return read instanceof Promise ? read.then(withBody) : withBody();
  }

  /** Whose key a claim names; a refusal for all that can be said before that key is used. */
  #signer(x: Exchange, claim: Claim): Principal | Decision {
    const flaw = flawOf(claim);
    if (flaw !== '') return saying(x, this.#invalid, flaw);
    const principal = this.#principals.get(claim.keyId);
    if (principal === undefined || !isSame(claim.sessionToken, principal.sessionToken))
      return saying(x, this.#unknown, 'The security token included in the request is invalid.');
    const now = this.#now();
    if (principal.expires <= now) return this.#expired;
    const late = lateness(claim, now);
    if (late !== '') return saying(x, this.#invalid, late);
    const foreign = foreignScope(claim, this.#region);
    return foreign === '' ? principal : saying(x, this.#invalid, foreign);
  }
}

function saying(x: Exchange, refusal: Decision, message: string): Decision {
  x.complaint = message;
  return refusal;
}

function isSigned(x: Exchange, claim: Claim, principal: Principal, payloadHash: string): boolean {
  const [day, region, service] = claim.scope;
  const text = stringToSign(x, claim, payloadHash);
  const expected = principal.keys.sign(day, region, service, text);
  return timingSafeEqual(expected, Buffer.from(claim.signature, 'hex'));
}

function settled(x: Exchange, principal: Principal, requested: Requested): Verdict {
  x.caller = principal.caller;
  return principal.policy(x, requested);
}

/** Compares two texts in a time that tells nothing of where they differ. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
